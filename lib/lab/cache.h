/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

/* The path of name below roamtest's folder in the user's cache (XDG base directory
 * specification), or NULL for a user who has none. */
char *cache_path(const char *name);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

/* The absolute path of a program: name itself if it has a slash, else looked up in
 * PATH and in the sbin folders, which an ordinary user's PATH lacks. -ENOENT,
 * -EACCES. */
int program_find(const char *name, char **ret);

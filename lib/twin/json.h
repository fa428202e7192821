/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "twin/trial.h"

/* twin.json, format 1 (docs/twin.schema.json): indented, ends with a newline. It shows no
 * secret. after: the mended files' trial, or NULL. */
void twin_json(const struct twin_trial *trial, const struct twin_trial *after,
	       struct text *out);

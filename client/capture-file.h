/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdio.h>

#include "analysis/results.h"
#include "base/error.h"

/* Writes path, a pcapng, from the frames in a recording (events.jsonl); removes it where
 * there are none. */
int capture_file_write(const char *recording, const struct results *results,
		       const char *path, struct error *error);
/* The same to a stream; nothing where there are none. */
int capture_print(const char *recording, const struct results *results, FILE *stream,
		  struct error *error);

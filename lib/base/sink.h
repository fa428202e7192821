/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

/* When so much of a long output has come together, it is written. */
#define SINK_PIECE ((size_t)64 << 10)

/* Where a long output goes, piece by piece. write gives 0, or a negative errno with
 * error. */
struct sink {
	int (*write)(void *userdata, const struct text *piece, struct error *error);
	void *userdata;
};

/* Borrowed, both of them. */
struct sink sink_to_file(struct output_file *file);
struct sink sink_to_stream(FILE *stream);

/* Writes what has come together, if it is a piece; or, at the end, whatever it is. */
int sink_take(const struct sink *sink, struct text *out, bool end, struct error *error);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* What a command in a guest says, on its way to the host: lines of the guest's channel
 * beside those with events, which begin with '{'. "1 4f4b0a": octets of its standard
 * output, in hexadecimal; "2 …": of its standard error; "exit 3". */

enum relay_kind { RELAY_OUTPUT, RELAY_ERRORS, RELAY_EXIT };

struct relay_line {
	enum relay_kind kind;
	uint8_t *octets; /* the caller frees them; NULL for RELAY_EXIT */
	size_t length;
	int code; /* of RELAY_EXIT: 0 to 255, as a shell has it */
};

/* kind: RELAY_OUTPUT or RELAY_ERRORS. */
void relay_add_octets(struct text *out, enum relay_kind kind, const void *octets,
		      size_t length);
void relay_add_exit(struct text *out, int code);
/* -EINVAL: it is none of these. */
int relay_parse(const char *line, size_t length, struct relay_line *ret);

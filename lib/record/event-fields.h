/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* The members of a JSON object, each checked when it is read: type, range and length. One
 * that is absent reads as zero, false or NULL. */

struct fields {
	const json_t *object;
	struct error *error;
	int result; /* the first failure; later reads do nothing more */
};

void field_fail(struct fields *r, const char *key, const char *expected);
/* A copy, or NULL. */
char *field_text(struct fields *r, const char *key);
uint64_t field_check_number(struct fields *r, const json_t *value, const char *key,
			    uint64_t max);
/* ret_present may be NULL. */
uint64_t field_number(struct fields *r, const char *key, uint64_t max, bool *ret_present);
bool field_flag(struct fields *r, const char *key);
void field_mac(struct fields *r, const char *key, uint8_t *ret);
/* From hexadecimal; returns their number. */
size_t field_octets(struct fields *r, const char *key, uint8_t *ret, size_t max);
/* The number below count whose name stands at key. */
unsigned field_name(struct fields *r, const char *key,
		    const char *(*name)(unsigned value), unsigned count);

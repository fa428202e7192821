/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/results.h"

/* Values of results.json. jansson keeps the order in which keys are set, so that equal
 * results are equal files. */

/* null for NULL; what is not UTF-8 keeps its ASCII. */
json_t *json_text(const char *string);
json_t *json_distribution(const struct distribution *d);
void json_put_text(json_t *object, const char *key, const char *string);
void json_put_number(json_t *object, const char *key, uint64_t number);
void json_put_number_or_null(json_t *object, const char *key, bool has, uint64_t number);
void json_put_flag(json_t *object, const char *key, bool flag);
void json_put_mac(
	json_t *object, const char *key,
	const uint8_t *mac); /* What is of the run (died_at_ns, reason) only where it is
			      * asked for. Nothing where there is no connection. */
void json_put_connection(json_t *object, const struct connection_result *connection,
			 bool run);
json_t *json_last_authenticated(const struct last_authenticated *last);
/* In hexadecimal, or null. */
void json_put_octets(json_t *object, const char *key, bool has, const uint8_t *octets,
		     size_t length);

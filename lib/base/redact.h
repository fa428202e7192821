/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Keeps secrets out of what programs write: hostapd, for one, quotes a line of its
 * configuration that it does not like, with the key in it. */
struct secrets {
	char **items;
	size_t count, capacity;
	/* Which two octets a secret begins with, a bit each: a site of many access points
	 * has a thousand keys, and few octets of a log begin one. */
	uint8_t starts[65536 / 8];
};

/* Shorter ones are left alone: replacing each "a" of a log helps nobody, and a
 * password of the network has at least eight octets. */
#define SECRET_LENGTH_MIN 4

void secrets_add(struct secrets *secrets, const char *secret);
void secrets_clear(struct secrets *secrets);
/* Adds line to out with "[secret]" for each of them. cut: the line goes on behind length,
 * where nothing is known of it; what may be a secret's beginning there is one. */
void secrets_redact(const struct secrets *secrets, const char *line, size_t length,
		    bool cut, struct text *out);

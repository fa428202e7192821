/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* hostapd.conf in the making. */

struct hostapd_line {
	char *key, *value;
};

struct hostapd_lines {
	struct hostapd_line *items;
	size_t count, capacity;
};

void hostapd_lines_add(struct hostapd_lines *lines, const char *key, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Every line of that name; whether there was one. */
bool hostapd_lines_remove(struct hostapd_lines *lines, const char *key);
/* One line in place of every line of that name. */
void hostapd_lines_set(struct hostapd_lines *lines, const char *key, const char *value);
/* "key=value" each. */
void hostapd_lines_format(const struct hostapd_lines *lines, struct text *out);
void hostapd_lines_clear(struct hostapd_lines *lines);

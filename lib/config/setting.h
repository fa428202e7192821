/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>

#include "config/value.h"

/* The options of hostapd.conf that a BSS runs with, one line each, and where each comes
 * from. */

enum setting_origin {
	ORIGIN_FILE,	  /* from is its place */
	ORIGIN_RELEASE,	  /* what OpenWrt does by itself; why says which */
	ORIGIN_FILLED_IN, /* made up, since nothing says it */
};

struct setting {
	char *key, *value;
	enum setting_origin origin;
	const struct config_value *from; /* owned by what has read the file; or NULL */
	char *why; /* "OpenWrt 23.05's default"; NULL where it is from a file */
};

struct settings {
	struct setting *items;
	size_t count, capacity;
};

void setting_add_from(struct settings *settings, const char *key, const char *value,
		      const struct config_value *from);
void setting_add(struct settings *settings, enum setting_origin origin, const char *why,
		 const char *key, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));
/* The last of that key, which is the one that counts, or NULL. */
const struct setting *setting_get(const struct settings *settings, const char *key);
/* Its value, or NULL. */
const char *setting_value(const struct settings *settings, const char *key);
void settings_clear(struct settings *settings);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* hostapd.conf as anybody may see it. */

/* The secrets of all access points of a site, in the order in which they came: equal ones
 * are told by the same number. Zero-initialise. */
struct concealment {
	char **items;
	size_t count, capacity;
};

/* Whether an option's value ends with a secret, or is one. */
bool hostapd_option_is_secret(const char *option);
/* Of an r0kh or r1kh line's value, "MAC ID KEY", the key: all behind the second blank, as
 * hostapd takes it (hostapd/config_file.c, add_r0kh()), but for blanks at its end. Of a
 * value with fewer words nobody knows which one is the key: it is all of it. */
const char *key_holder_secret(const char *value, size_t *ret_length);
/* Appends the lines of conf, each secret replaced: by "secret-N", at the end of an r0kh
 * or r1kh line by "key-N:D" with its number of digits D ("key-zero:D" for one of zeros).
 */
void hostapd_conf_conceal(struct concealment *concealment, const char *conf,
			  struct text *out);
void concealment_clear(struct concealment *concealment);

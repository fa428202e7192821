/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/conceal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/memory.h"

bool hostapd_option_is_secret(const char *option)
{
	static const char *const options[] = { "wpa_passphrase",
					       "wpa_psk",
					       "sae_password",
					       "r0kh",
					       "r1kh",
					       "auth_server_shared_secret",
					       "acct_server_shared_secret",
					       "wep_key0" };

	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		if (strcmp(option, options[i]) == 0)
			return true;
	}
	return false;
}

/* From 1. compare: strcmp(), or of hex digits strcasecmp(). */
static size_t number_of(struct concealment *c, const char *secret,
			int (*compare)(const char *a, const char *b))
{
	for (size_t i = 0; i < c->count; i++)
		if (compare(c->items[i], secret) == 0)
			return i + 1;
	*array_add(c->items, c->count, c->capacity) = memory_strdup(secret);
	return c->count;
}

static bool is_key_holder(const char *option)
{
	return strcmp(option, "r0kh") == 0 || strcmp(option, "r1kh") == 0;
}

const char *key_holder_secret(const char *value, size_t *ret_length)
{
	const char *id = strchr(value, ' ');
	const char *key = id ? strchr(id + 1, ' ') : NULL;

	key = key ? key + 1 : value;
	*ret_length = strlen(key);
	while (*ret_length > 0 && key[*ret_length - 1] == ' ')
		--*ret_length;
	return key;
}

static void conceal_key(struct concealment *c, const char *value, struct text *out)
{
	size_t digits;
	const char *key = key_holder_secret(value, &digits);
	char *secret = memory_strndup(key, digits);

	text_add_bytes(out, value, (size_t)(key - value));
	if (digits > 0 && strspn(secret, "0") == digits)
		text_printf(out, "key-zero:%zu", digits);
	else
		text_printf(out, "key-%zu:%zu", number_of(c, secret, strcasecmp), digits);
	explicit_bzero(secret, digits);
	free(secret);
}

static void conceal_line(struct concealment *c, const char *line, struct text *out)
{
	const char *value = strchr(line, '=');
	cleanup_free_ char *option =
		value ? memory_strndup(line, (size_t)(value - line)) : NULL;

	if (!option || !hostapd_option_is_secret(option)) {
		text_printf(out, "%s\n", line);
		return;
	}
	text_printf(out, "%s=", option);
	if (is_key_holder(option))
		conceal_key(c, value + 1, out);
	else
		text_printf(out, "secret-%zu", number_of(c, value + 1, strcmp));
	text_add_char(out, '\n');
}

void hostapd_conf_conceal(struct concealment *concealment, const char *conf,
			  struct text *out)
{
	while (*conf) {
		size_t length = strcspn(conf, "\n");
		char *line = memory_strndup(conf, length);

		conceal_line(concealment, line, out);
		explicit_bzero(line, length);
		free(line);
		conf += length + (conf[length] == '\n');
	}
}

void concealment_clear(struct concealment *concealment)
{
	for (size_t i = 0; i < concealment->count; i++) {
		explicit_bzero(concealment->items[i], strlen(concealment->items[i]));
		free(concealment->items[i]);
	}
	free(concealment->items);
	*concealment = (struct concealment){ 0 };
}

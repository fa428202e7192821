/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/secret.h"

#include <ctype.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "base/text.h"

/* As many hexadecimal digits in a row are taken for a key wherever they stand. */
#define KEY_DIGITS 32

/* Words of a line among which the name of its option is: "list r0kh …",
 * "wireless.default_radio0.key=…". */
#define NAME_WORDS 4

bool config_option_is_secret(const char *name)
{
	static const char *const harmless[] = {
		"r1_key_holder",
		"r0_key_lifetime",
		"ft_r0_key_lifetime",
		"r1_max_key_lifetime",
		"wpa_key_mgmt",
		"rsn_override_key_mgmt",
		"rsn_override_key_mgmt_2",
		"ft_psk_generate_local",
		"wpa_psk_file",
		"wpa_psk_radius",
		"sae_password_file",
		"wpa_group_rekey",
		"wpa_pair_rekey",
		"wpa_master_rekey",
		"wpa_strict_rekey",
		"wpa_ptk_rekey",
		"wpa_gmk_rekey",
		"wep_rekey",
		"wep_rekey_period",
		"sae_ext_key",
		"wpa_disable_eapol_key_retries",
		"wep_default_key",
		"eapol_key_index_workaround",
		"ppsk",
		"wnm_sleep_mode_no_keys",
		"disable_pmksa_caching",
		"sae_track_password",
	};
	static const char *const marks[] = { "pass", "psk",  "secret", "key",
					     "r0kh", "r1kh", "_pin" };

	for (size_t i = 0; i < ARRAY_SIZE(harmless); i++)
		if (strcmp(name, harmless[i]) == 0)
			return false;
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (strcasestr(name, marks[i]))
			return true;
	return false;
}

/* Octets up to behind the name of an option that is a secret, or 0. */
static size_t secret_name(const char *line, size_t length)
{
	size_t at = 0;

	for (unsigned words = 0; words < NAME_WORDS; words++) {
		cleanup_free_ char *word = NULL;
		size_t start;

		while (at < length && !isalnum((unsigned char)line[at]) &&
		       line[at] != '_')
			at++;
		start = at;
		while (at < length &&
		       (isalnum((unsigned char)line[at]) || line[at] == '_'))
			at++;
		word = memory_strndup(line + start, at - start);
		if (*word && config_option_is_secret(word))
			return at;
		/* What stands behind "=" is a value. */
		if (at >= length || line[at] == '=')
			return 0;
	}
	return 0;
}

static size_t hex_run(const char *text, size_t length)
{
	size_t digits = 0;

	while (digits < length && hex_digit(text[digits]) >= 0)
		digits++;
	return digits;
}

static void add_stars(struct text *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c & 0xc0) == 0x80)
			continue;
		if (c == '\t' || c == '\r' || c == ' ')
			text_add_char(out, text[i]);
		else
			text_add_char(out, '*');
	}
}

/* What is no secret but a key that stands where it is not looked for. */
static void add_shown(struct text *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length;) {
		size_t digits = hex_run(text + i, length - i);

		if (digits >= KEY_DIGITS)
			add_stars(out, text + i, digits);
		else
			text_add_bytes(out, text + i, digits ? digits : 1);
		i += digits ? digits : 1;
	}
}

/* The quote that a value leaves open at the end of its line, or '\0'. */
static char open_quote(const char *text, size_t length, char quote)
{
	for (size_t i = 0; i < length; i++) {
		if (quote && text[i] == quote)
			quote = '\0';
		else if (!quote && (text[i] == '\'' || text[i] == '"'))
			quote = text[i];
	}
	return quote;
}

char *config_redact(const char *text, size_t length, size_t *ret_length)
{
	struct text out = { 0 };
	char quote = '\0';

	text_add(&out, "");
	for (size_t at = 0; at < length;) {
		const char *line = text + at, *end = memchr(line, '\n', length - at);
		size_t octets = end ? (size_t)(end - line) : length - at;
		size_t shown = quote ? 0 : secret_name(line, octets);

		if (quote || shown > 0) {
			add_shown(&out, line, shown);
			add_stars(&out, line + shown, octets - shown);
			quote = open_quote(line + shown, octets - shown, quote);
		} else {
			add_shown(&out, line, octets);
		}
		if (end)
			text_add_char(&out, '\n');
		at += octets + 1;
	}
	*ret_length = out.length;
	return text_steal(&out);
}

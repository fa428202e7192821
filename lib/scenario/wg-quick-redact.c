/* SPDX-License-Identifier: BSD-3-Clause */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "scenario/wg-quick-parser.h"
#include "scenario/wg-quick.h"

/* A WireGuard configuration as it may be shown. */

static void star(const char *text, size_t length, struct text *out)
{
	for (size_t i = 0; i < length; i++) {
		if (wg_is_blank(text[i]))
			text_add_char(out, text[i]);
		else if (((unsigned char)text[i] & 0xc0) != 0x80)
			text_add_char(out, '*');
	}
}

/* A key is 44 characters; one that was cut short is a secret still. */
#define KEY_LIKE 40

static bool has_key(const char *text, size_t length)
{
	size_t run = 0;

	for (size_t i = 0; i < length; i++) {
		char c = text[i];

		run = isalnum((unsigned char)c) || c == '+' || c == '/' ? run + 1 : 0;
		if (run == KEY_LIKE)
			return true;
	}
	return false;
}

/* How much of a line may be shown. The value of a key that is not known may be a key that
 * is spelt wrongly, and a comment may hold one that is out of use. */
static size_t shown_length(const char *line, size_t length)
{
	const char *equals = memchr(line, '=', length);
	const struct wg_piece whole = { line, length, { 0 } };
	struct wg_piece name;
	const struct wg_key *key;
	size_t end;

	name = wg_part_of(&whole, 0, equals ? (size_t)(equals - line) : length);
	key = wg_find_key(name.text, name.length);
	if (key && equals && strcmp(key->name, "PublicKey") == 0)
		return length;
	if (!has_key(line, length) &&
	    ((key && equals && strcmp(key->name, "PrivateKey") != 0 &&
	      strcmp(key->name, "PresharedKey") != 0) ||
	     (name.length > 0 && name.text[0] == '[')))
		return length;
	end = (size_t)(name.text - line);
	for (size_t i = 0; i < name.length && !wg_is_blank(name.text[i]); i++)
		end++;
	return key || wg_name_is_near(name.text, end - (size_t)(name.text - line)) ? end
										   : 0;
}

char *wg_quick_redact(const char *text, size_t length, size_t *ret_length)
{
	struct text out = { 0 };

	text = wg_without_mark(text, &length);
	for (size_t at = 0; at < length;) {
		const char *line = text + at;
		const char *newline = memchr(line, '\n', length - at);
		size_t octets = newline ? (size_t)(newline - line) : length - at;
		const char *comment = memchr(line, '#', octets);
		size_t content = comment ? (size_t)(comment - line) : octets;
		size_t shown = shown_length(line, content);

		text_add_bytes(&out, line, shown);
		for (size_t i = shown; i < octets; i++) {
			if (line[i] == '=' || line[i] == '#' || wg_is_blank(line[i])) {
				text_add_char(&out, line[i]);
				shown = i + 1;
				if (line[i] == '=')
					break;
			} else {
				break;
			}
		}
		star(line + shown, octets - shown, &out);
		if (newline)
			text_add_char(&out, '\n');
		at += octets + 1;
	}
	*ret_length = out.length;
	return text_steal(&out);
}

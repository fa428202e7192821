/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>

#include "scenario/yaml.h"

/* RFC 3629 4 */
size_t character_decode(const unsigned char *s, size_t left, uint32_t *ret)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length;
	uint32_t c;

	if (s[0] < 0x80) {
		*ret = s[0];
		return 1;
	}
	if ((s[0] & 0xe0) == 0xc0) {
		length = 2;
		c = s[0] & 0x1f;
	} else if ((s[0] & 0xf0) == 0xe0) {
		length = 3;
		c = s[0] & 0x0f;
	} else if ((s[0] & 0xf8) == 0xf0) {
		length = 4;
		c = s[0] & 0x07;
	} else {
		return 0;
	}
	if (length > left)
		return 0;
	for (size_t i = 1; i < length; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	if (c < smallest[length] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*ret = c;
	return length;
}

static bool is_line_end(uint32_t c)
{
	return c == 0x85 || c == 0x2028 || c == 0x2029;
}

static bool is_printable(uint32_t c)
{
	if (c < 0x20 || c == 0x7f)
		return c == '\t' || c == '\n' || c == '\r';
	if (c >= 0x80 && c < 0xa0)
		return false;
	return c != 0xfffe && c != 0xffff;
}

bool characters_check(const char *text, size_t length, struct diagnostics *diagnostics)
{
	const unsigned char *s = (const unsigned char *)text;
	struct place place = { .line = 1, .column = 1, .length = 1 };
	uint32_t c;
	size_t octets;

	for (size_t i = 0; i < length; i += octets) {
		struct diagnostic *d;

		octets = character_decode(s + i, length - i, &c);
		if (octets == 0) {
			d = diagnostics_add(diagnostics, place,
					    "octet 0x%02x is not UTF-8 text", s[i]);
			diagnostic_suggest(d, "save the file in the UTF-8 encoding");
			return false;
		}
		if (c == 0) {
			diagnostics_add(diagnostics, place, "a NUL character");
			return false;
		}
		if (is_line_end(c) ||
		    (c == '\r' && (i + 1 == length || s[i + 1] != '\n'))) {
			d = diagnostics_add(diagnostics, place,
					    "a line end other than LF or CR LF (U+%04X)",
					    c);
			diagnostic_suggest(d, "save the file with Unix line ends");
			return false;
		}
		if (!is_printable(c)) {
			diagnostics_add(diagnostics, place,
					"a control character (U+%04X)", c);
			return false;
		}
		if (c == '\n') {
			place.line++;
			place.column = 1;
		} else {
			place.column++;
		}
	}
	return true;
}

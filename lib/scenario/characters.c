/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>

#include "base/utf8.h"
#include "scenario/yaml.h"

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

		octets = utf8_decode(s + i, length - i, &c);
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

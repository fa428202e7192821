/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/wrap.h"

#include <string.h>

static unsigned columns_of(const char *string, size_t length)
{
	unsigned columns = 0;

	for (size_t i = 0; i < length; i++)
		columns += ((unsigned char)string[i] & 0xc0) != 0x80;
	return columns;
}

unsigned text_columns(const char *string)
{
	return columns_of(string, strlen(string));
}

void text_add_wrapped(struct text *out, const char *string, unsigned column,
		      unsigned indent, unsigned width)
{
	while (*string) {
		size_t length = strcspn(string, " ");
		unsigned columns = columns_of(string, length);

		if (column > indent && column + 1 + columns > width) {
			text_printf(out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (column > indent) {
			text_add_char(out, ' ');
			column++;
		}
		text_add_bytes(out, string, length);
		column += columns;
		string += length;
		string += strspn(string, " ");
	}
	text_add_char(out, '\n');
}

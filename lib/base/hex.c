/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/hex.h"

#include <errno.h>

static const char digits_of[] = "0123456789abcdef";

int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int hex_parse(const char *digits, uint8_t *ret, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		int high = hex_digit(digits[2 * i]), low;

		if (high < 0)
			return -EINVAL;
		low = hex_digit(digits[2 * i + 1]);
		if (low < 0)
			return -EINVAL;
		ret[i] = (uint8_t)(high << 4 | low);
	}
	return 0;
}

char *hex_format(char *buffer, const void *octets, size_t length)
{
	const uint8_t *next = octets;

	for (size_t i = 0; i < length; i++) {
		buffer[2 * i] = digits_of[next[i] >> 4];
		buffer[2 * i + 1] = digits_of[next[i] & 15];
	}
	buffer[2 * length] = '\0';
	return buffer;
}

void text_add_hex(struct text *out, const void *octets, size_t length)
{
	const uint8_t *next = octets;

	for (size_t i = 0; i < length; i++) {
		text_add_char(out, digits_of[next[i] >> 4]);
		text_add_char(out, digits_of[next[i] & 15]);
	}
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "relay.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"

#define CODE_MAX 255

void relay_add_octets(struct text *out, enum relay_kind kind, const void *octets,
		      size_t length)
{
	text_add(out, kind == RELAY_ERRORS ? "2 " : "1 ");
	text_add_hex(out, octets, length);
	text_add_char(out, '\n');
}

void relay_add_exit(struct text *out, int code)
{
	text_printf(out, "exit %d\n", code);
}

static int parse_octets(const char *digits, struct relay_line *ret)
{
	cleanup_free_ uint8_t *octets = NULL;
	size_t length = strlen(digits) / 2;

	if (!length || strlen(digits) % 2)
		return -EINVAL;
	octets = memory_zero(length, 1);
	if (hex_parse(digits, octets, length) < 0)
		return -EINVAL;
	ret->octets = TAKE_PTR(octets);
	ret->length = length;
	return 0;
}

int relay_parse(const char *line, size_t length, struct relay_line *ret)
{
	cleanup_free_ char *copy = memory_strndup(line, length);
	struct relay_line parsed = { .kind = RELAY_EXIT };
	unsigned code;
	char more;

	if (strlen(copy) != length)
		return -EINVAL;
	if (copy[0] && copy[1] == ' ' && (copy[0] == '1' || copy[0] == '2')) {
		parsed.kind = copy[0] == '1' ? RELAY_OUTPUT : RELAY_ERRORS;
		if (parse_octets(copy + 2, &parsed) < 0)
			return -EINVAL;
	} else if (sscanf(copy, "exit %3u%c", &code, &more) == 1 && code <= CODE_MAX) {
		parsed.code = (int)code;
	} else {
		return -EINVAL;
	}
	*ret = parsed;
	return 0;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *require(void *p)
{
	if (!p)
		abort();
	return p;
}

void *memory_zero(size_t count, size_t size)
{
	return require(calloc(count ? count : 1, size ? size : 1));
}

char *memory_strdup(const char *string)
{
	return require(strdup(string));
}

char *memory_strndup(const char *string, size_t length)
{
	return require(strndup(string, length));
}

char *memory_vprintf(const char *fmt, va_list ap)
{
	char *string = NULL;

	if (vasprintf(&string, fmt, ap) < 0)
		abort();
	return string;
}

char *memory_printf(const char *fmt, ...)
{
	va_list ap;
	char *string;

	va_start(ap, fmt);
	string = memory_vprintf(fmt, ap);
	va_end(ap);
	return string;
}

void *memory_grow_(void **items, size_t *count, size_t *capacity, size_t size)
{
	void *last;

	if (*count == *capacity) {
		size_t larger = *capacity ? *capacity * 2 : 8;

		if (larger > SIZE_MAX / size)
			abort();
		*items = require(realloc(*items, larger * size));
		*capacity = larger;
	}
	last = (char *)*items + *count * size;
	memset(last, 0, size);
	(*count)++;
	return last;
}

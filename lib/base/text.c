/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void make_room(struct text *t, size_t more)
{
	size_t need = t->length + more + 1;
	size_t capacity = t->capacity ? t->capacity : 64;

	if (need <= t->capacity)
		return;
	while (capacity < need)
		capacity *= 2;
	t->data = realloc(t->data, capacity);
	if (!t->data)
		abort();
	t->capacity = capacity;
}

void text_add_bytes(struct text *t, const void *bytes, size_t length)
{
	make_room(t, length);
	if (length)
		memcpy(t->data + t->length, bytes, length);
	t->length += length;
	t->data[t->length] = '\0';
}

void text_add(struct text *t, const char *string)
{
	text_add_bytes(t, string, strlen(string));
}

void text_add_char(struct text *t, char c)
{
	text_add_bytes(t, &c, 1);
}

void text_vprintf(struct text *t, const char *fmt, va_list ap)
{
	va_list again;
	int length;

	va_copy(again, ap);
	length = vsnprintf(NULL, 0, fmt, ap);
	if (length < 0)
		abort();
	make_room(t, (size_t)length);
	vsnprintf(t->data + t->length, (size_t)length + 1, fmt, again);
	va_end(again);
	t->length += (size_t)length;
}

void text_printf(struct text *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	text_vprintf(t, fmt, ap);
	va_end(ap);
}

void text_reset(struct text *t)
{
	t->length = 0;
	if (t->data)
		t->data[0] = '\0';
}

char *text_steal(struct text *t)
{
	char *data = t->data ? t->data : memory_strdup("");

	*t = (struct text){ 0 };
	return data;
}

void text_clear(struct text *t)
{
	free(t->data);
	*t = (struct text){ 0 };
}

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdarg.h>
#include <stddef.h>

/* Growable text. Zero-initialise; always NUL-terminated once something was added.
 * Running out of memory ends the process (abort), as everywhere in base. */
struct text {
	char *data;
	size_t length;
	size_t capacity;
};

void text_add(struct text *t, const char *string);
void text_add_bytes(struct text *t, const void *bytes, size_t length);
void text_add_char(struct text *t, char c);
void text_printf(struct text *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void text_vprintf(struct text *t, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));
/* Forgets the content, keeps the memory. */
void text_reset(struct text *t);
/* Hands the string over (never NULL); t is empty afterwards. */
char *text_steal(struct text *t);
void text_clear(struct text *t);

#define cleanup_text_ __attribute__((cleanup(text_clear)))

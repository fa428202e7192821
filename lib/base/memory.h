/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdarg.h>
#include <stddef.h>

/* Allocation that ends the process (abort) when memory runs out: roamtest's
 * inputs are all bounded, so that is a broken machine, not a user's mistake. */
void *memory_zero(size_t count, size_t size);
char *memory_strdup(const char *string);
char *memory_strndup(const char *string, size_t length);
char *memory_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char *memory_vprintf(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));

/* Makes room for one more element in a growable array held as pointer, count and
 * capacity, and returns the new, zeroed last element; the count grows by one. */
void *memory_grow_(void **items, size_t *count, size_t *capacity, size_t size);
#define array_add(items, count, capacity)                                               \
	((__typeof__(*(items)) *)memory_grow_((void **)&(items), &(count), &(capacity), \
					      sizeof(*(items))))

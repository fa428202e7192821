/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/arguments.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void arguments_add(struct arguments *arguments, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	*array_add(arguments->items, arguments->count, arguments->capacity) =
		memory_vprintf(fmt, ap);
	va_end(ap);
}

void arguments_end(struct arguments *arguments)
{
	*array_add(arguments->items, arguments->count, arguments->capacity) = NULL;
}

void arguments_pass_environment(struct arguments *arguments, const char *const *names,
				size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *value = getenv(names[i]);

		if (value)
			arguments_add(arguments, "%s=%s", names[i], value);
	}
}

void arguments_clear(struct arguments *arguments)
{
	for (size_t i = 0; i < arguments->count; i++)
		free(arguments->items[i]);
	free(arguments->items);
	memset(arguments, 0, sizeof(*arguments));
}

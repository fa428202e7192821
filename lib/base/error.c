/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/error.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

static void replace(struct error *e, char *reason)
{
	error_clear(e);
	e->reason = reason;
}

int error_set(struct error *e, int code, const char *fmt, ...)
{
	va_list ap;

	if (!e)
		return code;
	va_start(ap, fmt);
	replace(e, memory_vprintf(fmt, ap));
	va_end(ap);
	return code;
}

int error_errno(struct error *e, int code, const char *fmt, ...)
{
	cleanup_free_ char *what = NULL;
	va_list ap;

	if (!e)
		return code;
	va_start(ap, fmt);
	what = memory_vprintf(fmt, ap);
	va_end(ap);
	replace(e, memory_printf("%s: %s", what, strerror(-code)));
	return code;
}

void error_remedy(struct error *e, const char *fmt, ...)
{
	va_list ap;

	if (!e)
		return;
	free(e->remedy);
	va_start(ap, fmt);
	e->remedy = memory_vprintf(fmt, ap);
	va_end(ap);
}

int error_prefix(struct error *e, int code, const char *fmt, ...)
{
	cleanup_free_ char *context = NULL;
	char *reason;
	va_list ap;

	if (!e)
		return code;
	va_start(ap, fmt);
	context = memory_vprintf(fmt, ap);
	va_end(ap);
	reason =
		memory_printf("%s: %s", context, e->reason ? e->reason : strerror(-code));
	free(e->reason);
	e->reason = reason;
	return code;
}

void error_clear(struct error *e)
{
	if (!e)
		return;
	free(e->reason);
	free(e->remedy);
	*e = (struct error){ 0 };
}

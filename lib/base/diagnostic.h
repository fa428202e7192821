/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>

#include "base/place.h"
#include "base/text.h"

/* Located mistakes of a user, collected and shown together (after nftables'
 * erec.h). */
struct diagnostic {
	struct place place;
	char *message;
	char *suggestion; /* "did you mean …?" or another hint, or NULL */
	size_t file;	  /* 0: the one under check; else from diagnostics_add_file() */
};

/* A further file that the one under check names. */
struct diagnostic_file {
	char *name, *source;
	size_t length;
};

struct diagnostics {
	struct diagnostic *items;
	size_t count, capacity;
	struct diagnostic_file *files;
	size_t file_count, file_capacity;
};

/* Past this many, diagnostics_format() only says how many more there are. */
#define DIAGNOSTICS_MAX 100

struct diagnostic *diagnostics_add(struct diagnostics *d, struct place place,
				   const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void diagnostic_suggest(struct diagnostic *diagnostic, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* A file that mistakes are in as well; its number, for struct diagnostic. source is what
 * is shown of it, and is released with the diagnostics. */
size_t diagnostics_add_file(struct diagnostics *d, const char *name, char *source,
			    size_t length);
/* Sorts by file and place. */
void diagnostics_sort(struct diagnostics *d);
/* For each: "file:line:col: error: message", the source line, a caret line under
 * the span, and "= hint: …" where there is one. file and source are those of the file
 * under check. Tabs are kept so that carets align.
 * Control characters of the source are shown as '?'. */
void diagnostics_format(const struct diagnostics *d, const char *file, const char *source,
			size_t source_length, struct text *out);
void diagnostics_clear(struct diagnostics *d);

#define cleanup_diagnostics_ __attribute__((cleanup(diagnostics_clear)))

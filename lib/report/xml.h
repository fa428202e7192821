/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

#include "base/text.h"

/* Writes XML 1.0. Elements are closed in the order of a stack, values are escaped,
 * and what XML 1.0 forbids is dropped: control characters (2.2), invalid UTF-8. */

#define XML_DEPTH_MAX 8

struct xml {
	struct text *out;
	const char *open[XML_DEPTH_MAX]; /* borrowed names */
	unsigned depth;
	bool tag_open; /* "<name …" is not closed yet: attributes may follow */
	bool has_text; /* the innermost element holds text, so that no space may be added
			*/
};

/* Writes the declaration. */
void xml_begin(struct xml *xml, struct text *out);
/* name is borrowed until its xml_close(). */
void xml_open(struct xml *xml, const char *name);
/* After xml_open(), before any content. */
void xml_attribute(struct xml *xml, const char *name, const char *value);
void xml_attribute_printf(struct xml *xml, const char *name, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void xml_text(struct xml *xml, const char *value);
void xml_close(struct xml *xml);
/* Closes what is open. */
void xml_end(struct xml *xml);

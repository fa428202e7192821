/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/xml.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/utf8.h"

/* XML 1.0, 2.2 Char */
static bool xml_allows(uint32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' ||
	       (c >= 0x20 && c != 0xfffe && c != 0xffff);
}

static void add_escaped(struct text *out, const char *value, bool attribute)
{
	const unsigned char *p = (const unsigned char *)value, *end = p + strlen(value);

	while (p < end) {
		uint32_t c;
		size_t length = utf8_decode(p, (size_t)(end - p), &c);

		if (length == 0 || !xml_allows(c)) {
			p += length ? length : 1;
			continue;
		}
		if (c == '&')
			text_add(out, "&amp;");
		else if (c == '<')
			text_add(out, "&lt;");
		else if (c == '>')
			text_add(out, "&gt;");
		else if (c == '"' && attribute)
			text_add(out, "&quot;");
		else if (c == '\r' || (attribute && (c == '\n' || c == '\t')))
			text_printf(out, "&#%u;", c); /* else normalised to a space */
		else
			text_add_bytes(out, p, length);
		p += length;
	}
}

static void finish_tag(struct xml *xml)
{
	if (xml->tag_open)
		text_add(xml->out, ">");
	xml->tag_open = false;
}

static void new_line(struct xml *xml)
{
	text_add_char(xml->out, '\n');
	for (unsigned i = 0; i < xml->depth; i++)
		text_add(xml->out, "  ");
}

void xml_begin(struct xml *xml, struct text *out)
{
	*xml = (struct xml){ .out = out };
	text_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
}

void xml_open(struct xml *xml, const char *name)
{
	assert(xml->depth < XML_DEPTH_MAX);
	finish_tag(xml);
	new_line(xml);
	text_printf(xml->out, "<%s", name);
	xml->open[xml->depth++] = name;
	xml->tag_open = true;
	xml->has_text = false;
}

void xml_attribute(struct xml *xml, const char *name, const char *value)
{
	assert(xml->tag_open);
	text_printf(xml->out, " %s=\"", name);
	add_escaped(xml->out, value, true);
	text_add_char(xml->out, '"');
}

void xml_attribute_printf(struct xml *xml, const char *name, const char *fmt, ...)
{
	cleanup_free_ char *value = NULL;
	va_list ap;

	va_start(ap, fmt);
	value = memory_vprintf(fmt, ap);
	va_end(ap);
	xml_attribute(xml, name, value);
}

void xml_text(struct xml *xml, const char *value)
{
	finish_tag(xml);
	add_escaped(xml->out, value, false);
	xml->has_text = true;
}

void xml_close(struct xml *xml)
{
	const char *name;

	assert(xml->depth > 0);
	name = xml->open[--xml->depth];
	if (xml->tag_open) {
		text_add(xml->out, "/>");
		xml->tag_open = false;
	} else {
		if (!xml->has_text)
			new_line(xml);
		text_printf(xml->out, "</%s>", name);
	}
	xml->has_text = false;
}

void xml_end(struct xml *xml)
{
	while (xml->depth > 0)
		xml_close(xml);
	text_add_char(xml->out, '\n');
}

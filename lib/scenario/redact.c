/* SPDX-License-Identifier: BSD-3-Clause */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "base/utf8.h"
#include "scenario/scenario.h"
#include "scenario/words.h"
#include "scenario/yaml.h"

/* A diagnostic shows its source line, and that line may hold the password: it is
 * found in the tree, or, where the text is no YAML, by the look of its key. A recording
 * holds the whole scenario, without its secrets. */

/* A scalar. */
struct span {
	unsigned line, column, end_line, end_column; /* end: the first one after it */
	bool secret;
	bool null; /* nothing, or a word for it */
};

struct spans {
	struct span *items;
	size_t count, capacity;
};

/* "r0kh-missing" has access points as its value. "password", which is a fault as well,
 * may stand where it does not belong. */
static bool is_fault(const char *key)
{
	int kind = words_find(&fault_words, key);

	return kind >= 0 && kind != FAULT_PASSWORD;
}

/* Keys with a secret as their value, ours and hostapd.conf's, and misspellings. */
static bool secret_word(const char *key)
{
	static const char *const parts[] = { "pas",	    "psk",	    "pwd",
					     "word",	    "secret",	    "r0kh",
					     "r1kh",	    "wep_key",	    "private_key",
					     "encr_key",    "netaccesskey", "mka_cak",
					     "ap_pin",	    "das_client",   "privatekey",
					     "private-key", "preshared" };
	static const char *const harmless[] = { "password-env", "password-file",
						"ft_psk_generate_local", "wpa_psk_radius",
						"wpa_psk_file" };
	cleanup_free_ char *lower = memory_strdup(key);

	for (char *c = lower; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	for (size_t i = 0; i < ARRAY_SIZE(harmless); i++)
		if (strcmp(lower, harmless[i]) == 0)
			return false;
	if (is_fault(lower))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (strstr(lower, parts[i]))
			return true;
	return strcmp(lower, "key") == 0 ||
	       suggest_nearest(lower, (const char *[]){ "password" }, 1) != NULL;
}

/* With those that were dropped: a second password is one, too. */
static size_t item_count(const struct node *node)
{
	return node->kind == NODE_MAPPING ? node->all : node->count;
}

static void add_span(struct spans *spans, const struct node *node, bool secret)
{
	struct span *span = array_add(spans->items, spans->count, spans->capacity);

	*span = (struct span){ .line = node->place.line,
			       .column = node->place.column,
			       .end_line = node->end_line,
			       .end_column = node->end_column,
			       .secret = secret,
			       .null = node_is_null(node) };
}

/* Where the secrets of a text are looked for: by the look of a key wherever it stands,
 * or, in a valid scenario, where it can have some. An access point's or a stream's name
 * is a key too, and "passage" is no password. */
enum region { ANYWHERE, SCENARIO, NETWORK, LAB, HOSTAPD_OPTIONS, NO_SECRETS };

static bool secret_key(enum region region, const char *key)
{
	switch (region) {
	case ANYWHERE:
	case HOSTAPD_OPTIONS:
		return secret_word(key);
	case NETWORK:
		return strcmp(key, "password") == 0;
	case SCENARIO:
	case LAB:
	case NO_SECRETS:
		break;
	}
	return false;
}

static enum region region_under(enum region region, const char *key)
{
	if (region == SCENARIO && strcmp(key, "network") == 0)
		return NETWORK;
	if (region == SCENARIO)
		return strcmp(key, "lab") == 0 ? LAB : NO_SECRETS;
	if (region == LAB && strcmp(key, "hostapd") == 0)
		return HOSTAPD_OPTIONS;
	return region;
}

/* The depth is that of the document, at most NODE_DEPTH_MAX. */
static void find_spans(struct spans *spans, const struct node *node, enum region region,
		       bool secret)
{
	if (node->kind != NODE_SEQUENCE && node->kind != NODE_MAPPING)
		add_span(spans, node, secret);
	for (size_t i = 0; i < item_count(node); i++) {
		const struct node *item = node->items[i];
		const struct node *key = NULL;

		if (node->kind == NODE_MAPPING && i % 2 == 1 &&
		    node->items[i - 1]->kind == NODE_SCALAR)
			key = node->items[i - 1];
		find_spans(spans, item, key ? region_under(region, key->text) : region,
			   secret || (key && secret_key(region, key->text)));
	}
}

static int compare_spans(const void *left, const void *right)
{
	const struct span *a = left, *b = right;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return a->column < b->column ? -1 : a->column > b->column;
}

static bool before(unsigned line, unsigned column, unsigned other_line,
		   unsigned other_column)
{
	return line < other_line || (line == other_line && column < other_column);
}

static void star_spans(const struct spans *spans, const char *text, size_t length,
		       struct text *out)
{
	unsigned line = 1, column = 1;
	size_t next = 0;

	for (size_t i = 0; i < length; i++) {
		const struct span *span;
		char c = text[i];
		bool inside;

		while (next < spans->count &&
		       !before(line, column, spans->items[next].end_line,
			       spans->items[next].end_column))
			next++;
		span = next < spans->count ? &spans->items[next] : NULL;
		inside = span && span->secret &&
			 !before(line, column, span->line, span->column);
		if (c == '\n') {
			text_add_char(out, c);
			line++;
			column = 1;
			continue;
		}
		if (!inside || c == '\r')
			text_add_char(out, c);
		else
			text_add_char(out, '*');
		/* The rest of a UTF-8 sequence counts, and is shown, with its first
		 * octet. */
		while (i + 1 < length && ((unsigned char)text[i + 1] & 0xc0) == 0x80) {
			i++;
			if (!inside)
				text_add_char(out, text[i]);
		}
		column++;
	}
}

/* The key that ends in front of the colon, if it is one of those with a secret. */
static bool secret_before(const char *line, size_t colon)
{
	size_t end = colon, start;
	char key[64];

	while (end > 0 && strchr(" \t\"'", line[end - 1]))
		end--;
	start = end;
	while (start > 0 &&
	       (isalnum((unsigned char)line[start - 1]) || strchr("_-", line[start - 1])))
		start--;
	if (start == end || end - start >= sizeof(key))
		return false;
	memcpy(key, line + start, end - start);
	key[end - start] = '\0';
	return secret_word(key);
}

static size_t indent_of(const char *line, size_t length)
{
	size_t n = 0;

	while (n < length && (line[n] == ' ' || line[n] == '-' || line[n] == '\t'))
		n++;
	return n;
}

/* Without a tree: everything behind such a key, to the end of the line, and all
 * lines that are indented deeper. */
static void star_lines(const char *text, size_t length, struct text *out)
{
	size_t hidden_under = SIZE_MAX;

	for (size_t at = 0; at < length;) {
		const char *line = text + at;
		const char *newline = memchr(line, '\n', length - at);
		size_t octets = newline ? (size_t)(newline - line) : length - at;
		size_t indent = indent_of(line, octets), from = octets;

		if (hidden_under != SIZE_MAX && indent < octets && indent <= hidden_under)
			hidden_under = SIZE_MAX;
		if (hidden_under != SIZE_MAX)
			from = 0;
		for (size_t i = 0; i < from; i++) {
			if (line[i] != ':' || !secret_before(line, i))
				continue;
			hidden_under = indent;
			from = i + 1;
		}
		for (size_t i = 0; i < octets; i++) {
			bool blank = line[i] && strchr(" \t\r", line[i]) != NULL;
			const unsigned char *s = (const unsigned char *)line + i;
			size_t size;
			uint32_t c;

			size = utf8_decode(s, octets - i, &c);
			if (size == 0) {
				text_add_char(out, '?');
				continue;
			}
			if (i < from || blank)
				text_add_bytes(out, s, size);
			else
				text_add_char(out, '*');
			i += size - 1;
		}
		if (newline)
			text_add_char(out, '\n');
		at += octets + (newline != NULL);
	}
}

static struct spans sorted_spans(const struct document *document, enum region region)
{
	struct spans spans = { 0 };

	find_spans(&spans, document->root, region, false);
	if (spans.count > 1)
		qsort(spans.items, spans.count, sizeof(*spans.items), compare_spans);
	return spans;
}

char *scenario_redact(const char *text, size_t length, size_t *ret_length)
{
	cleanup_diagnostics_ struct diagnostics ignored = { 0 };
	cleanup_document_ struct document *document = NULL;
	struct text out = { 0 };

	document = document_read(text, length, &ignored);
	if (document->root) {
		struct spans spans = sorted_spans(document, ANYWHERE);

		star_spans(&spans, text, length, &out);
		free(spans.items);
	} else {
		star_lines(text, length, &out);
	}
	*ret_length = out.length;
	return text_steal(&out);
}

/* Goes through a text character by character. */
struct cursor {
	const char *text;
	size_t at, length;
	unsigned line, column;
	struct text *out;
};

/* Passes one character; what is to be in its place: '\0' is itself. */
static void pass(struct cursor *c, char instead)
{
	size_t size = 1;

	while (c->at + size < c->length &&
	       ((unsigned char)c->text[c->at + size] & 0xc0) == 0x80)
		size++;
	if (instead)
		text_add_char(c->out, instead);
	else
		text_add_bytes(c->out, c->text + c->at, size);
	if (c->text[c->at] == '\n') {
		c->line++;
		c->column = 0;
	}
	c->column++;
	c->at += size;
}

static bool at_line_end(const struct cursor *c)
{
	return c->at == c->length || c->text[c->at] == '\n' || c->text[c->at] == '\r';
}

static void drop_to_line_end(struct cursor *c)
{
	while (!at_line_end(c))
		c->at++;
}

/* Leaves quotes, the header of a block scalar and the indentation as they are, so that
 * what comes out is of the same form. */
static void pass_span(struct cursor *c, const struct span *span)
{
	char style = c->text[c->at];
	bool quoted = style == '"' || style == '\'';
	bool indented = false; /* at the beginning of a line after the first */

	if (style == '|' || style == '>') {
		while (!at_line_end(c) && strchr("|>+-0123456789", c->text[c->at]))
			pass(c, '\0');
		drop_to_line_end(c); /* a comment */
	} else if (quoted) {
		pass(c, '\0');
	}
	while (c->at < c->length &&
	       before(c->line, c->column, span->end_line, span->end_column)) {
		char character = c->text[c->at];
		bool last =
			c->line == span->end_line && c->column + 1 == span->end_column;

		indented = character == '\n' ||
			   (indented && (character == ' ' || character == '\t'));
		if (!span->secret || span->null || indented || at_line_end(c) ||
		    (quoted && last))
			pass(c, '\0');
		else
			pass(c, 'x');
	}
}

char *scenario_conceal(const char *text, size_t length, size_t *ret_length)
{
	cleanup_diagnostics_ struct diagnostics ignored = { 0 };
	cleanup_document_ struct document *document = NULL;
	struct text out = { 0 };
	struct cursor c = { text, 0, length, 1, 1, &out };
	struct spans spans = { 0 };
	size_t next = 0;

	document = document_read(text, length, &ignored);
	if (document->root)
		spans = sorted_spans(document, SCENARIO);
	while (document->root && c.at < length) {
		while (next < spans.count &&
		       !before(c.line, c.column, spans.items[next].end_line,
			       spans.items[next].end_column))
			next++;
		if (next < spans.count &&
		    !before(c.line, c.column, spans.items[next].line,
			    spans.items[next].column))
			pass_span(&c, &spans.items[next]);
		else if (text[c.at] == '#')
			drop_to_line_end(&c);
		else
			pass(&c, '\0');
	}
	free(spans.items);
	*ret_length = out.length;
	return text_steal(&out);
}

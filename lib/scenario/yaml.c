/* SPDX-License-Identifier: BSD-3-Clause */
#include "scenario/yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "scenario/yaml-syntax.h"

/* State of one reading. The open containers are a stack of their own, so that
 * depth costs no C stack. */
struct builder {
	struct diagnostics *diagnostics;
	struct document *document;
	struct source_lines lines;
	struct node *open[NODE_DEPTH_MAX];
	size_t depth;
};

bool node_is_null(const struct node *node)
{
	static const char *const words[] = { "", "~", "null", "Null", "NULL" };

	if (node->kind != NODE_SCALAR || !node->plain)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strcmp(node->text, words[i]) == 0)
			return true;
	return false;
}

static struct node *new_node(struct builder *b, enum node_kind kind,
			     const yaml_event_t *event)
{
	struct node **slot =
		array_add(b->document->nodes, b->document->count, b->document->capacity);
	struct node *node = memory_zero(1, sizeof(*node));

	*slot = node;
	node->kind = kind;
	node->place = mark_place(&b->lines, &event->start_mark, &event->end_mark);
	node->end_line = (unsigned)event->end_mark.line + 1;
	node->end_column = (unsigned)event->end_mark.column + 1;
	return node;
}

static bool expects_key(const struct node *container)
{
	return container->kind == NODE_MAPPING && container->count % 2 == 0;
}

/* Puts a node where it stands: under the innermost open container, or as the
 * root. */
static void attach(struct builder *b, struct node *node)
{
	struct node *parent;

	if (b->depth == 0) {
		b->document->root = node;
		return;
	}
	parent = b->open[b->depth - 1];
	if (expects_key(parent) && node->kind != NODE_SCALAR &&
	    node->kind != NODE_BROKEN) {
		struct diagnostic *d = diagnostics_add(
			b->diagnostics,
			(struct place){ node->place.line, node->place.column, 1 },
			"a key must be a word, not a %s",
			node->kind == NODE_MAPPING ? "mapping" : "list");
		if (node->kind == NODE_MAPPING)
			diagnostic_suggest(d, "a value that begins with { needs a key "
					      "and a colon in front of it");
	}
	*array_add(parent->items, parent->count, parent->capacity) = node;
}

/* Anchors and tags say more than a scenario can mean. */
static void refuse_properties(struct builder *b, const yaml_event_t *event,
			      const yaml_char_t *anchor, const yaml_char_t *tag)
{
	struct place place =
		mark_place(&b->lines, &event->start_mark, &event->start_mark);
	struct diagnostic *d;

	if (anchor) {
		d = diagnostics_add(b->diagnostics, place,
				    "a scenario cannot use anchors (&)");
		diagnostic_suggest(d, "put the text in quotes if the & belongs to it");
	} else if (tag) {
		d = diagnostics_add(b->diagnostics, place,
				    "a scenario cannot use tags (!)");
		diagnostic_suggest(d, "put the text in quotes if the ! belongs to it");
	}
}

static void add_scalar(struct builder *b, const yaml_event_t *event)
{
	const char *value = (const char *)event->data.scalar.value;
	struct node *node = new_node(b, NODE_SCALAR, event);

	node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	node->text = memory_strndup(value, event->data.scalar.length);
	if (strlen(node->text) != event->data.scalar.length) {
		node->kind = NODE_BROKEN;
		diagnostics_add(b->diagnostics, node->place,
				"a NUL character in a text (written as an escape)");
	}
	refuse_properties(b, event, event->data.scalar.anchor, event->data.scalar.tag);
	attach(b, node);
}

static void add_alias(struct builder *b, const yaml_event_t *event)
{
	struct node *node = new_node(b, NODE_BROKEN, event);
	struct diagnostic *d = diagnostics_add(b->diagnostics, node->place,
					       "a scenario cannot use aliases (*)");

	diagnostic_suggest(d, "put the text in quotes if the * belongs to it");
	attach(b, node);
}

static bool open_container(struct builder *b, enum node_kind kind,
			   const yaml_event_t *event)
{
	struct node *node;

	node = new_node(b, kind, event);
	if (b->depth == NODE_DEPTH_MAX) {
		diagnostics_add(b->diagnostics, node->place,
				"more than %d containers inside each other",
				NODE_DEPTH_MAX);
		return false;
	}
	attach(b, node);
	b->open[b->depth++] = node;
	return true;
}

struct numbered_key {
	const struct node *key;
	size_t pair;
};

static int compare_keys(const void *left, const void *right)
{
	const struct numbered_key *a = left, *b = right;
	int order = strcmp(a->key->text, b->key->text);

	if (order != 0)
		return order;
	return a->pair < b->pair ? -1 : a->pair > b->pair;
}

/* Complains about keys that come twice, and leaves the first of each. Sorting
 * keeps a file of nothing but keys from taking quadratic time. Keys that are no
 * scalars, already complained about, go too. */
static void check_keys(struct builder *b, struct node *mapping)
{
	size_t pairs = node_pairs(mapping), kept = 0, n = 0;
	struct numbered_key *keys = memory_zero(pairs, sizeof(*keys));
	struct node **dropped = memory_zero(mapping->count, sizeof(*dropped));
	bool *drop = memory_zero(pairs, sizeof(*drop));
	size_t gone = 0;

	for (size_t i = 0; i < pairs; i++) {
		if (node_key(mapping, i)->kind != NODE_SCALAR)
			drop[i] = true;
		else
			keys[n++] = (struct numbered_key){ node_key(mapping, i), i };
	}
	qsort(keys, n, sizeof(*keys), compare_keys);
	for (size_t i = 1, first = 0; i < n; i++) {
		struct diagnostic *d;

		if (strcmp(keys[first].key->text, keys[i].key->text) != 0) {
			first = i;
			continue;
		}
		drop[keys[i].pair] = true;
		d = diagnostics_add(b->diagnostics, keys[i].key->place,
				    "this key is given twice");
		diagnostic_suggest(d, "it is first given on line %u",
				   keys[first].key->place.line);
	}
	for (size_t i = 0; i < pairs; i++) {
		if (drop[i]) {
			dropped[gone++] = mapping->items[2 * i];
			dropped[gone++] = mapping->items[2 * i + 1];
			continue;
		}
		mapping->items[2 * kept] = mapping->items[2 * i];
		mapping->items[2 * kept + 1] = mapping->items[2 * i + 1];
		kept++;
	}
	for (size_t i = 0; i < gone; i++)
		mapping->items[2 * kept + i] = dropped[i];
	mapping->all = mapping->count;
	mapping->count = 2 * kept;
	free(dropped);
	free(keys);
	free(drop);
}

static void close_container(struct builder *b, const yaml_event_t *event)
{
	struct node *node = b->open[--b->depth];
	yaml_mark_t start = { .line = node->place.line - 1,
			      .column = node->place.column - 1 };

	node->place = mark_place(&b->lines, &start, &event->end_mark);
	node->end_line = (unsigned)event->end_mark.line + 1;
	node->end_column = (unsigned)event->end_mark.column + 1;
	if (node->kind == NODE_MAPPING)
		check_keys(b, node);
}

/* False: stop reading. */
static bool take(struct builder *b, const yaml_event_t *event, unsigned *documents)
{
	struct place place;

	if (b->document->count >= NODE_COUNT_MAX) {
		place = mark_place(&b->lines, &event->start_mark, &event->start_mark);
		diagnostics_add(b->diagnostics, place, "more than %d values in one file",
				NODE_COUNT_MAX);
		return false;
	}
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (++*documents == 1)
			return true;
		place = mark_place(&b->lines, &event->start_mark, &event->start_mark);
		diagnostic_suggest(diagnostics_add(b->diagnostics, place,
						   "a second document begins here"),
				   "write one scenario a file");
		return false;
	case YAML_ALIAS_EVENT:
		add_alias(b, event);
		return true;
	case YAML_SCALAR_EVENT:
		add_scalar(b, event);
		return true;
	case YAML_SEQUENCE_START_EVENT:
		refuse_properties(b, event, event->data.sequence_start.anchor,
				  event->data.sequence_start.tag);
		return open_container(b, NODE_SEQUENCE, event);
	case YAML_MAPPING_START_EVENT:
		refuse_properties(b, event, event->data.mapping_start.anchor,
				  event->data.mapping_start.tag);
		return open_container(b, NODE_MAPPING, event);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_container(b, event);
		return true;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		return true;
	}
	return true;
}

/* True when the text was read to its end. */
static bool read_events(struct builder *b, yaml_parser_t *parser)
{
	unsigned documents = 0;
	bool go_on, ended = false;

	do {
		yaml_event_t event;

		if (!yaml_parser_parse(parser, &event)) {
			syntax_diagnostic(parser, &b->lines, b->diagnostics);
			return false;
		}
		ended = event.type == YAML_STREAM_END_EVENT;
		go_on = take(b, &event, &documents);
		yaml_event_delete(&event);
	} while (go_on && !ended);
	return ended;
}

struct document *document_read(const char *text, size_t length,
			       struct diagnostics *diagnostics)
{
	struct builder b = { .diagnostics = diagnostics };
	yaml_parser_t parser;

	b.document = memory_zero(1, sizeof(*b.document));
	if (!characters_check(text, length, diagnostics))
		return b.document;
	if (!yaml_parser_initialize(&parser))
		abort();
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
	source_lines_find(&b.lines, text, length);
	if (!read_events(&b, &parser))
		b.document->root = NULL;
	else if (!b.document->root)
		diagnostics_add(diagnostics, (struct place){ 1, 1, 1 },
				"there is no scenario in this file");
	source_lines_clear(&b.lines);
	yaml_parser_delete(&parser);
	return b.document;
}

struct document *document_free(struct document *document)
{
	if (!document)
		return NULL;
	for (size_t i = 0; i < document->count; i++) {
		struct node *node = document->nodes[i];

		/* May be the password. */
		if (node->text)
			explicit_bzero(node->text, strlen(node->text));
		free(node->text);
		free(node->items);
		free(node);
	}
	free(document->nodes);
	free(document);
	return NULL;
}

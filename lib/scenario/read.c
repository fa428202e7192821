/* SPDX-License-Identifier: BSD-3-Clause */
#include "scenario/read.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"

struct diagnostic *reader_error(struct reader *r, struct place place, const char *fmt,
				...)
{
	cleanup_free_ char *message = NULL;
	va_list ap;

	va_start(ap, fmt);
	message = memory_vprintf(fmt, ap);
	va_end(ap);
	return diagnostics_add(r->diagnostics, place, "%s", message);
}

struct node *node_get_key(const struct node *mapping, const char *key)
{
	for (size_t i = 0; i < node_pairs(mapping); i++)
		if (strcmp(node_key(mapping, i)->text, key) == 0)
			return node_key(mapping, i);
	return NULL;
}

struct node *node_get(const struct node *mapping, const char *key)
{
	for (size_t i = 0; i < node_pairs(mapping); i++)
		if (strcmp(node_key(mapping, i)->text, key) == 0)
			return node_value(mapping, i);
	return NULL;
}

static const char *kind_word(const struct node *node)
{
	switch (node->kind) {
	case NODE_SCALAR:
		return "a text";
	case NODE_SEQUENCE:
		return "a list";
	case NODE_MAPPING:
		return "a mapping";
	case NODE_BROKEN:
		break;
	}
	return "nothing";
}

/* How messages name a value: by its key, or as an item of a list. */
static const char *name_of(const struct node *key, char buffer[static SHOWN_MAX + 2])
{
	char inner[SHOWN_MAX];

	if (!key)
		return "an item of this list";
	snprintf(buffer, SHOWN_MAX + 2, "\"%s\"", shown_text(inner, key->text));
	return buffer;
}
#define NAME_OF(key) name_of(key, (char[SHOWN_MAX + 2]){ 0 })

/* Common to all kinds: silence about what is broken, and a word about what is not
 * there. */
static bool check_kind(struct reader *r, const struct node *key, const struct node *node,
		       enum node_kind kind, const char *wanted, const char *example)
{
	struct diagnostic *d;

	if (node->kind == kind && !node_is_null(node))
		return true;
	if (node->kind == NODE_BROKEN)
		return false;
	if (node_is_null(node))
		d = reader_error(r, key ? key->place : node->place, "%s has no value",
				 NAME_OF(key));
	else
		d = reader_error(r, node->place, "%s must be %s, not %s", NAME_OF(key),
				 wanted, kind_word(node));
	if (example)
		diagnostic_suggest(d, "%s", example);
	return false;
}

bool read_mapping(struct reader *r, const struct node *key, const struct node *node,
		  const char *example)
{
	return check_kind(r, key, node, NODE_MAPPING, "a mapping", example);
}

bool read_sequence(struct reader *r, const struct node *key, const struct node *node,
		   const char *example)
{
	return check_kind(r, key, node, NODE_SEQUENCE, "a list", example);
}

bool read_text(struct reader *r, const struct node *key, const struct node *node,
	       const char **ret)
{
	if (!check_kind(r, key, node, NODE_SCALAR, "one value", NULL))
		return false;
	*ret = node->text;
	return true;
}

struct place first_place(const struct node *node)
{
	if (node->kind == NODE_MAPPING && node->count > 0)
		return node_key(node, 0)->place;
	return node->place;
}

/* The known word that a user's word is near to, in one spelling or another. */
static const char *nearest(const char *word, const char *const *names, size_t count)
{
	const char *near = suggest_nearest(word, names, count);
	cleanup_free_ char *other = NULL;

	if (near)
		return near;
	other = memory_strdup(word);
	for (char *c = other; *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
		else if (*c == '_' || *c == ' ')
			*c = '-';
	}
	return suggest_nearest(other, names, count);
}

bool suggest_name(struct diagnostic *d, const char *word, const char *const *names,
		  size_t count)
{
	const char *near = nearest(word, names, count);

	if (near)
		diagnostic_suggest(d, "did you mean \"%s\"?", near);
	return near != NULL;
}

bool key_misspelt(const struct node *mapping, const struct words *known, const char *key)
{
	for (size_t i = 0; i < node_pairs(mapping); i++) {
		const char *word = node_key(mapping, i)->text, *near;

		if (words_find(known, word) >= 0)
			continue;
		near = nearest(word, known->items, known->count);
		if (near && strcmp(near, key) == 0)
			return true;
	}
	return false;
}

struct node *node_require(struct reader *r, struct place place, const char *owner,
			  const struct node *mapping, const struct words *known,
			  const char *key, const char *example)
{
	struct node *value = node_get(mapping, key);
	struct diagnostic *d;

	if (value || key_misspelt(mapping, known, key))
		return value;
	d = reader_error(r, place, "%s has no \"%s\"", owner, key);
	if (example)
		diagnostic_suggest(d, "%s", example);
	return NULL;
}

static void suggest_list(struct diagnostic *d, const char *lead, const char *const *names,
			 size_t count)
{
	cleanup_text_ struct text list = { 0 };

	for (size_t i = 0; i < count; i++)
		text_printf(&list, "%s%s", i ? ", " : "", names[i]);
	diagnostic_suggest(d, "%s: %s", lead, list.data ? list.data : "");
}

void check_known_keys(struct reader *r, const struct node *mapping,
		      const struct words *known, const char *where)
{
	for (size_t i = 0; i < node_pairs(mapping); i++) {
		const struct node *key = node_key(mapping, i);
		struct diagnostic *d;

		if (words_find(known, key->text) >= 0)
			continue;
		d = reader_error(r, key->place, "there is no key \"%s\" %s",
				 SHOWN(key->text), where);
		if (!suggest_name(d, key->text, known->items, known->count))
			suggest_list(d, "the keys are", known->items, known->count);
	}
}

bool read_word(struct reader *r, const struct node *key, const struct node *node,
	       const struct words *words, unsigned *ret)
{
	struct diagnostic *d;
	const char *text;
	int found;

	if (!read_text(r, key, node, &text))
		return false;
	found = words_find(words, text);
	if (found >= 0) {
		*ret = (unsigned)found;
		return true;
	}
	d = reader_error(r, node->place, "%s cannot be \"%s\"", NAME_OF(key),
			 SHOWN(text));
	if (!suggest_name(d, text, words->items, words->count))
		suggest_list(d, "it is one of", words->items, words->count);
	return false;
}

bool has_control_character(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return true;
	return false;
}

static bool is_label(const char *text)
{
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

	return length > 0 && text[length] == '\0' && length <= SCENARIO_LABEL_MAX &&
	       text[0] != '.' && text[0] != '-';
}

bool check_label(struct reader *r, const struct node *node, const char *whose)
{
	struct diagnostic *d;

	if (is_label(node->text))
		return true;
	d = reader_error(r, node->place, "\"%s\" cannot be the name of %s",
			 SHOWN(node->text), whose);
	diagnostic_suggest(
		d,
		"a name has 1 to %d letters, digits, \".\", \"_\" or \"-\", and "
		"begins with a letter, a digit or \"_\"",
		SCENARIO_LABEL_MAX);
	return false;
}

size_t read_access_point(struct reader *r, const struct node *key,
			 const struct node *node)
{
	const struct scenario *s = r->scenario;
	const char *names[SCENARIO_AP_MAX];
	struct diagnostic *d;
	const char *text;

	if (!read_text(r, key, node, &text))
		return ACCESS_POINT_UNKNOWN;
	for (size_t i = 0; i < s->access_point_count; i++) {
		if (strcmp(s->access_points[i].name, text) == 0)
			return i;
		names[i] = s->access_points[i].name;
	}
	if (!r->access_points_known)
		return ACCESS_POINT_UNKNOWN;
	d = reader_error(r, node->place, "there is no access point \"%s\"", SHOWN(text));
	if (!suggest_name(d, text, names, s->access_point_count))
		suggest_list(d, "\"access-points\" lists", names, s->access_point_count);
	return ACCESS_POINT_UNKNOWN;
}

char *scenario_path(const struct reader *r, const char *path)
{
	const char *slash = strrchr(r->scenario->file, '/');

	if (path[0] == '/')
		return memory_strdup(path);
	if (!slash) /* "-" alone would be standard input */
		return memory_printf("./%s", path);
	return memory_printf("%.*s/%s", (int)(slash - r->scenario->file),
			     r->scenario->file, path);
}

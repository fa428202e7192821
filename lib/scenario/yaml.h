/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostic.h"
#include "base/place.h"

/* A YAML file as a small tree in which every scalar, key and container keeps its
 * place. Only what a scenario needs: no aliases, anchors, tags, or further
 * documents; each of these is a located mistake. */

enum node_kind {
	NODE_SCALAR,
	NODE_SEQUENCE,
	NODE_MAPPING,
	NODE_BROKEN, /* already complained about: whoever reads it says nothing more */
};

struct node {
	enum node_kind kind;
	struct place place;
	unsigned end_line, end_column; /* the first character after it */
	bool plain;		       /* scalar: written without quotes */
	char *text;		       /* scalar: NUL-terminated, UTF-8, no NUL inside */
	/* sequence: its items; mapping: key, value, key, value … in the order of the
	 * file, every key a scalar, no key twice. */
	struct node **items;
	size_t count, capacity;
	size_t all; /* mapping: items up to here were dropped; only redaction looks */
};

struct document {
	struct node **nodes; /* all of them; they are released together */
	size_t count, capacity;
	struct node *root; /* NULL where the file could not be read to its end */
};

#define NODE_DEPTH_MAX 64
#define NODE_COUNT_MAX 400000

/* Adds to diagnostics what is wrong with the text as YAML. The result's root is
 * NULL when nothing can be made of it; otherwise the tree is whole, with
 * NODE_BROKEN where something was refused. */
struct document *document_read(const char *text, size_t length,
			       struct diagnostics *diagnostics);
struct document *document_free(struct document *document);
static inline void document_freep(struct document **document)
{
	document_free(*document);
}
#define cleanup_document_ __attribute__((cleanup(document_freep)))

/* The number of keys in a mapping, its i-th key and value. */
static inline size_t node_pairs(const struct node *mapping)
{
	return mapping->count / 2;
}
static inline struct node *node_key(const struct node *mapping, size_t i)
{
	return mapping->items[2 * i];
}
static inline struct node *node_value(const struct node *mapping, size_t i)
{
	return mapping->items[2 * i + 1];
}
/* A plain scalar that stands for nothing: empty, ~ or null. */
bool node_is_null(const struct node *node);

/* Refuses what libyaml and roamtest's line count would understand differently, or
 * not at all: octets that are not UTF-8, control characters, and line ends other
 * than LF and CR LF. False after the first one. */
bool characters_check(const char *text, size_t length, struct diagnostics *diagnostics);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "analysis/results.h"
#include "base/error.h"
#include "base/mac.h"

#define DOCUMENT_PATH_MAX 256

/* A JSON document while it is read: where the reader stands, "roams[3].phases[0]", and
 * what is wrong there first. The getters go on after a mistake and give harmless values,
 * so that each reader is a plain list. */
struct document {
	char path[DOCUMENT_PATH_MAX];
	struct error *error;
	int code; /* 0, or -EBADMSG */
};

/* "PATH.key is not WANTS", unless something was wrong before. */
void document_complain(struct document *document, const char *key, const char *wants);
/* Goes into the value of key, or (index not SIZE_MAX) into an item of it; outer keeps
 * the path for document_out_of(). */
void document_into(struct document *document, char outer[static DOCUMENT_PATH_MAX],
		   const char *key, size_t index);
void document_out_of(struct document *document,
		     const char outer[static DOCUMENT_PATH_MAX]);

uint64_t document_number(struct document *document, const json_t *object,
			 const char *key);
unsigned document_count(struct document *document, const json_t *object, const char *key);
bool document_flag(struct document *document, const json_t *object, const char *key);
/* Borrowed; never NULL. */
const char *document_string(struct document *document, const json_t *object,
			    const char *key);
/* Owned by the caller. */
char *document_text(struct document *document, const json_t *object, const char *key);
char *document_text_or_null(struct document *document, const json_t *object,
			    const char *key);
/* Likewise, and NULL where there is no such key. */
char *document_text_if(struct document *document, const json_t *object, const char *key);
/* NULL or of another type where it is not there: the getters above take that. */
const json_t *document_object(struct document *document, const json_t *object,
			      const char *key);
const json_t *document_array(struct document *document, const json_t *object,
			     const char *key);
void document_mac(struct document *document, const json_t *object, const char *key,
		  uint8_t mac[static MAC_LENGTH]);
/* The value below max that bears this name. */
unsigned document_name(struct document *document, const json_t *object, const char *key,
		       unsigned max, const char *(*name)(unsigned));
/* What json_put_connection() wrote; nothing where there is no such key. */
void document_connection(struct document *document, const json_t *object,
			 struct connection_result *ret);

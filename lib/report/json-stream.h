/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <jansson.h>

#include "base/sink.h"

/* A JSON document that is written value by value, so that only one of them is in memory,
 * as json_dumps() with JSON_INDENT(2) would write it whole. Values are taken over. After
 * a mistake nothing more is written, and json_stream_end() tells it. */
struct json_stream {
	const struct sink *sink; /* NULL: all stays in out */
	struct text *out;
	struct error *error;
	unsigned depth;
	bool filled; /* the innermost object or array has something in it */
	int code;
};

/* Of the outermost object: key NULL. */
void json_stream_open_object(struct json_stream *stream, const char *key);
void json_stream_close_object(struct json_stream *stream);
void json_stream_open_array(struct json_stream *stream, const char *key);
void json_stream_close_array(struct json_stream *stream);
/* key NULL: an item of an array. */
void json_stream_add(struct json_stream *stream, const char *key, json_t *value);
/* All members of an object, as members of the one that is open. */
void json_stream_add_members(struct json_stream *stream, json_t *object);
/* 0, or what sink->write gave. */
int json_stream_end(struct json_stream *stream);

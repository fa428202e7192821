/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/json-stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

#define INDENT 2

static void add_line(struct json_stream *stream)
{
	text_add_char(stream->out, '\n');
	for (unsigned i = 0; i < stream->depth * INDENT; i++)
		text_add_char(stream->out, ' ');
}

static void write_piece(struct json_stream *stream, bool end)
{
	if (stream->sink && stream->code >= 0)
		stream->code = sink_take(stream->sink, stream->out, end, stream->error);
	if (stream->code < 0)
		text_reset(stream->out);
}

/* Up to the value: on a line of its own. */
static void begin(struct json_stream *stream, const char *key)
{
	if (stream->filled)
		text_add_char(stream->out, ',');
	if (stream->depth > 0)
		add_line(stream);
	if (key) /* plain words all of them */
		text_printf(stream->out, "\"%s\": ", key);
	stream->filled = true;
}

static void open_as(struct json_stream *stream, const char *key, char bracket)
{
	begin(stream, key);
	text_add_char(stream->out, bracket);
	stream->depth++;
	stream->filled = false;
}

static void close_as(struct json_stream *stream, char bracket)
{
	stream->depth--;
	if (stream->filled)
		add_line(stream);
	text_add_char(stream->out, bracket);
	stream->filled = true;
	write_piece(stream, false);
}

void json_stream_open_object(struct json_stream *stream, const char *key)
{
	open_as(stream, key, '{');
}

void json_stream_close_object(struct json_stream *stream)
{
	close_as(stream, '}');
}

void json_stream_open_array(struct json_stream *stream, const char *key)
{
	open_as(stream, key, '[');
}

void json_stream_close_array(struct json_stream *stream)
{
	close_as(stream, ']');
}

/* No string has a newline in it: it is escaped there. */
static void add_indented(struct json_stream *stream, const char *json)
{
	while (*json) {
		size_t length = strcspn(json, "\n");

		text_add_bytes(stream->out, json, length);
		json += length;
		if (*json == '\n') {
			add_line(stream);
			json++;
		}
	}
}

void json_stream_add(struct json_stream *stream, const char *key, json_t *value)
{
	cleanup_free_ char *json =
		json_dumps(value, JSON_INDENT(INDENT) | JSON_ENCODE_ANY);

	json_decref(value);
	if (!json)
		abort(); /* out of memory: every value is valid JSON */
	begin(stream, key);
	add_indented(stream, json);
	write_piece(stream, false);
}

void json_stream_add_members(struct json_stream *stream, json_t *object)
{
	for (void *i = json_object_iter(object); i; i = json_object_iter_next(object, i))
		json_stream_add(stream, json_object_iter_key(i),
				json_incref(json_object_iter_value(i)));
	json_decref(object);
}

int json_stream_end(struct json_stream *stream)
{
	text_add_char(stream->out, '\n');
	write_piece(stream, true);
	return stream->code;
}

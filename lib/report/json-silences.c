/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/json-silences.h"

#include <string.h>

#include "base/memory.h"

void json_stream_silences(struct json_stream *out, const struct traffic *t)
{
	json_stream_add(out, "first_sent_ns", json_integer((json_int_t)t->first_sent_ns));
	json_stream_add(out, "last_sent_ns", json_integer((json_int_t)t->last_sent_ns));
	json_stream_open_array(out, "silences");
	for (size_t i = 0; i < t->silence_count; i++) {
		const struct stream_silence *silence = &t->silences[i];
		json_t *object = json_object();

		json_put_text(object, "direction", silence->up ? "up" : "down");
		json_put_number(object, "at_ns", silence->at_ns);
		json_put_number(object, "ns", silence->ns);
		json_put_number_or_null(object, "roam", silence->roam, silence->roam);
		json_stream_add(out, NULL, object);
	}
	json_stream_close_array(out);
}

static void read_silence(struct document *document, const json_t *object,
			 struct stream_silence *silence)
{
	const char *direction = document_string(document, object, "direction");

	silence->up = strcmp(direction, "up") == 0;
	if (!silence->up && strcmp(direction, "down") != 0)
		document_complain(document, "direction", "up or down");
	silence->at_ns = document_number(document, object, "at_ns");
	silence->ns = document_number(document, object, "ns");
	if (!json_is_null(json_object_get(object, "roam")))
		silence->roam = document_count(document, object, "roam");
}

void report_read_silences(struct document *document, const json_t *stream,
			  struct traffic *t)
{
	const json_t *array;
	char outer[DOCUMENT_PATH_MAX];

	if (!json_object_get(stream, "silences")) /* of a version before there were */
		return;
	t->first_sent_ns = document_number(document, stream, "first_sent_ns");
	t->last_sent_ns = document_number(document, stream, "last_sent_ns");
	array = document_array(document, stream, "silences");
	t->has_silences = true;
	for (size_t i = 0; i < json_array_size(array); i++) {
		document_into(document, outer, "silences", i);
		read_silence(document, json_array_get(array, i),
			     array_add(t->silences, t->silence_count,
				       t->silence_capacity));
		document_out_of(document, outer);
	}
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "report/json-stream.h"

static json_t *sample(void)
{
	return json_pack("{s:i, s:[i,i], s:{}, s:[], s:s, s:n}", "one", 1, "two", 1, 2,
			 "three", "four", "five", "a\nb \"c\"", "six");
}

static void stream_sample(struct json_stream *stream)
{
	json_stream_open_object(stream, NULL);
	json_stream_add_members(stream, sample());
	json_stream_open_array(stream, "rows");
	for (int i = 0; i < 3; i++)
		json_stream_add(stream, NULL, sample());
	json_stream_open_object(stream, NULL);
	json_stream_close_object(stream);
	json_stream_close_array(stream);
	json_stream_open_array(stream, "none");
	json_stream_close_array(stream);
	json_stream_add(stream, "last", json_true());
	json_stream_close_object(stream);
}

static void a_streamed_document_is_what_jansson_writes_whole(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct json_stream stream = { .out = &out };
	json_t *whole = sample();
	cleanup_free_ char *expected = NULL;

	(void)state;
	json_object_set_new(whole, "rows",
			    json_pack("[o,o,o,{}]", sample(), sample(), sample()));
	json_object_set_new(whole, "none", json_array());
	json_object_set_new(whole, "last", json_true());
	expected = json_dumps(whole, JSON_INDENT(2));
	json_decref(whole);
	stream_sample(&stream);
	assert_int_equal(json_stream_end(&stream), 0);
	assert_int_equal(out.length, strlen(expected) + 1);
	assert_memory_equal(out.data, expected, strlen(expected));
	assert_int_equal(out.data[out.length - 1], '\n');
}

struct taken {
	size_t pieces, longest;
	size_t full_after; /* pieces */
};

static int take(void *userdata, const struct text *piece, struct error *error)
{
	struct taken *taken = userdata;

	if (taken->pieces++ == taken->full_after)
		return error_set(error, -ENOSPC, "no room");
	if (taken->longest < piece->length)
		taken->longest = piece->length;
	return 0;
}

static void only_a_piece_of_it_is_in_memory(void **state)
{
	struct taken taken = { .full_after = SIZE_MAX };
	const struct sink sink = { take, &taken };
	cleanup_text_ struct text piece = { 0 };
	struct json_stream stream = { .sink = &sink, .out = &piece };

	(void)state;
	json_stream_open_array(&stream, NULL);
	for (int i = 0; i < 10000; i++)
		json_stream_add(&stream, NULL, sample());
	json_stream_close_array(&stream);
	assert_int_equal(json_stream_end(&stream), 0);
	assert_in_range(taken.longest, SINK_PIECE, SINK_PIECE + 1000);
	assert_true(taken.pieces > 10);
}

static void what_cannot_be_written_ends_it(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct taken taken = { .full_after = 2 };
	const struct sink sink = { take, &taken };
	cleanup_text_ struct text piece = { 0 };
	struct json_stream stream = { .sink = &sink, .out = &piece, .error = &error };

	(void)state;
	json_stream_open_array(&stream, NULL);
	for (int i = 0; i < 10000; i++)
		json_stream_add(&stream, NULL, sample());
	json_stream_close_array(&stream);
	assert_int_equal(json_stream_end(&stream), -ENOSPC);
	assert_string_equal(error.reason, "no room");
	assert_int_equal(taken.pieces, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_streamed_document_is_what_jansson_writes_whole),
		cmocka_unit_test(only_a_piece_of_it_is_in_memory),
		cmocka_unit_test(what_cannot_be_written_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

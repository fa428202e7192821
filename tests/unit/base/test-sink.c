/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/sink.h"

static void a_sink_takes_pieces_and_at_the_end_what_is_left(void **state)
{
	cleanup_free_ char *large = memory_zero(1, SINK_PIECE + 1);
	cleanup_text_ struct text out = { 0 };
	char *data = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&data, &length);
	const struct sink sink = sink_to_stream(stream);

	(void)state;
	text_add(&out, "small");
	assert_int_equal(sink_take(&sink, &out, false, NULL), 0);
	assert_int_equal(out.length, 5);
	memset(large, 'x', SINK_PIECE);
	text_add(&out, large);
	assert_int_equal(sink_take(&sink, &out, false, NULL), 0);
	assert_int_equal(out.length, 0);
	text_add(&out, "the rest");
	assert_int_equal(sink_take(&sink, &out, true, NULL), 0);
	assert_int_equal(sink_take(&sink, &out, true, NULL), 0);
	fclose(stream);
	assert_int_equal(length, 5 + SINK_PIECE + 8);
	assert_string_equal(data + 5 + SINK_PIECE, "the rest");
	free(data);
}

static void what_cannot_be_written_is_an_error_with_the_place(void **state)
{
	cleanup_error_ struct error error = { 0 };
	cleanup_text_ struct text out = { 0 };
	struct output_file file = { .path = (char[]){ "/dev/full" }, .fd = -1 };
	const struct sink sink = sink_to_file(&file);

	(void)state;
	text_add(&out, "what is to be written");
	assert_int_equal(sink_take(&sink, &out, true, &error), -EBADF);
	assert_non_null(strstr(error.reason, "cannot write /dev/full"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sink_takes_pieces_and_at_the_end_what_is_left),
		cmocka_unit_test(what_cannot_be_written_is_an_error_with_the_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

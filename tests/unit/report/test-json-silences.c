/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/json-silences.h"

static struct stream_silence silences[] = {
	{ .up = true, .at_ns = 5, .ns = 7, .roam = 3 },
	{ .up = false, .at_ns = 6, .ns = 8 },
};

static json_t *streamed(const struct traffic *traffic)
{
	cleanup_text_ struct text text = { 0 };
	struct json_stream stream = { .out = &text };

	json_stream_open_object(&stream, NULL);
	json_stream_silences(&stream, traffic);
	json_stream_close_object(&stream);
	assert_int_equal(json_stream_end(&stream), 0);
	return json_loadb(text.data, text.length, 0, NULL);
}

static void a_stream_comes_out_as_it_went_in(void **state)
{
	const struct traffic in = {
		.first_sent_ns = 1,
		.last_sent_ns = 99,
		.has_silences = true,
		.silences = silences,
		.silence_count = 2,
	};
	struct document document = { 0 };
	json_t *object;
	struct traffic out = { 0 };

	(void)state;
	object = streamed(&in);
	report_read_silences(&document, object, &out);
	json_decref(object);
	assert_int_equal(document.code, 0);
	assert_true(out.has_silences);
	assert_int_equal(out.first_sent_ns, 1);
	assert_int_equal(out.last_sent_ns, 99);
	assert_int_equal(out.silence_count, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(out.silences[i].up, silences[i].up);
		assert_int_equal(out.silences[i].at_ns, silences[i].at_ns);
		assert_int_equal(out.silences[i].ns, silences[i].ns);
		assert_int_equal(out.silences[i].roam, silences[i].roam);
	}
	free(out.silences);
}

static int read_text(const char *text, struct traffic *ret, struct error *error)
{
	struct document document = { .error = error };
	json_t *object = json_loads(text, 0, NULL);

	report_read_silences(&document, object, ret);
	json_decref(object);
	return document.code;
}

static void results_from_before_there_were_silences_have_none(void **state)
{
	struct traffic traffic = { 0 };

	(void)state;
	assert_int_equal(read_text("{}", &traffic, NULL), 0);
	assert_false(traffic.has_silences);
}

static void a_mistake_is_told_with_its_place(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct traffic traffic = { 0 };

	(void)state;
	assert_int_equal(
		read_text("{\"first_sent_ns\":0,\"last_sent_ns\":0,\"silences\":[{"
			  "\"direction\":\"left\",\"at_ns\":1,\"ns\":1,\"roam\":null}]}",
			  &traffic, &error),
		-EBADMSG);
	assert_string_equal(error.reason, "silences[0].direction is not up or down");
	free(traffic.silences);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stream_comes_out_as_it_went_in),
		cmocka_unit_test(results_from_before_there_were_silences_have_none),
		cmocka_unit_test(a_mistake_is_told_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#include "../cmocka-all.h"

static void text_grows_as_it_is_added_to(void **state)
{
	struct text t = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		text_printf(&t, "%03d,", i);
	assert_int_equal(t.length, 4000);
	assert_int_equal(strlen(t.data), 4000);
	assert_memory_equal(t.data + 3996, "999,", 5);
	text_clear(&t);
	assert_null(t.data);
}

static void stolen_text_is_a_string_even_when_nothing_was_added(void **state)
{
	struct text t = { 0 };
	char *string = text_steal(&t);

	(void)state;
	assert_string_equal(string, "");
	free(string);
}

static void reset_text_starts_again(void **state)
{
	struct text t = { 0 };

	(void)state;
	text_add(&t, "before");
	text_reset(&t);
	text_add_char(&t, 'x');
	text_add_bytes(&t, "yz", 1);
	assert_string_equal(t.data, "xy");
	text_clear(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_grows_as_it_is_added_to),
		cmocka_unit_test(stolen_text_is_a_string_even_when_nothing_was_added),
		cmocka_unit_test(reset_text_starts_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

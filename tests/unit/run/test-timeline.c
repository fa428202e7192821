/* SPDX-License-Identifier: BSD-3-Clause */
#include "run/timeline.h"

#include <stdio.h>
#include <string.h>

#include "../cmocka-all.h"

static void add(struct timeline *timeline, uint64_t time_ns, const char *text)
{
	struct event event = { .kind = EVENT_NOTE, .time_ns = time_ns };

	event.note.text = (char *)(uintptr_t)text;
	timeline_add(timeline, &event);
}

/* The texts of the notes in order: "a b c". */
static void assert_taken(struct timeline *timeline, uint64_t until_ns, const char *wanted)
{
	cleanup_text_ struct text lines = { 0 }, found = { 0 };

	timeline_take(timeline, until_ns, &lines);
	for (size_t at = 0; at < lines.length;) {
		size_t length = strcspn(lines.data + at, "\n") + 1;
		struct event event;

		assert_int_equal(event_parse(lines.data + at, length, &event, NULL), 0);
		text_printf(&found, "%s%s", found.length ? " " : "", event.note.text);
		event_clear(&event);
		at += length;
	}
	assert_string_equal(found.data ? found.data : "", wanted);
}

static void events_come_in_the_order_of_their_times(void **state)
{
	struct timeline timeline = { 0 };

	(void)state;
	add(&timeline, 30, "last");
	add(&timeline, 10, "first");
	add(&timeline, 20, "second");
	assert_taken(&timeline, 30, "first second last");
	assert_taken(&timeline, 30, "");
	timeline_clear(&timeline);
}

static void and_of_the_same_time_in_the_order_of_their_adding(void **state)
{
	struct timeline timeline = { 0 };
	cleanup_text_ struct text wanted = { 0 };

	(void)state;
	for (int i = 0; i < 100; i++) {
		char name[8];

		snprintf(name, sizeof(name), "%d", i);
		text_printf(&wanted, "%s%s", i ? " " : "", name);
		add(&timeline, 7, name);
	}
	assert_taken(&timeline, 7, wanted.data);
	timeline_clear(&timeline);
}

static void what_is_later_stays(void **state)
{
	struct timeline timeline = { 0 };

	(void)state;
	add(&timeline, 22, "later");
	add(&timeline, 10, "now");
	add(&timeline, 21, "soon");
	assert_taken(&timeline, 9, "");
	assert_taken(&timeline, 20, "now");
	assert_int_equal(timeline.count, 2);
	assert_taken(&timeline, 22, "soon later");
	timeline_clear(&timeline);
}

static void and_is_in_order_with_what_comes_after_it(void **state)
{
	struct timeline timeline = { 0 };

	(void)state;
	add(&timeline, 30, "held");
	add(&timeline, 10, "now");
	assert_taken(&timeline, 20, "now");
	add(&timeline, 30, "same-time");
	add(&timeline, 25, "between");
	assert_taken(&timeline, 29, "between");
	assert_taken(&timeline, 30, "held same-time");
	assert_int_equal(timeline.count, 0);
	timeline_clear(&timeline);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_come_in_the_order_of_their_times),
		cmocka_unit_test(and_of_the_same_time_in_the_order_of_their_adding),
		cmocka_unit_test(what_is_later_stays),
		cmocka_unit_test(and_is_in_order_with_what_comes_after_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

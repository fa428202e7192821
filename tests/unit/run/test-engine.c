/* SPDX-License-Identifier: BSD-3-Clause */
#include "recording.h"

/* A note, which is borrowed. */
static void note_at(struct run *run, uint64_t time_ns, const char *text)
{
	struct event event = { .kind = EVENT_NOTE, .time_ns = time_ns };

	event.note.text = (char *)(uintptr_t)text;
	run_record(run, &event);
}

static void assert_next(struct recording *recording, const char *text)
{
	struct event event;

	assert_true(recording_next(recording, &event));
	assert_string_equal(event.note.text, text);
	event_clear(&event);
}

static void
what_is_read_in_a_turn_is_recorded_at_once_in_the_order_of_its_times(void **state)
{
	struct recording recording;

	(void)state;
	recording_begin(&recording);
	note_at(recording.run, 3, "third");
	note_at(recording.run, 1, "first");
	note_at(recording.run, 2, "second");
	assert_int_equal(recording.writes, 0);
	assert_int_equal(run_pause(recording.run, 10 * NS_PER_MS), 0);
	assert_int_equal(recording.writes, 1);
	assert_next(&recording, "first");
	assert_next(&recording, "second");
	assert_next(&recording, "third");
	recording_end(&recording);
}

static void what_has_been_read_has_happened(void **state)
{
	struct recording recording;
	struct event event;

	(void)state;
	recording_begin(&recording);
	note_at(recording.run, UINT64_MAX / 2, "of a clock that was set");
	assert_int_equal(run_pause(recording.run, 10 * NS_PER_MS), 0);
	assert_true(recording_next(&recording, &event));
	assert_true(event.time_ns <= run_now(recording.run));
	event_clear(&event);
	recording_end(&recording);
}

static void what_is_read_late_is_of_the_step_in_which_it_happened(void **state)
{
	static const int wanted[] = { -1, 0, 0, 1 };
	struct recording recording;
	uint64_t first, second;
	struct event event;

	(void)state;
	recording_begin(&recording);
	run_begin_step(recording.run, 0);
	first = recording.run->step_began_ns;
	note_at(recording.run, first - 1, "before the first step");
	note_at(recording.run, 0, "in it");
	run_begin_step(recording.run, 1);
	second = recording.run->step_began_ns;
	note_at(recording.run, second - 1, "in it, read late");
	note_at(recording.run, second, "in the second");
	run_write(recording.run);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		assert_true(recording_next(&recording, &event));
		assert_int_equal(event.step, wanted[i]);
		event_clear(&event);
	}
	recording_end(&recording);
}

/* Notes in a row, with always one more to come. */
struct talk {
	struct run *run;
	unsigned left;
};

static int note_again(sd_event_source *source, void *userdata)
{
	struct talk *talk = userdata;

	note_at(talk->run, 0, "one of many");
	return sd_event_source_set_enabled(source,
					   --talk->left > 0 ? SD_EVENT_ON : SD_EVENT_OFF);
}

static bool is_over(const struct run *run, void *userdata)
{
	(void)run;
	return ((struct talk *)userdata)->left == 0;
}

static void a_loop_that_does_not_come_to_rest_records_all_the_same(void **state)
{
	sd_event_source *source = NULL;
	struct recording recording;
	struct talk talk = { .left = 5000 };

	(void)state;
	recording_begin(&recording);
	talk.run = recording.run;
	assert_true(sd_event_add_defer(recording.loop, &source, note_again, &talk) >= 0);
	assert_int_equal(run_wait(recording.run, is_over, &talk, 10 * NS_PER_S), 0);
	assert_true(recording.writes > 0);
	sd_event_source_disable_unref(source);
	recording_end(&recording);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_is_read_in_a_turn_is_recorded_at_once_in_the_order_of_its_times),
		cmocka_unit_test(what_has_been_read_has_happened),
		cmocka_unit_test(what_is_read_late_is_of_the_step_in_which_it_happened),
		cmocka_unit_test(a_loop_that_does_not_come_to_rest_records_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/time.h"
#include "report/drawing.h"

#define MS NS_PER_MS

/* A column is a second: 65 of them are left beside the names. */
#define RUN_NS (65 * NS_PER_S)

static char voice[] = "voice", hall[] = "hall", stairs[] = "stairs";

static const struct text_style ascii = { .width = 80 };
static const struct text_style unicode = { .width = 80, .utf8 = true };

static struct traffic stream(struct stream_silence *silences, size_t count)
{
	return (struct traffic){
		.name = voice,
		.first_sent_ns = 2 * NS_PER_S,
		.last_sent_ns = 60 * NS_PER_S,
		.has_silences = true,
		.silences = silences,
		.silence_count = count,
	};
}

static struct results results_of(struct traffic *traffic)
{
	return (struct results){
		.duration_ns = RUN_NS,
		.traffic = traffic,
		.traffic_count = 1,
	};
}

/* The line that begins with this label, from behind its frame's edge on. */
static const char *line_of(const struct text *out, const char *label)
{
	cleanup_text_ struct text start = { 0 };
	const char *found;

	text_printf(&start, "\n%-13s", label);
	found = strstr(out->data, start.data);
	if (!found)
		fail_msg("no line '%s' in:%s", label, out->data);
	return found + 15;
}

static void assert_begins(const char *line, const char *wanted)
{
	if (strncmp(line, wanted, strlen(wanted)) != 0)
		fail_msg("not '%s': %s", wanted, line);
}

static void each_direction_shows_when_it_is_silent(void **state)
{
	struct stream_silence silences[] = {
		{ .up = true, .at_ns = 3 * NS_PER_S, .ns = NS_PER_S },
		{ .up = false, .at_ns = 5 * NS_PER_S, .ns = NS_PER_S },
		{ .up = true, .at_ns = 7 * NS_PER_S, .ns = NS_PER_S },
		{ .up = false, .at_ns = 7 * NS_PER_S, .ns = 2 * NS_PER_S },
	};
	struct traffic traffic = stream(silences, 4);
	struct results results = results_of(&traffic);
	cleanup_text_ struct text plain = { 0 }, pretty = { 0 };

	(void)state;
	drawing_add(&results, &ascii, &plain);
	assert_begins(line_of(&plain, "voice"), "..#v#^# ^##");
	drawing_add(&results, &unicode, &pretty);
	assert_begins(line_of(&pretty, "voice") + strlen("│") - 1, "··█▄█▀█ ▀██");
}

static void a_short_silence_in_a_long_run_is_seen(void **state)
{
	struct stream_silence silence = { .at_ns = 30 * NS_PER_S + 1, .ns = 1 };
	struct traffic traffic = stream(&silence, 1);
	struct results results = results_of(&traffic);
	cleanup_text_ struct text out = { 0 };

	(void)state;
	drawing_add(&results, &ascii, &out);
	assert_int_equal(line_of(&out, "voice")[30], '^');
	assert_int_equal(line_of(&out, "voice")[29], '#');
	assert_int_equal(line_of(&out, "voice")[31], '#');
}

static struct roam roam(unsigned index, uint64_t start_ns)
{
	return (struct roam){
		.index = index,
		.from = hall,
		.to = stairs,
		.start_ns = start_ns,
		.total_ns = 10 * MS,
	};
}

static void
roams_are_marked_with_as_much_of_their_names_as_there_is_room_for(void **state)
{
	struct roam roams[] = { roam(1, 2 * NS_PER_S),	roam(2, 20 * NS_PER_S),
				roam(3, 24 * NS_PER_S), roam(4, 26 * NS_PER_S),
				roam(5, 27 * NS_PER_S), roam(6, 27 * NS_PER_S) };
	struct traffic traffic = stream(NULL, 0);
	struct results results = results_of(&traffic);
	cleanup_text_ struct text out = { 0 };

	(void)state;
	results.roams = roams;
	results.roam_count = 6;
	drawing_add(&results, &ascii, &out);
	assert_non_null(strstr(out.data, "\n                V1 stairs         "
					 "V2  V VV5 stairs\n"));
	roams[5].result = OUTCOME_TIMEOUT;
	text_reset(&out);
	drawing_add(&results, &ascii, &out);
	assert_non_null(strstr(out.data, "V2  V VX6 stairs\n"));
	assert_non_null(strstr(out.data, "V a roam, X failed; a column is 1.00s"));
	/* No packet is missing in any: there is no worst one. */
	assert_null(strstr(out.data, "worst roam"));
}

static void
the_worst_roam_is_drawn_large_with_its_phases_and_the_parts_of_its_gaps(void **state)
{
	struct stream_silence silences[] = {
		{ .up = true, .at_ns = 5 * NS_PER_S, .ns = 30 * NS_PER_S }, /* of none */
		{ .at_ns = 40 * NS_PER_S, .ns = 100 * MS, .roam = 1 },
		{ .at_ns = 50 * NS_PER_S - 20 * MS, .ns = 470 * MS, .roam = 2 },
	};
	struct gap_part parts[] = { { (char[]){ "radio" }, 300 * MS },
				    { (char[]){ "interval" }, 170 * MS } };
	struct gap gap = { .down_ns = 470 * MS,
			   .down_at_ns = 50 * NS_PER_S - 20 * MS,
			   .down_parts = parts,
			   .down_part_count = 2 };
	struct phase phases[] = {
		{ .name = (char[]){ "scan" },
		  .start_ns = 50 * NS_PER_S,
		  .end_ns = 50 * NS_PER_S + 290 * MS },
		{ .name = (char[]){ "command" },
		  .start_ns = 50 * NS_PER_S + 290 * MS,
		  .end_ns = 50 * NS_PER_S + 300 * MS },
	};
	struct roam roams[] = { roam(1, 40 * NS_PER_S), roam(2, 50 * NS_PER_S) };
	struct traffic traffic = stream(silences, 3);
	struct results results = results_of(&traffic);
	cleanup_text_ struct text out = { 0 };
	const char *worst, *frame;

	(void)state;
	roams[1].total_ns = 300 * MS;
	roams[1].phases = phases;
	roams[1].phase_count = 2;
	roams[1].gaps = &gap;
	roams[1].gap_count = 1;
	results.roams = roams;
	results.roam_count = 2;
	drawing_add(&results, &ascii, &out); /* a column is 10 ms */
	worst = strstr(out.data, "\nworst roam    2 hall -> stairs over the air: silent "
				 "down for 470ms, voice\n");
	assert_non_null(worst);
	frame = strstr(worst + 1, "\n");
	assert_begins(frame, "\n                        |0                  |200ms");
	frame = strstr(frame, "\nphases ");
	assert_begins(frame,
		      "\nphases                  |scan------------------------||\n");
	frame = strstr(frame, "\nvoice ");
	assert_begins(frame, "\nvoice        |########^^^^");
	frame = strstr(frame + 1, "\n");
	assert_begins(frame, "\n                      |radio------------------------"
			     "|interval--------|\n");
}

static void nothing_is_drawn_where_it_would_not_fit_or_not_be_true(void **state)
{
	const struct text_style narrow = { .width = 79 };
	struct traffic traffic = stream(NULL, 0);
	struct results results = results_of(&traffic);
	cleanup_text_ struct text out = { 0 };

	(void)state;
	drawing_add(&results, &narrow, &out);
	traffic.has_silences = false;
	drawing_add(&results, &ascii, &out);
	traffic.has_silences = true;
	results.duration_ns = 0;
	drawing_add(&results, &ascii, &out);
	results.duration_ns = RUN_NS;
	results.traffic_count = 0;
	drawing_add(&results, &ascii, &out);
	assert_int_equal(out.length, 0);
}

static void results_of_any_numbers_do_no_harm(void **state)
{
	static const uint64_t numbers[] = { 0, 1, RUN_NS, INT64_MAX };
	const struct text_style wide = { .width = 65535, .utf8 = true, .colour = true };

	(void)state;
	for (unsigned i = 0; i < 256; i++) {
		uint64_t a = numbers[i & 3], b = numbers[i >> 2 & 3];
		uint64_t c = numbers[i >> 4 & 3], d = numbers[i >> 6 & 3];
		struct stream_silence silence = { .at_ns = a, .ns = b, .roam = 1 };
		struct gap_part parts[] = { { (char[]){ "radio" }, c },
					    { (char[]){ "radio" }, c } };
		struct gap gap = { .down_at_ns = b, .down_ns = 1 };
		struct phase phase = { (char[]){ "scan" }, b, c, NULL };
		struct traffic traffic = stream(&silence, 1);
		struct results results = results_of(&traffic);
		struct roam one = roam(1, c);
		cleanup_text_ struct text out = { 0 };

		gap.down_parts = parts;
		gap.down_part_count = 2;
		one.gaps = &gap;
		one.gap_count = 1;
		one.phases = &phase;
		one.phase_count = 1;
		one.total_ns = b;
		traffic.first_sent_ns = a;
		traffic.last_sent_ns = c;
		results.duration_ns = d;
		results.roams = &one;
		results.roam_count = 1;
		drawing_add(&results, &ascii, &out);
		drawing_add(&results, &wide, &out);
		assert_true((out.length > 0) == (d > 0));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_direction_shows_when_it_is_silent),
		cmocka_unit_test(a_short_silence_in_a_long_run_is_seen),
		cmocka_unit_test(
			roams_are_marked_with_as_much_of_their_names_as_there_is_room_for),
		cmocka_unit_test(
			the_worst_roam_is_drawn_large_with_its_phases_and_the_parts_of_its_gaps),
		cmocka_unit_test(nothing_is_drawn_where_it_would_not_fit_or_not_be_true),
		cmocka_unit_test(results_of_any_numbers_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

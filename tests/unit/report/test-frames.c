/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "report/frames.h"

#define NAME(string) ((char[]){ string })

/* A roam from 1000 to 2000 ns, after an association from 100 to 500. */
static struct phase roam_phases[] = {
	{ .name = NAME("command"), .start_ns = 1000, .end_ns = 1200 },
	{ .name = NAME("ft-authentication"), .start_ns = 1200, .end_ns = 1500 },
	{ .name = NAME("reassociation"), .start_ns = 1500, .end_ns = 1900 },
	{ .name = NAME("keys"), .start_ns = 1900, .end_ns = 1900 },
	{ .name = NAME("connected"), .start_ns = 1900, .end_ns = 2000 },
};
static struct phase association_phases[] = {
	{ .name = NAME("association"), .start_ns = 100, .end_ns = 400 },
	{ .name = NAME("connected"), .start_ns = 400, .end_ns = 500 },
};
static struct roam roams[] = { { .index = 3,
				 .from = NAME("hall"),
				 .to = NAME("stairs"),
				 .start_ns = 1000,
				 .total_ns = 1000,
				 .phases = roam_phases,
				 .phase_count = 5 },
			       { .index = 4,
				 .from = NAME("stairs"),
				 .to = NAME("hall"),
				 .start_ns = 3000,
				 .total_ns = 0 } };
static struct association associations[] = { { .index = 1,
					       .to = NAME("hall"),
					       .start_ns = 100,
					       .total_ns = 400,
					       .phases = association_phases,
					       .phase_count = 2 } };
static const struct results results = { .version = NAME("1.2.3"),
					.started = NAME("2026-01-02T03:04:05Z"),
					.scenario_name = NAME("corridor"),
					.roams = roams,
					.roam_count = 2,
					.associations = associations,
					.association_count = 1 };

static const uint8_t packet[] = { 0, 0, 8, 0, 0, 0, 0, 0, 0xb0, 0 };

static void add_frame(struct frames_report *report, uint64_t time_ns)
{
	const struct event event = { .kind = EVENT_FRAME,
				     .time_ns = time_ns,
				     .frame = { .packet = (uint8_t *)packet,
						.length = sizeof(packet),
						.header = 8 } };

	frames_report_add(report, &event);
}

/* The one comment of a packet's block, or "": the first option behind the packet, which
 * is filled up to 12 octets. */
static void assert_comment(const char *block, const char *expected)
{
	const char *option = block + 28 + 12;
	size_t length = (uint8_t)option[2] | (size_t)(uint8_t)option[3] << 8;

	if (option[0] != 1)
		length = 0;
	assert_int_equal(length, strlen(expected));
	assert_memory_equal(option + 4, expected, length);
}

static void comment_is(uint64_t time_ns, const char *expected)
{
	cleanup_text_ struct text out = { 0 };
	struct frames_report report;
	size_t before;

	frames_report_begin(&report, &results, &out);
	before = out.length;
	add_frame(&report, time_ns);
	assert_comment(out.data + before, expected);
}

static void a_frame_tells_which_phases_start_and_end_with_it(void **state)
{
	(void)state;
	comment_is(1200, "roam 3 hall -> stairs: ends command, starts ft-authentication");
	comment_is(1500, "roam 3 hall -> stairs: ends ft-authentication, starts "
			 "reassociation");
	comment_is(1900, "roam 3 hall -> stairs: ends reassociation, starts keys, starts "
			 "connected, ends keys");
	comment_is(2000, "roam 3 hall -> stairs: ends connected");
	comment_is(400, "association 1 hall: ends association, starts connected");
}

static void a_frame_between_them_tells_whose_it_is(void **state)
{
	(void)state;
	comment_is(1201, "roam 3 hall -> stairs");
	comment_is(1199, "roam 3 hall -> stairs");
	comment_is(101, "association 1 hall");
	comment_is(3000, "roam 4 stairs -> hall");
}

static void a_frame_outside_of_every_step_has_no_comment(void **state)
{
	(void)state;
	comment_is(99, "");
	comment_is(501, "");
	comment_is(999, "");
	comment_is(2001, "");
	comment_is(3001, "");
}

static void the_application_is_the_one_that_recorded(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct frames_report report;

	(void)state;
	frames_report_begin(&report, &results, &out);
	assert_non_null(memmem(out.data, out.length, "roamtest 1.2.3", 14));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_frame_tells_which_phases_start_and_end_with_it),
		cmocka_unit_test(a_frame_between_them_tells_whose_it_is),
		cmocka_unit_test(a_frame_outside_of_every_step_has_no_comment),
		cmocka_unit_test(the_application_is_the_one_that_recorded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/frames.h"

/* A roam from 1000 to 2000 ns with one phase, after an association. */
static struct phase roam_phases[] = { { .name = (char[]){ "ft-authentication" } } };
static struct roam roams[] = { { .index = 1,
				 .bssid = { 2, 0, 0, 0, 2, 0 },
				 .start_ns = 1000,
				 .total_ns = 1000,
				 .phases = roam_phases,
				 .phase_count = 1 } };
static struct association associations[] = {
	{ .index = 1, .bssid = { 2, 0, 0, 0, 1, 0 }, .start_ns = 100, .total_ns = 400 }
};
static const struct results results = { .started = (char[]){ "2026-01-02T03:04:05Z" },
					.scenario_name = (char[]){ "corridor" },
					.roams = roams,
					.roam_count = 1,
					.associations = associations,
					.association_count = 1 };

static struct event frame_at(uint64_t time_ns, bool sent)
{
	static uint8_t packet[] = { 0, 0, 8, 0, 0, 0, 0, 0, 0xb0, 0 };

	return (struct event){ .kind = EVENT_FRAME,
			       .time_ns = time_ns,
			       .frame = { .sent = sent,
					  .frame = { .kind = FRAME_AUTHENTICATION,
						     .from = { 2, 0, 0, 0, 2, 0 },
						     .auth_algorithm = AUTH_FT,
						     .auth_transaction = sent ? 1 : 2,
						     .has_status = true },
					  .packet = packet,
					  .length = sizeof(packet),
					  .header = 8 } };
}

/* The comment of a frame at that time in a capture of its own; "" for none. */
static void comment_is(uint64_t time_ns, bool sent, const char *expected)
{
	cleanup_text_ struct text out = { 0 };
	struct frames_report report;
	struct event event = frame_at(time_ns, sent);
	size_t before;

	frames_report_begin(&report, &results, &out);
	before = out.length;
	frames_report_add(&report, &event);
	if (*expected)
		assert_non_null(memmem(out.data + before, out.length - before, expected,
				       strlen(expected)));
	else
		assert_null(memmem(out.data + before, out.length - before, "roam", 4));
}

static void a_frame_tells_whose_it_is_and_what_it_ends(void **state)
{
	(void)state;
	comment_is(1500, false,
		   "roam 1: authentication, algorithm 2, transaction 2, status 0; ends "
		   "the phase ft-authentication");
	comment_is(1400, true, "roam 1: authentication, algorithm 2, transaction 1");
	comment_is(200, true, "association 1: authentication");
	comment_is(700, true, "");
	comment_is(2001, true, "");
}

static void an_ft_response_ends_the_exchange_with_its_target(void **state)
{
	struct phase phases[] = { { .name = (char[]){ "ft-action-exchange" } } };
	struct roam roam = roams[0];
	struct results over_ds = results;
	cleanup_text_ struct text out = { 0 };
	struct frames_report report;
	struct event event = frame_at(1500, false);

	(void)state;
	roam.phases = phases;
	over_ds.roams = &roam;
	event.frame.frame = (struct frame){ .kind = FRAME_FT_RESPONSE,
					    .from = { 2, 0, 0, 0, 1, 0 },
					    .target_ap = { 2, 0, 0, 0, 2, 0 },
					    .has_status = true };
	frames_report_begin(&report, &over_ds, &out);
	frames_report_add(&report, &event);
	assert_non_null(
		memmem(out.data, out.length, "ends the phase ft-action-exchange", 33));
}

static void steps_are_found_in_the_order_of_the_frames(void **state)
{
	static const uint64_t times[] = { 100, 500, 600, 1000, 2000 };
	static const char *const comments[] = { "association 1", "association 1", NULL,
						"roam 1", "roam 1" };
	cleanup_text_ struct text out = { 0 };
	struct frames_report report;

	(void)state;
	frames_report_begin(&report, &results, &out);
	for (size_t i = 0; i < 5; i++) {
		struct event event = frame_at(times[i], true);
		size_t before = out.length;

		frames_report_add(&report, &event);
		if (comments[i])
			assert_non_null(memmem(out.data + before, out.length - before,
					       comments[i], strlen(comments[i])));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_frame_tells_whose_it_is_and_what_it_ends),
		cmocka_unit_test(an_ft_response_ends_the_exchange_with_its_target),
		cmocka_unit_test(steps_are_found_in_the_order_of_the_frames),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/connection-verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/time.h"

/* A run of two roams with a TCP stream. */
struct scene {
	struct stream stream;
	struct scenario scenario;
	struct plan plan;
	struct gap gaps[2];
	struct roam roams[2];
	struct traffic traffic;
	struct results results;
	struct judgement judgement;
};

static char ssh[] = "ssh", hall[] = "hall", stairs[] = "stairs";

static void begin(struct scene *s)
{
	*s = (struct scene){
		.stream = { .name = ssh, .probe = PROBE_TCP },
		.plan = { .roam_count = 2 },
		.traffic = { .sent = 9,
			     .connection = { .present = true, .alive = true } },
	};
	s->scenario.streams = &s->stream;
	s->scenario.stream_count = 1;
	for (size_t i = 0; i < 2; i++) {
		s->gaps[i].connection = (struct connection_result){
			.present = true,
			.alive = true,
		};
		s->roams[i] = (struct roam){
			.index = (unsigned)i + 1,
			.from = hall,
			.to = stairs,
			.gaps = &s->gaps[i],
			.gap_count = 1,
		};
	}
	s->results.roams = s->roams;
	s->results.roam_count = 2;
	s->results.traffic = &s->traffic;
	s->results.traffic_count = 1;
	s->judgement = (struct judgement){
		.scenario = &s->scenario,
		.plan = &s->plan,
		.results = &s->results,
		.complete = true,
	};
}

static void assert_verdict(const struct scene *s, const struct expectation *e,
			   enum verdict verdict, const char *metric, const char *got,
			   const char *detail)
{
	struct expectation_result result = { 0 };

	verdict_of_connection(&s->judgement, e, &result);
	assert_string_equal(result.metric, metric);
	assert_string_equal(result.got, got);
	assert_int_equal(result.verdict, verdict);
	if (detail)
		assert_string_equal(result.detail, detail);
	else
		assert_null(result.detail);
	free(result.metric);
	free(result.wanted);
	free(result.got);
	free(result.detail);
	free(result.roams);
}

static const struct expectation survives = { .metric = METRIC_CONNECTION_SURVIVES,
					     .wanted = true };
static const struct expectation dies = { .metric = METRIC_CONNECTION_SURVIVES };
static const struct expectation three = { .metric = METRIC_CONNECTION_RETRANSMISSIONS,
					  .limit = 3 };
#define SURVIVES "connection.ssh.survives"
#define RETRANSMISSIONS "connection.ssh.retransmissions"

static void what_lives_to_the_end_has_survived(void **state)
{
	struct scene s;

	(void)state;
	begin(&s);
	assert_verdict(&s, &survives, VERDICT_PASS, SURVIVES, "alive", NULL);
	assert_verdict(&s, &dies, VERDICT_FAIL, SURVIVES, "alive", NULL);
}

static void of_a_run_that_broke_off_it_is_not_known(void **state)
{
	struct scene s;

	(void)state;
	begin(&s);
	s.judgement.complete = false;
	assert_verdict(&s, &survives, VERDICT_ERROR, SURVIVES, "alive", NULL);
	assert_verdict(&s, &dies, VERDICT_ERROR, SURVIVES, "alive", NULL);
	s.results.interrupted = true;
	assert_verdict(&s, &survives, VERDICT_SKIP, SURVIVES, "alive", NULL);
}

static void what_has_died_has_not_whatever_came_after(void **state)
{
	static const char got[] = "it died at 12.0s: Connection timed out";
	struct scene s;

	(void)state;
	begin(&s);
	s.traffic.connection.alive = false;
	s.traffic.connection.died_at_ns = 12 * NS_PER_S;
	s.traffic.connection.reason = (char[]){ "Connection timed out" };
	assert_verdict(&s, &survives, VERDICT_FAIL, SURVIVES, got, NULL);
	s.judgement.complete = false;
	assert_verdict(&s, &dies, VERDICT_PASS, SURVIVES, got, NULL);
}

static void what_never_began_was_not_measured(void **state)
{
	struct scene s;

	(void)state;
	begin(&s);
	s.traffic.sent = 0;
	assert_verdict(&s, &survives, VERDICT_ERROR, SURVIVES, "it was never begun",
		       NULL);
	assert_verdict(&s, &three, VERDICT_ERROR, RETRANSMISSIONS, "0", NULL);
}

static void both_ends_retransmissions_in_all_roams_count(void **state)
{
	struct scene s;

	(void)state;
	begin(&s);
	s.gaps[0].connection.retransmissions = 2;
	s.gaps[1].connection.far_retransmissions = 1;
	assert_verdict(&s, &three, VERDICT_PASS, RETRANSMISSIONS, "3", NULL);
	s.gaps[1].connection.retransmissions = 1;
	assert_verdict(&s, &three, VERDICT_FAIL, RETRANSMISSIONS, "4",
		       "roam 1 hall -> stairs (over the air): 2\n"
		       "roam 2 hall -> stairs (over the air): 2");
	s.gaps[0].connection.retransmissions = 0;
	s.results.roam_count = 1; /* one of two was measured */
	s.judgement.complete = false;
	assert_verdict(&s, &three, VERDICT_ERROR, RETRANSMISSIONS, "0", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_lives_to_the_end_has_survived),
		cmocka_unit_test(of_a_run_that_broke_off_it_is_not_known),
		cmocka_unit_test(what_has_died_has_not_whatever_came_after),
		cmocka_unit_test(what_never_began_was_not_measured),
		cmocka_unit_test(both_ends_retransmissions_in_all_roams_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

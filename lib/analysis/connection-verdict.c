/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/connection-verdict.h"

#include <inttypes.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"

/* NULL: nothing was ever sent. */
static const struct traffic *traffic_of(const struct judgement *judgement,
					const struct expectation *e)
{
	const struct results *results = judgement->results;
	const struct traffic *traffic =
		e->stream < results->traffic_count ? &results->traffic[e->stream] : NULL;

	return traffic && traffic->sent > 0 ? traffic : NULL;
}

static char *connection_story(const struct connection_result *connection)
{
	char at[DURATION_FORMAT_MAX];

	return memory_printf("it died at %s: %s",
			     duration_format(at, connection->died_at_ns),
			     connection->reason ? connection->reason : "unknown");
}

static void judge_survival(const struct judgement *judgement, const struct expectation *e,
			   struct expectation_result *result)
{
	const struct traffic *traffic = traffic_of(judgement, e);

	result->wanted = memory_strdup(e->wanted ? "the connection stays alive"
						 : "the connection dies");
	if (!traffic) {
		result->got = memory_strdup("it was never begun");
		result->verdict = verdict_of_rest(judgement, 0, 1);
		return;
	}
	result->got = traffic->connection.alive ? memory_strdup("alive")
						: connection_story(&traffic->connection);
	result->verdict = verdict_of_rest(judgement, judgement->complete, 1);
	if (!traffic->connection.alive) /* what has died stays so */
		result->verdict = e->wanted ? VERDICT_FAIL : VERDICT_PASS;
	else if (!e->wanted && result->verdict == VERDICT_PASS)
		result->verdict = VERDICT_FAIL;
}

static void judge_retransmissions(const struct judgement *judgement,
				  const struct expectation *e,
				  struct expectation_result *result)
{
	const struct results *results = judgement->results;
	const struct traffic *traffic = traffic_of(judgement, e);
	struct breaches breaches = { 0 };
	uint64_t sum = 0;

	for (size_t i = 0; i < results->roam_count; i++) {
		const struct roam *roam = results_roam(results, i);
		cleanup_free_ char *story = NULL;
		uint64_t count;

		if (e->stream >= roam->gap_count)
			continue;
		count = roam->gaps[e->stream].connection.retransmissions +
			roam->gaps[e->stream].connection.far_retransmissions;
		sum += count;
		story = memory_printf("%" PRIu64, count);
		if (count > 0)
			breach_add_roam(&breaches, roam, story);
	}
	result->wanted = memory_printf("at most %" PRIu64 " in all roams", e->limit);
	result->got = memory_printf("%" PRIu64, sum);
	if (sum > e->limit)
		result->verdict = VERDICT_FAIL;
	else if (!traffic)
		result->verdict = verdict_of_rest(judgement, 0, 1);
	else
		result->verdict = verdict_of_rest(judgement, results->roam_count,
						  judgement_roams(judgement));
	if (result->verdict == VERDICT_FAIL)
		breaches_tell(&breaches, result);
	breaches_clear(&breaches);
}

void verdict_of_connection(const struct judgement *judgement, const struct expectation *e,
			   struct expectation_result *result)
{
	const char *stream = judgement->scenario->streams[e->stream].name;

	if (e->metric == METRIC_CONNECTION_SURVIVES) {
		result->metric = memory_printf("connection.%s.survives", stream);
		judge_survival(judgement, e, result);
	} else {
		result->metric = memory_printf("connection.%s.retransmissions", stream);
		judge_retransmissions(judgement, e, result);
	}
}

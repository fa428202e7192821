/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/verdict.h"

#include <inttypes.h>

#include "analysis/connection-verdict.h"
#include "analysis/explanation.h"
#include "analysis/gap-sum.h"
#include "analysis/judgement.h"
#include "analysis/method.h"
#include "analysis/metrics.h"
#include "analysis/step-verdict.h"
#include "analysis/warning-verdict.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"

/* An expectation of the whole run's traffic that holds as far as the run came. */
static enum verdict verdict_of_run(const struct judgement *judgement)
{
	return verdict_of_rest(judgement, judgement->complete, 1);
}

/* An expectation of roams that holds for all that were measured. */
static enum verdict verdict_of_roams(const struct judgement *judgement)
{
	return verdict_of_rest(judgement, judgement->results->roam_count,
			       judgement_roams(judgement));
}

static char *transition_story(const struct roam *roam, bool wanted)
{
	const char *used = method_phrase(roam->used);
	struct text out = { 0 };

	if (!wanted || roam->used == METHOD_FT_AIR || roam->used == METHOD_FT_DS)
		text_printf(&out, "%s was used", used);
	else if (roam->used == METHOD_NONE)
		text_add(&out, "FT was not used, the station did not arrive");
	else if (roam->used_unproven)
		text_add(&out, "FT is not proven");
	else
		text_printf(&out, "FT was not used, but %s", used);
	if (wanted && roam->used != METHOD_NONE && !roam->used_unproven &&
	    roam->used != via_method(roam->via))
		text_printf(&out, " instead of %s", method_phrase(via_method(roam->via)));
	if (wanted && roam->explanation)
		text_printf(&out, "; %s", roam->explanation);
	return text_steal(&out);
}

static void judge_fast_transition(const struct judgement *judgement,
				  const struct expectation *e,
				  struct expectation_result *result)
{
	const struct results *results = judgement->results;
	struct breaches breaches = { 0 }, unproven = { 0 };
	size_t counted = 0, fast = 0;

	for (size_t i = 0; i < results->roam_count; i++) {
		const struct roam *roam = results_roam(results, i);
		bool ft = roam->used == METHOD_FT_AIR || roam->used == METHOD_FT_DS;
		cleanup_free_ char *story = NULL;

		if (!step_leaves_method_open(
			    plan_step(judgement->plan,
				      results_roam(results, i)->plan_step)
				    ->step,
			    e->wanted))
			continue;
		counted++;
		fast += e->wanted ? roam_is_fast(roam) : ft;
		if (!e->wanted && roam->used_unproven)
			breach_add_roam(&unproven, roam, METHOD_UNPROVEN);
		if (e->wanted ? roam_is_fast(roam) : !ft)
			continue;
		story = transition_story(roam, e->wanted);
		breach_add_roam(&breaches, roam, story);
	}
	result->wanted = memory_strdup(e->wanted ? "always" : "never");
	result->got = memory_printf("%zu of %zu roams", fast, counted);
	/* Where every step has the more particular word, none is left to break this. */
	result->verdict = breaches.count > 0   ? VERDICT_FAIL
			  : unproven.count > 0 ? VERDICT_ERROR
					       : verdict_of_roams(judgement);
	breaches_tell(breaches.count > 0 ? &breaches : &unproven, result);
	breaches_clear(&unproven);
}

static uint64_t statistic_of(const struct distribution *values, enum statistic statistic)
{
	switch (statistic) {
	case STATISTIC_MIN:
		return values->min_ns;
	case STATISTIC_P50:
		return values->p50_ns;
	case STATISTIC_P95:
		return values->p95_ns;
	case STATISTIC_P99:
		return values->p99_ns;
	case STATISTIC_MAX:
	case STATISTIC_COUNT:
		break;
	}
	return values->max_ns;
}

static const struct gap *roam_gap(const struct roam *roam, const struct expectation *e)
{
	if (e->metric != METRIC_GAP || e->stream >= roam->gap_count)
		return NULL;
	return &roam->gaps[e->stream];
}

#define PARTS_TOLD 3

/* "1.05s up: neighbour 1.00s, interval 20.0ms": with the largest of its parts. */
static char *gap_story(const struct gap *gap)
{
	const bool up = gap->up_ns > gap->down_ns;
	const struct gap_part *parts = up ? gap->up_parts : gap->down_parts;
	const size_t count = up ? gap->up_part_count : gap->down_part_count;
	const struct gap_part *last = NULL;
	char value[DURATION_FORMAT_MAX];
	struct text story = { 0 };

	text_add(&story, duration_format(value, up ? gap->up_ns : gap->down_ns));
	if (!gap->lacks_direction)
		text_add(&story, up ? " up" : " down");
	for (int told = 0; told < PARTS_TOLD; told++) {
		const struct gap_part *next = NULL;

		/* The largest of those behind the last one; of equal ones in order. */
		for (size_t i = 0; i < count; i++)
			if ((!last || parts[i].ns < last->ns ||
			     (parts[i].ns == last->ns && &parts[i] > last)) &&
			    (!next || parts[i].ns > next->ns))
				next = &parts[i];
		if (!next)
			break;
		text_printf(&story, "%s%s %s", last ? ", " : ": ", next->name,
			    duration_format(value, next->ns));
		last = next;
	}
	return text_steal(&story);
}

/* The roams that are over the limit themselves, of an upper statistic. */
static void breaches_over_limit(const struct judgement *judgement,
				const struct expectation *e, struct breaches *breaches)
{
	const struct results *results = judgement->results;
	char value[DURATION_FORMAT_MAX];

	for (size_t i = 0; i < results->roam_count; i++) {
		const struct roam *roam = results_roam(results, i);
		const struct gap *gap = roam_gap(roam, e);
		uint64_t ns = roam->total_ns;

		if (e->metric == METRIC_ROAM_TIME && roam->result != OUTCOME_OK)
			continue;
		if (e->metric == METRIC_GAP) {
			if (!gap)
				continue;
			ns = gap->up_ns > gap->down_ns ? gap->up_ns : gap->down_ns;
		}
		if (ns > e->limit) {
			cleanup_free_ char *story =
				gap ? gap_story(gap)
				    : memory_strdup(duration_format(value, ns));

			breach_add_roam(breaches, roam, story);
		}
	}
}

static bool gaps_left_open(const struct results *results, const struct expectation *e)
{
	for (size_t i = 0; i < results->roam_count; i++) {
		const struct gap *gap = roam_gap(results_roam(results, i), e);

		if (gap && (gap->up_open || gap->down_open))
			return true;
	}
	return false;
}

/* A gap that had not ended when its roam's window closed did so later, or never. */
static uint64_t longest_gap(const struct results *results, const struct expectation *e)
{
	const struct traffic *t;

	if (e->metric != METRIC_GAP || e->statistic != STATISTIC_MAX ||
	    e->stream >= results->traffic_count)
		return 0;
	t = &results->traffic[e->stream];
	return t->gap_up_ns > t->gap_down_ns ? t->gap_up_ns : t->gap_down_ns;
}

static void judge_distribution(const struct judgement *judgement,
			       const struct expectation *e, const char *name,
			       struct expectation_result *result)
{
	const struct metric_result *metric = metrics_get(judgement->results, name);
	char limit[DURATION_FORMAT_MAX], value[DURATION_FORMAT_MAX];
	struct breaches breaches = { 0 };
	uint64_t got;

	result->wanted = memory_printf("at most %s", duration_format(limit, e->limit));
	if (!metric) {
		result->got = memory_strdup(
			e->metric == METRIC_ROUND_TRIP ? "no probe was answered"
			: e->metric == METRIC_GAP && judgement->results->roam_count > 0
				? "no probe was sent"
				: "no roam was measured");
		/* The plan came to its end and no roam arrived: that is the verdict of
		 * the steps; here there was nothing to measure. */
		result->verdict =
			judgement->results->interrupted ? VERDICT_SKIP : VERDICT_ERROR;
		return;
	}
	got = statistic_of(&metric->values, e->statistic);
	if (gaps_left_open(judgement->results, e) &&
	    longest_gap(judgement->results, e) > got)
		got = longest_gap(judgement->results, e);
	result->got = memory_strdup(duration_format(value, got));
	if (got > e->limit) {
		result->verdict = VERDICT_FAIL;
		if (e->metric != METRIC_ROUND_TRIP)
			breaches_over_limit(judgement, e, &breaches);
		breaches_tell(&breaches, result);
	} else if (gaps_left_open(judgement->results, e)) {
		result->verdict = VERDICT_ERROR;
		result->detail =
			memory_strdup("a gap had not ended when its roam's "
				      "window closed, so it is longer than this");
	} else if (e->metric == METRIC_ROUND_TRIP) {
		result->verdict = verdict_of_run(judgement);
	} else {
		result->verdict = verdict_of_roams(judgement);
		if (result->verdict != VERDICT_PASS)
			result->detail = memory_printf("%zu of %zu roams were measured",
						       judgement->results->roam_count,
						       judgement_roams(judgement));
	}
}

static void judge_largest_part(const struct judgement *judgement,
			       const struct expectation *e,
			       struct expectation_result *result)
{
	uint64_t sums[GAP_PART_MAX];
	uint64_t whole = gap_parts_sum(judgement->results, e->stream, sums);
	enum gap_part_kind largest = gap_parts_largest(sums);

	result->wanted = memory_strdup(gap_part_name(e->part));
	if (whole == 0) {
		result->got = memory_strdup("no gap was measured");
		result->verdict =
			judgement->results->interrupted ? VERDICT_SKIP : VERDICT_ERROR;
		return;
	}
	result->got = memory_printf("%s, %.3g%% of all gaps", gap_part_name(largest),
				    100 * (double)sums[largest] / (double)whole);
	result->verdict = largest == e->part ? verdict_of_roams(judgement) : VERDICT_FAIL;
}

static void judge_loss(const struct judgement *judgement, const struct expectation *e,
		       struct expectation_result *result)
{
	const struct results *results = judgement->results;
	const struct traffic *traffic =
		e->stream < results->traffic_count ? &results->traffic[e->stream] : NULL;
	uint64_t lost;

	result->wanted = memory_printf("at most %g%%", (double)e->limit / 10000);
	if (!traffic || traffic->sent == 0) {
		result->got = memory_strdup("no probe was sent");
		result->verdict = results->interrupted ? VERDICT_SKIP : VERDICT_ERROR;
		return;
	}
	lost = traffic->lost_up + traffic->lost_down + traffic->lost_unknown;
	result->got = memory_printf("%.3g%% (%" PRIu64 " of %" PRIu64 ")",
				    100 * (double)lost / (double)traffic->sent, lost,
				    traffic->sent);
	if ((__uint128_t)lost * 1000000 > (__uint128_t)e->limit * traffic->sent)
		result->verdict = VERDICT_FAIL;
	else
		result->verdict = verdict_of_run(judgement);
}

static bool tunnel_was_probed(const struct judgement *judgement)
{
	const struct results *results = judgement->results;

	for (size_t i = 0; i < results->traffic_count; i++)
		if (judgement->scenario->streams[i].through == THROUGH_TUNNEL &&
		    results->traffic[i].sent > 0)
			return true;
	return false;
}

static void judge_survival(const struct judgement *judgement, const struct expectation *e,
			   struct expectation_result *result)
{
	const struct results *results = judgement->results;
	char limit[DURATION_FORMAT_MAX];
	struct breaches breaches = { 0 };
	size_t survived = 0, counted = 0;

	duration_format(limit, judgement->scenario->recovery_limit_ns);
	for (size_t i = 0; i < results->roam_count; i++) {
		const struct roam *roam = results_roam(results, i);
		cleanup_free_ char *story = NULL;

		if (!roam->has_tunnel)
			continue;
		counted++;
		survived += roam->tunnel_survived;
		story = memory_printf("no data in both directions within %s", limit);
		if (!roam->tunnel_survived)
			breach_add_roam(&breaches, roam, story);
	}
	result->wanted =
		memory_printf(e->wanted ? "data flows again within %s of every roam"
					: "data does not flow again within %s of "
					  "some roam",
			      limit);
	if (!tunnel_was_probed(judgement)) {
		result->got = memory_strdup("no probe was sent");
		result->verdict = verdict_of_rest(judgement, 0, 1);
		breaches_clear(&breaches);
		return;
	}
	result->got = memory_printf("after %zu of %zu roams", survived, counted);
	if (e->wanted) {
		result->verdict =
			breaches.count > 0 ? VERDICT_FAIL : verdict_of_roams(judgement);
		breaches_tell(&breaches, result);
		return;
	}
	if (breaches.count > 0)
		result->verdict = VERDICT_PASS;
	else
		result->verdict = verdict_of_roams(judgement) == VERDICT_PASS
					  ? VERDICT_FAIL
					  : verdict_of_roams(judgement);
	breaches_clear(&breaches);
}

static void judge_handshakes(const struct judgement *judgement,
			     const struct expectation *e,
			     struct expectation_result *result)
{
	const struct results *results = judgement->results;
	struct breaches breaches = { 0 };
	uint64_t taken = 0, due = 0;

	for (size_t i = 0; i < results->roam_count; i++) {
		const struct roam *roam = results_roam(results, i);

		taken += roam->tunnel_handshakes;
		due += roam->tunnel_rekeys;
		if (roam->tunnel_handshakes > 0)
			breach_add_roam(&breaches, roam, "took a handshake");
	}
	result->wanted = memory_printf("at most %" PRIu64, e->limit);
	result->got = due > 0 ? memory_printf("%" PRIu64 " (not counting %" PRIu64
					      " due anyway)",
					      taken, due)
			      : memory_printf("%" PRIu64, taken);
	if (taken > e->limit)
		result->verdict = VERDICT_FAIL;
	else if (!results->tunnel_had_session) /* nobody read the tunnel's counts */
		result->verdict = verdict_of_rest(judgement, 0, 1);
	else
		result->verdict = verdict_of_roams(judgement);
	if (!results->tunnel_had_session)
		result->detail =
			memory_strdup("the tunnel never had a handshake, not even "
				      "its first");
	if (result->verdict == VERDICT_FAIL)
		breaches_tell(&breaches, result);
	breaches_clear(&breaches);
}

static void judge_expectation(const struct judgement *judgement,
			      const struct expectation *e)
{
	const struct scenario *scenario = judgement->scenario;
	struct expectation_result *result;
	const char *stream = e->stream < scenario->stream_count
				     ? scenario->streams[e->stream].name
				     : "";

	/* A default that nothing in the plan could meet or break. */
	if (e->implicit && judgement->plan->roam_count == 0)
		return;
	result = expectation_add(judgement->results, e->place.line);
	switch (e->metric) {
	case METRIC_FAST_TRANSITION:
		result->metric = memory_strdup(metric_name(e->metric));
		judge_fast_transition(judgement, e, result);
		break;
	case METRIC_ROAM_TIME:
		result->metric = memory_printf("%s.%s", metric_name(e->metric),
					       statistic_name(e->statistic));
		judge_distribution(judgement, e, "roam-time", result);
		break;
	case METRIC_GAP:
	case METRIC_ROUND_TRIP: {
		cleanup_free_ char *name = memory_printf(
			"%s.%s", e->metric == METRIC_GAP ? "gap" : "round-trip", stream);

		result->metric =
			memory_printf("%s.%s", name, statistic_name(e->statistic));
		judge_distribution(judgement, e, name, result);
		break;
	}
	case METRIC_GAP_PART:
		result->metric = memory_printf("gap.%s.largest-part", stream);
		judge_largest_part(judgement, e, result);
		break;
	case METRIC_LOSS:
		result->metric = memory_printf("loss.%s", stream);
		judge_loss(judgement, e, result);
		break;
	case METRIC_CONNECTION_SURVIVES:
	case METRIC_CONNECTION_RETRANSMISSIONS:
		verdict_of_connection(judgement, e, result);
		break;
	case METRIC_TUNNEL_SURVIVES:
		result->metric = memory_strdup(metric_name(e->metric));
		judge_survival(judgement, e, result);
		break;
	case METRIC_TUNNEL_HANDSHAKES:
		result->metric = memory_strdup(metric_name(e->metric));
		judge_handshakes(judgement, e, result);
		break;
	case METRIC_WARNINGS:
		result->metric = memory_strdup(metric_name(e->metric));
		verdict_of_warnings(judgement, e, result);
		break;
	case METRIC_STEP_RESULT:
	case METRIC_STEP_STATUS:
	case METRIC_STEP_USED:
	case METRIC_STEP_CAUSE:
	case METRIC_MAX: /* never in a run's expectations */
		result->metric = memory_strdup("unknown");
		result->wanted = memory_strdup("");
		result->got = memory_strdup("");
		result->verdict = VERDICT_ERROR;
		break;
	}
}

static enum verdict overall_verdict(const struct results *results)
{
	size_t counts[VERDICT_MAX] = { 0 };

	for (size_t i = 0; i < results->expectation_count; i++)
		counts[results->expectations[i].verdict]++;
	/* A run that broke off was not measured, whatever is known of its part. */
	if (results->problem)
		return VERDICT_ERROR;
	if (counts[VERDICT_FAIL] > 0)
		return VERDICT_FAIL;
	if (counts[VERDICT_ERROR] > 0)
		return VERDICT_ERROR;
	if (counts[VERDICT_SKIP] > 0 || results->interrupted)
		return VERDICT_SKIP;
	return VERDICT_PASS;
}

void verdict_find(const struct judgement *judgement)
{
	struct results *results = judgement->results;

	verdict_of_steps(judgement);
	for (size_t i = 0; i < judgement->scenario->expectation_count; i++)
		judge_expectation(judgement, &judgement->scenario->expectations[i]);
	if (results->expectation_count == 0 && judgement->complete)
		results->problem = memory_strdup(
			"no step associates or roams, so there is nothing to judge");
	results->verdict = overall_verdict(results);
}

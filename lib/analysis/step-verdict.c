/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/step-verdict.h"

#include "analysis/cause-phrase.h"
#include "analysis/explanation.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "explain/code.h"

bool step_leaves_method_open(const struct step *step, bool always)
{
	const struct step_expectation *expect = &step->expect;
	bool ft = expect->used == METHOD_FT_AIR || expect->used == METHOD_FT_DS;

	if (expect->has_used)
		return ft == always;
	return !always || step_arrives(step);
}

/* How one pass through a step ended, roam or association. */
struct pass {
	const struct roam *roam; /* or */
	const struct association *association;
	enum outcome result;
	enum method used;
	bool used_unproven;
	bool has_status;
	unsigned status;
	const struct diagnosis *diagnosis;
	const char *explanation;
};

static struct pass pass_of_roam(const struct roam *roam)
{
	return (struct pass){
		.roam = roam,
		.result = roam->result,
		.used = roam->used,
		.used_unproven = roam->used_unproven,
		.has_status = roam->has_status,
		.status = roam->status,
		.diagnosis = &roam->diagnosis,
		.explanation = roam->explanation,
	};
}

static struct pass pass_of_association(const struct association *association)
{
	return (struct pass){
		.association = association,
		.result = association->result,
		.used = association->used,
		.used_unproven = association->used_unproven,
		.has_status = association->has_status,
		.status = association->status,
		.diagnosis = &association->diagnosis,
		.explanation = association->explanation,
	};
}

static bool step_wants(const struct step *step, enum metric metric)
{
	switch (metric) {
	case METRIC_STEP_RESULT:
		return step->expect.has_result || step_arrives(step);
	case METRIC_STEP_STATUS:
		return step->expect.has_status;
	case METRIC_STEP_USED:
		return step->expect.has_used;
	case METRIC_STEP_CAUSE:
		return step->expect.has_cause;
	case METRIC_FAST_TRANSITION:
	case METRIC_ROAM_TIME:
	case METRIC_GAP:
	case METRIC_GAP_PART:
	case METRIC_ROUND_TRIP:
	case METRIC_LOSS:
	case METRIC_CONNECTION_SURVIVES:
	case METRIC_CONNECTION_RETRANSMISSIONS:
	case METRIC_TUNNEL_SURVIVES:
	case METRIC_TUNNEL_HANDSHAKES:
	case METRIC_WARNINGS:
	case METRIC_MAX:
		break;
	}
	return false;
}

/* Success has no status of its own in the recording, and is status 0. */
static bool pass_status(const struct pass *pass, unsigned *ret)
{
	if (!pass->has_status && pass->result != OUTCOME_OK)
		return false;
	*ret = pass->has_status ? pass->status : 0;
	return true;
}

/* It was not to arrive: a cause that stands alone is that of a failure. */
static bool arrived_unasked(const struct step_expectation *expect,
			    const struct pass *pass)
{
	return expect->has_cause && expect->cause < CAUSE_MAX && !expect->has_result &&
	       !expect->has_used && !expect->has_status && pass->result == OUTCOME_OK;
}

/* The cause is drawn from everything that is at hand; who has only the station, as a
 * person before real access points, has to be able to think of it. */
static bool cause_met(const struct step_expectation *expect, const struct pass *pass)
{
	const struct diagnosis *diagnosis = pass->diagnosis;

	if (expect->cause == CAUSE_MAX)
		return !diagnosis->present;
	return diagnosis->present && diagnosis->cause == expect->cause &&
	       diagnosis_has_candidate(diagnosis, expect->cause) &&
	       !arrived_unasked(expect, pass);
}

/* "none", "r0kh-missing", "not decided (one of r0kh-key, r1kh-key)" */
static char *cause_value(const struct step_expectation *expect, const struct pass *pass)
{
	const struct diagnosis *diagnosis = pass->diagnosis;
	cleanup_free_ char *phrase = NULL;

	if (!diagnosis->present)
		return memory_strdup("none");
	phrase = cause_phrase(diagnosis);
	if (diagnosis->cause < CAUSE_MAX &&
	    !diagnosis_has_candidate(diagnosis, diagnosis->cause))
		return memory_printf("%s, which is not among the candidates", phrase);
	if (arrived_unasked(expect, pass))
		return memory_printf("%s, and it arrived", phrase);
	return TAKE_PTR(phrase);
}

static bool pass_met(const struct step *step, enum metric metric, const struct pass *pass)
{
	const struct step_expectation *expect = &step->expect;
	unsigned status;

	switch (metric) {
	case METRIC_STEP_RESULT:
		return pass->result == (expect->has_result ? expect->result : OUTCOME_OK);
	case METRIC_STEP_STATUS:
		return pass_status(pass, &status) && status == expect->status;
	case METRIC_STEP_USED:
		return pass->used == expect->used;
	case METRIC_STEP_CAUSE:
		return cause_met(expect, pass);
	case METRIC_FAST_TRANSITION:
	case METRIC_ROAM_TIME:
	case METRIC_GAP:
	case METRIC_GAP_PART:
	case METRIC_ROUND_TRIP:
	case METRIC_LOSS:
	case METRIC_CONNECTION_SURVIVES:
	case METRIC_CONNECTION_RETRANSMISSIONS:
	case METRIC_TUNNEL_SURVIVES:
	case METRIC_TUNNEL_HANDSHAKES:
	case METRIC_WARNINGS:
	case METRIC_MAX:
		break;
	}
	return true;
}

/* It looks as wanted, but no frame tells. */
static bool pass_unproven(enum metric metric, const struct pass *pass)
{
	return metric == METRIC_STEP_USED && pass->used_unproven;
}

static bool pass_met_all(const struct step *step, const struct pass *pass)
{
	for (enum metric m = METRIC_STEP_RESULT; m <= METRIC_STEP_CAUSE; m++)
		if (step_wants(step, m) &&
		    (!pass_met(step, m, pass) || pass_unproven(m, pass)))
			return false;
	return true;
}

/* "53 (invalid PMKID)", "15 (4-way handshake timeout)" */
static char *code_value(enum outcome result, unsigned code)
{
	const char *name = result == OUTCOME_DISCONNECTED ? reason_code_name(code)
							  : status_code_name(code);

	return name ? memory_printf("%u (%s)", code, name) : memory_printf("%u", code);
}

/* "ok", "rejected"; "ft-air"; "53 (invalid PMKID)", "no status"; "r0kh-missing" */
static char *pass_value(const struct step *step, enum metric metric,
			const struct pass *pass)
{
	unsigned status;

	if (metric == METRIC_STEP_RESULT)
		return memory_strdup(outcome_name(pass->result));
	if (metric == METRIC_STEP_USED)
		return memory_strdup(method_name(pass->used));
	if (metric == METRIC_STEP_CAUSE)
		return cause_value(&step->expect, pass);
	return pass_status(pass, &status) ? code_value(pass->result, status)
					  : memory_strdup("no status");
}

static char *wanted_value(enum metric metric, const struct step *step)
{
	const struct step_expectation *expect = &step->expect;
	struct text out = { 0 };

	if (metric == METRIC_STEP_RESULT)
		return memory_strdup(
			outcome_name(expect->has_result ? expect->result : OUTCOME_OK));
	if (metric == METRIC_STEP_USED)
		return memory_strdup(method_name(expect->used));
	if (metric == METRIC_STEP_CAUSE)
		return memory_strdup(expect->cause < CAUSE_MAX
					     ? cause_text(expect->cause)->id
					     : "none");
	if (expect->has_result)
		return code_value(expect->result, expect->status);
	either_code_add(&out, expect->status);
	return text_steal(&out);
}

/* Distinct values with how often each was seen, in the order in which they came. */
struct tally {
	char *value;
	size_t count;
};
struct tallies {
	struct tally *items; /* of what was not wanted */
	size_t count, capacity;
	size_t met;
};

static void tally_add(struct tallies *tallies, char *value)
{
	struct tally *tally;

	for (size_t i = 0; i < tallies->count; i++) {
		if (strcmp(tallies->items[i].value, value) == 0) {
			tallies->items[i].count++;
			free(value);
			return;
		}
	}
	tally = array_add(tallies->items, tallies->count, tallies->capacity);
	tally->value = value;
	tally->count = 1;
}

static void tallies_clear(struct tallies *tallies)
{
	for (size_t i = 0; i < tallies->count; i++)
		free(tallies->items[i].value);
	free(tallies->items);
}

/* "6 of 6 ok", "4 of 6 ok, 2 rejected", "1 of 6 ok, 5 not run"; "4 of 6 ok, 2 rejected, 4
 * skipped" of 10 */
static char *tallies_format(const struct tallies *tallies, const char *wanted,
			    size_t planned, size_t skipped)
{
	struct text out = { 0 };
	size_t measured = tallies->met;

	text_printf(&out, "%zu of %zu %s", tallies->met, planned, wanted);
	for (size_t i = 0; i < tallies->count; i++) {
		measured += tallies->items[i].count;
		text_printf(&out, ", %zu %s", tallies->items[i].count,
			    tallies->items[i].value);
	}
	if (measured < planned)
		text_printf(&out, ", %zu not run", planned - measured);
	if (skipped > 0)
		text_printf(&out, ", %zu skipped", skipped);
	return text_steal(&out);
}

static char *pass_story(const struct step *step, enum metric metric,
			const struct pass *pass)
{
	bool code = metric == METRIC_STEP_RESULT || metric == METRIC_STEP_STATUS;
	cleanup_free_ char *value =
		pass_value(step, code ? METRIC_STEP_RESULT : metric, pass);
	struct text out = { 0 };

	text_add(&out, value);
	if (code && pass->has_status && !pass->explanation) {
		text_add(&out, ", ");
		if (pass->result == OUTCOME_DISCONNECTED)
			reason_code_add(&out, pass->status);
		else
			status_code_add(&out, pass->status);
	}
	if (pass->explanation)
		text_printf(&out, "; %s", pass->explanation);
	return text_steal(&out);
}

static void judge_pass(const struct step *step, enum metric metric,
		       const struct pass *pass, struct tallies *tallies,
		       struct breaches *breaches, struct breaches *unproven)
{
	cleanup_free_ char *story = NULL;

	if (pass_met(step, metric, pass))
		tallies->met++;
	else
		tally_add(tallies, pass_value(step, metric, pass));
	if (pass_unproven(metric, pass)) {
		breaches = unproven;
		story = memory_strdup(METHOD_UNPROVEN);
	} else if (pass_met(step, metric, pass)) {
		return;
	} else {
		story = pass_story(step, metric, pass);
	}
	if (pass->roam)
		breach_add_roam(breaches, pass->roam, story);
	else
		breach_add_association(breaches, pass->association, story);
}

static unsigned expectation_line(const struct step *step, enum metric metric)
{
	if (metric == METRIC_STEP_RESULT && step->expect.has_result)
		return step->expect.result_place.line;
	if (metric == METRIC_STEP_STATUS)
		return step->expect.status_place.line;
	if (metric == METRIC_STEP_USED)
		return step->expect.used_place.line;
	if (metric == METRIC_STEP_CAUSE)
		return step->expect.cause_place.line;
	return step->place.line;
}

/* What of a plan is judged together. */
struct group {
	const struct step *of;	   /* the plan's steps that came from this one */
	const struct step *wanted; /* as it says */
	bool associations, roams;  /* among them */
};

static bool group_has(const struct group *group, const struct plan_step *planned)
{
	return planned->step == group->of &&
	       (planned->kind == STEP_ASSOCIATE ? group->associations : group->roams);
}

static void judge_group(const struct judgement *judgement, const struct group *group,
			enum metric metric)
{
	const struct results *results = judgement->results;
	const struct plan *plan = judgement->plan;
	const struct step *step = group->wanted;
	struct expectation_result *expectation =
		expectation_add(judgement->results, expectation_line(step, metric));
	struct tallies tallies = { 0 };
	struct breaches breaches = { 0 }, unproven = { 0 };
	size_t planned = 0, skipped = 0, measured = 0;

	for (size_t i = 0; i < plan->count; i++) {
		if (!group_has(group, plan_step(plan, i)) || !judgement_has(judgement, i))
			continue;
		planned += !judgement->skipped[i];
		skipped += judgement->skipped[i];
	}
	for (size_t i = 0; i < results->association_count; i++) {
		if (group_has(group,
			      plan_step(plan,
					results_association(results, i)->plan_step))) {
			struct pass pass =
				pass_of_association(results_association(results, i));

			judge_pass(step, metric, &pass, &tallies, &breaches, &unproven);
			measured++;
		}
	}
	for (size_t i = 0; i < results->roam_count; i++) {
		if (group_has(group,
			      plan_step(plan, results_roam(results, i)->plan_step))) {
			struct pass pass = pass_of_roam(results_roam(results, i));

			judge_pass(step, metric, &pass, &tallies, &breaches, &unproven);
			measured++;
		}
	}
	expectation->metric = memory_strdup(metric_name(metric));
	expectation->wanted = wanted_value(metric, step);
	expectation->got =
		tallies_format(&tallies, expectation->wanted, planned, skipped);
	expectation->verdict = breaches.count > 0 ? VERDICT_FAIL
			       : unproven.count > 0
				       ? VERDICT_ERROR
				       : verdict_of_rest(judgement, measured, planned);
	breaches_tell(breaches.count > 0 ? &breaches : &unproven, expectation);
	breaches_clear(&unproven);
	tallies_clear(&tallies);
}

/* What a matrix expects is about its roams. Its associations are to succeed in any
 * case. */
static const struct step *wanted_of_association(const struct step *step,
						struct step *plain)
{
	if (step->kind != STEP_MATRIX)
		return step;
	*plain = (struct step){ .kind = STEP_ASSOCIATE, .place = step->place };
	return plain;
}

static void judge_step(const struct judgement *judgement, const struct step *step)
{
	struct step plain;
	struct group all = { step, step, true, true };
	struct group associations = { step, wanted_of_association(step, &plain), true,
				      false };

	if (step->kind == STEP_MATRIX && !step_arrives(step))
		judge_group(judgement, &associations, METRIC_STEP_RESULT);
	for (enum metric m = METRIC_STEP_RESULT; m <= METRIC_STEP_CAUSE; m++) {
		all.associations = step->kind != STEP_MATRIX ||
				   (m == METRIC_STEP_RESULT && step_arrives(step));
		if (step_wants(step, m))
			judge_group(judgement, &all, m);
	}
}

void verdict_of_steps(const struct judgement *judgement)
{
	const struct plan *plan = judgement->plan;
	const struct step *before = NULL;

	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_step *planned = plan_step(plan, i);
		const struct step *step = planned->step;
		/* A line that a repeat brings up again, or that makes many steps, is
		 * judged once, as a whole. */
		bool judged = planned->iteration > 1 || step == before;

		before = step;
		if (!judged &&
		    (planned->kind == STEP_ASSOCIATE || planned->kind == STEP_ROAM))
			judge_step(judgement, step);
	}
}

static bool gap_met(const struct expectation *e, const struct roam *roam)
{
	const struct gap *gap;

	if (e->stream >= roam->gap_count)
		return true;
	gap = &roam->gaps[e->stream];
	return gap->up_ns <= e->limit && gap->down_ns <= e->limit;
}

static bool connection_lives(const struct expectation *e, const struct roam *roam)
{
	return e->stream >= roam->gap_count ||
	       !roam->gaps[e->stream].connection.present ||
	       roam->gaps[e->stream].connection.alive;
}

bool roam_met(const struct scenario *scenario, const struct step *step,
	      const struct roam *roam)
{
	struct pass pass = pass_of_roam(roam);

	if (!pass_met_all(step, &pass))
		return false;
	for (size_t i = 0; i < scenario->expectation_count; i++) {
		const struct expectation *e = &scenario->expectations[i];
		bool ft = roam->used == METHOD_FT_AIR || roam->used == METHOD_FT_DS;

		switch (e->metric) {
		case METRIC_FAST_TRANSITION:
			if (!step_leaves_method_open(step, e->wanted))
				break;
			if (e->wanted ? !roam_is_fast(roam) : ft || roam->used_unproven)
				return false;
			break;
		case METRIC_ROAM_TIME:
			if (e->statistic == STATISTIC_MAX && roam->result == OUTCOME_OK &&
			    roam->total_ns > e->limit)
				return false;
			break;
		case METRIC_GAP:
		case METRIC_GAP_PART:
			if (e->statistic == STATISTIC_MAX && !gap_met(e, roam))
				return false;
			break;
		case METRIC_CONNECTION_SURVIVES:
			if (e->wanted && !connection_lives(e, roam))
				return false;
			break;
		case METRIC_TUNNEL_SURVIVES:
			if (e->wanted && roam->has_tunnel && !roam->tunnel_survived)
				return false;
			break;
		case METRIC_TUNNEL_HANDSHAKES:
			if (roam->tunnel_handshakes > e->limit)
				return false;
			break;
		case METRIC_CONNECTION_RETRANSMISSIONS: /* of all roams together */
		case METRIC_ROUND_TRIP:
		case METRIC_LOSS:
		case METRIC_STEP_RESULT:
		case METRIC_STEP_STATUS:
		case METRIC_STEP_USED:
		case METRIC_STEP_CAUSE:
		case METRIC_WARNINGS:
		case METRIC_MAX:
			break;
		}
	}
	return true;
}

bool association_met(const struct step *step, const struct association *association)
{
	struct pass pass = pass_of_association(association);
	struct step plain;

	return pass_met_all(wanted_of_association(step, &plain), &pass);
}

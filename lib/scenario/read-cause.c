/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "scenario/read.h"

/* Causes and warnings that are expected, by the ids of lib/explain. */

/* The ids of all warnings, or of all causes that are none. */
static size_t ids_of(bool warnings, const char *ret[static CAUSE_MAX])
{
	size_t count = 0;

	for (enum cause cause = 0; cause < CAUSE_MAX; cause++)
		if (cause_text(cause)->warning == warnings)
			ret[count++] = cause_text(cause)->id;
	return count;
}

static void unknown_cause(struct reader *r, const struct node *node)
{
	const char *ids[CAUSE_MAX + 1];
	size_t count = ids_of(false, ids);
	struct diagnostic *d;

	ids[count++] = "none";
	d = reader_error(r, node->place, "there is no cause \"%s\"", SHOWN(node->text));
	if (!suggest_name(d, node->text, ids, count))
		diagnostic_suggest(d, "\"roamtest explain\" lists the causes; \"none\" "
				      "means that there is none");
}

void read_cause(struct reader *r, const struct node *key, const struct node *node,
		struct step_expectation *e)
{
	enum cause cause;
	const char *text;
	struct diagnostic *d;

	if (!read_text(r, key, node, &text))
		return;
	cause = cause_find(text);
	if (cause == CAUSE_MAX && strcmp(text, "none") != 0) {
		unknown_cause(r, node);
		return;
	}
	if (cause < CAUSE_MAX && cause_text(cause)->warning) {
		d = reader_error(r, node->place,
				 "\"%s\" is a warning: no step goes wrong by it", text);
		diagnostic_suggest(d, "expect it of the run: expect: { warnings: [%s] }",
				   text);
		return;
	}
	e->has_cause = true;
	e->cause = cause;
	e->cause_place = node->place;
}

/* Whether the network has a security for which there is such a cause. */
static bool check_security(struct reader *r, enum cause cause, struct place place)
{
	struct diagnostic *d;

	if (!r->security_known)
		return true;
	for (enum security i = 0; i < SECURITY_MAX; i++)
		if (r->scenario->securities[i] && cause_concerns(cause, security_name(i)))
			return true;
	d = reader_error(r, place, "the network's security cannot have \"%s\"",
			 cause_text(cause)->id);
	diagnostic_suggest(d, "it exists for: %s", cause_text(cause)->securities);
	return false;
}

static bool expects_failure(const struct step_expectation *e)
{
	return (e->has_result && e->result != OUTCOME_OK) ||
	       (e->has_used && e->used == METHOD_NONE) ||
	       (e->has_status && e->status != 0);
}

/* The step has arrived by such a cause: it has to say so. */
static void check_arrival(struct reader *r, const struct step_expectation *e)
{
	const char *id = cause_text(e->cause)->id;
	struct diagnostic *d;

	if (expects_failure(e) || !(e->has_result || e->has_used || e->has_status)) {
		d = reader_error(r, e->cause_place,
				 "the cause \"%s\" is of steps that arrive", id);
		diagnostic_suggest(d, "write %s beside it",
				   e->cause == CAUSE_PMKSA ? "used: pmksa"
							   : "result: ok");
	} else if (e->cause == CAUSE_PMKSA && e->has_used && e->used != METHOD_PMKSA) {
		d = reader_error(r, e->cause_place,
				 "used \"%s\" cannot have the cause \"%s\"",
				 method_name(e->used), id);
		diagnostic_suggest(d, "write used: pmksa");
	}
}

/* And in no other way. */
static bool is_over_the_air(const struct step *step)
{
	if (step->kind == STEP_MATRIX)
		return step->matrix.vias[VIA_AIR] && !step->matrix.vias[VIA_DS];
	return step->kind == STEP_ROAM && step->via == VIA_AIR;
}

void check_cause(struct reader *r, const struct step *step)
{
	const struct step_expectation *e = &step->expect;
	const struct cause_text *cause;
	struct diagnostic *d;

	if (!e->has_cause)
		return;
	if (e->cause == CAUSE_MAX) {
		if (!expects_failure(e))
			return;
		d = reader_error(r, e->cause_place, "a step that fails has a cause");
		diagnostic_suggest(d, "\"none\" means that it went as it should");
		return;
	}
	cause = cause_text(e->cause);
	if (!check_security(r, e->cause, e->cause_place))
		return;
	if (cause->of_roams && step->kind == STEP_ASSOCIATE) {
		d = reader_error(r, e->cause_place,
				 "an association cannot have the cause \"%s\"",
				 cause->id);
		diagnostic_suggest(d, "it takes a roam from one access point to another");
	} else if (cause->over_ds && is_over_the_air(step)) {
		d = reader_error(r, e->cause_place,
				 "a roam over the air cannot have the cause \"%s\"",
				 cause->id);
		diagnostic_suggest(d, "write via: ds");
	} else if (cause->arrives) {
		check_arrival(r, e);
	}
}

static void refuse_warning(struct reader *r, const struct node *node)
{
	const char *ids[CAUSE_MAX];
	size_t count = ids_of(true, ids);
	struct diagnostic *d;

	if (cause_find(node->text) < CAUSE_MAX) {
		d = reader_error(r, node->place, "\"%s\" is a cause, and no warning",
				 node->text);
		diagnostic_suggest(d,
				   "it belongs to the \"expect\" of a step: expect: { "
				   "cause: %s }",
				   node->text);
		return;
	}
	d = reader_error(r, node->place, "there is no warning \"%s\"", SHOWN(node->text));
	if (!suggest_name(d, node->text, ids, count))
		diagnostic_suggest(d, "\"roamtest explain\" lists them: %s and others",
				   ids[0]);
}

static void read_warning(struct reader *r, const struct node *node,
			 bool warnings[static CAUSE_MAX])
{
	enum cause cause;
	const char *text;

	if (!read_text(r, NULL, node, &text))
		return;
	cause = cause_find(text);
	if (cause == CAUSE_MAX || !cause_text(cause)->warning) {
		refuse_warning(r, node);
		return;
	}
	if (warnings[cause])
		reader_error(r, node->place, "\"%s\" is in this list already", text);
	else if (check_security(r, cause, node->place))
		warnings[cause] = true;
}

void read_warnings(struct reader *r, const struct node *key, const struct node *node)
{
	struct expectation *e;

	if (!read_sequence(r, key, node,
			   "write warnings: [reassociation-deadline], or [] for none"))
		return;
	e = add_expectation(r, METRIC_WARNINGS, node->place);
	for (size_t i = 0; i < node->count; i++)
		read_warning(r, node->items[i], e->warnings);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "explain/code.h"
#include "scenario/read.h"

/* A growable list of steps as it stands in the scenario or in a repeat. */
struct step_list {
	struct step *items;
	size_t count, capacity;
	size_t unrolled; /* at most SCENARIO_STEP_MAX + 1 */
};

static void read_step_list(struct reader *r, const struct node *node, unsigned depth,
			   struct step_list *list);

/* What a step expects can contradict itself, the step, or the network. */
static void check_step_expectation(struct reader *r, const struct step *step)
{
	const struct step_expectation *e = &step->expect;
	bool ft = e->has_used && (e->used == METHOD_FT_AIR || e->used == METHOD_FT_DS);
	cleanup_text_ struct text status = { 0 };
	struct diagnostic *d;

	if (e->has_result && e->has_status &&
	    ((e->result == OUTCOME_OK && e->status != 0) ||
	     (e->result == OUTCOME_REJECTED && e->status == 0))) {
		status_code_add(&status, e->status);
		d = reader_error(r, e->status_place, "result \"%s\" cannot have %s",
				 outcome_name(e->result), status.data);
		diagnostic_suggest(d, "status 0 means success");
	}
	if (e->has_result && e->has_used && e->result != OUTCOME_WRONG_AP &&
	    (e->result == OUTCOME_OK) != (e->used != METHOD_NONE)) {
		d = reader_error(r, e->used_place,
				 "result \"%s\" cannot have used \"%s\"",
				 outcome_name(e->result), method_name(e->used));
		diagnostic_suggest(d, "\"none\" means that the station did not arrive");
	}
	if (!ft)
		return;
	if (step->kind == STEP_ASSOCIATE) {
		d = reader_error(r, e->used_place, "an association cannot use \"%s\"",
				 method_name(e->used));
		diagnostic_suggest(d,
				   "FT needs an access point to come from; expect full "
				   "or pmksa");
	} else if (r->security_known && !scenario_uses_ft(r->scenario)) {
		d = reader_error(
			r, e->used_place,
			"\"%s\" cannot be used: the network's security has no FT",
			method_name(e->used));
		diagnostic_suggest(d, "use ft-psk or ft-sae");
	}
}

static void read_step_expectation(struct reader *r, const struct node *key,
				  const struct node *node, struct step *step)
{
	static const char *const names[] = { "result", "status", "used", "cause" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	struct step_expectation *e = &step->expect;
	size_t mistakes = r->diagnostics->count;
	const struct node *value;
	unsigned word;

	if (step->kind != STEP_ASSOCIATE && step->kind != STEP_ROAM &&
	    step->kind != STEP_MATRIX) {
		reader_error(r, key->place,
			     "only \"associate\", \"roam\" and \"matrix\" can expect "
			     "something");
		return;
	}
	if (!read_mapping(r, key, node, "write expect: { result: rejected }"))
		return;
	e->present = true;
	check_known_keys(r, node, &known, "in a step's \"expect\"");
	value = node_get(node, "result");
	if (value &&
	    read_word(r, node_get_key(node, "result"), value, &outcome_words, &word)) {
		e->has_result = true;
		e->result = word;
		e->result_place = value->place;
	}
	value = node_get(node, "status");
	if (value && read_integer(r, node_get_key(node, "status"), value, 0, UINT16_MAX,
				  &e->status)) {
		e->has_status = true;
		e->status_place = value->place;
	}
	value = node_get(node, "used");
	if (value &&
	    read_word(r, node_get_key(node, "used"), value, &method_words, &word)) {
		e->has_used = true;
		e->used = word;
		e->used_place = value->place;
	}
	value = node_get(node, "cause");
	if (value)
		read_cause(r, node_get_key(node, "cause"), value, e);
	check_step_expectation(r, step);
	check_cause(r, step);
	e->misread = r->diagnostics->count > mistakes;
}

bool check_via(struct reader *r, const struct node *node, enum via via)
{
	struct diagnostic *d;

	if (via != VIA_DS || !r->security_known || scenario_uses_ft(r->scenario))
		return true;
	d = reader_error(r, node->place,
			 "a roam over the DS needs FT, which the network's "
			 "security does not have");
	diagnostic_suggest(d, "use security ft-psk or ft-sae, or via: air");
	return false;
}

static void read_via(struct reader *r, const struct node *key, const struct node *node,
		     struct step *step)
{
	unsigned via;

	step->via = VIA_MAX; /* unless it is understood */
	if (!read_word(r, key, node, &via_words, &via))
		return;
	step->via = via;
	check_via(r, node, via);
}

static void read_roam(struct reader *r, const struct node *key, const struct node *node,
		      struct step *step)
{
	static const char *const names[] = { "to", "via" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	const struct node *value;

	step->to = ACCESS_POINT_UNKNOWN;
	if (node->kind == NODE_SCALAR && !node_is_null(node)) {
		step->to = read_access_point(r, key, node);
		step->to_place = node->place;
		return;
	}
	if (!read_mapping(r, key, node,
			  "write roam: NAME, or roam: { to: NAME, via: ds }"))
		return;
	check_known_keys(r, node, &known, "in \"roam\"");
	value = node_require(r, key->place, "\"roam\"", node, &known, "to",
			     "write roam: { to: NAME, via: air }");
	if (value) {
		step->to = read_access_point(r, node_get_key(node, "to"), value);
		step->to_place = value->place;
	}
	value = node_get(node, "via");
	if (value)
		read_via(r, node_get_key(node, "via"), value, step);
}

static const char *const repeat_names[] = { "times", "for", "every", "steps" };
static const struct words repeat_keys = { repeat_names, ARRAY_SIZE(repeat_names) };

/* How often, how long, and how far apart. Shorter than a millisecond is nothing that a
 * run could keep to. */
static void read_rounds(struct reader *r, const struct node *key, const struct node *node,
			struct step *step)
{
	const struct node *times = node_get(node, "times"),
			  *limit = node_get(node, "for"),
			  *every = node_get(node, "every");

	if (!times && !limit && !key_misspelt(node, &repeat_keys, "for"))
		node_require(r, key->place, "\"repeat\"", node, &repeat_keys, "times",
			     "write times: 10, or for: 2h");
	step->times = limit ? 0 : 1;
	if (times)
		read_integer(r, node_get_key(node, "times"), times, 1, SCENARIO_STEP_MAX,
			     &step->times);
	if (limit)
		read_duration(r, node_get_key(node, "for"), limit, NS_PER_MS,
			      SCENARIO_REPEAT_NS, &step->for_ns);
	if (every)
		read_duration(r, node_get_key(node, "every"), every, NS_PER_MS,
			      SCENARIO_REPEAT_NS, &step->every_ns);
}

/* How many steps it makes, where a round makes so many; with "for", which makes more of
 * them as the run goes, at least. Complains where there are too many. */
static size_t count_rounds(struct reader *r, const struct node *node,
			   const struct step *step, size_t round)
{
	const struct node *times = node_get(node, "times");
	/* Behind each round but the last one there is a wait. */
	size_t waited = round + (step->every_ns > 0);

	if (step->for_ns || !times)
		return round;
	/* Below the limit by itself, and not when repeated: this is the line to change.
	 */
	if (round <= SCENARIO_STEP_MAX &&
	    round + waited * (step->times - 1) > SCENARIO_STEP_MAX) {
		reader_error(r, times->place, "this makes more than %d steps",
			     SCENARIO_STEP_MAX);
		return 0;
	}
	return round + waited * (step->times - 1);
}

static void read_repeat(struct reader *r, const struct node *key, const struct node *node,
			unsigned depth, struct step *step, size_t *ret_unrolled)
{
	const struct node *steps;
	struct step_list list = { 0 };

	step->times = 1;
	if (!read_mapping(r, key, node, "write times: and steps: under it"))
		return;
	if (depth == SCENARIO_REPEAT_DEPTH_MAX) {
		reader_error(r, key->place, "more than %d repeats inside each other",
			     SCENARIO_REPEAT_DEPTH_MAX);
		r->steps_known = false;
		return;
	}
	check_known_keys(r, node, &repeat_keys, "in \"repeat\"");
	read_rounds(r, key, node, step);
	steps = node_require(r, key->place, "\"repeat\"", node, &repeat_keys, "steps",
			     NULL);
	if (!steps || !read_sequence(r, node_get_key(node, "steps"), steps,
				     "write - roam: NAME under it")) {
		r->steps_known = false;
		return;
	}
	if (steps->count == 0)
		reader_error(r, steps->place, "there is no step to repeat");
	read_step_list(r, steps, depth + 1, &list);
	step->steps = list.items;
	step->step_count = list.count;
	step->step_capacity = list.capacity;
	*ret_unrolled = count_rounds(r, node, step, list.unrolled);
}

static const char *const step_key_names[] = { "associate", "roam",   "repeat", "wait",
					      "fault",	   "matrix", "expect" };
static const struct words step_keys = { step_key_names, ARRAY_SIZE(step_key_names) };
/* The same without "expect". */
static const struct words step_actions = { step_key_names, STEP_KIND_MAX };
_Static_assert(STEP_ASSOCIATE == 0 && STEP_ROAM == 1 && STEP_REPEAT == 2 &&
		       STEP_WAIT == 3 && STEP_FAULT == 4 && STEP_MATRIX == 5 &&
		       STEP_KIND_MAX == 6,
	       "a step's words are in the order of its kinds");

static const char actions_example[] =
	"a step is one of associate, roam, repeat, wait, fault and matrix";

/* The key that says what the step does. */
static const struct node *find_action(struct reader *r, const struct node *node,
				      size_t *ret)
{
	const struct node *action = NULL;
	struct diagnostic *d;

	for (size_t i = 0; i < node_pairs(node); i++) {
		const struct node *key = node_key(node, i);

		if (words_find(&step_actions, key->text) < 0)
			continue;
		if (action) {
			d = reader_error(
				r, key->place,
				"a step does one thing, and this one has \"%s\" already",
				action->text);
			diagnostic_suggest(d, "begin another step with \"- \"");
			continue;
		}
		action = key;
		*ret = i;
	}
	if (action)
		return action;
	for (size_t i = 0; i < step_actions.count; i++)
		if (key_misspelt(node, &step_keys, step_actions.items[i]))
			return NULL;
	if (node_pairs(node) == 0 || node_get_key(node, "expect")) {
		d = reader_error(r, first_place(node), "this step does nothing");
		diagnostic_suggest(d, "%s", actions_example);
	}
	return NULL;
}

/* A step that is only words: "- wait 2s", "- associate hall". */
static void refuse_text_step(struct reader *r, const struct node *node)
{
	struct diagnostic *d;

	d = reader_error(r, node->place, "a step is written as \"- action: value\"");
	for (size_t i = 0; i < step_actions.count; i++) {
		const char *action = step_actions.items[i];
		size_t length = strlen(action);

		if (strncmp(node->text, action, length) != 0)
			continue;
		if (i == STEP_MATRIX && node->text[length] == '\0')
			diagnostic_suggest(d, "write \"- %s: {}\"", action);
		if (node->text[length] == ' ')
			diagnostic_suggest(d, "write \"- %s: %s\"", action,
					   SHOWN(node->text + length + 1));
		else if (node->text[length] == ':')
			diagnostic_suggest(d,
					   "write \"- %s: %s\", with a space after the "
					   "colon",
					   action, SHOWN(node->text + length + 1));
	}
	if (!d->suggestion)
		diagnostic_suggest(d, "%s", actions_example);
}

static void read_action(struct reader *r, const struct node *key,
			const struct node *value, unsigned depth, struct step *step,
			size_t *unrolled)
{
	switch (step->kind) {
	case STEP_ASSOCIATE:
		if (value->kind == NODE_MAPPING) {
			struct diagnostic *d =
				reader_error(r, value->place,
					     "\"associate\" must be one access point");

			diagnostic_suggest(d, "write associate: NAME");
			step->to = ACCESS_POINT_UNKNOWN;
			return;
		}
		step->to = read_access_point(r, key, value);
		step->to_place = value->place;
		return;
	case STEP_ROAM:
		read_roam(r, key, value, step);
		return;
	case STEP_REPEAT:
		read_repeat(r, key, value, depth, step, unrolled);
		return;
	case STEP_WAIT:
		step->wait_ns = NS_PER_S;
		read_duration(r, key, value, 1, UINT64_C(24) * 3600 * NS_PER_S,
			      &step->wait_ns);
		return;
	case STEP_FAULT:
		read_fault_step(r, key, value, step);
		return;
	case STEP_MATRIX:
		read_matrix(r, key, value, step, unrolled);
		return;
	case STEP_KIND_MAX:
		return;
	}
}

static void read_step(struct reader *r, const struct node *node, unsigned depth,
		      struct step_list *list)
{
	const struct node *action, *expect;
	struct step *step;
	size_t unrolled = 1, pair = 0;

	if (node->kind == NODE_SCALAR && !node_is_null(node)) {
		refuse_text_step(r, node);
		r->steps_known = false;
		return;
	}
	if (!read_mapping(r, NULL, node, actions_example)) {
		r->steps_known = false;
		return;
	}
	check_known_keys(r, node, &step_keys, "in a step");
	action = find_action(r, node, &pair);
	if (!action) {
		r->steps_known = false;
		return;
	}
	step = array_add(list->items, list->count, list->capacity);
	step->place = action->place;
	step->kind = (enum step_kind)words_find(&step_actions, action->text);
	read_action(r, action, node_value(node, pair), depth, step, &unrolled);
	expect = node_get(node, "expect");
	if (expect)
		read_step_expectation(r, node_get_key(node, "expect"), expect, step);
	if (step->kind == STEP_ROAM || step->kind == STEP_MATRIX) {
		r->roam_steps++;
		if (!step->expect.has_used && step_arrives(step))
			r->roams_unjudged++;
	}
	list->unrolled += unrolled;
	if (list->unrolled > SCENARIO_STEP_MAX)
		list->unrolled = SCENARIO_STEP_MAX + 1;
}

static void read_step_list(struct reader *r, const struct node *node, unsigned depth,
			   struct step_list *list)
{
	bool told = false;

	for (size_t i = 0; i < node->count; i++) {
		read_step(r, node->items[i], depth, list);
		if (list->unrolled <= SCENARIO_STEP_MAX)
			continue;
		if (!told && depth == 0)
			reader_error(r, first_place(node->items[i]),
				     "with this step there are more than %d, all repeats "
				     "counted",
				     SCENARIO_STEP_MAX);
		told = true;
	}
}

void read_steps(struct reader *r, const struct node *key, const struct node *node)
{
	struct scenario *s = r->scenario;
	struct step_list list = { 0 };

	if (!read_sequence(r, key, node, "write - associate: NAME under it"))
		return;
	if (node->count == 0) {
		reader_error(r, node->place, "there is no step to take");
		return;
	}
	r->steps_known = true;
	read_step_list(r, node, 0, &list);
	s->steps = list.items;
	s->step_count = list.count;
	s->step_capacity = list.capacity;
}

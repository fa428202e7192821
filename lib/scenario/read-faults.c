/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "scenario/read.h"

/* What the lab does wrong on purpose, and the steps in which that begins or ends. */

/* What stands behind the name of each fault. */
enum shape {
	PLACES,	       /* NAME, a list of names, or "all" */
	PAIR,	       /* { at: NAME, of: NAME } */
	PLACES_OR_PAIR /* at NAME, of every other one */
};

enum need { NO_NEED, NEEDS_TUNNEL, NEEDS_PASSWORD, NEEDS_FT };

static const struct {
	enum shape shape;
	enum need need;
	bool once;	 /* the site can have one of it; else each access point one */
	bool configured; /* in hostapd's configuration: it cannot begin or end */
} fault_syntax[FAULT_MAX] = {
	[FAULT_STALE_FORWARDING] = { .once = true },
	[FAULT_ENDPOINT_UNREACHABLE] = { .need = NEEDS_TUNNEL },
	[FAULT_RRB_BLOCKED] = { .need = NEEDS_FT },
	[FAULT_RELAY_BLOCKED] = { .need = NEEDS_FT },
	[FAULT_R0KH_MISSING] = { PAIR, NEEDS_FT, .configured = true },
	[FAULT_R0KH_MAC] = { PAIR, NEEDS_FT, .configured = true },
	[FAULT_R0KH_KEY] = { PAIR, NEEDS_FT, .configured = true },
	[FAULT_R1KH_MISSING] = { PAIR, NEEDS_FT, .configured = true },
	[FAULT_R1KH_KEY] = { PAIR, NEEDS_FT, .configured = true },
	[FAULT_R1KH_ID] = { PLACES, NEEDS_FT, .configured = true },
	[FAULT_R1KH_ID_DUPLICATE] = { PAIR, NEEDS_FT, .configured = true },
	[FAULT_NAS_IDENTIFIER] = { PLACES, NEEDS_FT, .configured = true },
	[FAULT_NAS_IDENTIFIER_DUPLICATE] = { PAIR, NEEDS_FT, .configured = true },
	[FAULT_GENERATE_LOCAL_SAE] = { PLACES, NEEDS_FT, .configured = true },
	[FAULT_OVER_DS_OFF] = { PLACES, NEEDS_FT, .configured = true },
	[FAULT_MOBILITY_DOMAIN] = { PLACES, NEEDS_FT, .configured = true },
	[FAULT_NO_FT_AKM] = { PLACES, NEEDS_FT, .configured = true },
	[FAULT_CIPHER] = { PLACES, NEEDS_PASSWORD, .configured = true },
	[FAULT_PMF] = { PLACES, NEEDS_PASSWORD, .configured = true },
	[FAULT_PASSWORD] = { PLACES, NEEDS_PASSWORD, .configured = true },
	[FAULT_ACCESS_LIST] = { PLACES, NO_NEED, .configured = true },
	[FAULT_ACCESS_POINT_FULL] = { PLACES, NO_NEED, .configured = true },
	[FAULT_WILDCARD_DISCOVERY] = { PLACES, NEEDS_FT, .configured = true },
	[FAULT_REASSOCIATION_DEADLINE] = { PLACES, NEEDS_FT, .configured = true },
	[FAULT_RRB_KEY_ZERO] = { PLACES_OR_PAIR, NEEDS_FT, .configured = true },
	[FAULT_RRB_KEY_LENGTH] = { PLACES_OR_PAIR, NEEDS_FT, .configured = true },
};

static bool same_item(const struct fault *a, const struct fault *b)
{
	return a->place.line == b->place.line && a->place.column == b->place.column;
}

/* place: of the access point's name in a list. */
static bool check_fault_new(struct reader *r, const struct fault *fault,
			    struct place place)
{
	const struct scenario *s = r->scenario;

	for (size_t i = 0; i < s->fault_count; i++) {
		const struct fault *other = &s->faults[i];
		bool same = other->access_point == fault->access_point &&
			    other->of == fault->of;

		if (other->kind != fault->kind)
			continue;
		if (same && same_item(other, fault))
			reader_error(r, place, "\"%s\" is in this list already",
				     s->access_points[fault->access_point].name);
		else if (same)
			reader_error(r, fault->place,
				     "this fault is there already, on line %u",
				     other->place.line);
		else if (fault_syntax[fault->kind].once && same_item(other, fault))
			reader_error(r, place, "there can be one \"%s\"",
				     fault_name(fault->kind));
		else if (fault_syntax[fault->kind].once)
			reader_error(r, fault->place,
				     "there can be one \"%s\", and it is on line %u",
				     fault_name(fault->kind), other->place.line);
		else
			continue;
		return false;
	}
	return true;
}

/* False where nothing more is to be said about its line. */
static bool add_fault(struct reader *r, const struct fault *fault, size_t access_point,
		      struct place place)
{
	struct scenario *s = r->scenario;
	struct fault one = *fault;

	one.access_point = access_point;
	if (access_point == ACCESS_POINT_UNKNOWN || !check_fault_new(r, &one, place))
		return false;
	*array_add(s->faults, s->fault_count, s->fault_capacity) = one;
	return true;
}

static bool is_name(const struct scenario *scenario, const char *text)
{
	for (size_t i = 0; i < scenario->access_point_count; i++)
		if (strcmp(scenario->access_points[i].name, text) == 0)
			return true;
	return false;
}

/* "all", unless an access point is called that. */
static bool is_all(const struct scenario *scenario, const struct node *node)
{
	return node->kind == NODE_SCALAR && !node_is_null(node) &&
	       strcmp(node->text, "all") == 0 && !is_name(scenario, "all");
}

/* NAME, a list of names, or "all". */
static void read_places(struct reader *r, const struct node *key, const struct node *node,
			const struct fault *fault)
{
	if (is_all(r->scenario, node)) {
		for (size_t i = 0; i < r->scenario->access_point_count; i++)
			if (!add_fault(r, fault, i, node->place))
				return;
		return;
	}
	if (node->kind != NODE_SEQUENCE) {
		add_fault(r, fault, read_access_point(r, key, node), node->place);
		return;
	}
	if (node->count == 0)
		diagnostic_suggest(reader_error(r, node->place, "this list is empty"),
				   "write NAME, [NAME, NAME] or all");
	for (size_t i = 0; i < node->count; i++)
		add_fault(r, fault, read_access_point(r, NULL, node->items[i]),
			  node->items[i]->place);
}

static size_t read_end(struct reader *r, const struct node *key, const struct node *node,
		       const struct words *known, const char *name, const char *example)
{
	cleanup_free_ char *owner = memory_printf("\"%s\"", key->text);
	const struct node *value =
		node_require(r, key->place, owner, node, known, name, example);

	return value ? read_access_point(r, node_get_key(node, name), value)
		     : ACCESS_POINT_UNKNOWN;
}

/* { at: NAME, of: NAME } */
static void read_pair(struct reader *r, const struct node *key, const struct node *node,
		      struct fault *fault)
{
	static const char *const names[] = { "at", "of" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	cleanup_free_ char *example =
		memory_printf("write %s: { at: NAME, of: NAME }", key->text);
	size_t at;

	if (!read_mapping(r, key, node, example))
		return;
	check_known_keys(r, node, &known, "of a fault between two access points");
	at = read_end(r, key, node, &known, "at", example);
	fault->of = read_end(r, key, node, &known, "of", example);
	if (at == ACCESS_POINT_UNKNOWN || fault->of == ACCESS_POINT_UNKNOWN)
		return;
	if (at == fault->of)
		reader_error(r, node_get(node, "of")->place,
			     "the two access points of this fault are the same one");
	else
		add_fault(r, fault, at, key->place);
}

static void read_where(struct reader *r, const struct node *key, const struct node *node,
		       struct fault *fault)
{
	fault->of = FAULT_EVERY;
	switch (fault_syntax[fault->kind].shape) {
	case PLACES:
		read_places(r, key, node, fault);
		break;
	case PAIR:
		read_pair(r, key, node, fault);
		break;
	case PLACES_OR_PAIR:
		if (node->kind == NODE_MAPPING)
			read_pair(r, key, node, fault);
		else
			read_places(r, key, node, fault);
		break;
	}
}

static void read_fault(struct reader *r, const struct node *node)
{
	static const char example[] = "write - stale-forwarding: NAME";
	struct fault fault = { 0 };
	const struct node *key;
	struct diagnostic *d;
	int kind;

	if (!read_mapping(r, NULL, node, example)) {
		r->faults_known = false;
		return;
	}
	for (size_t i = 0; i < node_pairs(node); i++) {
		kind = words_find(&fault_words, node_key(node, i)->text);
		if (kind < 0)
			r->faults_known = false;
		else
			r->faults_named[kind] = true;
	}
	if (node_pairs(node) != 1) {
		d = reader_error(r, first_place(node),
				 "an item of this list is one fault, not %zu",
				 node_pairs(node));
		diagnostic_suggest(d, "%s", example);
		return;
	}
	check_known_keys(r, node, &fault_words, "among the faults");
	key = node_key(node, 0);
	kind = words_find(&fault_words, key->text);
	if (kind < 0)
		return;
	fault.kind = (enum fault_kind)kind;
	fault.place = key->place;
	read_where(r, key, node_value(node, 0), &fault);
}

void read_faults(struct reader *r, const struct node *key, const struct node *node)
{
	if (!read_sequence(r, key, node, "write - stale-forwarding: NAME under it")) {
		r->faults_known = false;
		return;
	}
	for (size_t i = 0; i < node->count; i++)
		read_fault(r, node->items[i]);
}

/* Whether a step can begin or end a fault. */
static bool check_changes(struct reader *r, const struct node *node, enum fault_kind kind,
			  bool begins)
{
	struct diagnostic *d;

	if (!fault_syntax[kind].configured)
		return true;
	d = reader_error(r, node->place,
			 "\"%s\" is in hostapd's configuration: it cannot %s in mid-run",
			 fault_name(kind), begins ? "begin" : "end");
	diagnostic_suggest(d, "leave this step out: the fault is there from the start to "
			      "the end");
	return false;
}

/* Whether the lab has a fault that a step speaks of. */
static bool check_named(struct reader *r, const struct node *node, enum fault_kind kind)
{
	struct diagnostic *d;

	if (r->faults_named[kind])
		return true;
	if (!r->faults_known)
		return false;
	d = reader_error(r, node->place, "the lab has no fault \"%s\"", fault_name(kind));
	diagnostic_suggest(d,
			   "say where it is: write - %s: NAME under \"faults\" in "
			   "\"lab\"",
			   fault_name(kind));
	return false;
}

void read_fault_step(struct reader *r, const struct node *key, const struct node *node,
		     struct step *step)
{
	static const char *const names[] = { "begin", "end" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	static const char example[] = "write fault: { begin: FAULT } or fault: { end: "
				      "FAULT }";
	const struct node *begin, *end, *value;
	struct scenario *s = r->scenario;
	unsigned word;

	step->fault = FAULT_MAX;
	if (!read_mapping(r, key, node, example))
		return;
	check_known_keys(r, node, &known, "in \"fault\"");
	begin = node_get(node, "begin");
	end = node_get(node, "end");
	if (begin && end) {
		diagnostic_suggest(reader_error(r, node_key(node, 1)->place,
						"a step begins a fault or ends one"),
				   "begin another step with \"- \"");
		return;
	}
	value = begin ? begin : end;
	if (!value) {
		if (node_pairs(node) == 0)
			diagnostic_suggest(reader_error(r, key->place,
							"this step does nothing"),
					   "%s", example);
		return;
	}
	if (!read_word(r, node_get_key(node, begin ? "begin" : "end"), value,
		       &fault_words, &word) ||
	    !check_changes(r, value, word, begin) || !check_named(r, value, word))
		return;
	step->fault = word;
	step->begins = begin;
	for (size_t i = 0; i < s->fault_count && begin; i++)
		if (s->faults[i].kind == step->fault)
			s->faults[i].later = true;
}

static bool has_password(const struct scenario *scenario)
{
	return !scenario->securities[SECURITY_OPEN];
}

static void check_need(struct reader *r, const struct fault *fault)
{
	struct diagnostic *d;

	switch (fault_syntax[fault->kind].need) {
	case NO_NEED:
		break;
	case NEEDS_TUNNEL:
		if (r->scenario->has_tunnel)
			break;
		d = reader_error(r, fault->place,
				 "there is no tunnel whose endpoint it could be");
		diagnostic_suggest(d, "write tunnel: { wireguard: lab }");
		break;
	case NEEDS_PASSWORD:
		if (!r->security_known || has_password(r->scenario))
			break;
		d = reader_error(r, fault->place,
				 "an open network cannot have the fault \"%s\"",
				 fault_name(fault->kind));
		diagnostic_suggest(d, "use a security with a password");
		break;
	case NEEDS_FT:
		if (!r->security_known || scenario_uses_ft(r->scenario))
			break;
		d = reader_error(r, fault->place,
				 "this fault is about FT, which the network's security "
				 "does not have");
		diagnostic_suggest(d, "use security ft-psk or ft-sae");
		break;
	}
}

void check_faults(struct reader *r)
{
	const struct scenario *s = r->scenario;

	for (size_t i = 0; i < s->fault_count; i++)
		/* Those of one item have the same needs. */
		if (i == 0 || !same_item(&s->faults[i - 1], &s->faults[i]))
			check_need(r, &s->faults[i]);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "scenario/read.h"

/* What the lab does wrong on purpose, and the steps in which that begins or ends. */

/* What stands behind the name of each fault. */
enum shape {
	PLACES,		  /* NAME, a list of names, or "all" */
	PAIR,		  /* { at: NAME, of: NAME } */
	PLACES_OR_PAIR,	  /* at NAME, of every other one */
	PLACES_OR_CHANNEL /* or { at: NAME, channel: NUMBER } */
};

/* When it is there. */
enum term {
	ANY_TIME,     /* from the start, or from when a step begins it */
	ALL_THE_TIME, /* it is in hostapd's configuration */
	MID_RUN,      /* from when a step begins it */
	A_MOMENT      /* when a step begins it */
};

enum need { NO_NEED, NEEDS_TUNNEL, NEEDS_PASSWORD, NEEDS_FT };

/* In hostapd's configuration. */
#define CONFIGURED(what, wants)                                        \
	{                                                              \
		.shape = (what), .need = (wants), .term = ALL_THE_TIME \
	}

static const struct {
	enum shape shape;
	enum need need;
	enum term term;
	bool once; /* the site can have one of it; else each access point one */
} fault_syntax[FAULT_MAX] = {
	[FAULT_STALE_FORWARDING] = { .once = true },
	[FAULT_ENDPOINT_UNREACHABLE] = { .need = NEEDS_TUNNEL },
	[FAULT_RRB_BLOCKED] = { .need = NEEDS_FT },
	[FAULT_RELAY_BLOCKED] = { .need = NEEDS_FT },
	[FAULT_R0KH_RESTARTED] = { .term = A_MOMENT },
	[FAULT_TARGET_OFF_AIR] = { .term = MID_RUN },
	[FAULT_TARGET_CHANNEL] = { .shape = PLACES_OR_CHANNEL, .term = MID_RUN },
	[FAULT_R0KH_MISSING] = CONFIGURED(PAIR, NEEDS_FT),
	[FAULT_R0KH_MAC] = CONFIGURED(PAIR, NEEDS_FT),
	[FAULT_R0KH_KEY] = CONFIGURED(PAIR, NEEDS_FT),
	[FAULT_R1KH_MISSING] = CONFIGURED(PAIR, NEEDS_FT),
	[FAULT_R1KH_KEY] = CONFIGURED(PAIR, NEEDS_FT),
	[FAULT_R1KH_ID] = CONFIGURED(PLACES, NEEDS_FT),
	[FAULT_R1KH_ID_DUPLICATE] = CONFIGURED(PAIR, NEEDS_FT),
	[FAULT_NAS_IDENTIFIER] = CONFIGURED(PLACES, NEEDS_FT),
	[FAULT_NAS_IDENTIFIER_DUPLICATE] = CONFIGURED(PAIR, NEEDS_FT),
	[FAULT_GENERATE_LOCAL_SAE] = CONFIGURED(PLACES, NEEDS_FT),
	[FAULT_OVER_DS_OFF] = CONFIGURED(PLACES, NEEDS_FT),
	[FAULT_MOBILITY_DOMAIN] = CONFIGURED(PLACES, NEEDS_FT),
	[FAULT_NO_FT_AKM] = CONFIGURED(PLACES, NEEDS_FT),
	[FAULT_CIPHER] = CONFIGURED(PLACES, NEEDS_PASSWORD),
	[FAULT_PMF] = CONFIGURED(PLACES, NEEDS_PASSWORD),
	[FAULT_PASSWORD] = CONFIGURED(PLACES, NEEDS_PASSWORD),
	[FAULT_ACCESS_LIST] = CONFIGURED(PLACES, NO_NEED),
	[FAULT_ACCESS_POINT_FULL] = CONFIGURED(PLACES, NO_NEED),
	[FAULT_WILDCARD_DISCOVERY] = CONFIGURED(PLACES, NEEDS_FT),
	[FAULT_REASSOCIATION_DEADLINE] = CONFIGURED(PLACES, NEEDS_FT),
	[FAULT_RRB_KEY_ZERO] = CONFIGURED(PLACES_OR_PAIR, NEEDS_FT),
	[FAULT_RRB_KEY_LENGTH] = CONFIGURED(PLACES_OR_PAIR, NEEDS_FT),
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

/* In the same band, far from the first. */
static unsigned another_channel(unsigned channel)
{
	if (channel <= 14)
		return channel <= 6 ? 11 : 1;
	return channel == 36 ? 48 : 36;
}

/* False where nothing more is to be said about its line. */
static bool add_fault(struct reader *r, const struct fault *fault, size_t access_point,
		      struct place place)
{
	struct scenario *s = r->scenario;
	struct fault one = *fault;

	one.access_point = access_point;
	if (access_point != ACCESS_POINT_UNKNOWN && one.channel == 0)
		one.channel = another_channel(s->access_points[access_point].channel);
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

/* Where an access point can move to without another configuration. */
static bool check_channel(struct reader *r, const struct node *node,
			  const struct access_point *ap, unsigned channel)
{
	unsigned frequency_mhz = channel_frequency_mhz(channel);
	struct diagnostic *d;

	if (frequency_mhz == 0)
		d = reader_error(r, node->place, "there is no channel %u", channel);
	else if (channel == ap->channel)
		d = reader_error(r, node->place, "\"%s\" is on channel %u already",
				 ap->name, channel);
	else if ((frequency_mhz >= 5000) != (ap->frequency_mhz >= 5000))
		d = reader_error(r, node->place,
				 "channel %u is not in the band of \"%s\", which is on "
				 "channel %u",
				 channel, ap->name, ap->channel);
	else if (channel >= 52 && channel <= 144)
		d = reader_error(r, node->place,
				 "channel %u needs radar detection (DFS), which the lab "
				 "does not have",
				 channel);
	else
		return true;
	diagnostic_suggest(d, "write channel: %u", another_channel(ap->channel));
	return false;
}

/* { at: NAME, channel: NUMBER } */
static void read_channel(struct reader *r, const struct node *key,
			 const struct node *node, struct fault *fault)
{
	static const char *const names[] = { "at", "channel" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	cleanup_free_ char *example =
		memory_printf("write %s: { at: NAME, channel: 11 }", key->text);
	const struct node *channel = node_get(node, "channel");
	size_t at;

	check_known_keys(r, node, &known, "of a fault with a channel");
	at = read_end(r, key, node, &known, "at", example);
	if (channel && !read_integer(r, node_get_key(node, "channel"), channel, 0, 99999,
				     &fault->channel))
		return;
	if (at == ACCESS_POINT_UNKNOWN ||
	    (channel &&
	     !check_channel(r, channel, &r->scenario->access_points[at], fault->channel)))
		return;
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
	case PLACES_OR_CHANNEL:
		if (node->kind == NODE_MAPPING)
			read_channel(r, key, node, fault);
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

	switch (fault_syntax[kind].term) {
	case ANY_TIME:
	case MID_RUN:
		return true;
	case ALL_THE_TIME:
		d = reader_error(r, node->place,
				 "\"%s\" is in hostapd's configuration: it cannot %s in "
				 "mid-run",
				 fault_name(kind), begins ? "begin" : "end");
		diagnostic_suggest(d, "leave this step out: the fault is there from the "
				      "start to the end");
		return false;
	case A_MOMENT:
		if (begins)
			return true;
		d = reader_error(r, node->place,
				 "\"%s\" is over as soon as it has begun: it cannot end",
				 fault_name(kind));
		diagnostic_suggest(d, "leave this step out");
		return false;
	}
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

/* False, with a diagnostic, for what is no step. */
static bool read_change(struct reader *r, const struct node *key, const struct node *node,
			struct step *step)
{
	static const char *const names[] = { "begin", "end" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	static const char example[] = "write fault: { begin: FAULT } or fault: { end: "
				      "FAULT }";
	const struct node *begin, *end, *value;
	unsigned word;

	if (!read_mapping(r, key, node, example))
		return false;
	check_known_keys(r, node, &known, "in \"fault\"");
	begin = node_get(node, "begin");
	end = node_get(node, "end");
	if (begin && end) {
		diagnostic_suggest(reader_error(r, node_key(node, 1)->place,
						"a step begins a fault or ends one"),
				   "begin another step with \"- \"");
		return false;
	}
	value = begin ? begin : end;
	if (!value) {
		if (node_pairs(node) == 0)
			diagnostic_suggest(reader_error(r, key->place,
							"this step does nothing"),
					   "%s", example);
		return false;
	}
	if (!read_word(r, node_get_key(node, begin ? "begin" : "end"), value,
		       &fault_words, &word) ||
	    !check_changes(r, value, word, begin) || !check_named(r, value, word))
		return false;
	step->fault = word;
	step->begins = begin;
	return true;
}

void read_fault_step(struct reader *r, const struct node *key, const struct node *node,
		     struct step *step)
{
	struct scenario *s = r->scenario;

	step->fault = FAULT_MAX;
	if (!read_change(r, key, node, step)) {
		r->fault_steps_unknown = true;
		return;
	}
	for (size_t i = 0; i < s->fault_count && step->begins; i++)
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

/* What happens in mid-run needs a step in which it does. */
static void check_term(struct reader *r, const struct fault *fault)
{
	struct diagnostic *d;

	switch (fault_syntax[fault->kind].term) {
	case ANY_TIME:
	case ALL_THE_TIME:
		break;
	case MID_RUN:
	case A_MOMENT:
		if (fault->later || r->fault_steps_unknown || !r->steps_known)
			break;
		d = reader_error(r, fault->place,
				 "\"%s\" happens in mid-run, and no step begins it",
				 fault_name(fault->kind));
		diagnostic_suggest(d, "add a step: - fault: { begin: %s }",
				   fault_name(fault->kind));
		break;
	}
}

void check_faults(struct reader *r)
{
	const struct scenario *s = r->scenario;

	for (size_t i = 0; i < s->fault_count; i++) {
		/* Those of one item have the same needs. */
		if (i == 0 || !same_item(&s->faults[i - 1], &s->faults[i])) {
			check_need(r, &s->faults[i]);
			check_term(r, &s->faults[i]);
		}
	}
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "scenario/read.h"

/* The run's "expect:". */

#define LIMIT_MAX_NS (UINT64_C(24) * 3600 * NS_PER_S)
#define RECOVERY_MAX_NS (3600 * NS_PER_S)
#define HANDSHAKES_MAX 1000000
#define RETRANSMISSIONS_MAX 1000000

struct expectation *add_expectation(struct reader *r, enum metric metric,
				    struct place place)
{
	struct scenario *s = r->scenario;
	struct expectation *e =
		array_add(s->expectations, s->expectation_count, s->expectation_capacity);

	e->metric = metric;
	e->place = place;
	return e;
}

/* What is said about roams needs some. */
static bool check_roams(struct reader *r, const struct node *key)
{
	struct diagnostic *d;

	if (!r->steps_known || r->roam_steps > 0)
		return true;
	d = reader_error(r, key->place, "\"%s\" judges roams, and no step is one",
			 key->text);
	diagnostic_suggest(d, "add a step such as - roam: { to: NAME, via: air }");
	return false;
}

static void read_fast_transition(struct reader *r, const struct node *key,
				 const struct node *node)
{
	static const char *const names[] = { "always", "never" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	struct diagnostic *d;
	unsigned word;

	if (!check_roams(r, key) || !read_word(r, key, node, &known, &word))
		return;
	if (word == 0 && r->security_known && !scenario_uses_ft(r->scenario)) {
		d = reader_error(r, node->place, "the network's security has no FT");
		diagnostic_suggest(d, "use ft-psk or ft-sae, or fast-transition: never");
		return;
	}
	add_expectation(r, METRIC_FAST_TRANSITION, node->place)->wanted = word == 0;
}

static void read_largest_part(struct reader *r, size_t stream, const struct node *key,
			      const struct node *node)
{
	struct expectation *e;
	unsigned part;

	if (!read_word(r, key, node, &gap_part_words, &part))
		return;
	e = add_expectation(r, METRIC_GAP_PART, node->place);
	e->stream = stream;
	e->part = (enum gap_part_kind)part;
}

/* { p95: 50ms, max: 150ms }, or a bare duration that is the max. */
static void read_limits(struct reader *r, enum metric metric, size_t stream,
			const struct node *key, const struct node *node)
{
	uint64_t limit;

	if (node->kind != NODE_MAPPING) {
		struct expectation *e;

		if (!read_duration(r, key, node, 1, LIMIT_MAX_NS, &limit))
			return;
		e = add_expectation(r, metric, node->place);
		e->statistic = STATISTIC_MAX;
		e->stream = stream;
		e->limit = limit;
		return;
	}
	if (node_pairs(node) == 0)
		reader_error(r, node->place, "this limits nothing");
	for (size_t i = 0; i < node_pairs(node); i++) {
		const struct node *name = node_key(node, i), *value = node_value(node, i);
		int statistic = words_find(&statistic_words, name->text);
		struct expectation *e;
		struct diagnostic *d;

		if (metric == METRIC_GAP && strcmp(name->text, "largest-part") == 0) {
			read_largest_part(r, stream, name, value);
			continue;
		}
		if (statistic < 0) {
			d = reader_error(r, name->place, "there is no statistic \"%s\"",
					 SHOWN(name->text));
			diagnostic_suggest(d, "it is one of: min, p50, p95, p99, max%s",
					   metric == METRIC_GAP ? "; or largest-part"
								: "");
			continue;
		}
		if (!read_duration(r, name, value, 1, LIMIT_MAX_NS, &limit))
			continue;
		e = add_expectation(r, metric, value->place);
		e->statistic = (enum statistic)statistic;
		e->stream = stream;
		e->limit = limit;
	}
}

static void read_roam_time(struct reader *r, const struct node *key,
			   const struct node *node)
{
	if (check_roams(r, key))
		read_limits(r, METRIC_ROAM_TIME, 0, key, node);
}

static bool find_stream(struct reader *r, const struct node *key, size_t *ret)
{
	const struct scenario *s = r->scenario;
	const char *names[SCENARIO_STREAM_MAX];
	struct diagnostic *d;

	for (size_t i = 0; i < s->stream_count; i++) {
		names[i] = s->streams[i].name;
		if (strcmp(names[i], key->text) == 0) {
			*ret = i;
			return true;
		}
	}
	if (!r->streams_known)
		return false;
	d = reader_error(r, key->place, "there is no stream \"%s\"", SHOWN(key->text));
	if (suggest_name(d, key->text, names, s->stream_count))
		return false;
	if (s->stream_count == 0)
		diagnostic_suggest(d, "list it under \"traffic\"");
	else
		diagnostic_suggest(d, "\"traffic\" has %s%s", names[0],
				   s->stream_count > 1 ? " and others" : "");
	return false;
}

static void read_loss(struct reader *r, size_t stream, const struct node *key,
		      const struct node *node)
{
	struct expectation *e;
	uint64_t ppm;

	if (!read_percentage(r, key, node, &ppm))
		return;
	e = add_expectation(r, METRIC_LOSS, node->place);
	e->stream = stream;
	e->limit = ppm;
}

/* gap, round-trip, loss: a mapping from streams. */
static void read_stream_metric(struct reader *r, enum metric metric,
			       const struct node *key, const struct node *node)
{
	bool loss = metric == METRIC_LOSS;
	cleanup_free_ char *example = NULL;
	size_t stream;

	example = memory_printf("name the stream: %s: { %s: %s }", key->text,
				r->scenario->stream_count ? r->scenario->streams[0].name
							  : "voice",
				loss ? "1%" : "150ms");
	if (!read_mapping(r, key, node, example))
		return;
	for (size_t i = 0; i < node_pairs(node); i++) {
		const struct node *name = node_key(node, i), *value = node_value(node, i);

		if (!find_stream(r, name, &stream))
			continue;
		if (loss)
			read_loss(r, stream, name, value);
		else
			read_limits(r, metric, stream, name, value);
	}
}

static void read_connection_key(struct reader *r, size_t stream, const struct node *key,
				const struct node *value)
{
	struct expectation *e;
	unsigned count;
	bool wanted;

	if (strcmp(key->text, "survives") == 0) {
		if (!read_boolean(r, key, value, &wanted))
			return;
		e = add_expectation(r, METRIC_CONNECTION_SURVIVES, value->place);
		e->wanted = wanted;
	} else if (strcmp(key->text, "retransmissions") == 0) {
		if (!read_integer(r, key, value, 0, RETRANSMISSIONS_MAX, &count))
			return;
		e = add_expectation(r, METRIC_CONNECTION_RETRANSMISSIONS, value->place);
		e->limit = count;
	} else {
		return;
	}
	e->stream = stream;
}

static void read_connection(struct reader *r, const struct node *name,
			    const struct node *node)
{
	static const char *const names[] = { "survives", "retransmissions" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	struct diagnostic *d;
	size_t stream;

	if (!find_stream(r, name, &stream))
		return;
	if (r->scenario->streams[stream].probe != PROBE_TCP) {
		if (!r->streams_known)
			return;
		d = reader_error(r, name->place, "the stream \"%s\" has no connection",
				 name->text);
		diagnostic_suggest(d, "give it probe: tcp under \"traffic\"");
		return;
	}
	if (!read_mapping(r, name, node,
			  "write survives: true, or retransmissions: 10, under it"))
		return;
	check_known_keys(r, node, &known, "among a connection's metrics");
	for (size_t i = 0; i < node_pairs(node); i++)
		read_connection_key(r, stream, node_key(node, i), node_value(node, i));
}

static void read_connections(struct reader *r, const struct node *key,
			     const struct node *node)
{
	if (!read_mapping(r, key, node,
			  "name the stream: connection: { ssh: { survives: true } }"))
		return;
	for (size_t i = 0; i < node_pairs(node); i++)
		read_connection(r, node_key(node, i), node_value(node, i));
}

static void read_tunnel_key(struct reader *r, const struct node *key,
			    const struct node *value, bool survives_given)
{
	struct expectation *e;
	unsigned count;
	bool wanted;

	if (strcmp(key->text, "survives") == 0) {
		if (read_boolean(r, key, value, &wanted))
			add_expectation(r, METRIC_TUNNEL_SURVIVES, value->place)->wanted =
				wanted;
	} else if (strcmp(key->text, "within") == 0) {
		if (!read_duration(r, key, value, NS_PER_MS, RECOVERY_MAX_NS,
				   &r->scenario->recovery_limit_ns))
			return;
		/* Who sets the limit expects it to be kept. */
		if (!survives_given)
			add_expectation(r, METRIC_TUNNEL_SURVIVES, value->place)->wanted =
				true;
	} else if (strcmp(key->text, "handshakes") == 0) {
		if (!read_integer(r, key, value, 0, HANDSHAKES_MAX, &count))
			return;
		e = add_expectation(r, METRIC_TUNNEL_HANDSHAKES, value->place);
		e->limit = count;
	}
}

static void read_tunnel_metrics(struct reader *r, const struct node *key,
				const struct node *node)
{
	static const char *const names[] = { "survives", "within", "handshakes" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	struct diagnostic *d;
	bool survives_given;

	if (!r->scenario->has_tunnel) {
		d = reader_error(r, key->place, "the scenario has no tunnel");
		diagnostic_suggest(d, "add tunnel: { wireguard: lab }");
		return;
	}
	if (!read_mapping(r, key, node,
			  "write tunnel: { survives: true, handshakes: 0 }") ||
	    !check_roams(r, key))
		return;
	check_known_keys(r, node, &known, "among the tunnel's metrics");
	survives_given = node_get(node, "survives") != NULL ||
			 key_misspelt(node, &known, "survives");
	for (size_t i = 0; i < node_pairs(node); i++)
		read_tunnel_key(r, node_key(node, i), node_value(node, i),
				survives_given);
}

static void unknown_metric(struct reader *r, const struct node *key)
{
	static const char *const names[] = { "fast-transition", "roam-time", "gap",
					     "round-trip",	"loss",	     "tunnel",
					     "connection",	"warnings" };
	static const char *const of_step[] = { "result", "status", "used", "cause" };
	struct diagnostic *d;

	d = reader_error(r, key->place, "there is no metric \"%s\"", SHOWN(key->text));
	for (size_t i = 0; i < ARRAY_SIZE(of_step); i++) {
		if (strcmp(key->text, of_step[i]) != 0)
			continue;
		diagnostic_suggest(d, "\"%s\" belongs to the \"expect\" of a step",
				   key->text);
		return;
	}
	if (!suggest_name(d, key->text, names, ARRAY_SIZE(names)))
		diagnostic_suggest(d, "the metrics are: fast-transition, roam-time, gap, "
				      "round-trip, loss, connection, tunnel, warnings");
}

static void read_metric(struct reader *r, const struct node *key,
			const struct node *value)
{
	if (strcmp(key->text, "fast-transition") == 0)
		read_fast_transition(r, key, value);
	else if (strcmp(key->text, "roam-time") == 0)
		read_roam_time(r, key, value);
	else if (strcmp(key->text, "gap") == 0)
		read_stream_metric(r, METRIC_GAP, key, value);
	else if (strcmp(key->text, "round-trip") == 0)
		read_stream_metric(r, METRIC_ROUND_TRIP, key, value);
	else if (strcmp(key->text, "loss") == 0)
		read_stream_metric(r, METRIC_LOSS, key, value);
	else if (strcmp(key->text, "connection") == 0)
		read_connections(r, key, value);
	else if (strcmp(key->text, "tunnel") == 0)
		read_tunnel_metrics(r, key, value);
	else if (strcmp(key->text, "warnings") == 0)
		read_warnings(r, key, value);
	else
		unknown_metric(r, key);
}

/* Who turned FT on expects it to be used, wherever no step says something else. */
static void add_default(struct reader *r, const struct node *node)
{
	struct expectation *e;

	if (node && node->kind == NODE_MAPPING && node_get(node, "fast-transition"))
		return;
	if (!r->security_known || !scenario_uses_ft(r->scenario) ||
	    r->roams_unjudged == 0)
		return;
	e = add_expectation(r, METRIC_FAST_TRANSITION, r->scenario->security_place);
	e->wanted = true;
	e->implicit = true;
}

void read_expect(struct reader *r, const struct node *key, const struct node *node)
{
	if (node && read_mapping(r, key, node, "write fast-transition: always under it"))
		for (size_t i = 0; i < node_pairs(node); i++)
			read_metric(r, node_key(node, i), node_value(node, i));
	add_default(r, node);
}

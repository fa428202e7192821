/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "scenario/read.h"

/* The streams of probes. */

#define SIZE_DEFAULT 100
#define SIZE_LIMIT 1400 /* fits into an Ethernet frame, with IPv6, too */

static const unsigned size_min[PROBE_MAX] = {
	[PROBE_STAMP] = 44, /* RFC 8762 4.2.1 */
	[PROBE_ICMP] = 12,  /* sequence and time: net/echo.h */
	[PROBE_TCP] = 28,   /* the header: net/message.h */
};

static void read_stream_name(struct reader *r, const struct node *key,
			     const struct node *node, struct stream *stream)
{
	const struct scenario *s = r->scenario;
	const char *text;

	if (!read_text(r, key, node, &text) || !check_label(r, node, "a stream"))
		return;
	if (strcmp(text, SCENARIO_TUNNEL_PROBE) == 0) {
		reader_error(r, node->place,
			     "\"%s\" is the name of roamtest's own stream", text);
		return;
	}
	for (size_t i = 0; i < s->stream_count; i++) {
		if (!s->streams[i].name || strcmp(s->streams[i].name, text) != 0)
			continue;
		reader_error(r, node->place,
			     "a stream \"%s\" is there already, on line %u", text,
			     s->streams[i].place.line);
		return;
	}
	stream->name = memory_strdup(text);
	stream->place = node->place;
}

static void read_through(struct reader *r, const struct node *key,
			 const struct node *node, struct stream *stream)
{
	struct diagnostic *d;
	unsigned through;

	if (!read_word(r, key, node, &through_words, &through))
		return;
	stream->through = through;
	if (through == THROUGH_TUNNEL && !r->scenario->has_tunnel) {
		d = reader_error(r, node->place, "the scenario has no tunnel");
		diagnostic_suggest(d, "add tunnel: { wireguard: lab }");
	}
}

static void read_ip(struct reader *r, const struct node *key, const struct node *node,
		    struct stream *stream)
{
	static const char *const names[] = { "4", "6" };
	static const struct words versions = { names, ARRAY_SIZE(names) };
	unsigned version;

	if (!read_word(r, key, node, &versions, &version))
		return;
	stream->ipv6 = version == 1;
	stream->ip_place = node->place;
}

/* One host's address: RFC 6890 has 0/8 and 127/8, RFC 5771 224/4, RFC 1112 240/4. */
static bool is_host(struct in_addr address)
{
	uint32_t first = ntohl(address.s_addr) >> 24;

	return first != 0 && first != 127 && first < 224;
}

static void read_to(struct reader *r, const struct node *key, const struct node *node,
		    struct stream *stream)
{
	struct diagnostic *d;
	const char *text;

	if (!read_text(r, key, node, &text))
		return;
	if (inet_pton(AF_INET, text, &stream->to) != 1) {
		d = reader_error(r, node->place, "\"%s\" is no IPv4 address",
				 SHOWN(text));
		diagnostic_suggest(d, "write it in numbers, such as 192.0.2.1");
		return;
	}
	if (!is_host(stream->to)) {
		reader_error(r, node->place, "%s is no single host's address", text);
		return;
	}
	stream->has_to = true;
	if (stream->ipv6) {
		d = reader_error(r, node->place, "%s is no IPv6 address", text);
		diagnostic_suggest(d, "leave \"to\" out, or \"ip\"");
		return;
	}
	if (stream->through != THROUGH_TUNNEL)
		return;
	d = reader_error(r, node->place,
			 "through the tunnel a stream goes to its other end");
	diagnostic_suggest(d, "leave \"to\" out");
}

static void read_port(struct reader *r, const struct node *key, const struct node *node,
		      struct stream *stream)
{
	struct diagnostic *d;

	if (stream->probe == PROBE_ICMP) {
		d = reader_error(r, key->place, "ICMP has no ports");
		diagnostic_suggest(d, "leave \"port\" out");
		return;
	}
	if (read_integer(r, key, node, 1, UINT16_MAX, &stream->port) &&
	    stream->port == TUNNEL_PORT && stream->through == THROUGH_WIFI &&
	    r->scenario->has_tunnel) {
		d = reader_error(r, node->place, "port %u is the tunnel's", TUNNEL_PORT);
		diagnostic_suggest(d, "leave \"port\" out, or take another");
	}
}

/* What can be left out. False if what the stream consists of is not known. */
static bool read_options(struct reader *r, const struct node *node, struct stream *stream)
{
	const struct node *value = node_get(node, "probe");
	unsigned probe = PROBE_STAMP;
	bool known = !value || read_word(r, node_get_key(node, "probe"), value,
					 &probe_words, &probe);

	stream->probe = probe;
	if (value)
		stream->probe_place = value->place;
	value = node_get(node, "ip");
	if (value)
		read_ip(r, node_get_key(node, "ip"), value, stream);
	value = node_get(node, "to");
	if (value)
		read_to(r, node_get_key(node, "to"), value, stream);
	value = node_get(node, "port");
	if (value)
		read_port(r, node_get_key(node, "port"), value, stream);
	value = node_get(node, "size");
	if (value)
		read_integer(r, node_get_key(node, "size"), value,
			     size_min[known ? stream->probe : PROBE_ICMP], SIZE_LIMIT,
			     &stream->size);
	return known;
}

/* False if the stream's name or kind is not known. */
static bool read_stream(struct reader *r, const struct node *node)
{
	static const char *const names[] = { "name",  "through", "every", "size",
					     "probe", "to",	 "port",  "ip" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	struct scenario *s = r->scenario;
	struct stream *stream, filled = { .size = SIZE_DEFAULT, .every_ns = NS_PER_S };
	const struct node *value;
	bool known_kind;

	if (!read_mapping(r, NULL, node,
			  "write - { name: voice, through: wifi, every: 20ms }"))
		return false;
	check_known_keys(r, node, &known, "of a stream");
	value = node_require(r, first_place(node), "this stream", node, &known, "name",
			     NULL);
	if (value)
		read_stream_name(r, node_get_key(node, "name"), value, &filled);
	value = node_require(r, first_place(node), "this stream", node, &known, "through",
			     "write through: wifi, or through: tunnel");
	if (value)
		read_through(r, node_get_key(node, "through"), value, &filled);
	value = node_require(r, first_place(node), "this stream", node, &known, "every",
			     "write every: 20ms");
	if (value)
		read_duration(r, node_get_key(node, "every"), value, NS_PER_MS,
			      3600 * NS_PER_S, &filled.every_ns);
	known_kind = read_options(r, node, &filled);
	if (!filled.name)
		return false;
	stream = array_add(s->streams, s->stream_count, s->stream_capacity);
	*stream = filled;
	return known_kind;
}

void read_traffic(struct reader *r, const struct node *key, const struct node *node)
{
	bool all = true;

	if (!read_sequence(
		    r, key, node,
		    "write - { name: voice, through: wifi, every: 20ms } under it")) {
		r->streams_known = false;
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		if (i == SCENARIO_STREAM_MAX) {
			reader_error(r, first_place(node->items[i]),
				     "more than %d streams", SCENARIO_STREAM_MAX);
			all = false;
			break;
		}
		all &= read_stream(r, node->items[i]);
	}
	if (!all)
		r->streams_known = false;
}

/* A connection is no measure of the tunnel: it can die, and wait for its own timers. */
void add_tunnel_probe(struct reader *r)
{
	struct scenario *s = r->scenario;
	struct stream *stream;
	struct diagnostic *d;

	if (!s->has_tunnel)
		return;
	for (size_t i = 0; i < s->stream_count; i++)
		if (s->streams[i].through == THROUGH_TUNNEL &&
		    s->streams[i].probe != PROBE_TCP)
			return;
	if (s->stream_count >= SCENARIO_STREAM_MAX) {
		d = reader_error(r, s->tunnel_place,
				 "no stream of probes uses the tunnel, and there are "
				 "already %d",
				 SCENARIO_STREAM_MAX);
		diagnostic_suggest(d, "let one of them go through: tunnel");
		return;
	}
	stream = array_add(s->streams, s->stream_count, s->stream_capacity);
	*stream = (struct stream){
		.name = memory_strdup(SCENARIO_TUNNEL_PROBE),
		.through = THROUGH_TUNNEL,
		.every_ns = 100 * NS_PER_MS,
		.size = SIZE_DEFAULT,
		.implicit = true,
		.place = s->tunnel_place,
	};
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>
#include <string.h>

#include "base/seed.h"
#include "net/wireguard.h"
#include "run/engine.h"

/* The WireGuard tunnel of a lab: both ends, made for the run and gone with it. */

#define TUNNEL_INTERFACE "wg-roamtest"
#define TUNNEL_PREFIX 24
#define TUNNEL_PREFIX_V6 64

struct end {
	const char *address, *address_v6;
	const struct wireguard_keys *keys;
};

static struct in_addr address(const char *text)
{
	struct in_addr a = { 0 };

	inet_pton(AF_INET, text, &a);
	return a;
}

static struct in6_addr address_v6(const char *text)
{
	struct in6_addr a = { 0 };

	inet_pton(AF_INET6, text, &a);
	return a;
}

static bool has_ipv6(const struct scenario *scenario)
{
	for (size_t i = 0; i < scenario->stream_count; i++)
		if (scenario->streams[i].ipv6 &&
		    scenario->streams[i].through == THROUGH_TUNNEL)
			return true;
	return false;
}

static int make_end(int netns, const struct end *own, const struct end *other, bool ipv6,
		    const struct in_addr *endpoint, struct error *error)
{
	const struct in6_addr own_v6 = address_v6(own->address_v6);
	const struct in6_addr other_v6 = address_v6(other->address_v6);
	struct wireguard_config config = {
		.name = TUNNEL_INTERFACE,
		.address = address(own->address),
		.prefix = TUNNEL_PREFIX,
		.address_v6 = ipv6 ? &own_v6 : NULL,
		.prefix_v6 = TUNNEL_PREFIX_V6,
		.listen_port = TUNNEL_PORT,
		.peer = { .allowed = address(other->address),
			  .allowed_prefix = 32,
			  .allowed_v6 = ipv6 ? &other_v6 : NULL },
	};
	int r;

	memcpy(config.private_key, own->keys->private_key, WIREGUARD_KEY_LENGTH);
	memcpy(config.peer.public_key, other->keys->public_key, WIREGUARD_KEY_LENGTH);
	if (endpoint) {
		config.peer.has_endpoint = true;
		config.peer.endpoint = (struct sockaddr_in){
			.sin_family = AF_INET,
			.sin_port = htons(TUNNEL_PORT),
			.sin_addr = *endpoint,
		};
	}
	r = wireguard_make(netns, &config, error);
	explicit_bzero(&config, sizeof(config));
	return r;
}

static int make_keys(const struct run *run, const char *purpose,
		     struct wireguard_keys *ret, struct error *error)
{
	uint8_t octets[WIREGUARD_KEY_LENGTH];
	int r;

	seed_octets(run->station->environment.seed, purpose, octets, sizeof(octets));
	r = wireguard_keys_make(octets, ret, error);
	explicit_bzero(octets, sizeof(octets));
	return r;
}

int tunnel_begin(struct run *run, struct error *error)
{
	const struct run_station *station = run->station;
	const bool ipv6 = has_ipv6(run->plan->scenario);
	struct wireguard_keys here = { 0 }, there = { 0 };
	const struct end near = { TUNNEL_STATION_ADDRESS, TUNNEL_STATION_ADDRESS_V6,
				  &here };
	const struct end far = { TUNNEL_SERVER_ADDRESS, TUNNEL_SERVER_ADDRESS_V6,
				 &there };
	int r;

	r = make_keys(run, "wireguard-station", &here, error);
	if (r >= 0)
		r = make_keys(run, "wireguard-server", &there, error);
	if (r >= 0)
		r = make_end(station->server_netns, &far, &near, ipv6, NULL, error);
	if (r >= 0)
		r = make_end(station->netns, &near, &far, ipv6, &station->server, error);
	wireguard_keys_wipe(&here);
	wireguard_keys_wipe(&there);
	if (r >= 0)
		r = wireguard_reader_open(&run->tunnel, station->netns, TUNNEL_INTERFACE,
					  error);
	return r < 0 ? error_prefix(error, r, "the WireGuard tunnel") : 0;
}

void tunnel_record(struct run *run, bool only_changes)
{
	struct event event = { .kind = EVENT_TUNNEL };
	struct wireguard_reading reading;

	/* A reading that fails is a reading less: the gap in them shows. */
	if (!run->tunnel || wireguard_read(run->tunnel, &reading, NULL) < 0)
		return;
	if (only_changes &&
	    (!reading.has_handshake || reading.handshake_ns == run->tunnel_handshake_ns))
		return;
	run->tunnel_handshake_ns = reading.handshake_ns;
	event.tunnel.has_handshake = reading.has_handshake;
	event.tunnel.handshake_ns = reading.handshake_ns;
	if (reading.has_handshake)
		event.tunnel.handshake_at_ns =
			run_since_start(run, realtime_to_monotonic(&run->sources.realtime,
								   reading.handshake_ns));
	event.tunnel.received_bytes = reading.received_bytes;
	event.tunnel.sent_bytes = reading.sent_bytes;
	run_record(run, &event);
}

void tunnel_close(struct run *run)
{
	run->tunnel = wireguard_reader_close(run->tunnel);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>
#include <string.h>

#include "base/seed.h"
#include "net/wireguard.h"
#include "run/engine.h"

/* The WireGuard tunnel of a lab: both ends, made for the run and gone with it. */

#define TUNNEL_INTERFACE "wg-roamtest"
#define TUNNEL_PREFIX 24

static struct in_addr address(const char *text)
{
	struct in_addr a = { 0 };

	inet_pton(AF_INET, text, &a);
	return a;
}

static int make_end(int netns, const char *own, const char *other,
		    const struct wireguard_keys *own_keys,
		    const struct wireguard_keys *other_keys,
		    const struct in_addr *endpoint, struct error *error)
{
	struct wireguard_config config = {
		.name = TUNNEL_INTERFACE,
		.address = address(own),
		.prefix = TUNNEL_PREFIX,
		.listen_port = TUNNEL_PORT,
		.peer = { .allowed = address(other), .allowed_prefix = 32 },
	};
	int r;

	memcpy(config.private_key, own_keys->private_key, WIREGUARD_KEY_LENGTH);
	memcpy(config.peer.public_key, other_keys->public_key, WIREGUARD_KEY_LENGTH);
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
	struct wireguard_keys here = { 0 }, there = { 0 };
	int r;

	r = make_keys(run, "wireguard-station", &here, error);
	if (r >= 0)
		r = make_keys(run, "wireguard-server", &there, error);
	if (r >= 0)
		r = make_end(station->server_netns, TUNNEL_SERVER_ADDRESS,
			     TUNNEL_STATION_ADDRESS, &there, &here, NULL, error);
	if (r >= 0)
		r = make_end(station->netns, TUNNEL_STATION_ADDRESS,
			     TUNNEL_SERVER_ADDRESS, &here, &there, &station->server,
			     error);
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

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdint.h>

#include "net/wireguard.h"
#include "run/engine.h"
#include "scenario/wg-quick.h"

/* What the files of the tunnel share. */

#define TUNNEL_INTERFACE "wg-roamtest"
#define TUNNEL_STATION_ADDRESS "10.78.0.2"
#define TUNNEL_SERVER_ADDRESS "10.78.0.1"
#define TUNNEL_PREFIX 24
/* Where there are streams of IPv6 in it. */
#define TUNNEL_STATION_ADDRESS_V6 "fd0a:4e::2"
#define TUNNEL_SERVER_ADDRESS_V6 "fd0a:4e::1"
#define TUNNEL_PREFIX_V6 64

static inline struct ip_address tunnel_literal(const char *literal)
{
	struct ip_address address = { 0 };

	ip_address_parse(literal, &address);
	return address;
}

/* The address with the prefix that it is alone in. */
static inline struct ip_network tunnel_alone(const struct ip_address *address)
{
	return (struct ip_network){ *address, ip_address_bits(address) };
}

/* tunnel-wg-quick.c: what of a file becomes an interface. Pure. */

struct tunnel_routes {
	struct ip_network *items;
	size_t count, capacity;
	bool default_left_out; /* one to everything, which needs policy routing */
	bool own_left_out;     /* one that the tunnel's own packets would take */
	bool far_end_alone;    /* one to the far end only, and none that it is part of */
};

/* The routes that wg-quick(8) would add, less those that need more than a route, and one
 * to the far end if none of them leads there. endpoints has the address of each peer,
 * family 0 where it has none. */
struct tunnel_routes tunnel_routes_of(const struct wg_quick *config,
				      const struct ip_address *far_end,
				      const union udp_address *endpoints);

/* tunnel-lab.c */

/* True where roamtest has the far end too. */
static inline bool tunnel_in_lab(const struct run *run)
{
	return run->station->server_netns >= 0;
}

/* Both ends. */
int tunnel_lab_make(struct run *run, struct error *error);
/* The far end as the peer in the file that serves it, with keys of its own. */
int tunnel_lab_play_peer(struct run *run, const struct wg_quick_peer *played,
			 struct error *error);
/* What the two above made at the far end, and on the way to it, goes. */
void tunnel_lab_unmake(struct run *run);
/* The public key of that one. */
int tunnel_lab_public_key(const struct run *run, uint8_t ret[static WIREGUARD_KEY_LENGTH],
			  struct error *error);
/* Where in the lab the endpoint of a peer is. */
union udp_address tunnel_lab_endpoint(const struct run *run,
				      const struct wg_quick_peer *peer);

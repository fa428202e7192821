/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/seed.h"
#include "netlink/netlink.h"
#include "run/tunnel.h"

/* What a lab adds to a tunnel: the far end, and, for a tunnel that is to be there before
 * the run, the near one too. */

static int make_keys(uint32_t seed, const char *purpose, struct wireguard_keys *ret,
		     struct error *error)
{
	uint8_t octets[WIREGUARD_KEY_LENGTH];
	int r;

	seed_octets(seed, purpose, octets, sizeof(octets));
	r = wireguard_keys_make(octets, ret, error);
	explicit_bzero(octets, sizeof(octets));
	return r;
}

static int make_server_keys(const struct run *run, struct wireguard_keys *ret,
			    struct error *error)
{
	return make_keys(run->station->environment.seed, "wireguard-server", ret, error);
}

struct end {
	int netns;
	const char *interface;
	struct ip_network addresses[2]; /* one of each family, at most */
	size_t count;
	struct wireguard_keys keys;
};

/* Nothing but the other end's addresses is for it, and what is not on the link by its own
 * address gets a route. */
static int make_end(const struct end *own, const struct end *other,
		    const struct in_addr *endpoint, struct error *error)
{
	struct ip_network allowed[2], routes[2];
	struct wireguard_peer peer = { .allowed = allowed,
				       .allowed_count = other->count };
	struct wireguard_config config = {
		.name = own->interface,
		.addresses = own->addresses,
		.address_count = own->count,
		.routes = routes,
		.listen_port = TUNNEL_PORT,
		.peers = &peer,
		.peer_count = 1,
	};
	int r;

	for (size_t i = 0; i < other->count; i++) {
		allowed[i] = tunnel_alone(&other->addresses[i].address);
		if (!ip_network_holds(&own->addresses[i], &allowed[i].address))
			routes[config.route_count++] = allowed[i];
	}
	memcpy(config.private_key, own->keys.private_key, WIREGUARD_KEY_LENGTH);
	memcpy(peer.public_key, other->keys.public_key, WIREGUARD_KEY_LENGTH);
	if (endpoint)
		peer.endpoint.v4 = (struct sockaddr_in){
			.sin_family = AF_INET,
			.sin_port = htons(TUNNEL_PORT),
			.sin_addr = *endpoint,
		};
	r = wireguard_make(own->netns, &config, error);
	explicit_bzero(&config, sizeof(config));
	return r;
}

static int make_ends(struct end *near, struct end *far, const struct in_addr *server,
		     uint32_t seed, struct error *error)
{
	int r = make_keys(seed, "wireguard-station", &near->keys, error);

	if (r >= 0)
		r = make_keys(seed, "wireguard-server", &far->keys, error);
	if (r >= 0)
		r = make_end(far, near, NULL, error);
	if (r >= 0) {
		r = make_end(near, far, server, error);
		if (r < 0)
			wireguard_delete(far->netns, far->interface, NULL);
	}
	wireguard_keys_wipe(&near->keys);
	wireguard_keys_wipe(&far->keys);
	return r;
}

static bool has_ipv6(const struct scenario *scenario)
{
	for (size_t i = 0; i < scenario->stream_count; i++)
		if (scenario->streams[i].ipv6 &&
		    scenario->streams[i].through == THROUGH_TUNNEL)
			return true;
	return false;
}

int tunnel_lab_make(struct run *run, struct error *error)
{
	const struct run_station *station = run->station;
	const size_t count = has_ipv6(run->plan->scenario) ? 2 : 1;
	struct end near = {
		.netns = station->netns,
		.interface = TUNNEL_INTERFACE,
		.addresses = { { tunnel_literal(TUNNEL_STATION_ADDRESS), TUNNEL_PREFIX },
			       { tunnel_literal(TUNNEL_STATION_ADDRESS_V6),
				 TUNNEL_PREFIX_V6 } },
		.count = count,
	};
	struct end far = {
		.netns = station->server_netns,
		.interface = TUNNEL_INTERFACE,
		.addresses = { { tunnel_literal(TUNNEL_SERVER_ADDRESS), TUNNEL_PREFIX },
			       { tunnel_literal(TUNNEL_SERVER_ADDRESS_V6),
				 TUNNEL_PREFIX_V6 } },
		.count = count,
	};
	int r = make_ends(&near, &far, &station->server, station->environment.seed,
			  error);

	if (r >= 0)
		run->tunnel_made.near = run->tunnel_made.far = true;
	return r;
}

/* The one next to it. */
static struct ip_address neighbour_of(const struct ip_address *address)
{
	struct ip_address neighbour = *address;
	uint8_t *last = &neighbour.octets[ip_address_bits(address) / 8 - 1];

	*last = (uint8_t)(*last < 254 ? *last + 1 : *last - 1);
	return neighbour;
}

int run_lab_service(const struct run_service *service, struct error *error)
{
	const struct ip_address station = neighbour_of(&service->far_end);
	struct end near = {
		.netns = service->netns,
		.interface = service->interface,
		.addresses = { tunnel_alone(&station) },
		.count = 1,
	};
	struct end far = {
		.netns = service->server_netns,
		.interface = TUNNEL_INTERFACE,
		.addresses = { tunnel_alone(&service->far_end) },
		.count = 1,
	};
	int r = make_ends(&near, &far, &service->server, service->seed, error);

	return r < 0 ? error_prefix(error, r, "the station's interface %s",
				    service->interface)
		     : 0;
}

int tunnel_lab_public_key(const struct run *run, uint8_t ret[static WIREGUARD_KEY_LENGTH],
			  struct error *error)
{
	struct wireguard_keys keys = { 0 };
	int r = make_server_keys(run, &keys, error);

	memcpy(ret, keys.public_key, WIREGUARD_KEY_LENGTH);
	wireguard_keys_wipe(&keys);
	return r;
}

/* Another host can have it: neither this one's loopback nor a group, nor the station; and
 * the station, whose address is known, knows the server as its neighbour. */
static bool can_be_servers(const struct run *run, const struct ip_address *address)
{
	uint8_t first = address->octets[0];

	return run->station->address.s_addr != 0 && address->family == AF_INET &&
	       first != 0 && first != 127 && first < 224 &&
	       address->v4.s_addr != run->station->address.s_addr;
}

union udp_address tunnel_lab_endpoint(const struct run *run,
				      const struct wg_quick_peer *peer)
{
	const struct ip_address server = { .family = AF_INET,
					   .v4 = run->station->server };
	bool literal = can_be_servers(run, &peer->endpoint_address);

	if (!peer->endpoint_host)
		return (union udp_address){ 0 };
	return udp_address_of(literal ? &peer->endpoint_address : &server,
			      peer->endpoint_port);
}

static void forget_endpoint(struct run *run)
{
	if (run->tunnel_made.server_address.address.family != 0)
		far_end_forget(run, &run->tunnel_made.server_address);
}

/* The server has that address too, and the station knows the way to it. */
static int place_endpoint(struct run *run, const union udp_address *endpoint,
			  struct error *error)
{
	const struct ip_address address = { .family = AF_INET,
					    .v4 = endpoint->v4.sin_addr };
	const struct ip_network alone = tunnel_alone(&address);
	int r;

	if (endpoint->v4.sin_addr.s_addr == run->station->server.s_addr)
		return 0;
	r = far_end_place(run, &alone, error);
	if (r >= 0)
		run->tunnel_made.server_address = alone;
	return r;
}

static void tell_endpoint(struct run *run, const struct wg_quick_peer *peer,
			  const union udp_address *endpoint)
{
	char shown[UDP_ADDRESS_FORMAT_MAX];

	udp_address_format(shown, endpoint);
	if (peer->endpoint_address.family == 0)
		run_note(run, "In the lab %s is the lab's server, %s",
			 peer->endpoint_host, shown);
	else if (endpoint->v4.sin_addr.s_addr == run->station->server.s_addr)
		run_note(run,
			 "The lab's server cannot have the address %s: its endpoint is "
			 "%s",
			 peer->endpoint_host, shown);
	else
		run_note(run, "The lab's server has the address %s, too",
			 peer->endpoint_host);
}

/* What everybody takes; with it a peer begins by itself. */
#define KEEPALIVE_S 25

/* The far end as the file sees it, turned round. */
static int make_far_end(struct run *run, const struct wg_quick_peer *played,
			uint16_t port, struct error *error)
{
	const struct tunnel *tunnel = &run->plan->scenario->tunnel;
	const struct wg_quick *file = tunnel->wg_quick;
	const struct ip_network own = tunnel_alone(&tunnel->far_end);
	struct ip_network *stations =
		memory_zero(file->addresses.count, sizeof(*stations));
	struct wireguard_peer peer = { .allowed = stations,
				       .allowed_count = file->addresses.count };
	struct wireguard_config config = {
		.name = TUNNEL_INTERFACE,
		.addresses = &own,
		.address_count = 1,
		.mtu = file->mtu,
		.listen_port = port,
		.peers = &peer,
		.peer_count = 1,
	};
	struct wireguard_keys server = { 0 }, station = { 0 };
	int r;

	for (size_t i = 0; i < file->addresses.count; i++) {
		stations[i] = tunnel_alone(&file->addresses.items[i].address);
		/* One way back is enough. */
		if (config.route_count == 0 &&
		    stations[i].address.family == tunnel->far_end.family) {
			config.routes = &stations[i];
			config.route_count = 1;
		}
	}
	r = make_server_keys(run, &server, error);
	if (r >= 0)
		r = wireguard_keys_make(file->private_key, &station, error);
	memcpy(config.private_key, server.private_key, WIREGUARD_KEY_LENGTH);
	memcpy(peer.public_key, station.public_key, WIREGUARD_KEY_LENGTH);
	if (played->has_preshared_key)
		memcpy(peer.preshared_key, played->preshared_key, WIREGUARD_KEY_LENGTH);
	if (!played->endpoint_host) { /* the file has the far end begin */
		peer.keepalive_s = KEEPALIVE_S;
		peer.endpoint.v4 = (struct sockaddr_in){
			.sin_family = AF_INET,
			.sin_port = htons(file->listen_port),
			.sin_addr = run->station->address,
		};
	}
	if (r >= 0)
		r = wireguard_make(run->station->server_netns, &config, error);
	wireguard_keys_wipe(&server);
	wireguard_keys_wipe(&station);
	explicit_bzero(&config, sizeof(config));
	explicit_bzero(&peer, sizeof(peer));
	free(stations);
	return r;
}

int tunnel_lab_play_peer(struct run *run, const struct wg_quick_peer *played,
			 struct error *error)
{
	const struct tunnel *tunnel = &run->plan->scenario->tunnel;
	union udp_address endpoint = tunnel_lab_endpoint(run, played);
	uint16_t port = TUNNEL_PORT;
	int r;

	run_note(run,
		 "The lab plays the peer of line %u of %s, with a key pair of its own",
		 played->place.line, tunnel->file);
	if (!played->endpoint_host && run->station->address.s_addr == 0)
		return error_set(error, -EADDRNOTAVAIL,
				 "the far end is to begin, and in this lab the station's "
				 "address is not known to it");
	run->tunnel_made.far = true; /* from here on there is something to undo */
	if (played->endpoint_host) {
		port = played->endpoint_port;
		tell_endpoint(run, played, &endpoint);
		r = place_endpoint(run, &endpoint, error);
		if (r < 0)
			return error_prefix(error, r, "the endpoint's address");
	}
	return make_far_end(run, played, port, error);
}

void tunnel_lab_unmake(struct run *run)
{
	wireguard_delete(run->station->server_netns, TUNNEL_INTERFACE, NULL);
	forget_endpoint(run);
}

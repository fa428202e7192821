/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/sysctl.h"
#include "base/time.h"
#include "net/resolve.h"
#include "netlink/netlink.h"
#include "run/tunnel.h"

/* The WireGuard tunnel that a run watches: made for it and gone with it, or there before
 * and left alone. */

static const struct tunnel *tunnel_of(const struct run *run)
{
	return &run->plan->scenario->tunnel;
}

static const char *interface_of(const struct run *run)
{
	const char *interface = tunnel_of(run)->interface;

	return interface ? interface : TUNNEL_INTERFACE;
}

static struct ip_address far_end_of(const struct run *run)
{
	const struct tunnel *tunnel = tunnel_of(run);

	return tunnel->far_end.family ? tunnel->far_end
				      : tunnel_literal(TUNNEL_SERVER_ADDRESS);
}

static int open_reader(struct run *run, struct error *error)
{
	const struct ip_address far_end = far_end_of(run);

	return wireguard_reader_open(&run->tunnel, run->station->netns, interface_of(run),
				     &far_end, error);
}

/* Why an interface that is to be watched cannot be. */
static int explain(const struct run *run, int r, struct error *error)
{
	const char *name = interface_of(run);

	if (r == -ENODEV) {
		error_set(error, r, "there is no interface %s", name);
		error_remedy(error, "bring the VPN up before the run, or have roamtest "
				    "make a tunnel: tunnel: { wireguard: FILE.conf }");
	} else if (r == -EOPNOTSUPP) {
		error_set(error, r, "%s is no WireGuard interface", name);
		error_remedy(error, "\"wg show interfaces\" lists those");
	} else if (r == -ENOENT) {
		error_remedy(error,
			     "\"wg show %s allowed-ips\" lists them: \"far-end\" "
			     "is an address inside the tunnel",
			     name);
	}
	return r;
}

static int begin_existing(struct run *run, struct error *error)
{
	struct wireguard_reading reading;
	int r = open_reader(run, error);

	if (r >= 0)
		r = wireguard_read(run->tunnel, &reading, error);
	if (r < 0)
		return explain(run, r, error);
	run_note(run, "Watching the interface %s, which stays as it is",
		 interface_of(run));
	tunnel_record(run, false);
	return 0;
}

static int find_interface(struct nl_sock *rt, const void *what, struct error *error)
{
	return link_index(rt, what, error);
}

static void tell_ignored(struct run *run)
{
	const struct tunnel *tunnel = tunnel_of(run);
	const struct wg_quick_ignored *ignored = &tunnel->wg_quick->ignored;
	const char *file = tunnel->file;

	if (ignored->dns)
		run_warn(run, "%s:%u: DNS is ignored: roamtest looks up no names in it",
			 file, ignored->dns);
	if (ignored->command)
		run_warn(run,
			 "%s:%u: PreUp, PostUp, PreDown and PostDown are not executed",
			 file, ignored->command);
	if (ignored->save_config)
		run_warn(run, "%s:%u: SaveConfig is ignored: the file stays as it is",
			 file, ignored->save_config);
	if (ignored->table)
		run_warn(run,
			 "%s:%u: with this Table only a route to the far end is added",
			 file, ignored->table);
}

static int begin_wg_quick(struct run *run, struct error *error)
{
	int r = rtnetlink_run(run->station->netns, find_interface, interface_of(run),
			      NULL);

	if (r > 0) {
		r = error_set(error, -EEXIST, "there is an interface %s already",
			      interface_of(run));
		error_remedy(error,
			     "take it down first, or watch it as it is: tunnel: { "
			     "wireguard: %s, far-end: ... }",
			     interface_of(run));
		return r;
	}
	tell_ignored(run);
	return 0;
}

int tunnel_begin(struct run *run, struct error *error)
{
	int r = 0;

	switch (tunnel_of(run)->kind) {
	case TUNNEL_LAB:
		r = tunnel_lab_make(run, error);
		if (r >= 0)
			r = open_reader(run, error);
		break;
	case TUNNEL_WG_QUICK:
		r = begin_wg_quick(run, error);
		break;
	case TUNNEL_EXISTING:
		r = begin_existing(run, error);
		break;
	case TUNNEL_KIND_MAX:
		break;
	}
	return r < 0 ? error_prefix(error, r, "the WireGuard tunnel") : 0;
}

static void tell_routes(struct run *run, const struct tunnel_routes *routes)
{
	const char *alone = routes->far_end_alone ? ": there is one to the far end" : "";

	if (routes->default_left_out)
		run_warn(run,
			 "AllowedIPs of everything need policy routing, and get no "
			 "route%s",
			 alone);
	if (routes->own_left_out)
		run_warn(run,
			 "AllowedIPs that hold an endpoint would lead the tunnel into "
			 "itself, and get no route%s",
			 alone);
}

static void fill_peer(const struct wg_quick_peer *from, const union udp_address *endpoint,
		      struct wireguard_peer *peer)
{
	memcpy(peer->public_key, from->public_key, WIREGUARD_KEY_LENGTH);
	if (from->has_preshared_key)
		memcpy(peer->preshared_key, from->preshared_key, WIREGUARD_KEY_LENGTH);
	peer->endpoint = *endpoint;
	peer->allowed = from->allowed.items;
	peer->allowed_count = from->allowed.count;
	peer->keepalive_s = from->keepalive_s;
}

/* A name's address may take its time, and the stream of events goes on meanwhile. */
#define RESOLVE_LIMIT_NS (30 * NS_PER_S)

struct looked_up {
	bool done;
	int r;
	union udp_address address;
	char *reason;
};

static void on_resolved(void *userdata, int r, const union udp_address *address,
			const char *reason)
{
	struct looked_up *found = userdata;

	found->done = true;
	found->r = r;
	if (r >= 0)
		found->address = *address;
	else
		found->reason = memory_strdup(reason);
}

static bool is_looked_up(const struct run *run, void *userdata)
{
	(void)run;
	return ((const struct looked_up *)userdata)->done;
}

static int look_up(struct run *run, const struct wg_quick_peer *peer,
		   union udp_address *ret, struct error *error)
{
	struct looked_up found = { 0 };
	struct resolution *resolution;
	int r = resolve_start(&resolution, run->loop, run->station->netns,
			      peer->endpoint_host, peer->endpoint_port, on_resolved,
			      &found, error);

	if (r < 0)
		return r;
	r = run_wait(run, is_looked_up, &found, RESOLVE_LIMIT_NS);
	resolve_free(resolution);
	if (r >= 0)
		r = found.r;
	if (r >= 0) {
		*ret = found.address;
	} else {
		error_set(error, r, "cannot look up the endpoint %s: %s",
			  peer->endpoint_host,
			  found.reason ? found.reason : strerror(-r));
		error_remedy(error, "write the endpoint's address into the file, or see "
				    "to it that names can be looked up on this network");
	}
	free(found.reason);
	return r;
}

static int find_endpoint(struct run *run, const struct wg_quick_peer *peer,
			 union udp_address *ret, struct error *error)
{
	if (tunnel_in_lab(run))
		*ret = tunnel_lab_endpoint(run, peer);
	else if (peer->endpoint_host && peer->endpoint_address.family == 0)
		return look_up(run, peer, ret, error);
	else if (peer->endpoint_host)
		*ret = udp_address_of(&peer->endpoint_address, peer->endpoint_port);
	return 0;
}

/* A lab's machine goes with it. */
static int keep_redirects(struct run *run, struct error *error)
{
	struct tunnel_made *made = &run->tunnel_made;
	int r = sysctl_get(SYSCTL_SEND_REDIRECTS, &made->redirects, error);

	return r < 0 ? r
		     : run_changing(run, RUN_SETS, RUN_REDIRECTS, made->redirects, error);
}

/* peers and endpoints have a place for each of the file's. */
static int make_from_file(struct run *run, struct wireguard_peer *peers,
			  union udp_address *endpoints, struct error *error)
{
	const struct tunnel *tunnel = tunnel_of(run);
	const struct wg_quick *file = tunnel->wg_quick;
	size_t played = (size_t)(wg_quick_peer_of(file, &tunnel->far_end) - file->peers);
	struct wireguard_config config = {
		.name = tunnel->interface,
		.addresses = file->addresses.items,
		.address_count = file->addresses.count,
		.mtu = file->mtu,
		.listen_port = file->listen_port,
		.fw_mark = file->fw_mark,
		.peers = peers,
		.peer_count = file->peer_count,
	};
	struct tunnel_routes routes;
	int r = 0;

	for (size_t i = 0; i < file->peer_count && r >= 0; i++) {
		r = find_endpoint(run, &file->peers[i], &endpoints[i], error);
		fill_peer(&file->peers[i], &endpoints[i], &peers[i]);
	}
	if (r >= 0 && tunnel_in_lab(run))
		r = tunnel_lab_public_key(run, peers[played].public_key, error);
	if (r < 0)
		return r;
	routes = tunnel_routes_of(file, &tunnel->far_end, endpoints);
	tell_routes(run, &routes);
	config.routes = routes.items;
	config.route_count = routes.count;
	memcpy(config.private_key, file->private_key, WIREGUARD_KEY_LENGTH);
	r = run_changing(run, RUN_MAKES_INTERFACE, config.name, NULL, error);
	if (r >= 0 && run->station->live)
		r = keep_redirects(run, error);
	if (r >= 0)
		r = wireguard_make(run->station->netns, &config, error);
	explicit_bzero(&config, sizeof(config));
	free(routes.items);
	return r;
}

static int make_near_end(struct run *run, struct error *error)
{
	size_t count = tunnel_of(run)->wg_quick->peer_count;
	struct wireguard_peer *peers = memory_zero(count, sizeof(*peers));
	union udp_address *endpoints = memory_zero(count, sizeof(*endpoints));
	int r = make_from_file(run, peers, endpoints, error);

	explicit_bzero(peers, count * sizeof(*peers));
	free(peers);
	free(endpoints);
	if (r >= 0)
		run->tunnel_made.near = true;
	return r;
}

int tunnel_bring_up(struct run *run, struct error *error)
{
	const struct tunnel *tunnel = tunnel_of(run);
	const struct wg_quick_peer *played;
	int r = 0;

	if (!run->plan->scenario->has_tunnel || tunnel->kind != TUNNEL_WG_QUICK ||
	    run->tunnel_made.near)
		return 0;
	/* The end that begins comes last: WireGuard would wait for five seconds before it
	 * tried again. */
	played = wg_quick_peer_of(tunnel->wg_quick, &tunnel->far_end);
	if (tunnel_in_lab(run) && played->endpoint_host)
		r = tunnel_lab_play_peer(run, played, error);
	if (r >= 0)
		r = make_near_end(run, error);
	if (r >= 0 && tunnel_in_lab(run) && !played->endpoint_host)
		r = tunnel_lab_play_peer(run, played, error);
	if (r >= 0)
		r = open_reader(run, error);
	if (r < 0)
		return error_prefix(error, r, "the WireGuard tunnel");
	tunnel_record(run, false);
	return 0;
}

union udp_address tunnel_address(const struct run *run, bool ipv6, bool near,
				 uint16_t port)
{
	static const char *const literals[][2] = {
		{ TUNNEL_SERVER_ADDRESS, TUNNEL_STATION_ADDRESS },
		{ TUNNEL_SERVER_ADDRESS_V6, TUNNEL_STATION_ADDRESS_V6 },
	};
	const struct tunnel *tunnel = tunnel_of(run);
	struct ip_address address = tunnel->far_end;

	if (tunnel->kind == TUNNEL_LAB)
		address = tunnel_literal(literals[ipv6][near]);
	else if (near && tunnel->kind == TUNNEL_WG_QUICK)
		address = wg_quick_address_of(tunnel->wg_quick, address.family)->address;
	else if (near) /* as the route has it */
		memset(address.octets, 0, sizeof(address.octets));
	return udp_address_of(&address, port);
}

static bool is_same(const struct wireguard_reading *a, const struct wireguard_reading *b)
{
	char one[UDP_ADDRESS_FORMAT_MAX], other[UDP_ADDRESS_FORMAT_MAX];

	return a->handshake_ns == b->handshake_ns &&
	       a->received_bytes == b->received_bytes && a->sent_bytes == b->sent_bytes &&
	       strcmp(udp_address_format(one, &a->endpoint),
		      udp_address_format(other, &b->endpoint)) == 0;
}

void tunnel_record(struct run *run, bool only_changes)
{
	struct event event = { .kind = EVENT_TUNNEL };
	struct wireguard_reading reading;
	char endpoint[UDP_ADDRESS_FORMAT_MAX];

	/* A reading that fails is a reading less: the gap in them shows. */
	if (!run->tunnel || wireguard_read(run->tunnel, &reading, NULL) < 0)
		return;
	if (only_changes && is_same(&reading, &run->tunnel_reading))
		return;
	run->tunnel_reading = reading;
	event.tunnel.has_handshake = reading.has_handshake;
	event.tunnel.handshake_ns = reading.handshake_ns;
	if (reading.has_handshake)
		event.tunnel.handshake_at_ns =
			run_since_start(run, realtime_to_monotonic(&run->sources.realtime,
								   reading.handshake_ns));
	event.tunnel.received_bytes = reading.received_bytes;
	event.tunnel.sent_bytes = reading.sent_bytes;
	if (reading.endpoint.any.sa_family != AF_UNSPEC)
		event.tunnel.endpoint = udp_address_format(endpoint, &reading.endpoint);
	run_record(run, &event); /* which copies it */
}

void tunnel_close(struct run *run)
{
	struct tunnel_made *made = &run->tunnel_made;

	run->tunnel = wireguard_reader_close(run->tunnel);
	if (made->near)
		wireguard_delete(run->station->netns, interface_of(run), NULL);
	if (made->redirects)
		sysctl_set(SYSCTL_SEND_REDIRECTS, made->redirects, NULL);
	free(made->redirects);
	if (made->far)
		tunnel_lab_unmake(run);
	*made = (struct tunnel_made){ 0 };
}

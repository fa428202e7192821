/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/tunnel.h"

static bool holds_network(const struct ip_network *outer, const struct ip_network *inner)
{
	return outer->prefix <= inner->prefix && ip_network_holds(outer, &inner->address);
}

/* An address brings a route to its network with it. */
static bool is_covered(const struct tunnel_routes *routes, const struct wg_quick *config,
		       const struct ip_network *network)
{
	for (size_t i = 0; i < routes->count; i++)
		if (holds_network(&routes->items[i], network))
			return true;
	for (size_t i = 0; i < config->addresses.count; i++)
		if (holds_network(&config->addresses.items[i], network))
			return true;
	return false;
}

static bool holds_endpoint(const struct wg_quick *config,
			   const union udp_address *endpoints,
			   const struct ip_network *network)
{
	for (size_t i = 0; i < config->peer_count; i++) {
		struct ip_address address = { .family = endpoints[i].any.sa_family };

		if (address.family == AF_INET)
			address.v4 = endpoints[i].v4.sin_addr;
		else if (address.family == AF_INET6)
			address.v6 = endpoints[i].v6.sin6_addr;
		else
			continue;
		if (ip_network_holds(network, &address))
			return true;
	}
	return false;
}

static void add_allowed(struct tunnel_routes *routes, const struct wg_quick *config,
			const union udp_address *endpoints,
			const struct ip_network *network)
{
	/* Nothing could be sent from there. */
	if (!wg_quick_address_of(config, network->address.family))
		return;
	if (network->prefix == 0)
		routes->default_left_out = true;
	else if (holds_endpoint(config, endpoints, network))
		routes->own_left_out = true;
	else if (!is_covered(routes, config, network))
		*array_add(routes->items, routes->count, routes->capacity) = *network;
}

/* Longer prefixes first, as wg-quick(8) does. */
static int compare(const void *left, const void *right)
{
	const struct ip_network *a = left, *b = right;

	if (a->prefix != b->prefix)
		return a->prefix > b->prefix ? -1 : 1;
	return memcmp(a->address.octets, b->address.octets, sizeof(a->address.octets));
}

static void add_all_allowed(struct tunnel_routes *routes, const struct wg_quick *config,
			    const union udp_address *endpoints)
{
	struct ip_networks all = { 0 };

	for (size_t i = 0; i < config->peer_count; i++) {
		const struct ip_networks *allowed = &config->peers[i].allowed;

		for (size_t j = 0; j < allowed->count; j++)
			*array_add(all.items, all.count, all.capacity) =
				allowed->items[j];
	}
	if (all.count > 1)
		qsort(all.items, all.count, sizeof(*all.items), compare);
	for (size_t i = 0; i < all.count; i++)
		add_allowed(routes, config, endpoints, &all.items[i]);
	free(all.items);
}

struct tunnel_routes tunnel_routes_of(const struct wg_quick *config,
				      const struct ip_address *far_end,
				      const union udp_address *endpoints)
{
	const struct ip_network alone = tunnel_alone(far_end);
	struct tunnel_routes routes = { 0 };

	if (config->table == WG_QUICK_TABLE_AUTO)
		add_all_allowed(&routes, config, endpoints);
	if (is_covered(&routes, config, &alone))
		return routes;
	routes.far_end_alone = true;
	*array_add(routes.items, routes.count, routes.capacity) = alone;
	return routes;
}

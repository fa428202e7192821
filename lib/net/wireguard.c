/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/wireguard.h"

#include <errno.h>
#include <linux/if.h>
#include <linux/time_types.h>
#include <linux/wireguard.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/sysctl.h"
#include "netlink/netlink.h"

#define WHAT_MAX 64

/* wireguard's policies want the nested flag, which libnl sets only since 3.5. */
static struct nlattr *nest(struct nl_msg *msg, int type)
{
	return nla_nest_start(msg, type | NLA_F_NESTED);
}

/* So many allowed IPs of IPv6 fit into a message of a page with all that a peer has. */
#define ALLOWED_IN_MESSAGE 64

static int put_allowed_ip(struct nl_msg *msg, const struct ip_network *network)
{
	struct nlattr *item = nest(msg, 0);

	if (!item ||
	    nla_put_u16(msg, WGALLOWEDIP_A_FAMILY, network->address.family) < 0 ||
	    nla_put(msg, WGALLOWEDIP_A_IPADDR,
		    (int)ip_address_bits(&network->address) / 8,
		    network->address.octets) < 0 ||
	    nla_put_u8(msg, WGALLOWEDIP_A_CIDR_MASK, (uint8_t)network->prefix) < 0)
		return -ENOMEM;
	nla_nest_end(msg, item);
	return 0;
}

/* What a peer has once. */
static int put_peer_head(struct nl_msg *msg, const struct wireguard_peer *peer)
{
	bool has_endpoint = peer->endpoint.any.sa_family != AF_UNSPEC;

	if (nla_put_u32(msg, WGPEER_A_FLAGS, WGPEER_F_REPLACE_ALLOWEDIPS) < 0 ||
	    nla_put(msg, WGPEER_A_PRESHARED_KEY, WIREGUARD_KEY_LENGTH,
		    peer->preshared_key) < 0 ||
	    (has_endpoint &&
	     nla_put(msg, WGPEER_A_ENDPOINT, (int)udp_address_length(&peer->endpoint),
		     &peer->endpoint) < 0) ||
	    nla_put_u16(msg, WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL, peer->keepalive_s) <
		    0)
		return -ENOMEM;
	return 0;
}

/* The peer with its allowed IPs from number first on. */
static int put_peer(struct nl_msg *msg, const struct wireguard_peer *peer, size_t first)
{
	struct nlattr *list = nest(msg, WGDEVICE_A_PEERS);
	struct nlattr *item = list ? nest(msg, 0) : NULL, *allowed;

	if (!item ||
	    nla_put(msg, WGPEER_A_PUBLIC_KEY, WIREGUARD_KEY_LENGTH, peer->public_key) <
		    0 ||
	    (first == 0 && put_peer_head(msg, peer) < 0))
		return -ENOMEM;
	allowed = nest(msg, WGPEER_A_ALLOWEDIPS);
	if (!allowed)
		return -ENOMEM;
	for (size_t i = first; i < peer->allowed_count && i < first + ALLOWED_IN_MESSAGE;
	     i++)
		if (put_allowed_ip(msg, &peer->allowed[i]) < 0)
			return -ENOMEM;
	nla_nest_end(msg, allowed);
	nla_nest_end(msg, item);
	nla_nest_end(msg, list);
	return 0;
}

static int put_device(struct nl_msg *msg, const struct wireguard_config *config)
{
	if (nla_put(msg, WGDEVICE_A_PRIVATE_KEY, WIREGUARD_KEY_LENGTH,
		    config->private_key) < 0 ||
	    nla_put_u16(msg, WGDEVICE_A_LISTEN_PORT, config->listen_port) < 0 ||
	    nla_put_u32(msg, WGDEVICE_A_FWMARK, config->fw_mark) < 0 ||
	    nla_put_u32(msg, WGDEVICE_A_FLAGS, WGDEVICE_F_REPLACE_PEERS) < 0)
		return -ENOMEM;
	return 0;
}

static struct nl_msg *device_message(int family, uint8_t command, int flags,
				     const char *name)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (msg &&
	    genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0, flags, command,
			WG_GENL_VERSION) &&
	    nla_put_string(msg, WGDEVICE_A_IFNAME, name) == 0)
		return msg;
	nlmsg_free(msg);
	return NULL;
}

struct configuring {
	struct nl_sock *genl;
	int family;
	const struct wireguard_config *config;
};

/* peer NULL: the device itself. */
static int send_part(const struct configuring *c, const struct wireguard_peer *peer,
		     size_t first, struct error *error)
{
	char what[WHAT_MAX];
	struct nl_msg *msg;
	int r;

	snprintf(what, sizeof(what), "configure the tunnel %.15s", c->config->name);
	msg = device_message(c->family, WG_CMD_SET_DEVICE, 0, c->config->name);
	if (!msg)
		return error_errno(error, -ENOMEM, "cannot %s", what);
	r = peer ? put_peer(msg, peer, first) : put_device(msg, c->config);
	if (r < 0) {
		explicit_bzero(nlmsg_hdr(msg), nlmsg_hdr(msg)->nlmsg_len);
		nlmsg_free(msg);
		return error_errno(error, r, "cannot %s", what);
	}
	return netlink_request(c->genl, msg, NULL, NULL, what, error);
}

static int send_peer(const struct configuring *c, const struct wireguard_peer *peer,
		     struct error *error)
{
	size_t first = 0;
	int r;

	do {
		r = send_part(c, peer, first, error);
		first += ALLOWED_IN_MESSAGE;
	} while (r >= 0 && first < peer->allowed_count);
	return r;
}

static int configure(const struct wireguard_config *config, struct error *error)
{
	cleanup_(netlink_closep) struct nl_sock *genl = NULL;
	struct configuring c = { .config = config };
	int r = genetlink_open(&genl, error);

	if (r < 0)
		return r;
	r = genetlink_family(genl, WG_GENL_NAME, error);
	if (r < 0)
		return r;
	c.genl = genl;
	c.family = r;
	r = send_part(&c, NULL, 0, error);
	for (size_t i = 0; i < config->peer_count && r >= 0; i++)
		r = send_peer(&c, &config->peers[i], error);
	return r;
}

static bool has_ipv6(const struct wireguard_config *config)
{
	for (size_t i = 0; i < config->address_count; i++)
		if (config->addresses[i].address.family == AF_INET6)
			return true;
	return false;
}

/* Where interfaces begin without it, this one has it if it is to have such an address. */
static void switch_ipv6_on(const char *name)
{
	char path[sizeof("/proc/sys/net/ipv6/conf//disable_ipv6") + IFNAMSIZ];

	snprintf(path, sizeof(path), "/proc/sys/net/ipv6/conf/%.15s/disable_ipv6", name);
	sysctl_set(path, "0", NULL); /* else the address is refused, with a reason */
}

static int furnish(struct nl_sock *rt, const struct wireguard_config *config,
		   struct error *error)
{
	const char *name = config->name;
	int r = configure(config, error);

	if (r >= 0 && has_ipv6(config))
		switch_ipv6_on(name);
	for (size_t i = 0; i < config->address_count && r >= 0; i++)
		r = network_add(rt, name, &config->addresses[i], error);
	if (r >= 0 && config->mtu)
		r = link_set_mtu(rt, name, config->mtu, error);
	if (r >= 0)
		r = link_set_up(rt, name, true, error);
	for (size_t i = 0; i < config->route_count && r >= 0; i++)
		r = network_route_add(rt, &config->routes[i], name, NULL, error);
	return r;
}

static int make_here(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct wireguard_config *config = what;
	int r;

	r = link_make(rt, config->name, "wireguard", error);
	if (r == -EEXIST) {
		error_set(error, r, "there is an interface %s already", config->name);
		error_remedy(error,
			     "take it down first, or watch it as it is: tunnel: { "
			     "wireguard: %s, far-end: ... }",
			     config->name);
	} else if (r == -EOPNOTSUPP) {
		error_remedy(error, "modprobe wireguard");
	}
	if (r < 0)
		return r;
	r = furnish(rt, config, error);
	if (r < 0)
		link_delete(rt, config->name, NULL);
	return r;
}

int wireguard_make(int netns, const struct wireguard_config *config, struct error *error)
{
	return rtnetlink_run(netns, make_here, config, error);
}

static int delete_here(struct nl_sock *rt, const void *what, struct error *error)
{
	return link_delete(rt, what, error);
}

int wireguard_delete(int netns, const char *name, struct error *error)
{
	return rtnetlink_run(netns, delete_here, name, error);
}

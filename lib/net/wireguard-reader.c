/* SPDX-License-Identifier: BSD-3-Clause */
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
#include "base/memory.h"
#include "base/time.h"
#include "net/wireguard.h"
#include "netlink/netlink.h"

/* Looks at a WireGuard device: WG_CMD_GET_DEVICE and nothing else. */

#define WHAT_MAX 64

struct wireguard_reader {
	struct nl_sock *genl;
	int family;
	char name[IFNAMSIZ];
	struct ip_address far_end;
};

static int open_here(void *userdata, struct error *error)
{
	struct wireguard_reader *reader = userdata;
	int r = genetlink_open(&reader->genl, error);

	if (r == 0)
		r = genetlink_family(reader->genl, WG_GENL_NAME, error);
	if (r < 0)
		return r;
	reader->family = r;
	return 0;
}

int wireguard_reader_open(struct wireguard_reader **ret, int netns, const char *name,
			  const struct ip_address *far_end, struct error *error)
{
	struct wireguard_reader *reader;
	size_t length = strlen(name);
	int r;

	if (length >= IFNAMSIZ)
		return error_set(error, -EINVAL, "the interface name is too long");
	reader = memory_zero(1, sizeof(*reader));
	memcpy(reader->name, name, length + 1);
	reader->far_end = *far_end;
	r = netns_run(netns, open_here, reader, error);
	if (r < 0) {
		wireguard_reader_close(reader);
		return r;
	}
	*ret = reader;
	return 0;
}

/* The peers of a dump, which may take several messages; the allowed IPs of one too, and
 * then only the first message has the rest of it (drivers/net/wireguard/netlink.c,
 * get_peer()). */
struct search {
	const struct ip_address *far_end;
	struct wireguard_reading peer; /* that is being looked at */
	bool found;
	unsigned prefix;
	struct wireguard_reading best;
	uint16_t listen_port;
};

static void wipe(struct nlattr *attr)
{
	if (attr)
		explicit_bzero(nla_data(attr), (size_t)nla_len(attr));
}

static void take_allowed_ip(struct search *search, struct nlattr *nested)
{
	static const struct nla_policy policy[WGALLOWEDIP_A_MAX + 1] = {
		[WGALLOWEDIP_A_FAMILY] = { .type = NLA_U16 },
		[WGALLOWEDIP_A_CIDR_MASK] = { .type = NLA_U8 },
	};
	struct nlattr *attrs[WGALLOWEDIP_A_MAX + 1], *octets;
	struct ip_network network = { 0 };

	if (nla_parse_nested(attrs, WGALLOWEDIP_A_MAX, nested, policy) < 0 ||
	    !attrs[WGALLOWEDIP_A_FAMILY] || !attrs[WGALLOWEDIP_A_IPADDR] ||
	    !attrs[WGALLOWEDIP_A_CIDR_MASK])
		return;
	octets = attrs[WGALLOWEDIP_A_IPADDR];
	network.address.family = nla_get_u16(attrs[WGALLOWEDIP_A_FAMILY]);
	network.prefix = nla_get_u8(attrs[WGALLOWEDIP_A_CIDR_MASK]);
	if ((unsigned)nla_len(octets) * 8 != ip_address_bits(&network.address) ||
	    network.prefix > ip_address_bits(&network.address))
		return;
	memcpy(network.address.octets, nla_data(octets), (size_t)nla_len(octets));
	if (!ip_network_holds(&network, search->far_end) ||
	    (search->found && network.prefix <= search->prefix))
		return;
	search->found = true;
	search->prefix = network.prefix;
	search->best = search->peer;
}

static void take_endpoint(struct wireguard_reading *reading, const struct nlattr *attr)
{
	size_t length = (size_t)nla_len(attr);

	if (length == sizeof(struct sockaddr_in) || length == sizeof(struct sockaddr_in6))
		memcpy(&reading->endpoint, nla_data(attr), length);
}

static void take_counters(struct wireguard_reading *reading, struct nlattr *const *attrs)
{
	if (attrs[WGPEER_A_LAST_HANDSHAKE_TIME]) {
		struct __kernel_timespec time;

		memcpy(&time, nla_data(attrs[WGPEER_A_LAST_HANDSHAKE_TIME]),
		       sizeof(time));
		/* 0 where there was none */
		reading->has_handshake = time.tv_sec > 0 || time.tv_nsec > 0;
		reading->handshake_ns =
			(uint64_t)time.tv_sec * NS_PER_S + (uint64_t)time.tv_nsec;
	}
	if (attrs[WGPEER_A_RX_BYTES])
		reading->received_bytes = nla_get_u64(attrs[WGPEER_A_RX_BYTES]);
	if (attrs[WGPEER_A_TX_BYTES])
		reading->sent_bytes = nla_get_u64(attrs[WGPEER_A_TX_BYTES]);
	if (attrs[WGPEER_A_ENDPOINT])
		take_endpoint(reading, attrs[WGPEER_A_ENDPOINT]);
}

static void take_peer(struct search *search, struct nlattr *nested)
{
	static const struct nla_policy policy[WGPEER_A_MAX + 1] = {
		[WGPEER_A_LAST_HANDSHAKE_TIME] = { .minlen = sizeof(
							   struct __kernel_timespec) },
		[WGPEER_A_RX_BYTES] = { .type = NLA_U64 },
		[WGPEER_A_TX_BYTES] = { .type = NLA_U64 },
	};
	struct nlattr *attrs[WGPEER_A_MAX + 1], *allowed;
	int left;

	if (nla_parse_nested(attrs, WGPEER_A_MAX, nested, policy) < 0)
		return;
	wipe(attrs[WGPEER_A_PRESHARED_KEY]);
	if (attrs[WGPEER_A_RX_BYTES]) {
		search->peer = (struct wireguard_reading){ 0 };
		take_counters(&search->peer, attrs);
	}
	if (!attrs[WGPEER_A_ALLOWEDIPS])
		return;
	nla_for_each_nested(allowed, attrs[WGPEER_A_ALLOWEDIPS], left)
	{
		take_allowed_ip(search, allowed);
	}
}

static int take_device(struct nl_msg *msg, void *userdata)
{
	struct nlattr *attrs[WGDEVICE_A_MAX + 1], *peer;
	struct search *search = userdata;
	int left;

	if (genlmsg_parse(nlmsg_hdr(msg), 0, attrs, WGDEVICE_A_MAX, NULL) < 0)
		return -EBADMSG;
	/* The answer holds the private key, too. */
	wipe(attrs[WGDEVICE_A_PRIVATE_KEY]);
	if (attrs[WGDEVICE_A_LISTEN_PORT] &&
	    nla_len(attrs[WGDEVICE_A_LISTEN_PORT]) >= (int)sizeof(uint16_t))
		search->listen_port = nla_get_u16(attrs[WGDEVICE_A_LISTEN_PORT]);
	if (!attrs[WGDEVICE_A_PEERS])
		return 0;
	nla_for_each_nested(peer, attrs[WGDEVICE_A_PEERS], left)
	{
		take_peer(search, peer);
	}
	return 0;
}

static struct nl_msg *request_of(const struct wireguard_reader *reader)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (msg &&
	    genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, reader->family, 0, NLM_F_DUMP,
			WG_CMD_GET_DEVICE, WG_GENL_VERSION) &&
	    nla_put_string(msg, WGDEVICE_A_IFNAME, reader->name) == 0)
		return msg;
	nlmsg_free(msg);
	return NULL;
}

int wireguard_read(struct wireguard_reader *reader, struct wireguard_reading *ret,
		   struct error *error)
{
	struct search search = { .far_end = &reader->far_end };
	struct nl_msg *msg = request_of(reader);
	char what[WHAT_MAX], address[INET6_ADDRSTRLEN];
	int r;

	snprintf(what, sizeof(what), "read the tunnel %s", reader->name);
	if (!msg)
		return error_errno(error, -ENOMEM, "cannot %s", what);
	r = netlink_request(reader->genl, msg, take_device, &search, what, error);
	if (r < 0)
		return r;
	if (!search.found)
		return error_set(error, -ENOENT,
				 "no peer of the tunnel %s has %s among its allowed IPs",
				 reader->name,
				 ip_address_format(address, &reader->far_end));
	*ret = search.best;
	ret->listen_port = search.listen_port;
	return 0;
}

struct wireguard_reader *wireguard_reader_close(struct wireguard_reader *reader)
{
	if (!reader)
		return NULL;
	if (reader->genl)
		netlink_close(reader->genl);
	free(reader);
	return NULL;
}

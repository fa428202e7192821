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
#include "base/memory.h"
#include "base/time.h"
#include "netlink/netlink.h"

#define WHAT_MAX 64

/* wireguard's policies want the nested flag, which libnl sets only since 3.5. */
static struct nlattr *nest(struct nl_msg *msg, int type)
{
	return nla_nest_start(msg, type | NLA_F_NESTED);
}

static int put_allowed_ip(struct nl_msg *msg, uint16_t family, const void *address,
			  size_t length, unsigned prefix)
{
	struct nlattr *item = nest(msg, 0);

	if (!item || nla_put_u16(msg, WGALLOWEDIP_A_FAMILY, family) < 0 ||
	    nla_put(msg, WGALLOWEDIP_A_IPADDR, (int)length, address) < 0 ||
	    nla_put_u8(msg, WGALLOWEDIP_A_CIDR_MASK, (uint8_t)prefix) < 0)
		return -ENOMEM;
	nla_nest_end(msg, item);
	return 0;
}

static int put_allowed_ips(struct nl_msg *msg, const struct wireguard_peer *peer)
{
	struct nlattr *list = nest(msg, WGPEER_A_ALLOWEDIPS);

	if (!list ||
	    put_allowed_ip(msg, AF_INET, &peer->allowed, sizeof(peer->allowed),
			   peer->allowed_prefix) < 0 ||
	    (peer->allowed_v6 && put_allowed_ip(msg, AF_INET6, peer->allowed_v6,
						sizeof(*peer->allowed_v6), 128) < 0))
		return -ENOMEM;
	nla_nest_end(msg, list);
	return 0;
}

static int put_peer(struct nl_msg *msg, const struct wireguard_peer *peer)
{
	struct nlattr *list = nest(msg, WGDEVICE_A_PEERS);
	struct nlattr *item = list ? nest(msg, 0) : NULL;

	if (!item ||
	    nla_put(msg, WGPEER_A_PUBLIC_KEY, WIREGUARD_KEY_LENGTH, peer->public_key) <
		    0 ||
	    nla_put_u32(msg, WGPEER_A_FLAGS, WGPEER_F_REPLACE_ALLOWEDIPS) < 0 ||
	    (peer->has_endpoint && nla_put(msg, WGPEER_A_ENDPOINT, sizeof(peer->endpoint),
					   &peer->endpoint) < 0) ||
	    nla_put_u16(msg, WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL, peer->keepalive_s) <
		    0 ||
	    put_allowed_ips(msg, peer) < 0)
		return -ENOMEM;
	nla_nest_end(msg, item);
	nla_nest_end(msg, list);
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

static int configure(const struct wireguard_config *config, struct error *error)
{
	cleanup_(netlink_closep) struct nl_sock *genl = NULL;
	char what[WHAT_MAX];
	struct nl_msg *msg;
	int r = genetlink_open(&genl, error);

	if (r < 0)
		return r;
	r = genetlink_family(genl, WG_GENL_NAME, error);
	if (r < 0)
		return r;
	snprintf(what, sizeof(what), "configure the tunnel %.15s", config->name);
	msg = device_message(r, WG_CMD_SET_DEVICE, 0, config->name);
	if (!msg)
		return error_errno(error, -ENOMEM, "cannot %s", what);
	if (nla_put(msg, WGDEVICE_A_PRIVATE_KEY, WIREGUARD_KEY_LENGTH,
		    config->private_key) < 0 ||
	    nla_put_u16(msg, WGDEVICE_A_LISTEN_PORT, config->listen_port) < 0 ||
	    nla_put_u32(msg, WGDEVICE_A_FLAGS, WGDEVICE_F_REPLACE_PEERS) < 0 ||
	    put_peer(msg, &config->peer) < 0) {
		explicit_bzero(nlmsg_hdr(msg), nlmsg_hdr(msg)->nlmsg_len);
		nlmsg_free(msg);
		return error_errno(error, -ENOMEM, "cannot %s", what);
	}
	return netlink_request(genl, msg, NULL, NULL, what, error);
}

static int make_here(void *userdata, struct error *error)
{
	const struct wireguard_config *config = userdata;
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	int r = rtnetlink_open(&rt, error);

	if (r < 0)
		return r;
	r = link_make(rt, config->name, "wireguard", error);
	if (r < 0) {
		if (r == -EOPNOTSUPP)
			error_remedy(error, "modprobe wireguard");
		return r;
	}
	r = configure(config, error);
	if (r == 0)
		r = address_add(rt, config->name, config->address, config->prefix, error);
	if (r == 0 && config->address_v6)
		r = address_add_v6(rt, config->name, config->address_v6,
				   config->prefix_v6, error);
	if (r == 0)
		r = link_set_up(rt, config->name, true, error);
	if (r < 0)
		link_delete(rt, config->name, NULL);
	return r;
}

int wireguard_make(int netns, const struct wireguard_config *config, struct error *error)
{
	return netns_run(netns, make_here, (void *)(uintptr_t)config, error);
}

struct wireguard_reader {
	struct nl_sock *genl;
	int family;
	char name[IFNAMSIZ];
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
			  struct error *error)
{
	struct wireguard_reader *reader;
	size_t length = strlen(name);
	int r;

	if (length >= IFNAMSIZ)
		return error_set(error, -EINVAL, "the interface name is too long");
	reader = memory_zero(1, sizeof(*reader));
	memcpy(reader->name, name, length + 1);
	r = netns_run(netns, open_here, reader, error);
	if (r < 0) {
		wireguard_reader_close(reader);
		return r;
	}
	*ret = reader;
	return 0;
}

struct first_peer {
	bool found;
	struct wireguard_reading reading;
};

static void take_peer(struct nlattr *nested, struct first_peer *first)
{
	static const struct nla_policy policy[WGPEER_A_MAX + 1] = {
		[WGPEER_A_LAST_HANDSHAKE_TIME] = { .minlen = sizeof(
							   struct __kernel_timespec) },
		[WGPEER_A_RX_BYTES] = { .type = NLA_U64 },
		[WGPEER_A_TX_BYTES] = { .type = NLA_U64 },
	};
	struct nlattr *attrs[WGPEER_A_MAX + 1];
	struct wireguard_reading *reading = &first->reading;

	if (nla_parse_nested(attrs, WGPEER_A_MAX, nested, policy) < 0)
		return;
	first->found = true;
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
}

static int take_device(struct nl_msg *msg, void *userdata)
{
	struct nlattr *attrs[WGDEVICE_A_MAX + 1], *peer;
	struct first_peer *first = userdata;
	int left;

	if (genlmsg_parse(nlmsg_hdr(msg), 0, attrs, WGDEVICE_A_MAX, NULL) < 0)
		return -EBADMSG;
	/* The answer holds the private key, too. */
	if (attrs[WGDEVICE_A_PRIVATE_KEY])
		explicit_bzero(nla_data(attrs[WGDEVICE_A_PRIVATE_KEY]),
			       (size_t)nla_len(attrs[WGDEVICE_A_PRIVATE_KEY]));
	if (!attrs[WGDEVICE_A_PEERS] || first->found)
		return 0;
	nla_for_each_nested(peer, attrs[WGDEVICE_A_PEERS], left)
	{
		take_peer(peer, first);
		break;
	}
	return 0;
}

int wireguard_read(struct wireguard_reader *reader, struct wireguard_reading *ret,
		   struct error *error)
{
	struct first_peer first = { 0 };
	char what[WHAT_MAX];
	struct nl_msg *msg;
	int r;

	snprintf(what, sizeof(what), "read the tunnel %s", reader->name);
	msg = device_message(reader->family, WG_CMD_GET_DEVICE, NLM_F_DUMP, reader->name);
	if (!msg)
		return error_errno(error, -ENOMEM, "cannot %s", what);
	r = netlink_request(reader->genl, msg, take_device, &first, what, error);
	if (r < 0)
		return r;
	if (!first.found)
		return error_set(error, -ENOENT, "the tunnel %s has no peer",
				 reader->name);
	*ret = first.reading;
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

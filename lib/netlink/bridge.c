/* SPDX-License-Identifier: BSD-3-Clause */
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <stdio.h>
#include <sys/socket.h>

#include "netlink/message.h"
#include "netlink/netlink.h"

/* What a bridge knows of its ports (net/bridge/br_netlink.c, br_fdb.c). */

#define WHAT_MAX (IFNAMSIZ + 64)

static int set_flag(struct nl_sock *rt, const char *port, int flag, bool value,
		    const char *what, struct error *error)
{
	struct ifinfomsg header = { .ifi_family = PF_BRIDGE };
	cleanup_msg_ struct nl_msg *msg = NULL;
	struct nlattr *info;
	int r = link_index(rt, port, error);

	if (r < 0)
		return r;
	header.ifi_index = r;
	msg = nlmsg_alloc_simple(RTM_SETLINK, NLM_F_REQUEST);
	if (!msg || nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO) < 0)
		return no_memory(what, error);
	/* Without NLA_F_NESTED br_setlink() takes it for an STP state. */
	info = nla_nest_start(msg, IFLA_PROTINFO | NLA_F_NESTED);
	if (!info || nla_put_u8(msg, flag, value) < 0)
		return no_memory(what, error);
	nla_nest_end(msg, info);
	return netlink_request(rt, TAKE_PTR(msg), NULL, NULL, what, error);
}

int bridge_port_set_learning(struct nl_sock *rt, const char *port, bool learning,
			     struct error *error)
{
	char what[WHAT_MAX];

	snprintf(what, sizeof(what), "switch learning %s on the bridge port %s",
		 learning ? "on" : "off", port);
	return set_flag(rt, port, IFLA_BRPORT_LEARNING, learning, what, error);
}

int bridge_port_isolate(struct nl_sock *rt, const char *port, struct error *error)
{
	char what[WHAT_MAX];

	snprintf(what, sizeof(what), "isolate the bridge port %s", port);
	return set_flag(rt, port, IFLA_BRPORT_ISOLATED, true, what, error);
}

static int change_entry(struct nl_sock *rt, const char *port,
			const uint8_t mac[static MAC_LENGTH], int type, int flags,
			struct ndmsg header, const char *what, struct error *error)
{
	cleanup_msg_ struct nl_msg *msg = NULL;
	int r = link_index(rt, port, error);

	if (r < 0)
		return r;
	header.ndm_family = PF_BRIDGE;
	header.ndm_ifindex = r;
	msg = nlmsg_alloc_simple(type, NLM_F_REQUEST | flags);
	if (!msg || nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO) < 0 ||
	    nla_put(msg, NDA_LLADDR, MAC_LENGTH, mac) < 0)
		return no_memory(what, error);
	return netlink_request(rt, TAKE_PTR(msg), NULL, NULL, what, error);
}

/* NUD_NOARP keeps it from ageing only: br_fdb_update() moves a static entry to the port
 * on which a frame of the station comes in, if it is not sticky. */
int bridge_port_pin(struct nl_sock *rt, const char *port,
		    const uint8_t mac[static MAC_LENGTH], struct error *error)
{
	const struct ndmsg header = { .ndm_state = NUD_NOARP,
				      .ndm_flags = NTF_MASTER | NTF_STICKY };
	char what[WHAT_MAX];

	snprintf(what, sizeof(what), "pin an address to the bridge port %s", port);
	return change_entry(rt, port, mac, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE,
			    header, what, error);
}

int bridge_port_unpin(struct nl_sock *rt, const char *port,
		      const uint8_t mac[static MAC_LENGTH], struct error *error)
{
	const struct ndmsg header = { .ndm_flags = NTF_MASTER };
	char what[WHAT_MAX];

	snprintf(what, sizeof(what), "take an address off the bridge port %s", port);
	return change_entry(rt, port, mac, RTM_DELNEIGH, 0, header, what, error);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <stdio.h>
#include <sys/socket.h>

#include "netlink/message.h"
#include "netlink/netlink.h"

/* VLANs of IEEE 802.1Q (net/8021q/vlan_netlink.c, net/bridge/br_netlink.c). */

#define WHAT_MAX (2 * IFNAMSIZ + 64)

static int check_vlan(unsigned vlan, struct error *error)
{
	if (vlan < 1 || vlan > VLAN_MAX)
		return error_set(error, -EINVAL,
				 "a VLAN has a number from 1 to %d, "
				 "not %u",
				 VLAN_MAX, vlan);
	return 0;
}

int link_make_vlan(struct nl_sock *rt, const char *name, const char *parent,
		   unsigned vlan, struct error *error)
{
	const struct ifinfomsg header = { 0 };
	cleanup_msg_ struct nl_msg *msg = NULL;
	struct nlattr *linkinfo, *info;
	char what[WHAT_MAX];
	int r = check_vlan(vlan, error);

	if (r == 0)
		r = link_index(rt, parent, error);
	if (r < 0)
		return r;
	snprintf(what, sizeof(what), "make the VLAN %u of %s, %s", vlan, parent, name);
	msg = nlmsg_alloc_simple(RTM_NEWLINK, NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL);
	if (!msg ||
	    nlmsg_append(msg, (void *)(uintptr_t)&header, sizeof(header), NLMSG_ALIGNTO) <
		    0 ||
	    nla_put_string(msg, IFLA_IFNAME, name) < 0 ||
	    nla_put_u32(msg, IFLA_LINK, (uint32_t)r) < 0)
		return no_memory(what, error);
	linkinfo = nla_nest_start(msg, IFLA_LINKINFO);
	if (!linkinfo || nla_put_string(msg, IFLA_INFO_KIND, "vlan") < 0)
		return no_memory(what, error);
	info = nla_nest_start(msg, IFLA_INFO_DATA);
	if (!info || nla_put_u16(msg, IFLA_VLAN_ID, (uint16_t)vlan) < 0)
		return no_memory(what, error);
	nla_nest_end(msg, info);
	nla_nest_end(msg, linkinfo);
	return netlink_request(rt, TAKE_PTR(msg), NULL, NULL, what, error);
}

int bridge_set_vlan_filtering(struct nl_sock *rt, const char *bridge, struct error *error)
{
	struct ifinfomsg header = { 0 };
	cleanup_msg_ struct nl_msg *msg = NULL;
	struct nlattr *linkinfo, *info;
	char what[WHAT_MAX];
	int r = link_index(rt, bridge, error);

	if (r < 0)
		return r;
	header.ifi_index = r;
	snprintf(what, sizeof(what), "have the bridge %s tell VLANs apart", bridge);
	msg = nlmsg_alloc_simple(RTM_NEWLINK, NLM_F_REQUEST);
	if (!msg || nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO) < 0)
		return no_memory(what, error);
	linkinfo = nla_nest_start(msg, IFLA_LINKINFO);
	if (!linkinfo || nla_put_string(msg, IFLA_INFO_KIND, "bridge") < 0)
		return no_memory(what, error);
	info = nla_nest_start(msg, IFLA_INFO_DATA);
	if (!info || nla_put_u8(msg, IFLA_BR_VLAN_FILTERING, 1) < 0)
		return no_memory(what, error);
	nla_nest_end(msg, info);
	nla_nest_end(msg, linkinfo);
	return netlink_request(rt, TAKE_PTR(msg), NULL, NULL, what, error);
}

int bridge_port_add_vlan(struct nl_sock *rt, const char *port, unsigned vlan,
			 struct error *error)
{
	struct ifinfomsg header = { .ifi_family = PF_BRIDGE };
	struct bridge_vlan_info tagged = { .vid = (uint16_t)vlan };
	cleanup_msg_ struct nl_msg *msg = NULL;
	struct nlattr *info;
	char what[WHAT_MAX];
	int r = check_vlan(vlan, error);

	if (r == 0)
		r = link_index(rt, port, error);
	if (r < 0)
		return r;
	header.ifi_index = r;
	snprintf(what, sizeof(what), "let VLAN %u through the bridge port %s", vlan,
		 port);
	msg = nlmsg_alloc_simple(RTM_SETLINK, NLM_F_REQUEST);
	if (!msg || nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO) < 0)
		return no_memory(what, error);
	info = nla_nest_start(msg, IFLA_AF_SPEC);
	if (!info || nla_put(msg, IFLA_BRIDGE_VLAN_INFO, sizeof(tagged), &tagged) < 0)
		return no_memory(what, error);
	nla_nest_end(msg, info);
	return netlink_request(rt, TAKE_PTR(msg), NULL, NULL, what, error);
}

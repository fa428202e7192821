/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <stdio.h>
#include <string.h>

#include "netlink/message.h"
#include "netlink/netlink.h"

/* Links and addresses (man 7 rtnetlink), each one request by interface name: the
 * kernel looks the name up in the socket's namespace, which need not be the calling
 * thread's. */

/* "set the link NAME up" and the like, for the error. */
#define WHAT_MAX (2 * IFNAMSIZ + 64)

static int check_name(const char *name, struct error *error)
{
	size_t length = strlen(name);

	if (length == 0 || length >= IFNAMSIZ)
		return error_set(error, -EINVAL,
				 "an interface's name has 1 to %d octets, not %zu",
				 IFNAMSIZ - 1, length);
	return 0;
}

/* A request about a link; name may be NULL where the index says which. */
static struct nl_msg *link_message(int type, int flags, const struct ifinfomsg *header,
				   const char *name)
{
	cleanup_msg_ struct nl_msg *msg = nlmsg_alloc_simple(type, NLM_F_REQUEST | flags);

	if (!msg || nlmsg_append(msg, (void *)(uintptr_t)header, sizeof(*header),
				 NLMSG_ALIGNTO) < 0)
		return NULL;
	if (name && nla_put_string(msg, IFLA_IFNAME, name) < 0)
		return NULL;
	return TAKE_PTR(msg);
}

/* A request that says all in its header and the name. */
static int link_request(struct nl_sock *rt, int type, const struct ifinfomsg *header,
			const char *name, const char *what, struct error *error)
{
	struct nl_msg *msg = link_message(type, 0, header, name);

	return msg ? netlink_request(rt, msg, NULL, NULL, what, error)
		   : no_memory(what, error);
}

static int take_index(struct nl_msg *msg, void *userdata)
{
	const struct ifinfomsg *header = nlmsg_data(nlmsg_hdr(msg));
	int *index = userdata;

	if (nlmsg_hdr(msg)->nlmsg_type == RTM_NEWLINK &&
	    nlmsg_valid_hdr(nlmsg_hdr(msg), sizeof(*header)))
		*index = header->ifi_index;
	return 0;
}

int link_index(struct nl_sock *rt, const char *name, struct error *error)
{
	const struct ifinfomsg header = { 0 };
	char what[WHAT_MAX];
	struct nl_msg *msg;
	int index = 0, r;

	r = check_name(name, error);
	if (r < 0)
		return r;
	snprintf(what, sizeof(what), "find the interface %s", name);
	msg = link_message(RTM_GETLINK, 0, &header, name);
	if (!msg)
		return no_memory(what, error);
	r = netlink_request(rt, msg, take_index, &index, what, error);
	if (r < 0)
		return r;
	if (index <= 0)
		return error_errno(error, -ENODEV, "cannot %s", what);
	return index;
}

int link_make(struct nl_sock *rt, const char *name, const char *kind, struct error *error)
{
	const struct ifinfomsg header = { 0 };
	cleanup_msg_ struct nl_msg *msg = NULL;
	struct nlattr *linkinfo;
	char what[WHAT_MAX];
	int r;

	r = check_name(name, error);
	if (r < 0)
		return r;
	snprintf(what, sizeof(what), "make the %.32s link %s", kind, name);
	msg = link_message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &header, name);
	linkinfo = msg ? nla_nest_start(msg, IFLA_LINKINFO) : NULL;
	if (!linkinfo || nla_put_string(msg, IFLA_INFO_KIND, kind) < 0)
		return no_memory(what, error);
	nla_nest_end(msg, linkinfo);
	return netlink_request(rt, TAKE_PTR(msg), NULL, NULL, what, error);
}

int link_make_bridge(struct nl_sock *rt, const char *name, struct error *error)
{
	return link_make(rt, name, "bridge", error);
}

/* drivers/net/veth.c veth_newlink(): the peer is a whole link message inside
 * VETH_INFO_PEER. */
int link_make_veth(struct nl_sock *rt, const char *name, const char *peer_name,
		   int peer_netns, struct error *error)
{
	const struct ifinfomsg header = { 0 };
	cleanup_msg_ struct nl_msg *msg = NULL;
	struct nlattr *linkinfo, *info, *peer;
	char what[WHAT_MAX];
	int r;

	r = check_name(name, error);
	if (r == 0)
		r = check_name(peer_name, error);
	if (r < 0)
		return r;
	snprintf(what, sizeof(what), "make the veth pair %s and %s", name, peer_name);
	msg = link_message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &header, name);
	if (!msg)
		return no_memory(what, error);
	linkinfo = nla_nest_start(msg, IFLA_LINKINFO);
	if (!linkinfo || nla_put_string(msg, IFLA_INFO_KIND, "veth") < 0)
		return no_memory(what, error);
	info = nla_nest_start(msg, IFLA_INFO_DATA);
	peer = info ? nla_nest_start(msg, VETH_INFO_PEER) : NULL;
	if (!peer ||
	    nlmsg_append(msg, (void *)(uintptr_t)&header, sizeof(header), 0) < 0 ||
	    nla_put_string(msg, IFLA_IFNAME, peer_name) < 0 ||
	    (peer_netns >= 0 &&
	     nla_put_u32(msg, IFLA_NET_NS_FD, (uint32_t)peer_netns) < 0))
		return no_memory(what, error);
	nla_nest_end(msg, peer);
	nla_nest_end(msg, info);
	nla_nest_end(msg, linkinfo);
	return netlink_request(rt, TAKE_PTR(msg), NULL, NULL, what, error);
}

int link_delete(struct nl_sock *rt, const char *name, struct error *error)
{
	const struct ifinfomsg header = { 0 };
	char what[WHAT_MAX];
	int r = check_name(name, error);

	if (r < 0)
		return r;
	snprintf(what, sizeof(what), "delete the link %s", name);
	return link_request(rt, RTM_DELLINK, &header, name, what, error);
}

int link_set_up(struct nl_sock *rt, const char *name, bool up, struct error *error)
{
	const struct ifinfomsg header = {
		.ifi_flags = up ? IFF_UP : 0,
		.ifi_change = IFF_UP,
	};
	char what[WHAT_MAX];
	int r = check_name(name, error);

	if (r < 0)
		return r;
	snprintf(what, sizeof(what), "set the link %s %s", name, up ? "up" : "down");
	return link_request(rt, RTM_SETLINK, &header, name, what, error);
}

/* One attribute of the link with that name, which has been checked. */
static int set_attribute(struct nl_sock *rt, const char *name, int type,
			 const void *value, int length, const char *what,
			 struct error *error)
{
	const struct ifinfomsg header = { 0 };
	cleanup_msg_ struct nl_msg *msg = link_message(RTM_SETLINK, 0, &header, name);

	if (!msg || nla_put(msg, type, length, value) < 0)
		return no_memory(what, error);
	return netlink_request(rt, TAKE_PTR(msg), NULL, NULL, what, error);
}

int link_set_master(struct nl_sock *rt, const char *name, const char *bridge,
		    struct error *error)
{
	char what[WHAT_MAX];
	uint32_t index;
	int r;

	r = check_name(name, error);
	if (r < 0)
		return r;
	r = link_index(rt, bridge, error);
	if (r < 0)
		return r;
	index = (uint32_t)r;
	snprintf(what, sizeof(what), "put the link %s into the bridge %s", name, bridge);
	return set_attribute(rt, name, IFLA_MASTER, &index, sizeof(index), what, error);
}

int link_set_name(struct nl_sock *rt, const char *name, const char *new_name,
		  struct error *error)
{
	struct ifinfomsg header = { 0 };
	char what[WHAT_MAX];
	int r;

	r = check_name(new_name, error);
	if (r < 0)
		return r;
	r = link_index(rt, name, error);
	if (r < 0)
		return r;
	header.ifi_index = r; /* with an index, IFLA_IFNAME is the name to be given */
	snprintf(what, sizeof(what), "rename the link %s to %s", name, new_name);
	return link_request(rt, RTM_SETLINK, &header, new_name, what, error);
}

int link_set_mtu(struct nl_sock *rt, const char *name, unsigned mtu, struct error *error)
{
	const uint32_t value = mtu;
	char what[WHAT_MAX];
	int r = check_name(name, error);

	if (r < 0)
		return r;
	snprintf(what, sizeof(what), "set the MTU of %s to %u", name, mtu);
	return set_attribute(rt, name, IFLA_MTU, &value, sizeof(value), what, error);
}

int link_set_mode(struct nl_sock *rt, const char *name, uint8_t mode, struct error *error)
{
	char what[WHAT_MAX];
	int r = check_name(name, error);

	if (r < 0)
		return r;
	snprintf(what, sizeof(what), "set the link mode of %s to %u", name, mode);
	return set_attribute(rt, name, IFLA_LINKMODE, &mode, sizeof(mode), what, error);
}

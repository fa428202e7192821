/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/next-hop.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <string.h>

#include "base/cleanup.h"
#include "netlink/netlink.h"

struct search {
	const char *interface;
	bool bound;
	const union udp_address *destination;
	uint32_t ifindex;
	bool found;
	struct in6_addr hop;
};

static bool take_address(unsigned family, const void *octets, size_t length,
			 struct in6_addr *ret)
{
	union udp_address address = { .any.sa_family = (sa_family_t)family };

	if (family == AF_INET && length == sizeof(address.v4.sin_addr))
		memcpy(&address.v4.sin_addr, octets, length);
	else if (family == AF_INET6 && length == sizeof(address.v6.sin6_addr))
		memcpy(&address.v6.sin6_addr, octets, length);
	else
		return false;
	*ret = udp_address_host(&address);
	return true;
}

static int take_route(struct nl_msg *msg, void *userdata)
{
	static const struct nla_policy policy[RTA_MAX + 1] = {
		[RTA_OIF] = { .type = NLA_U32 },
		[RTA_VIA] = { .minlen = sizeof(struct rtvia) },
	};
	struct nlmsghdr *header = nlmsg_hdr(msg);
	struct nlattr *attrs[RTA_MAX + 1];
	struct search *search = userdata;
	const struct rtmsg *route;

	if (header->nlmsg_type != RTM_NEWROUTE ||
	    nlmsg_parse(header, sizeof(*route), attrs, RTA_MAX, policy) < 0)
		return 0;
	route = nlmsg_data(header);
	if (route->rtm_type != RTN_UNICAST || !attrs[RTA_OIF] ||
	    nla_get_u32(attrs[RTA_OIF]) != search->ifindex)
		return 0;
	if (attrs[RTA_GATEWAY]) {
		search->found =
			take_address(route->rtm_family, nla_data(attrs[RTA_GATEWAY]),
				     (size_t)nla_len(attrs[RTA_GATEWAY]), &search->hop);
	} else if (attrs[RTA_VIA]) {
		const struct rtvia *via = nla_data(attrs[RTA_VIA]);

		search->found =
			take_address(via->rtvia_family, via->rtvia_addr,
				     (size_t)nla_len(attrs[RTA_VIA]) - sizeof(*via),
				     &search->hop);
	} else {
		search->hop = udp_address_host(search->destination);
		search->found = true;
	}
	return 0;
}

static struct nl_msg *request_for(const struct search *search)
{
	const union udp_address *destination = search->destination;
	const bool ipv6 = destination->any.sa_family == AF_INET6;
	const void *host = ipv6 ? (const void *)&destination->v6.sin6_addr
				: (const void *)&destination->v4.sin_addr;
	const int length = ipv6 ? sizeof(destination->v6.sin6_addr)
				: sizeof(destination->v4.sin_addr);
	const struct rtmsg header = {
		.rtm_family = (unsigned char)destination->any.sa_family,
		.rtm_dst_len = (unsigned char)(8 * length),
	};
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_GETROUTE, NLM_F_REQUEST);

	if (msg &&
	    nlmsg_append(msg, (void *)(uintptr_t)&header, sizeof(header),
			 NLMSG_ALIGNTO) == 0 &&
	    nla_put(msg, RTA_DST, length, host) == 0 &&
	    (!search->bound || nla_put_u32(msg, RTA_OIF, search->ifindex) == 0))
		return msg;
	nlmsg_free(msg);
	return NULL;
}

static int find_here(void *userdata, struct error *error)
{
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	struct search *search = userdata;
	struct nl_msg *msg;
	int r;

	search->ifindex = if_nametoindex(search->interface);
	if (search->ifindex == 0)
		return error_errno(error, -errno, "no interface %s", search->interface);
	r = rtnetlink_open(&rt, error);
	if (r < 0)
		return r;
	msg = request_for(search);
	if (!msg)
		return error_errno(error, -ENOMEM, "cannot ask for a route");
	return netlink_request(rt, msg, take_route, search, "find a route", error);
}

int next_hop_find(int netns, const char *interface, bool bound,
		  const union udp_address *destination, struct in6_addr *ret,
		  struct error *error)
{
	struct search search = {
		.interface = interface,
		.bound = bound,
		.destination = destination,
	};
	int r = netns_run(netns, find_here, &search, error);

	/* What routes of the types unreachable, blackhole and prohibit say
	 * (net/ipv4/fib_semantics.c, fib_props[]). */
	if (r == -EHOSTUNREACH || r == -EINVAL || r == -EACCES)
		return -ENETUNREACH;
	if (r < 0)
		return r;
	if (!search.found)
		return error_set(error, -ENETUNREACH, "no route through %s", interface);
	*ret = search.hop;
	return 0;
}

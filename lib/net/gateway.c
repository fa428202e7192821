/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/gateway.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <stdbool.h>
#include <string.h>

#include "base/cleanup.h"
#include "net/udp.h"
#include "netlink/netlink.h"

struct search {
	const char *interface;
	int family;
	uint32_t ifindex;
	bool found;
	uint32_t metric; /* of what was found */
	struct in6_addr gateway;
};

static int take_route(struct nl_msg *msg, void *userdata)
{
	static const struct nla_policy policy[RTA_MAX + 1] = {
		[RTA_OIF] = { .type = NLA_U32 },
		[RTA_PRIORITY] = { .type = NLA_U32 },
	};
	struct nlmsghdr *header = nlmsg_hdr(msg);
	struct nlattr *attrs[RTA_MAX + 1], *gateway;
	struct search *search = userdata;
	union udp_address address = { 0 };
	const struct rtmsg *route;
	uint32_t metric;

	if (header->nlmsg_type != RTM_NEWROUTE ||
	    nlmsg_parse(header, sizeof(*route), attrs, RTA_MAX, policy) < 0)
		return 0;
	route = nlmsg_data(header);
	gateway = attrs[RTA_GATEWAY];
	if (route->rtm_family != search->family || route->rtm_dst_len != 0 ||
	    route->rtm_type != RTN_UNICAST || !gateway || !attrs[RTA_OIF] ||
	    nla_get_u32(attrs[RTA_OIF]) != search->ifindex)
		return 0;
	metric = attrs[RTA_PRIORITY] ? nla_get_u32(attrs[RTA_PRIORITY]) : 0;
	if (search->found && metric >= search->metric)
		return 0;
	address.any.sa_family = (sa_family_t)search->family;
	if (search->family == AF_INET && nla_len(gateway) == sizeof(struct in_addr))
		memcpy(&address.v4.sin_addr, nla_data(gateway), sizeof(struct in_addr));
	else if (search->family == AF_INET6 &&
		 nla_len(gateway) == sizeof(struct in6_addr))
		memcpy(&address.v6.sin6_addr, nla_data(gateway), sizeof(struct in6_addr));
	else
		return 0;
	search->gateway = udp_address_host(&address);
	search->metric = metric;
	search->found = true;
	return 0;
}

static int find_here(void *userdata, struct error *error)
{
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	struct search *search = userdata;
	const struct rtmsg header = { .rtm_family = (unsigned char)search->family };
	struct nl_msg *msg;
	int r;

	search->ifindex = if_nametoindex(search->interface);
	if (search->ifindex == 0)
		return error_errno(error, -errno, "no interface %s", search->interface);
	r = rtnetlink_open(&rt, error);
	if (r < 0)
		return r;
	msg = nlmsg_alloc_simple(RTM_GETROUTE, NLM_F_REQUEST | NLM_F_DUMP);
	if (!msg || nlmsg_append(msg, (void *)(uintptr_t)&header, sizeof(header),
				 NLMSG_ALIGNTO) < 0) {
		nlmsg_free(msg);
		return error_errno(error, -ENOMEM, "cannot ask for routes");
	}
	return netlink_request(rt, msg, take_route, search, "find the default route",
			       error);
}

int gateway_find(int netns, const char *interface, int family, struct in6_addr *ret,
		 struct error *error)
{
	struct search search = { .interface = interface, .family = family };
	int r = netns_run(netns, find_here, &search, error);

	if (r < 0)
		return r;
	if (!search.found)
		return error_set(error, -ENETUNREACH, "%s has no default gateway",
				 interface);
	*ret = search.gateway;
	return 0;
}

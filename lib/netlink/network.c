/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <stdio.h>

#include "netlink/message.h"
#include "netlink/netlink.h"

/* Addresses and routes of either family (man 7 rtnetlink). */

#define WHAT_MAX (IFNAMSIZ + 2 * IP_NETWORK_FORMAT_MAX + 64)

static int octets_of(const struct ip_address *address)
{
	return (int)ip_address_bits(address) / 8;
}

static int change_network(struct nl_sock *rt, int type, int flags, const char *name,
			  const struct ip_network *address, struct error *error)
{
	struct ifaddrmsg header = {
		.ifa_family = (uint8_t)address->address.family,
		.ifa_prefixlen = (uint8_t)address->prefix,
		/* Nobody is asked whether he has it, too (RFC 4862 5.4). */
		.ifa_flags = address->address.family == AF_INET6 ? IFA_F_NODAD : 0,
	};
	cleanup_msg_ struct nl_msg *msg = NULL;
	char what[WHAT_MAX], shown[IP_NETWORK_FORMAT_MAX];
	int r;

	if (address->prefix > ip_address_bits(&address->address))
		return error_set(error, -EINVAL,
				 "an IPv%d prefix has 0 to %u bits, not %u",
				 address->address.family == AF_INET ? 4 : 6,
				 ip_address_bits(&address->address), address->prefix);
	r = link_index(rt, name, error);
	if (r < 0)
		return r;
	header.ifa_index = (uint32_t)r;
	snprintf(what, sizeof(what), "%s the address %s %s %s",
		 type == RTM_NEWADDR ? "add" : "remove",
		 ip_network_format(shown, address), type == RTM_NEWADDR ? "to" : "from",
		 name);
	msg = nlmsg_alloc_simple(type, NLM_F_REQUEST | flags);
	if (!msg || nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO) < 0 ||
	    nla_put(msg, IFA_LOCAL, octets_of(&address->address),
		    address->address.octets) < 0 ||
	    nla_put(msg, IFA_ADDRESS, octets_of(&address->address),
		    address->address.octets) < 0)
		return no_memory(what, error);
	return netlink_request(rt, TAKE_PTR(msg), NULL, NULL, what, error);
}

int network_add(struct nl_sock *rt, const char *name, const struct ip_network *address,
		struct error *error)
{
	return change_network(rt, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, name, address,
			      error);
}

int address_add(struct nl_sock *rt, const char *name, struct in_addr address,
		unsigned prefix, struct error *error)
{
	const struct ip_network network = {
		.address = { .family = AF_INET, .v4 = address },
		.prefix = prefix,
	};

	return network_add(rt, name, &network, error);
}

int address_add_v6(struct nl_sock *rt, const char *name, const struct in6_addr *address,
		   unsigned prefix, struct error *error)
{
	const struct ip_network network = {
		.address = { .family = AF_INET6, .v6 = *address },
		.prefix = prefix,
	};

	return network_add(rt, name, &network, error);
}

int network_remove(struct nl_sock *rt, const char *name, const struct ip_network *address,
		   struct error *error)
{
	return change_network(rt, RTM_DELADDR, 0, name, address, error);
}

static int change_route(struct nl_sock *rt, int type, int flags,
			const struct ip_network *to, const char *name,
			const struct ip_address *via, struct error *error)
{
	/* As ip-route(8) makes them. */
	const struct rtmsg header = {
		.rtm_family = (uint8_t)to->address.family,
		.rtm_dst_len = (uint8_t)to->prefix,
		.rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = RTPROT_BOOT,
		.rtm_scope = via || to->address.family == AF_INET6 ? RT_SCOPE_UNIVERSE
								   : RT_SCOPE_LINK,
		.rtm_type = RTN_UNICAST,
	};
	cleanup_msg_ struct nl_msg *msg = NULL;
	char what[WHAT_MAX], shown[IP_NETWORK_FORMAT_MAX];
	int r = link_index(rt, name, error);

	if (r < 0)
		return r;
	snprintf(what, sizeof(what), "%s a route to %s through %s",
		 type == RTM_NEWROUTE ? "add" : "remove", ip_network_format(shown, to),
		 name);
	msg = nlmsg_alloc_simple(type, NLM_F_REQUEST | flags);
	if (!msg ||
	    nlmsg_append(msg, (void *)(uintptr_t)&header, sizeof(header), NLMSG_ALIGNTO) <
		    0 ||
	    nla_put(msg, RTA_DST, octets_of(&to->address), to->address.octets) < 0 ||
	    nla_put_u32(msg, RTA_OIF, (uint32_t)r) < 0 ||
	    (via && nla_put(msg, RTA_GATEWAY, octets_of(via), via->octets) < 0))
		return no_memory(what, error);
	return netlink_request(rt, TAKE_PTR(msg), NULL, NULL, what, error);
}

int network_route_add(struct nl_sock *rt, const struct ip_network *to, const char *name,
		      const struct ip_address *via, struct error *error)
{
	return change_route(rt, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, to, name, via,
			    error);
}

int network_route_remove(struct nl_sock *rt, const struct ip_network *to,
			 const char *name, const struct ip_address *via,
			 struct error *error)
{
	return change_route(rt, RTM_DELROUTE, 0, to, name, via, error);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/route/link.h>
#include <netlink/route/neighbour.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "net/link-watch.h"

/* rtnetlink's messages (man 7 rtnetlink; include/uapi/linux/rtnetlink.h, if_link.h,
 * if_addr.h, neighbour.h). */

/* The longest of libnl's names for a state. */
#define STATE_MAX 32

static const void *header_of(const struct nlmsghdr *message, size_t length)
{
	return nlmsg_valid_hdr(message, (int)length) ? nlmsg_data(message) : NULL;
}

static bool parse_attributes(const struct nlmsghdr *message, size_t header_length,
			     struct nlattr *attrs[], int most,
			     const struct nla_policy *policy)
{
	return nlmsg_parse((struct nlmsghdr *)(uintptr_t)message, (int)header_length,
			   attrs, most, policy) == 0;
}

static size_t address_length(unsigned char family)
{
	switch (family) {
	case AF_INET:
		return sizeof(struct in_addr);
	case AF_INET6:
		return sizeof(struct in6_addr);
	}
	return 0;
}

static bool add_address(struct text *text, unsigned char family,
			const struct nlattr *attr)
{
	char string[INET6_ADDRSTRLEN];

	if (!attr || (size_t)nla_len(attr) != address_length(family) ||
	    !inet_ntop(family, nla_data(attr), string, sizeof(string)))
		return false;
	text_add(text, string);
	return true;
}

/* Messages of other families are about bridge ports; those of wireless extensions have
 * no state in them. */
static bool parse_link(const struct nlmsghdr *message, uint32_t ifindex,
		       struct event *event)
{
	static const struct nla_policy policy[IFLA_MAX + 1] = {
		[IFLA_CARRIER] = { .type = NLA_U8 },
		[IFLA_OPERSTATE] = { .type = NLA_U8 },
	};
	const struct ifinfomsg *link = header_of(message, sizeof(*link));
	struct nlattr *attrs[IFLA_MAX + 1];
	char state[STATE_MAX] = "notpresent";

	if (!link || link->ifi_family != AF_UNSPEC ||
	    (uint32_t)link->ifi_index != ifindex)
		return false;
	event->link.what = LINK_STATE;
	if (message->nlmsg_type == RTM_NEWLINK) {
		if (!parse_attributes(message, sizeof(*link), attrs, IFLA_MAX, policy) ||
		    !attrs[IFLA_CARRIER] || !attrs[IFLA_OPERSTATE])
			return false;
		event->link.carrier = nla_get_u8(attrs[IFLA_CARRIER]) != 0;
		rtnl_link_operstate2str(nla_get_u8(attrs[IFLA_OPERSTATE]), state,
					sizeof(state));
	}
	event->link.operstate = memory_strdup(state);
	return true;
}

static bool parse_address(const struct nlmsghdr *message, uint32_t ifindex,
			  struct event *event, struct text *text)
{
	static const struct nla_policy policy[IFA_MAX + 1] = {
		[IFA_FLAGS] = { .type = NLA_U32 },
	};
	const struct ifaddrmsg *address = header_of(message, sizeof(*address));
	struct nlattr *attrs[IFA_MAX + 1];
	uint32_t flags;

	if (!address || address->ifa_index != ifindex ||
	    !parse_attributes(message, sizeof(*address), attrs, IFA_MAX, policy))
		return false;
	event->link.what = LINK_ADDRESS;
	event->link.removed = message->nlmsg_type == RTM_DELADDR;
	flags = attrs[IFA_FLAGS] ? nla_get_u32(attrs[IFA_FLAGS]) : address->ifa_flags;
	if (!event->link.removed && (flags & IFA_F_TENTATIVE))
		return false;
	/* IFA_ADDRESS is the other end's where there is but one (if_addr.h). */
	if (!add_address(text, address->ifa_family,
			 attrs[IFA_LOCAL] ? attrs[IFA_LOCAL] : attrs[IFA_ADDRESS]))
		return false;
	text_printf(text, "/%u", address->ifa_prefixlen);
	return true;
}

static bool parse_route(const struct nlmsghdr *message, uint32_t ifindex,
			struct event *event, struct text *text)
{
	static const struct nla_policy policy[RTA_MAX + 1] = {
		[RTA_OIF] = { .type = NLA_U32 },
		[RTA_TABLE] = { .type = NLA_U32 },
		[RTA_PRIORITY] = { .type = NLA_U32 },
	};
	const struct rtmsg *route = header_of(message, sizeof(*route));
	struct nlattr *attrs[RTA_MAX + 1];
	uint32_t table;

	if (!route || route->rtm_type != RTN_UNICAST ||
	    (route->rtm_flags & RTM_F_CLONED) || address_length(route->rtm_family) == 0 ||
	    !parse_attributes(message, sizeof(*route), attrs, RTA_MAX, policy) ||
	    !attrs[RTA_OIF] || nla_get_u32(attrs[RTA_OIF]) != ifindex)
		return false;
	table = attrs[RTA_TABLE] ? nla_get_u32(attrs[RTA_TABLE]) : route->rtm_table;
	if (table == RT_TABLE_LOCAL)
		return false;
	event->link.what = LINK_ROUTE;
	event->link.removed = message->nlmsg_type == RTM_DELROUTE;
	if (route->rtm_dst_len == 0)
		text_add(text, "default");
	else if (add_address(text, route->rtm_family, attrs[RTA_DST]))
		text_printf(text, "/%u", route->rtm_dst_len);
	else
		return false;
	if (attrs[RTA_GATEWAY]) {
		text_add(text, " via ");
		if (!add_address(text, route->rtm_family, attrs[RTA_GATEWAY]))
			return false;
	}
	if (table != RT_TABLE_MAIN)
		text_printf(text, " table %u", table);
	if (attrs[RTA_PRIORITY])
		text_printf(text, " metric %u", nla_get_u32(attrs[RTA_PRIORITY]));
	return true;
}

static bool parse_neighbour(const struct nlmsghdr *message, uint32_t ifindex,
			    struct event *event, struct text *text)
{
	const struct ndmsg *neighbour = header_of(message, sizeof(*neighbour));
	struct nlattr *attrs[NDA_MAX + 1];
	char state[STATE_MAX] = "none";

	if (!neighbour || (uint32_t)neighbour->ndm_ifindex != ifindex ||
	    (neighbour->ndm_state & NUD_NOARP) ||
	    !parse_attributes(message, sizeof(*neighbour), attrs, NDA_MAX, NULL) ||
	    !add_address(text, neighbour->ndm_family, attrs[NDA_DST]))
		return false;
	event->link.what = LINK_NEIGHBOUR;
	event->link.removed = message->nlmsg_type == RTM_DELNEIGH;
	if (attrs[NDA_LLADDR] && nla_len(attrs[NDA_LLADDR]) == MAC_LENGTH)
		memcpy(event->link.mac, nla_data(attrs[NDA_LLADDR]), MAC_LENGTH);
	if (neighbour->ndm_state != NUD_NONE)
		rtnl_neigh_state2str(neighbour->ndm_state, state, sizeof(state));
	event->link.state = memory_strdup(state);
	return true;
}

bool link_parse_event(const struct nlmsghdr *message, uint32_t ifindex, struct event *ret)
{
	struct event event = { .kind = EVENT_LINK };
	cleanup_text_ struct text text = { 0 };
	bool ours = false;

	switch (message->nlmsg_type) {
	case RTM_NEWLINK:
	case RTM_DELLINK:
		ours = parse_link(message, ifindex, &event);
		break;
	case RTM_NEWADDR:
	case RTM_DELADDR:
		ours = parse_address(message, ifindex, &event, &text);
		break;
	case RTM_NEWROUTE:
	case RTM_DELROUTE:
		ours = parse_route(message, ifindex, &event, &text);
		break;
	case RTM_NEWNEIGH:
	case RTM_DELNEIGH:
		ours = parse_neighbour(message, ifindex, &event, &text);
		break;
	}
	if (!ours)
		return false;
	if (text.length > 0)
		event.link.text = memory_strdup(text.data);
	*ret = event;
	return true;
}

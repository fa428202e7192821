/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <netlink/msg.h>

#include "base/cleanup.h"
#include "netlink/message.h"
#include "netlink/netlink.h"

int route_add(struct nl_sock *rt, struct in_addr address, unsigned prefix,
	      struct in_addr via, struct error *error)
{
	static const char what[] = "add a route";
	struct rtmsg header = {
		.rtm_family = AF_INET,
		.rtm_dst_len = (uint8_t)prefix,
		.rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = RTPROT_STATIC,
		.rtm_scope = RT_SCOPE_UNIVERSE,
		.rtm_type = RTN_UNICAST,
	};
	cleanup_msg_ struct nl_msg *msg = NULL;

	if (prefix > 32)
		return error_set(error, -EINVAL,
				 "an IPv4 prefix has 0 to 32 bits, not %u", prefix);
	msg = nlmsg_alloc_simple(RTM_NEWROUTE, NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL);
	if (!msg || nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO) < 0 ||
	    nla_put(msg, RTA_DST, sizeof(address), &address) < 0 ||
	    nla_put(msg, RTA_GATEWAY, sizeof(via), &via) < 0)
		return error_errno(error, -ENOMEM, "cannot %s", what);
	return netlink_request(rt, TAKE_PTR(msg), NULL, NULL, what, error);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <stdio.h>

#include "netlink/message.h"
#include "netlink/netlink.h"

/* net/sched/sch_netem.c, whose options are a struct tc_netem_qopt with attributes behind
 * it. libnl's own would count the delay in ticks of /proc/net/psched, as the struct does;
 * the attributes are exact. */

#define PPM UINT64_C(1000000)

static int put_options(struct nl_msg *msg, const struct netem *netem)
{
	struct tc_netem_qopt options = {
		.limit = UINT32_MAX,
		.loss = (uint32_t)(netem->loss_ppm * UINT32_MAX / PPM),
	};
	struct nlattr *nested = nla_nest_start(msg, TCA_OPTIONS);

	if (!nested || nlmsg_append(msg, &options, sizeof(options), NLMSG_ALIGNTO) < 0 ||
	    nla_put_u64(msg, TCA_NETEM_LATENCY64, netem->delay_ns) < 0 ||
	    nla_put_u64(msg, TCA_NETEM_JITTER64, netem->jitter_ns) < 0)
		return -ENOMEM;
	nla_nest_end(msg, nested);
	return 0;
}

int netem_add(struct nl_sock *rt, const char *name, const struct netem *netem,
	      struct error *error)
{
	struct tcmsg header = { .tcm_parent = TC_H_ROOT };
	cleanup_msg_ struct nl_msg *msg = NULL;
	char what[IFNAMSIZ + 64];
	int r = link_index(rt, name, error);

	if (r < 0)
		return r;
	header.tcm_ifindex = r;
	snprintf(what, sizeof(what), "delay or lose frames on %s (netem)", name);
	msg = nlmsg_alloc_simple(RTM_NEWQDISC, NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL);
	if (!msg || nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO) < 0 ||
	    nla_put_string(msg, TCA_KIND, "netem") < 0 || put_options(msg, netem) < 0)
		return no_memory(what, error);
	return netlink_request(rt, TAKE_PTR(msg), NULL, NULL, what, error);
}

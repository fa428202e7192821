/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/conditions.h"

#include <errno.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/sysctl.h"
#include "base/text.h"
#include "base/time.h"
#include "netlink/netlink.h"

enum where { IN_STATION, IN_DS, IN_ACCESS_POINT };

struct condition {
	const struct scenario *scenario;
	size_t access_point; /* that it is about, if it is about one */
	int (*apply)(struct nl_sock *rt, const struct condition *condition,
		     struct error *error);
};

static int apply_here(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct condition *condition = what;

	return condition->apply(rt, condition, error);
}

static int apply(const struct topology *topology, enum where where,
		 const struct condition *condition, struct error *error)
{
	int netns = topology->station;

	if (where == IN_DS)
		netns = topology->ds;
	else if (where == IN_ACCESS_POINT)
		netns = topology->access_points[condition->access_point];
	return rtnetlink_run(netns, apply_here, condition, error);
}

/* A setting of the kernel that there is since Linux 5.16; key is what a scenario calls
 * it. */
static int set_evict(const char *path, bool evict, const char *key, struct error *error)
{
	int r = sysctl_set(path, evict ? "1" : "0", error);

	if (r == -ENOENT)
		error_remedy(error,
			     "take a kernel from Linux 5.16 on, or leave \"%s\" out",
			     key);
	return r;
}

/* net/ipv4/arp.c arp_netdev_event() */
static int set_arp_evict(struct nl_sock *rt, const struct condition *condition,
			 struct error *error)
{
	(void)rt;
	return set_evict("/proc/sys/net/ipv4/conf/" STATION_INTERFACE
			 "/arp_evict_nocarrier",
			 condition->scenario->station.arp_evict, "arp-evict", error);
}

/* net/ipv6/ndisc.c ndisc_netdev_event() */
static int set_ndisc_evict(struct nl_sock *rt, const struct condition *condition,
			   struct error *error)
{
	(void)rt;
	return set_evict("/proc/sys/net/ipv6/conf/" STATION_INTERFACE
			 "/ndisc_evict_nocarrier",
			 condition->scenario->station.ndisc_evict, "ndisc-evict", error);
}

static int slow_down(struct nl_sock *rt, const char *interface,
		     const struct condition *condition, struct error *error)
{
	const struct backbone *backbone = &condition->scenario->backbone;
	const struct netem netem = {
		.delay_ns = backbone->delay_ns,
		.jitter_ns = backbone->jitter_ns,
		.loss_ppm = backbone->loss_ppm,
	};
	int r = netem_add(rt, interface, &netem, error);

	if (r == -ENOENT)
		error_remedy(error, "the lab's kernel needs the module sch_netem for "
				    "\"backbone\"");
	return r;
}

/* What the access point sends. */
static int slow_uplink(struct nl_sock *rt, const struct condition *condition,
		       struct error *error)
{
	return slow_down(rt, ACCESS_POINT_UPLINK, condition, error);
}

/* What is sent to the access point. */
static int slow_port(struct nl_sock *rt, const struct condition *condition,
		     struct error *error)
{
	char port[IF_NAMESIZE];

	topology_port(condition->access_point, port);
	return slow_down(rt, port, condition, error);
}

static int apply_backbone(const struct scenario *scenario,
			  const struct topology *topology, struct error *error)
{
	int r = 0;

	for (size_t i = 0; i < topology->access_point_count && r >= 0; i++) {
		struct condition condition = { scenario, i, slow_uplink };

		r = apply(topology, IN_ACCESS_POINT, &condition, error);
		condition.apply = slow_port;
		if (r >= 0)
			r = apply(topology, IN_DS, &condition, error);
	}
	return r;
}

static bool is_slow(const struct backbone *backbone)
{
	return backbone->delay_ns || backbone->loss_ppm;
}

int conditions_apply(const struct scenario *scenario, const struct topology *topology,
		     struct error *error)
{
	const struct condition arp = { .scenario = scenario, .apply = set_arp_evict };
	const struct condition ndisc = { .scenario = scenario, .apply = set_ndisc_evict };
	int r = 0;

	if (scenario->station.has_arp_evict)
		r = apply(topology, IN_STATION, &arp, error);
	if (r >= 0 && scenario->station.has_ndisc_evict)
		r = apply(topology, IN_STATION, &ndisc, error);
	if (r >= 0 && is_slow(&scenario->backbone))
		r = apply_backbone(scenario, topology, error);
	return r;
}

static void tell_backbone(const struct backbone *backbone, struct text *out)
{
	char least[DURATION_FORMAT_MAX], most[DURATION_FORMAT_MAX];
	const char *separator = " ";

	text_add(out, "The backbone");
	if (backbone->delay_ns) {
		duration_format(least, backbone->delay_ns - backbone->jitter_ns);
		duration_format(most, backbone->delay_ns + backbone->jitter_ns);
		text_printf(out, " delays every frame by %s", least);
		if (backbone->jitter_ns)
			text_printf(out, " to %s", most);
		separator = " and ";
	}
	if (backbone->loss_ppm)
		text_printf(out, "%sloses %g %% of the frames", separator,
			    (double)backbone->loss_ppm / 1e4);
	text_add(out, ", each way");
}

static void tell_wires(const struct access_point *ap,
		       void (*note)(void *userdata, const char *sentence), void *userdata)
{
	cleanup_text_ struct text sentence = { 0 };

	if (ap->router)
		text_printf(&sentence, "Access point %s is a router with NAT", ap->name);
	else if (ap->vlan)
		text_printf(&sentence, "Behind access point %s is VLAN %u", ap->name,
			    ap->vlan);
	else
		return;
	note(userdata, sentence.data);
}

void conditions_tell(const struct scenario *scenario,
		     void (*note)(void *userdata, const char *sentence), void *userdata)
{
	cleanup_text_ struct text backbone = { 0 };

	if (scenario->station.has_arp_evict)
		note(userdata,
		     scenario->station.arp_evict
			     ? "The station's kernel forgets its ARP entries when "
			       "the carrier drops"
			     : "The station's kernel keeps its ARP entries when "
			       "the carrier drops");
	if (scenario->station.has_ndisc_evict)
		note(userdata,
		     scenario->station.ndisc_evict
			     ? "The station's kernel forgets its IPv6 neighbours when "
			       "the carrier drops"
			     : "The station's kernel keeps its IPv6 neighbours when "
			       "the carrier drops");
	if (scenario->station.dhcp)
		note(userdata,
		     scenario->station.keep_address
			     ? "The station has its address from DHCP, and keeps it when "
			       "the carrier drops"
			     : "The station has its address from DHCP");
	for (size_t i = 0; i < scenario->access_point_count; i++)
		tell_wires(&scenario->access_points[i], note, userdata);
	if (scenario->air.loss_ppm) {
		cleanup_free_ char *sentence = memory_printf(
			"The air loses %g %% of the attempts to transmit a frame",
			(double)scenario->air.loss_ppm / 1e4);

		note(userdata, sentence);
	}
	if (is_slow(&scenario->backbone)) {
		tell_backbone(&scenario->backbone, &backbone);
		note(userdata, backbone.data);
	}
}

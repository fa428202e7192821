/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/faults.h"

#include <net/if.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "netlink/netlink.h"
#include "site/nft.h"

enum where { IN_DS, IN_ACCESS_POINT };

/* What is to become wrong. */
struct faulty {
	const struct scenario *scenario;
	size_t access_point;
	int (*apply)(struct nl_sock *rt, const struct faulty *faulty,
		     struct error *error);
};

static int pin_station(struct nl_sock *rt, const struct faulty *faulty,
		       struct error *error)
{
	uint8_t station[MAC_LENGTH];
	char port[IF_NAMESIZE];

	topology_station_mac(faulty->scenario, station);
	topology_port(faulty->access_point, port);
	return bridge_port_pin(rt, port, station, error);
}

static int stop_learning(struct nl_sock *rt, const struct faulty *faulty,
			 struct error *error)
{
	char port[IF_NAMESIZE];

	topology_port(faulty->access_point, port);
	return bridge_port_set_learning(rt, port, false, error);
}

/* Takes off the wire what comes in over an interface and matches. */
static int drop(const char *interface, const char *match, uint16_t udp_port,
		struct error *error)
{
	cleanup_free_ char *rules =
		memory_printf("table netdev roamtest {\n"
			      "	chain endpoint {\n"
			      "		type filter hook ingress device \"%s\" "
			      "priority 0;\n"
			      "		%s %d drop\n"
			      "	}\n"
			      "}\n",
			      interface, match, udp_port);

	return nft_apply(-1, rules, error);
}

static int drop_to_endpoint(struct nl_sock *rt, const struct faulty *faulty,
			    struct error *error)
{
	char port[IF_NAMESIZE];

	(void)rt;
	topology_port(faulty->access_point, port);
	return drop(port, "udp dport", scenario_tunnel_port(faulty->scenario), error);
}

static int drop_from_endpoint(struct nl_sock *rt, const struct faulty *faulty,
			      struct error *error)
{
	(void)rt;
	return drop(ACCESS_POINT_UPLINK, "udp sport",
		    scenario_tunnel_port(faulty->scenario), error);
}

/* How each fault is made, and where, at up to two places; told before and after the
 * access point's name. */
static const struct {
	struct {
		enum where where;
		int (*apply)(struct nl_sock *rt, const struct faulty *faulty,
			     struct error *error);
	} places[2];
	const char *before, *after;
} faults[FAULT_MAX] = {
	[FAULT_STALE_FORWARDING] = { { { IN_DS, pin_station } },
				     "the distribution system believes the station "
				     "behind ",
				     " for ever" },
	[FAULT_SILENT_BRIDGE] = { { { IN_DS, stop_learning } },
				  "the distribution system does not learn who is "
				  "behind ",
				  "" },
	[FAULT_ENDPOINT_UNREACHABLE] = { { { IN_DS, drop_to_endpoint },
					   { IN_ACCESS_POINT, drop_from_endpoint } },
					 "the tunnel's endpoint cannot be reached "
					 "through ",
					 "" },
};

static int apply_here(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct faulty *faulty = what;

	return faulty->apply(rt, faulty, error);
}

static int apply(const struct scenario *scenario, const struct topology *topology,
		 const struct fault *fault, struct error *error)
{
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(faults[0].places) && r >= 0; i++) {
		const struct faulty faulty = { scenario, fault->access_point,
					       faults[fault->kind].places[i].apply };
		int netns = faults[fault->kind].places[i].where == IN_DS
				    ? topology->ds
				    : topology->access_points[fault->access_point];

		if (faulty.apply)
			r = rtnetlink_run(netns, apply_here, &faulty, error);
	}
	return r;
}

int faults_apply(const struct scenario *scenario, const struct topology *topology,
		 struct error *error)
{
	for (size_t i = 0; i < scenario->fault_count; i++) {
		const struct fault *fault = &scenario->faults[i];
		int r = apply(scenario, topology, fault, error);

		if (r < 0)
			return error_prefix(error, r, "the fault %s",
					    fault_name(fault->kind));
	}
	return 0;
}

void faults_tell(const struct scenario *scenario,
		 void (*note)(void *userdata, const char *sentence), void *userdata)
{
	for (size_t i = 0; i < scenario->fault_count; i++) {
		const struct fault *fault = &scenario->faults[i];
		cleanup_free_ char *sentence =
			memory_printf("Fault: %s%s%s", faults[fault->kind].before,
				      scenario->access_points[fault->access_point].name,
				      faults[fault->kind].after);

		note(userdata, sentence);
	}
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/faults.h"

#include <net/if.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "netlink/netlink.h"
#include "site/nft.h"

enum where { IN_DS, IN_ACCESS_POINT };

/* What is to become wrong, or right again. */
struct change {
	const struct scenario *scenario;
	const struct fault *fault;
	bool begins;
	int (*make)(struct nl_sock *rt, const struct change *change, struct error *error);
};

static int pin_station(struct nl_sock *rt, const struct change *change,
		       struct error *error)
{
	uint8_t station[MAC_LENGTH];
	char port[IF_NAMESIZE];

	topology_station_mac(change->scenario, station);
	topology_port(change->fault->access_point, port);
	return change->begins ? bridge_port_pin(rt, port, station, error)
			      : bridge_port_unpin(rt, port, station, error);
}

static int stop_learning(struct nl_sock *rt, const struct change *change,
			 struct error *error)
{
	char port[IF_NAMESIZE];

	topology_port(change->fault->access_point, port);
	return bridge_port_set_learning(rt, port, !change->begins, error);
}

/* Takes off the wire what comes in over an interface and matches. */
static int drop(const struct change *change, const char *interface, const char *match,
		struct error *error)
{
	cleanup_text_ struct text rules = { 0 };
	cleanup_free_ char *table =
		memory_printf("roamtest-%s-%zu", fault_name(change->fault->kind),
			      change->fault->access_point + 1);

	if (change->begins)
		text_printf(&rules,
			    "table netdev %s {\n"
			    "	chain wire {\n"
			    "		type filter hook ingress device \"%s\" "
			    "priority 0;\n"
			    "		%s drop\n"
			    "	}\n"
			    "}\n",
			    table, interface, match);
	else
		text_printf(&rules, "delete table netdev %s\n", table);
	return nft_apply(-1, rules.data, error);
}

/* What the access point sends. */
static int drop_at_port(const struct change *change, const char *match,
			struct error *error)
{
	char port[IF_NAMESIZE];

	topology_port(change->fault->access_point, port);
	return drop(change, port, match, error);
}

static char *match_endpoint(const struct change *change, const char *which)
{
	return memory_printf("udp %s %d", which, scenario_tunnel_port(change->scenario));
}

static int drop_to_endpoint(struct nl_sock *rt, const struct change *change,
			    struct error *error)
{
	cleanup_free_ char *match = match_endpoint(change, "dport");

	(void)rt;
	return drop_at_port(change, match, error);
}

static int drop_from_endpoint(struct nl_sock *rt, const struct change *change,
			      struct error *error)
{
	cleanup_free_ char *match = match_endpoint(change, "sport");

	(void)rt;
	return drop(change, ACCESS_POINT_UPLINK, match, error);
}

/* EtherTypes of hostapd's remote request broker (src/utils/common.h, ETH_P_OUI and
 * ETH_P_RRB): of its own messages, and of the standard's for FT over the DS (IEEE
 * 802.11-2020 13.10.3). */
#define MATCH_RRB "ether type 0x88b7"
#define MATCH_RELAY "ether type 0x890d"

static int drop_rrb_from(struct nl_sock *rt, const struct change *change,
			 struct error *error)
{
	(void)rt;
	return drop_at_port(change, MATCH_RRB, error);
}

static int drop_rrb_to(struct nl_sock *rt, const struct change *change,
		       struct error *error)
{
	(void)rt;
	return drop(change, ACCESS_POINT_UPLINK, MATCH_RRB, error);
}

static int drop_relay_from(struct nl_sock *rt, const struct change *change,
			   struct error *error)
{
	(void)rt;
	return drop_at_port(change, MATCH_RELAY, error);
}

static int drop_relay_to(struct nl_sock *rt, const struct change *change,
			 struct error *error)
{
	(void)rt;
	return drop(change, ACCESS_POINT_UPLINK, MATCH_RELAY, error);
}

/* What each fault is, with "@" for the access point at which it is, "&" for the one that
 * it is about and "#" for its channel. */
static const char *const sentences[FAULT_MAX] = {
	[FAULT_STALE_FORWARDING] =
		"the distribution system believes the station behind @ for ever",
	[FAULT_SILENT_BRIDGE] = "the distribution system does not learn who is behind @",
	[FAULT_ENDPOINT_UNREACHABLE] =
		"the tunnel's endpoint cannot be reached through @",
	[FAULT_RRB_BLOCKED] =
		"pulls of keys (EtherType 0x88b7) pass neither to @ nor from it",
	[FAULT_RELAY_BLOCKED] =
		"what FT relays over the DS (0x890d) passes neither to @ nor from it",
	[FAULT_R0KH_RESTARTED] = "hostapd of @ is restarted",
	[FAULT_TARGET_OFF_AIR] = "@ is not on the air",
	[FAULT_TARGET_CHANNEL] = "@ is on channel #, and has not announced it",
	[FAULT_DEAUTHENTICATED_AFTER] =
		"@ deauthenticates each station a second after it has connected",
	[FAULT_R0KH_MISSING] = "@ has no r0kh entry for &",
	[FAULT_R0KH_MAC] = "the MAC address in @'s r0kh entry for & is another one",
	[FAULT_R0KH_KEY] = "the key in @'s r0kh entry for & is another one",
	[FAULT_R1KH_MISSING] = "@ has no r1kh entry for &",
	[FAULT_R1KH_KEY] = "the key in @'s r1kh entry for & is another one",
	[FAULT_R1KH_ID] = "the r1_key_holder of @ is not the one that the others list",
	[FAULT_R1KH_ID_DUPLICATE] = "@ has the r1_key_holder of &",
	[FAULT_NAS_IDENTIFIER] =
		"the nas_identifier of @ is not the one that the others list",
	[FAULT_NAS_IDENTIFIER_DUPLICATE] = "@ has the nas_identifier of &",
	[FAULT_GENERATE_LOCAL_SAE] =
		"@ generates keys from the password, and knows no key holders",
	[FAULT_OVER_DS_OFF] = "@ does not offer FT over the DS",
	[FAULT_MOBILITY_DOMAIN] = "@ is in another mobility domain",
	[FAULT_NO_FT_AKM] = "@ does not offer FT",
	[FAULT_CIPHER] = "@ has another pairwise cipher",
	[FAULT_PMF] = "@ treats management frame protection differently",
	[FAULT_PASSWORD] = "@ has another password",
	[FAULT_ACCESS_LIST] = "@ denies the station's address",
	[FAULT_ACCESS_POINT_FULL] = "@ has no room for a station",
	[FAULT_WILDCARD_DISCOVERY] = "@ knows the others by wildcards",
	[FAULT_REASSOCIATION_DEADLINE] = "the reassociation deadline of @ is 1000 TU",
	[FAULT_RRB_KEY_ZERO] = "the key between @ and & is all zeros",
	[FAULT_RRB_KEY_LENGTH] = "the key between @ and & has 40 hex digits",
};

/* How those in the distribution system are made, each at up to two places. */
static const struct place_of_fault {
	enum where where;
	int (*make)(struct nl_sock *rt, const struct change *change, struct error *error);
} makings[FAULT_MAX][2] = {
	[FAULT_STALE_FORWARDING] = { { IN_DS, pin_station } },
	[FAULT_SILENT_BRIDGE] = { { IN_DS, stop_learning } },
	[FAULT_ENDPOINT_UNREACHABLE] = { { IN_DS, drop_to_endpoint },
					 { IN_ACCESS_POINT, drop_from_endpoint } },
	[FAULT_RRB_BLOCKED] = { { IN_DS, drop_rrb_from },
				{ IN_ACCESS_POINT, drop_rrb_to } },
	[FAULT_RELAY_BLOCKED] = { { IN_DS, drop_relay_from },
				  { IN_ACCESS_POINT, drop_relay_to } },
};

static int make_here(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct change *change = what;

	return change->make(rt, change, error);
}

int fault_change(const struct scenario *scenario, const struct topology *topology,
		 const struct fault *fault, bool begins, struct error *error)
{
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(makings[0]) && r >= 0; i++) {
		const struct place_of_fault *place = &makings[fault->kind][i];
		const struct change change = { scenario, fault, begins, place->make };
		int netns = place->where == IN_DS
				    ? topology->ds
				    : topology->access_points[fault->access_point];

		if (change.make)
			r = rtnetlink_run(netns, make_here, &change, error);
	}
	return r < 0 ? error_prefix(error, r, "the fault %s", fault_name(fault->kind))
		     : 0;
}

int faults_apply(const struct scenario *scenario, const struct topology *topology,
		 struct error *error)
{
	int r = 0;

	for (size_t i = 0; i < scenario->fault_count && r >= 0; i++)
		if (!scenario->faults[i].later)
			r = fault_change(scenario, topology, &scenario->faults[i], true,
					 error);
	return r < 0 ? r : 0;
}

char *fault_sentence(const struct scenario *scenario, const struct fault *fault)
{
	const struct access_point *aps = scenario->access_points;
	struct text out = { 0 };

	for (const char *c = sentences[fault->kind]; *c; c++) {
		if (*c == '@')
			text_add(&out, aps[fault->access_point].name);
		else if (*c == '&')
			text_add(&out, fault->of == FAULT_EVERY ? "every other one"
								: aps[fault->of].name);
		else if (*c == '#')
			text_printf(&out, "%u", fault->channel);
		else
			text_add_char(&out, *c);
	}
	return text_steal(&out);
}

void faults_tell(const struct scenario *scenario,
		 void (*note)(void *userdata, const char *sentence), void *userdata)
{
	for (size_t i = 0; i < scenario->fault_count; i++) {
		const struct fault *fault = &scenario->faults[i];
		cleanup_free_ char *what = fault_sentence(scenario, fault);
		cleanup_free_ char *sentence = memory_printf("Fault: %s", what);

		if (!fault->later)
			note(userdata, sentence);
	}
}

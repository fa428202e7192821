/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/uplink.h"

#include "base/sysctl.h"
#include "netlink/netlink.h"

/* The ends of the pair that carries the RRB. */
#define RRB_AT_BRIDGE "rrb"
#define RRB_AT_TRUNK "rrb-trunk"

/* ETH_P_RRB, and ETH_P_OUI for what hostapd 2.7 and later send (src/l2_packet). */
#define RRB_TYPES "{ 0x890d, 0x88b7 }"

static int put_into(struct nl_sock *rt, const char *name, const char *bridge,
		    struct error *error)
{
	int r = link_set_master(rt, name, bridge, error);

	return r < 0 ? r : link_set_up(rt, name, true, error);
}

static int make_bridge(struct nl_sock *rt, const char *name, struct error *error)
{
	int r = link_make_bridge(rt, name, error);

	return r < 0 ? r : link_set_up(rt, name, true, error);
}

static int make_trunk(struct nl_sock *rt, struct error *error)
{
	int r = make_bridge(rt, UPLINK_TRUNK, error);

	if (r >= 0)
		r = put_into(rt, ACCESS_POINT_UPLINK, UPLINK_TRUNK, error);
	if (r >= 0)
		r = link_make_veth(rt, RRB_AT_BRIDGE, RRB_AT_TRUNK, -1, error);
	if (r >= 0)
		r = put_into(rt, RRB_AT_BRIDGE, ACCESS_POINT_BRIDGE, error);
	return r < 0 ? r : put_into(rt, RRB_AT_TRUNK, UPLINK_TRUNK, error);
}

static int join_vlan(struct nl_sock *rt, unsigned vlan, struct error *error)
{
	char name[IF_NAMESIZE];
	int r;

	topology_vlan_name(vlan, UPLINK_TRUNK, name);
	r = link_make_vlan(rt, name, UPLINK_TRUNK, vlan, error);
	if (r >= 0)
		r = put_into(rt, name, ACCESS_POINT_BRIDGE, error);
	/* What comes in by one is not to go out by the other: it would come back to the
	 * access point that has sent it. */
	if (r >= 0)
		r = bridge_port_isolate(rt, name, error);
	return r < 0 ? r : bridge_port_isolate(rt, RRB_AT_BRIDGE, error);
}

/* net/ipv4/devinet.c; of the calling thread's namespace. */
static int forward(struct error *error)
{
	return sysctl_set("/proc/sys/net/ipv4/ip_forward", "1", error);
}

static int route(struct nl_sock *rt, size_t access_point, struct error *error)
{
	int r = address_add(rt, ACCESS_POINT_BRIDGE, topology_router_inside(access_point),
			    SUBNET_PREFIX, error);

	if (r >= 0)
		r = address_add(rt, UPLINK_TRUNK, topology_router_outside(access_point),
				SUBNET_PREFIX, error);
	return r < 0 ? r : forward(error);
}

int uplink_build(struct nl_sock *rt, const struct topology *topology, size_t access_point,
		 struct error *error)
{
	const struct access_point *ap = &topology->scenario->access_points[access_point];
	int r = make_bridge(rt, ACCESS_POINT_BRIDGE, error);

	if (r >= 0 && !ap->router && !ap->vlan)
		return put_into(rt, ACCESS_POINT_UPLINK, ACCESS_POINT_BRIDGE, error);
	if (r >= 0)
		r = make_trunk(rt, error);
	if (r >= 0 && ap->vlan)
		r = join_vlan(rt, ap->vlan, error);
	if (r >= 0 && ap->router)
		r = route(rt, access_point, error);
	return r;
}

bool uplink_rules(const struct access_point *ap, struct text *out)
{
	if (!ap->router && !ap->vlan)
		return false;
	text_add(out, "table netdev roamtest {\n"
		      "	chain rrb {\n"
		      "		type filter hook ingress devices = { " RRB_AT_BRIDGE
		      ", " RRB_AT_TRUNK " } priority 0;\n"
		      "		ether type != " RRB_TYPES " drop\n"
		      "	}\n"
		      "}\n");
	if (ap->router)
		text_add(out, "table ip roamtest {\n"
			      "	chain nat {\n"
			      "		type nat hook postrouting priority srcnat;\n"
			      "		oifname \"" UPLINK_TRUNK "\" masquerade\n"
			      "	}\n"
			      "}\n");
	return true;
}

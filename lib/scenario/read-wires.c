/* SPDX-License-Identifier: BSD-3-Clause */
#include "scenario/read.h"

/* What lies behind an access point of the lab, and how a station gets an address there.
 */

#define VLAN_NUMBER_MAX 4094 /* IEEE 802.1Q */

void read_lab_wires(struct reader *r, const struct node *node, struct access_point *ap)
{
	const struct node *value = node_get(node, "router");
	struct diagnostic *d;

	if (value)
		read_boolean(r, node_get_key(node, "router"), value, &ap->router);
	if (ap->router)
		ap->router_place = node_get_key(node, "router")->place;
	value = node_get(node, "vlan");
	if (!value ||
	    !read_integer(r, node_get_key(node, "vlan"), value, 1, VLAN_NUMBER_MAX,
			  &ap->vlan) ||
	    !ap->router)
		return;
	d = reader_error(r, node_get_key(node, "vlan")->place,
			 "a router has a network of its own, and no VLAN");
	diagnostic_suggest(d, "leave \"router\" or \"vlan\" out");
}

void read_addressing(struct reader *r, const struct node *node, const struct words *known)
{
	struct lab_station *station = &r->scenario->station;
	const struct node *value = node_get(node, "dhcp");
	struct diagnostic *d;

	if (value)
		r->dhcp_unknown = !read_boolean(r, node_get_key(node, "dhcp"), value,
						&station->dhcp);
	else
		r->dhcp_unknown = key_misspelt(node, known, "dhcp");
	value = node_get(node, "keep-address");
	if (!value ||
	    !read_boolean(r, node_get_key(node, "keep-address"), value,
			  &station->keep_address) ||
	    station->dhcp || r->dhcp_unknown)
		return;
	d = reader_error(r, node_get_key(node, "keep-address")->place,
			 "the station's address is fixed: it is kept in any case");
	diagnostic_suggest(d, "write dhcp: true beside it, or leave it out");
}

/* With a fixed address the station would be cut off behind a router for good. */
static void check_router(struct reader *r, const struct access_point *ap)
{
	struct diagnostic *d;

	if (!ap->router || r->scenario->station.dhcp || r->dhcp_unknown)
		return;
	d = reader_error(r, ap->router_place,
			 "a router has a network of its own, and the station's address "
			 "is fixed");
	diagnostic_suggest(d, "write station: { dhcp: true } under \"lab\"");
}

void check_lab(struct reader *r)
{
	const struct scenario *s = r->scenario;

	for (size_t i = 0; i < s->access_point_count; i++)
		check_router(r, &s->access_points[i]);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "namespace.h"

#include <errno.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <string.h>

#include "base/cleanup.h"

struct fixture {
	struct nl_sock *rt;
	struct error error;
};

/* A bridge "br" with the port "a", whose other end is "b". A kernel may lack a kind of
 * link, or the right to load its module. */
static int open_fixture(void **state)
{
	static struct fixture fixture;
	int r;

	memset(&fixture, 0, sizeof(fixture));
	*state = &fixture;
	if (!in_own_namespace())
		return 0;
	r = rtnetlink_open(&fixture.rt, &fixture.error);
	if (r >= 0)
		r = link_make_bridge(fixture.rt, "br", &fixture.error);
	if (r >= 0)
		r = link_make_veth(fixture.rt, "a", "b", -1, &fixture.error);
	if (r >= 0)
		r = link_set_master(fixture.rt, "a", "br", &fixture.error);
	if (r >= 0)
		r = bridge_set_vlan_filtering(fixture.rt, "br", &fixture.error);
	if (r != -EOPNOTSUPP)
		return r;
	link_delete(fixture.rt, "a", NULL);
	link_delete(fixture.rt, "br", NULL);
	netlink_close(fixture.rt);
	fixture.rt = NULL;
	return 0;
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;

	if (f->rt) {
		link_delete(f->rt, "a", NULL);
		link_delete(f->rt, "br", NULL);
		netlink_close(f->rt);
	}
	error_clear(&f->error);
	return 0;
}

static int take_vlan(struct nl_msg *msg, void *userdata)
{
	struct nlattr *linkinfo, *info, *id;

	linkinfo =
		nlmsg_find_attr(nlmsg_hdr(msg), sizeof(struct ifinfomsg), IFLA_LINKINFO);
	assert_non_null(linkinfo);
	info = nla_find(nla_data(linkinfo), nla_len(linkinfo), IFLA_INFO_DATA);
	assert_non_null(info);
	id = nla_find(nla_data(info), nla_len(info), IFLA_VLAN_ID);
	assert_non_null(id);
	*(unsigned *)userdata = nla_get_u16(id);
	return 0;
}

static void a_vlan_of_a_link_has_its_number(void **state)
{
	struct fixture *f = *state;
	struct ifinfomsg header = { 0 };
	struct nl_msg *msg;
	unsigned vlan = 0;

	if (!f->rt)
		skip();
	if (link_make_vlan(f->rt, "b.20", "b", 20, &f->error) == -EOPNOTSUPP)
		skip();
	header.ifi_index = link_index(f->rt, "b.20", NULL);
	assert_true(header.ifi_index > 0);
	msg = nlmsg_alloc_simple(RTM_GETLINK, NLM_F_REQUEST);
	assert_int_equal(nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO), 0);
	assert_int_equal(netlink_request(f->rt, msg, take_vlan, &vlan, "look", &f->error),
			 0);
	assert_int_equal(vlan, 20);
	assert_int_equal(link_make_vlan(f->rt, "b.20", "b", 20, &f->error), -EEXIST);
	assert_non_null(strstr(f->error.reason, "VLAN 20 of b"));
}

struct membership {
	int index;
	unsigned vlan;
	bool found, tagged;
};

/* RTM_GETLINK of PF_BRIDGE with RTEXT_FILTER_BRVLAN: each port with its VLANs. */
static int take_membership(struct nl_msg *msg, void *userdata)
{
	const struct ifinfomsg *header = nlmsg_data(nlmsg_hdr(msg));
	struct membership *wanted = userdata;
	struct nlattr *vlans, *vlan;
	int left;

	vlans = nlmsg_find_attr(nlmsg_hdr(msg), sizeof(*header), IFLA_AF_SPEC);
	if (header->ifi_index != wanted->index || !vlans)
		return 0;
	nla_for_each_nested(vlan, vlans, left)
	{
		const struct bridge_vlan_info *info = nla_data(vlan);

		if (nla_type(vlan) != IFLA_BRIDGE_VLAN_INFO || info->vid != wanted->vlan)
			continue;
		wanted->found = true;
		wanted->tagged = !(info->flags & BRIDGE_VLAN_INFO_UNTAGGED);
	}
	return 0;
}

static struct membership membership_of(struct fixture *f, const char *port, unsigned vlan)
{
	struct ifinfomsg header = { .ifi_family = PF_BRIDGE };
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP);
	struct membership wanted = { .index = link_index(f->rt, port, NULL),
				     .vlan = vlan };

	assert_int_equal(nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO), 0);
	assert_int_equal(nla_put_u32(msg, IFLA_EXT_MASK, RTEXT_FILTER_BRVLAN), 0);
	assert_int_equal(netlink_request(f->rt, msg, take_membership, &wanted, "look",
					 &f->error),
			 0);
	return wanted;
}

static void a_bridge_port_is_in_vlan_1_untagged_and_in_others_tagged(void **state)
{
	struct fixture *f = *state;
	struct membership membership;

	if (!f->rt)
		skip();
	assert_false(membership_of(f, "a", 20).found);
	assert_int_equal(bridge_port_add_vlan(f->rt, "a", 20, &f->error), 0);
	membership = membership_of(f, "a", 20);
	assert_true(membership.found);
	assert_true(membership.tagged);
	membership = membership_of(f, "a", 1);
	assert_true(membership.found);
	assert_false(membership.tagged);
}

static void what_is_no_vlan_is_refused(void **state)
{
	struct fixture *f = *state;

	if (!f->rt)
		skip();
	assert_int_equal(link_make_vlan(f->rt, "b.0", "b", 0, &f->error), -EINVAL);
	assert_int_equal(link_make_vlan(f->rt, "b.4095", "b", 4095, &f->error), -EINVAL);
	assert_int_equal(bridge_port_add_vlan(f->rt, "a", 4095, &f->error), -EINVAL);
	assert_int_equal(link_make_vlan(f->rt, "c.20", "none0", 20, &f->error), -ENODEV);
	assert_int_equal(bridge_port_add_vlan(f->rt, "none0", 20, &f->error), -ENODEV);
	assert_int_equal(bridge_set_vlan_filtering(f->rt, "none0", &f->error), -ENODEV);
	assert_true(bridge_port_add_vlan(f->rt, "b", 20, &f->error) < 0);
	assert_non_null(strstr(f->error.reason, "the bridge port b"));
}

#define vlan_test(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		vlan_test(a_vlan_of_a_link_has_its_number),
		vlan_test(a_bridge_port_is_in_vlan_1_untagged_and_in_others_tagged),
		vlan_test(what_is_no_vlan_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

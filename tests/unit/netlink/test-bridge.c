/* SPDX-License-Identifier: BSD-3-Clause */
#include "namespace.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <string.h>

#include "base/cleanup.h"

static const uint8_t station[MAC_LENGTH] = { 2, 0, 0, 0, 0xff, 0 };

struct fixture {
	struct nl_sock *rt;
	struct error error;
};

/* A bridge "br" with the port "a". A kernel may lack a kind of link, or the right to load
 * its module. */
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
		return link_set_master(fixture.rt, "a", "br", &fixture.error);
	if (r != -EOPNOTSUPP)
		return r;
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

struct flag {
	int attribute, value;
};

static int take_flag(struct nl_msg *msg, void *userdata)
{
	struct nlattr *info, *slave, *value;
	struct flag *flag = userdata;

	info = nlmsg_find_attr(nlmsg_hdr(msg), sizeof(struct ifinfomsg), IFLA_LINKINFO);
	assert_non_null(info);
	slave = nla_find(nla_data(info), nla_len(info), IFLA_INFO_SLAVE_DATA);
	assert_non_null(slave);
	value = nla_find(nla_data(slave), nla_len(slave), flag->attribute);
	assert_non_null(value);
	flag->value = nla_get_u8(value);
	return 0;
}

static int flag_of(struct fixture *f, const char *port, int attribute)
{
	struct ifinfomsg header = { .ifi_index = link_index(f->rt, port, NULL) };
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_GETLINK, NLM_F_REQUEST);
	struct flag flag = { attribute, -1 };

	assert_int_equal(nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO), 0);
	assert_int_equal(netlink_request(f->rt, msg, take_flag, &flag, "look", &f->error),
			 0);
	return flag.value;
}

static int take_entry(struct nl_msg *msg, void *userdata)
{
	memcpy(userdata, nlmsg_data(nlmsg_hdr(msg)), sizeof(struct ndmsg));
	return 0;
}

/* The bridge's entry for the station (net/core/rtnetlink.c rtnl_fdb_get()); zeros: there
 * is none. */
static struct ndmsg entry_for_station(struct fixture *f)
{
	struct ndmsg header = {
		.ndm_family = PF_BRIDGE,
		.ndm_ifindex = link_index(f->rt, "a", NULL),
		.ndm_flags = NTF_MASTER,
	};
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_GETNEIGH, NLM_F_REQUEST);
	struct ndmsg entry = { 0 };

	assert_int_equal(nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO), 0);
	assert_int_equal(nla_put(msg, NDA_LLADDR, MAC_LENGTH, station), 0);
	error_clear(&f->error);
	if (netlink_request(f->rt, msg, take_entry, &entry, "look", &f->error) < 0)
		return (struct ndmsg){ 0 };
	return entry;
}

static void a_port_stops_learning_and_learns_again(void **state)
{
	struct fixture *f = *state;

	if (!f->rt)
		skip();
	assert_int_equal(flag_of(f, "a", IFLA_BRPORT_LEARNING), 1);
	assert_int_equal(bridge_port_set_learning(f->rt, "a", false, &f->error), 0);
	assert_int_equal(flag_of(f, "a", IFLA_BRPORT_LEARNING), 0);
	assert_int_equal(bridge_port_set_learning(f->rt, "a", true, &f->error), 0);
	assert_int_equal(flag_of(f, "a", IFLA_BRPORT_LEARNING), 1);
}

static void a_port_is_isolated(void **state)
{
	struct fixture *f = *state;

	if (!f->rt)
		skip();
	assert_int_equal(flag_of(f, "a", IFLA_BRPORT_ISOLATED), 0);
	assert_int_equal(bridge_port_isolate(f->rt, "a", &f->error), 0);
	assert_int_equal(flag_of(f, "a", IFLA_BRPORT_ISOLATED), 1);
}

static void a_pinned_address_neither_ages_nor_moves(void **state)
{
	struct fixture *f = *state;
	struct ndmsg entry;

	if (!f->rt)
		skip();
	assert_int_equal(bridge_port_pin(f->rt, "a", station, &f->error), 0);
	entry = entry_for_station(f);
	assert_int_equal(entry.ndm_ifindex, link_index(f->rt, "a", NULL));
	assert_int_equal(entry.ndm_state, NUD_NOARP);
	assert_true(entry.ndm_flags & NTF_STICKY);
}

static void an_address_is_no_longer_pinned(void **state)
{
	struct fixture *f = *state;

	if (!f->rt)
		skip();
	assert_int_equal(bridge_port_pin(f->rt, "a", station, &f->error), 0);
	assert_int_equal(bridge_port_unpin(f->rt, "a", station, &f->error), 0);
	assert_int_equal(entry_for_station(f).ndm_ifindex, 0);
	assert_int_equal(bridge_port_unpin(f->rt, "a", station, &f->error), -ENOENT);
	assert_non_null(strstr(f->error.reason, "off the bridge port a"));
}

static void what_is_no_port_of_a_bridge_is_refused(void **state)
{
	struct fixture *f = *state;

	if (!f->rt)
		skip();
	assert_true(bridge_port_set_learning(f->rt, "b", false, &f->error) < 0);
	assert_non_null(strstr(f->error.reason, "the bridge port b"));
	assert_true(bridge_port_isolate(f->rt, "b", &f->error) < 0);
	assert_true(bridge_port_pin(f->rt, "b", station, &f->error) < 0);
	assert_int_equal(bridge_port_pin(f->rt, "none0", station, &f->error), -ENODEV);
	assert_non_null(strstr(f->error.reason, "none0"));
}

#define bridge_test(name) \
	cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		bridge_test(a_port_stops_learning_and_learns_again),
		bridge_test(a_port_is_isolated),
		bridge_test(a_pinned_address_neither_ages_nor_moves),
		bridge_test(an_address_is_no_longer_pinned),
		bridge_test(what_is_no_port_of_a_bridge_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

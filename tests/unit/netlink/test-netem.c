/* SPDX-License-Identifier: BSD-3-Clause */
#include "namespace.h"

#include <errno.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <string.h>

#include "base/cleanup.h"

struct fixture {
	struct nl_sock *rt;
	struct error error;
};

static int open_fixture(void **state)
{
	static struct fixture fixture;

	memset(&fixture, 0, sizeof(fixture));
	*state = &fixture;
	return in_own_namespace() ? rtnetlink_open(&fixture.rt, &fixture.error) : 0;
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;

	if (f->rt) {
		link_delete(f->rt, "a", NULL);
		netlink_close(f->rt);
	}
	error_clear(&f->error);
	return 0;
}

/* A kernel may lack veth or netem, or the right to load their modules. */
static void add_or_skip(struct fixture *f, const struct netem *netem)
{
	int r;

	if (!f->rt)
		skip();
	r = link_make_veth(f->rt, "a", "b", -1, &f->error);
	if (r == -EOPNOTSUPP)
		skip();
	assert_int_equal(r, 0);
	r = netem_add(f->rt, "a", netem, &f->error);
	if (r == -ENOENT)
		skip();
	assert_int_equal(r, 0);
}

/* What the kernel has made of it. */
struct found {
	char kind[16];
	struct tc_netem_qopt options;
	uint64_t latency_ns, jitter_ns;
};

static int take(struct nl_msg *msg, void *userdata)
{
	struct nlattr *kind, *options, *attribute;
	struct found *found = userdata;
	const int head = NLA_ALIGN(sizeof(found->options));
	const char *rest;

	kind = nlmsg_find_attr(nlmsg_hdr(msg), sizeof(struct tcmsg), TCA_KIND);
	options = nlmsg_find_attr(nlmsg_hdr(msg), sizeof(struct tcmsg), TCA_OPTIONS);
	assert_non_null(kind);
	assert_non_null(options);
	assert_true(nla_len(options) >= head);
	nla_strlcpy(found->kind, kind, sizeof(found->kind));
	memcpy(&found->options, nla_data(options), sizeof(found->options));
	rest = (const char *)nla_data(options) + head;
	attribute = nla_find((const struct nlattr *)rest, nla_len(options) - head,
			     TCA_NETEM_LATENCY64);
	assert_non_null(attribute);
	found->latency_ns = nla_get_u64(attribute);
	attribute = nla_find((const struct nlattr *)rest, nla_len(options) - head,
			     TCA_NETEM_JITTER64);
	assert_non_null(attribute);
	found->jitter_ns = nla_get_u64(attribute);
	return 0;
}

static struct found find(struct fixture *f)
{
	struct tcmsg header = { .tcm_ifindex = link_index(f->rt, "a", NULL),
				.tcm_parent = TC_H_ROOT };
	/* Without NLM_F_ECHO the answer goes to the multicast group alone. */
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_GETQDISC, NLM_F_REQUEST | NLM_F_ECHO);
	struct found found = { 0 };

	assert_int_equal(nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO), 0);
	assert_int_equal(netlink_request(f->rt, msg, take, &found, "look", &f->error), 0);
	assert_string_equal(found.kind, "netem");
	return found;
}

static void delay_and_jitter_are_exact_to_the_nanosecond(void **state)
{
	struct fixture *f = *state;
	struct found found;

	add_or_skip(f, &(struct netem){ .delay_ns = 5000000001, .jitter_ns = 1000003 });
	found = find(f);
	assert_int_equal(found.latency_ns, 5000000001);
	assert_int_equal(found.jitter_ns, 1000003);
	assert_int_equal(found.options.loss, 0);
}

static void frames_wait_in_any_number(void **state)
{
	struct fixture *f = *state;

	add_or_skip(f, &(struct netem){ .delay_ns = 1 });
	assert_int_equal(find(f).options.limit, UINT32_MAX);
}

static void loss_is_a_share_of_2_to_the_32(void **state)
{
	struct fixture *f = *state;

	add_or_skip(f, &(struct netem){ .loss_ppm = 250000 });
	assert_int_equal(find(f).options.loss, UINT32_MAX / 4);
}

static void all_frames_can_be_lost(void **state)
{
	struct fixture *f = *state;

	add_or_skip(f, &(struct netem){ .loss_ppm = 1000000 });
	assert_int_equal(find(f).options.loss, UINT32_MAX);
}

static void a_second_one_and_one_on_nothing_are_refused(void **state)
{
	const struct netem netem = { .delay_ns = 1 };
	struct fixture *f = *state;

	add_or_skip(f, &netem);
	assert_int_equal(netem_add(f->rt, "a", &netem, &f->error), -EEXIST);
	assert_int_equal(netem_add(f->rt, "none0", &netem, &f->error), -ENODEV);
	assert_non_null(strstr(f->error.reason, "none0"));
}

#define netem_test(name) \
	cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		netem_test(delay_and_jitter_are_exact_to_the_nanosecond),
		netem_test(frames_wait_in_any_number),
		netem_test(loss_is_a_share_of_2_to_the_32),
		netem_test(all_frames_can_be_lost),
		netem_test(a_second_one_and_one_on_nothing_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

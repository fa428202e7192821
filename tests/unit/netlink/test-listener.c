/* SPDX-License-Identifier: BSD-3-Clause */
#include "netlink/namespace.h"

#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "base/time.h"
#include "netlink/listener.h"
#include "netlink/netlink.h"

/* Listens to links coming and going in a namespace of the test's own. */
struct fixture {
	struct nl_sock *rt;
	sd_event *loop;
	struct netlink_listener *listener;
	size_t messages, lost;
	uint64_t last_ns;
	bool close_in_callback, read_in_callback;
};

static void on_message(void *userdata, uint64_t time_ns, const struct nlmsghdr *header)
{
	struct fixture *f = userdata;

	assert_int_equal(header->nlmsg_type, RTM_NEWLINK);
	f->messages++;
	f->last_ns = time_ns;
	if (f->read_in_callback)
		assert_int_equal(netlink_listener_read(f->listener), 0);
	if (f->close_in_callback)
		f->listener = netlink_listener_close(f->listener);
}

static void on_lost(void *userdata)
{
	((struct fixture *)userdata)->lost++;
}

static int open_fixture(void **state)
{
	static const struct netlink_listener_callbacks callbacks = { on_message,
								     on_lost };
	static const int groups[] = { RTNLGRP_LINK };
	static struct fixture fixture;
	struct fixture *f = &fixture;
	struct nl_sock *sock;

	*f = (struct fixture){ 0 };
	*state = f;
	if (!in_own_namespace())
		return 0;
	if (rtnetlink_open(&f->rt, NULL) < 0 || rtnetlink_open(&sock, NULL) < 0 ||
	    sd_event_new(&f->loop) < 0)
		return -1;
	return netlink_listener_open(&f->listener, f->loop, sock, groups, 1, NULL,
				     &callbacks, f, NULL);
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;

	netlink_listener_close(f->listener);
	sd_event_unref(f->loop);
	netlink_close(f->rt);
	return 0;
}

/* Two messages at least. */
static void cause_messages(struct fixture *f)
{
	assert_int_equal(link_set_up(f->rt, "lo", true, NULL), 0);
	assert_int_equal(link_set_up(f->rt, "lo", false, NULL), 0);
}

static void what_the_kernel_says_comes_through_the_loop(void **state)
{
	struct fixture *f = *state;
	uint64_t before = clock_monotonic_ns();

	if (!f->listener)
		skip();
	cause_messages(f);
	while (f->messages < 2)
		assert_true(sd_event_run(f->loop, 5000000) > 0);
	assert_true(f->last_ns >= before && f->last_ns <= clock_monotonic_ns());
	assert_int_equal(f->lost, 0);
}

static int count(sd_event_source *source, void *userdata)
{
	(void)source;
	++*(int *)userdata;
	return 0;
}

static void before_other_sources_where_that_is_wanted(void **state)
{
	struct fixture *f = *state;
	sd_event_source *other = NULL;
	int others = 0;

	if (!f->listener)
		skip();
	assert_int_equal(sd_event_add_defer(f->loop, &other, count, &others), 0);
	assert_int_equal(sd_event_source_set_enabled(other, SD_EVENT_ON), 0);
	assert_int_equal(netlink_listener_set_priority(f->listener,
						       SD_EVENT_PRIORITY_IMPORTANT),
			 0);
	cause_messages(f);
	assert_true(sd_event_run(f->loop, 5000000) > 0);
	assert_int_equal(others, 0);
	assert_true(f->messages >= 2);
	assert_true(sd_event_run(f->loop, 5000000) > 0);
	assert_int_equal(others, 1);
	sd_event_source_disable_unref(other);
}

static void or_at_once(void **state)
{
	struct fixture *f = *state;

	if (!f->listener)
		skip();
	f->read_in_callback = true;
	cause_messages(f);
	assert_int_equal(f->messages, 0);
	assert_int_equal(netlink_listener_read(f->listener), 0);
	assert_true(f->messages >= 2);
}

static void a_callback_may_close_its_listener(void **state)
{
	struct fixture *f = *state;

	if (!f->listener)
		skip();
	f->close_in_callback = true;
	cause_messages(f);
	assert_int_equal(netlink_listener_read(f->listener), 0);
	assert_int_equal(f->messages, 1);
	assert_null(f->listener);
}

static void more_than_the_kernel_keeps_is_told_as_lost(void **state)
{
	struct fixture *f = *state;

	if (!f->listener)
		skip();
	/* Of some 2 kB each, in a buffer of 4 MB. */
	for (int i = 0; i < 8000 && f->lost == 0; i++)
		assert_int_equal(link_set_mtu(f->rt, "lo", 1500 + (unsigned)i % 2, NULL),
				 0);
	while (f->lost == 0)
		assert_true(sd_event_run(f->loop, 5000000) > 0);
	assert_int_equal(f->lost, 1);
	assert_true(f->messages > 0);
}

#define listener_test(name) \
	cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		listener_test(what_the_kernel_says_comes_through_the_loop),
		listener_test(before_other_sources_where_that_is_wanted),
		listener_test(or_at_once),
		listener_test(a_callback_may_close_its_listener),
		listener_test(more_than_the_kernel_keeps_is_told_as_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

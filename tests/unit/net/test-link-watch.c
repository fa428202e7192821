/* SPDX-License-Identifier: BSD-3-Clause */
#include "netlink/namespace.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "net/link-watch.h"
#include "netlink/netlink.h"

/* On a veth pair in a namespace of the test's own. */
struct fixture {
	struct nl_sock *rt;
	sd_event *loop;
	struct link_watch *watch;
	char told[4096]; /* each with ';' behind it */
	uint64_t last_ns;
	bool close_in_callback;
};

static void on_event(void *userdata, uint64_t time_ns, const struct event *event)
{
	struct fixture *f = userdata;
	cleanup_free_ char *line = NULL;

	assert_int_equal(event->kind, EVENT_LINK);
	f->last_ns = time_ns;
	if (event->link.what == LINK_STATE)
		line = memory_printf("%s%s;", event->link.carrier ? "carrier " : "",
				     event->link.operstate);
	else
		line = memory_printf("%s%s%s%s;", event->link.removed ? "- " : "",
				     event->link.text, event->link.state ? " " : "",
				     event->link.state ? event->link.state : "");
	assert_true(strlen(f->told) + strlen(line) < sizeof(f->told));
	strcat(f->told, line);
	if (f->close_in_callback)
		f->watch = link_watch_close(f->watch);
}

static void on_lost(void *userdata)
{
	(void)userdata;
	fail();
}

static int open_fixture(void **state)
{
	static struct fixture fixture;
	struct fixture *f = &fixture;
	int r;

	*f = (struct fixture){ 0 };
	*state = f;
	if (!in_own_namespace() || rtnetlink_open(&f->rt, NULL) < 0)
		return 0;
	r = link_make_veth(f->rt, "a", "b", -1, NULL);
	if (r == -EOPNOTSUPP)
		return 0;
	if (r < 0 || sd_event_new(&f->loop) < 0 ||
	    link_set_up(f->rt, "b", true, NULL) < 0)
		return -1;
	return link_watch_open(&f->watch, f->loop, "a", NULL, on_event, on_lost, f, NULL);
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;

	link_watch_close(f->watch);
	sd_event_unref(f->loop);
	if (f->rt)
		link_delete(f->rt, "a", NULL);
	netlink_close(f->rt);
	return 0;
}

static void add_address(struct fixture *f, const char *text)
{
	struct in_addr address;

	assert_int_equal(inet_pton(AF_INET, text, &address), 1);
	assert_int_equal(address_add(f->rt, "a", address, 24, NULL), 0);
}

/* Until something that begins so is told. */
static void wait_for(struct fixture *f, const char *what)
{
	while (!strstr(f->told, what))
		assert_true(sd_event_run(f->loop, 5000000) > 0);
}

static void carrier_address_and_route_are_told(void **state)
{
	struct fixture *f = *state;
	uint64_t before;

	if (!f->watch)
		skip();
	before = clock_monotonic_ns();
	assert_int_equal(link_set_up(f->rt, "a", true, NULL), 0);
	wait_for(f, "carrier up;");
	add_address(f, "192.0.2.1");
	assert_int_equal(link_watch_read(f->watch), 0);
	assert_non_null(strstr(f->told, "192.0.2.1/24;"));
	assert_non_null(strstr(f->told, ";192.0.2.0/24;"));
	assert_true(f->last_ns >= before && f->last_ns <= clock_monotonic_ns());
}

static void nothing_is_told_twice(void **state)
{
	struct fixture *f = *state;

	if (!f->watch)
		skip();
	assert_int_equal(link_set_up(f->rt, "a", true, NULL), 0);
	wait_for(f, "carrier up;");
	f->told[0] = '\0';
	assert_int_equal(link_set_mtu(f->rt, "a", 1400, NULL), 0);
	assert_int_equal(link_set_mtu(f->rt, "b", 1400, NULL), 0);
	assert_int_equal(link_watch_read(f->watch), 0);
	assert_null(strstr(f->told, "carrier"));
}

static void what_was_there_before_is_told_when_it_goes(void **state)
{
	struct fixture *f = *state;

	if (!f->watch)
		skip();
	assert_int_equal(link_set_up(f->rt, "a", true, NULL), 0);
	add_address(f, "192.0.2.1");
	f->watch = link_watch_close(f->watch);
	f->told[0] = '\0';
	assert_int_equal(link_watch_open(&f->watch, f->loop, "a", NULL, on_event, on_lost,
					 f, NULL),
			 0);
	assert_string_equal(f->told, "");
	assert_int_equal(link_delete(f->rt, "a", NULL), 0);
	wait_for(f, "notpresent;");
	assert_non_null(strstr(f->told, "- 192.0.2.1/24;"));
}

static void a_callback_may_close_its_watch(void **state)
{
	struct fixture *f = *state;

	if (!f->watch)
		skip();
	f->close_in_callback = true;
	assert_int_equal(link_set_up(f->rt, "a", true, NULL), 0);
	add_address(f, "192.0.2.1");
	while (f->watch)
		assert_true(sd_event_run(f->loop, 5000000) > 0);
}

static void an_interface_that_is_not_there_is_an_error(void **state)
{
	struct fixture *f = *state;
	struct link_watch *none = NULL;
	struct error error = { 0 };

	if (!f->watch)
		skip();
	assert_int_equal(link_watch_open(&none, f->loop, "absent", NULL, on_event,
					 on_lost, f, &error),
			 -ENODEV);
	assert_null(none);
	assert_non_null(strstr(error.reason, "absent"));
	error_clear(&error);
}

#define watch_test(name) \
	cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		watch_test(carrier_address_and_route_are_told),
		watch_test(nothing_is_told_twice),
		watch_test(what_was_there_before_is_told_when_it_goes),
		watch_test(a_callback_may_close_its_watch),
		watch_test(an_interface_that_is_not_there_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

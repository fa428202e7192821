/* SPDX-License-Identifier: BSD-3-Clause */
#include "../netlink/namespace.h"
#include "recording.h"

#include <arpa/inet.h>

#include "base/cleanup.h"
#include "netlink/netlink.h"

/* A station with 192.0.2.2/24 and 2001:db8:1::2/64, and streams of IPv4, of IPv6, and of
 * IPv6 in the tunnel. */
static struct stream streams[] = {
	{ .through = THROUGH_WIFI },
	{ .through = THROUGH_WIFI, .ipv6 = true },
	{ .through = THROUGH_TUNNEL, .ipv6 = true },
};

static bool begin(struct recording *recording, struct nl_sock **ret_rt)
{
	struct run_station *station;
	int r;

	if (!in_own_namespace() || rtnetlink_open(ret_rt, NULL) < 0)
		return false;
	r = link_make_veth(*ret_rt, "a", "b", -1, NULL);
	if (r == -EOPNOTSUPP) {
		netlink_close(*ret_rt);
		return false;
	}
	assert_int_equal(r, 0);
	recording_begin(recording);
	station = &recording->station;
	station->interface = "a";
	inet_pton(AF_INET, "192.0.2.2", &station->address);
	inet_pton(AF_INET, "192.0.2.1", &station->server);
	inet_pton(AF_INET6, "2001:db8:1::2", &station->address_v6);
	inet_pton(AF_INET6, "2001:db8:1::1", &station->server_v6);
	assert_int_equal(link_set_up(*ret_rt, "b", true, NULL), 0);
	assert_int_equal(link_set_up(*ret_rt, "a", true, NULL), 0);
	assert_int_equal(address_add(*ret_rt, "a", station->address, 24, NULL), 0);
	recording->scenario.streams = streams;
	recording->scenario.stream_count = recording->run->stream_count =
		ARRAY_SIZE(streams);
	return true;
}

static void end(struct recording *recording, struct nl_sock *rt)
{
	recording->run->stream_count = 0; /* none was begun */
	recording_end(recording);
	link_delete(rt, "a", NULL);
	netlink_close(rt);
}

/* address NULL: none. */
static void assert_next(struct recording *recording, size_t stream,
			const char *destination, const char *address)
{
	struct event event;

	assert_true(recording_next(recording, &event));
	assert_int_equal(event.kind, EVENT_NEXT_HOP);
	assert_int_equal(event.next_hop.stream, stream);
	assert_string_equal(event.next_hop.destination, destination);
	if (address)
		assert_string_equal(event.next_hop.address, address);
	else
		assert_null(event.next_hop.address);
	event_clear(&event);
}

static void each_stream_has_its_own_and_a_tunnel_its_endpoint_s(void **state)
{
	struct recording recording;
	struct event event;
	struct nl_sock *rt;

	(void)state;
	if (!begin(&recording, &rt))
		skip();
	next_hops_record(recording.run, 0);
	run_write_rest(recording.run);
	assert_next(&recording, 0, "192.0.2.1", "192.0.2.1");
	assert_next(&recording, 1, "2001:db8:1::1", NULL);
	assert_next(&recording, 2, "192.0.2.1", "192.0.2.1");
	assert_false(recording_next(&recording, &event));
	end(&recording, rt);
}

static void only_what_is_new_is_recorded(void **state)
{
	struct recording recording;
	struct event event;
	struct nl_sock *rt;

	(void)state;
	if (!begin(&recording, &rt))
		skip();
	next_hops_record(recording.run, 0);
	next_hops_record(recording.run, 0);
	assert_int_equal(address_add_v6(rt, "a", &recording.station.address_v6, 64, NULL),
			 0);
	next_hops_record(recording.run, 0);
	run_write_rest(recording.run);
	for (size_t i = 0; i < ARRAY_SIZE(streams); i++) {
		assert_true(recording_next(&recording, &event));
		event_clear(&event);
	}
	assert_next(&recording, 1, "2001:db8:1::1", "2001:db8:1::1");
	assert_false(recording_next(&recording, &event));
	end(&recording, rt);
}

static void another_address_or_route_makes_it_be_asked_for_again(void **state)
{
	struct recording recording;
	uint64_t changed_ns = 0;
	bool found = false;
	struct event event;
	struct nl_sock *rt;

	(void)state;
	if (!begin(&recording, &rt))
		skip();
	assert_int_equal(run_without("capture,nl80211,nlmon,tracefs",
				     recording.station.without),
			 0);
	sources_open(recording.run);
	next_hops_record(recording.run, 0);
	assert_int_equal(address_add_v6(rt, "a", &recording.station.address_v6, 64, NULL),
			 0);
	run_write(recording.run);
	run_write_rest(recording.run); /* without nlmon it has the time of its reading */
	while (recording_next(&recording, &event)) {
		if (event.kind == EVENT_LINK && event.link.text && changed_ns == 0 &&
		    strncmp(event.link.text, "2001:db8:1::", 12) == 0)
			changed_ns = event.time_ns;
		if (event.kind == EVENT_NEXT_HOP && event.next_hop.stream == 1 &&
		    event.next_hop.address) {
			/* It has the time of what was told first. */
			assert_int_equal(event.time_ns, changed_ns);
			found = true;
		}
		event_clear(&event);
	}
	assert_true(found);
	end(&recording, rt);
}

static void an_interface_that_is_gone_changes_nothing(void **state)
{
	struct recording recording;
	struct event event;
	struct nl_sock *rt;

	(void)state;
	if (!begin(&recording, &rt))
		skip();
	recording.station.interface = "c";
	next_hops_record(recording.run, 0);
	run_write_rest(recording.run);
	assert_false(recording_next(&recording, &event));
	end(&recording, rt);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_stream_has_its_own_and_a_tunnel_its_endpoint_s),
		cmocka_unit_test(only_what_is_new_is_recorded),
		cmocka_unit_test(another_address_or_route_makes_it_be_asked_for_again),
		cmocka_unit_test(an_interface_that_is_gone_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

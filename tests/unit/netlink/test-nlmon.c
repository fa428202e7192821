/* SPDX-License-Identifier: BSD-3-Clause */
#include "netlink/namespace.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/genetlink.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/nl80211.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/socket.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/time.h"
#include "netlink/netlink.h"
#include "netlink/nlmon.h"

/* The filter as the kernel runs it. On loopback a packet socket gives out a packet of any
 * protocol, and another hears it as it leaves; so no nlmon is needed. */

#define NL80211_FAMILY 0x1c

struct wire {
	int out, in;
};

static bool open_wire(struct wire *wire)
{
	struct sockaddr_ll address = { .sll_family = AF_PACKET,
				       .sll_protocol = htons(ETH_P_ALL) };
	struct sock_filter filter[NLMON_FILTER_MAX];
	struct sock_fprog program = { .filter = filter };

	if (!in_own_namespace() || loopback_up() < 0)
		return false;
	address.sll_ifindex = (int)if_nametoindex("lo");
	wire->out = socket(AF_PACKET, SOCK_DGRAM, 0);
	wire->in = socket(AF_PACKET, SOCK_DGRAM, 0);
	program.len = (unsigned short)nlmon_filter(NL80211_FAMILY, filter);
	assert_true(program.len > 0 && program.len <= NLMON_FILTER_MAX);
	assert_int_equal(setsockopt(wire->in, SOL_SOCKET, SO_ATTACH_FILTER, &program,
				    sizeof(program)),
			 0);
	assert_int_equal(bind(wire->in, (struct sockaddr *)&address, sizeof(address)), 0);
	return true;
}

static void close_wire(struct wire *wire)
{
	close(wire->out);
	close(wire->in);
}

/* How many octets of it pass: 0, none. */
static size_t passes(struct wire *wire, int protocol, const void *datagram, size_t length)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET,
				  .sll_protocol = htons((uint16_t)protocol),
				  .sll_ifindex = (int)if_nametoindex("lo"),
				  .sll_halen = ETH_ALEN };
	char octets[8192];
	ssize_t n;

	assert_int_equal(sendto(wire->out, datagram, length, 0, (struct sockaddr *)&to,
				sizeof(to)),
			 length);
	n = recv(wire->in, octets, sizeof(octets), MSG_DONTWAIT);
	return n < 0 ? 0 : (size_t)n;
}

struct datagram {
	struct nlmsghdr header;
	struct genlmsghdr genl;
	uint8_t body[1000];
};

static struct datagram multicast(void)
{
	return (struct datagram){
		.header = { .nlmsg_len = sizeof(struct datagram),
			    .nlmsg_type = NL80211_FAMILY },
		.genl = { .cmd = NL80211_CMD_AUTHENTICATE },
	};
}

static void multicasts_pass_and_only_their_beginning(void **state)
{
	struct datagram datagram = multicast();
	struct wire wire;

	(void)state;
	if (!open_wire(&wire))
		skip();
	assert_int_equal(passes(&wire, NETLINK_GENERIC, &datagram, sizeof(datagram)),
			 256);
	datagram.header.nlmsg_type = RTM_NEWLINK;
	/* Whom a change is due to is in it. */
	datagram.header.nlmsg_pid = 4711;
	datagram.header.nlmsg_flags = NLM_F_REPLACE;
	assert_int_equal(passes(&wire, NETLINK_ROUTE, &datagram, sizeof(datagram)),
			 sizeof(datagram));
	close_wire(&wire);
}

static void no_request_passes_whatever_port_it_names(void **state)
{
	struct datagram datagram = multicast();
	struct wire wire;

	(void)state;
	if (!open_wire(&wire))
		skip();
	datagram.genl.cmd = NL80211_CMD_NEW_KEY;
	datagram.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	assert_int_equal(passes(&wire, NETLINK_GENERIC, &datagram, sizeof(datagram)), 0);
	datagram.header.nlmsg_pid = 4711;
	assert_int_equal(passes(&wire, NETLINK_GENERIC, &datagram, sizeof(datagram)), 0);
	assert_int_equal(passes(&wire, NETLINK_ROUTE, &datagram, sizeof(datagram)), 0);
	close_wire(&wire);
}

static void no_request_passes_behind_another_message(void **state)
{
	struct datagram datagram = multicast();
	struct wire wire;

	(void)state;
	if (!open_wire(&wire))
		skip();
	datagram.header.nlmsg_len = 100;
	assert_int_equal(passes(&wire, NETLINK_GENERIC, &datagram, sizeof(datagram)), 0);
	assert_int_equal(passes(&wire, NETLINK_ROUTE, &datagram, sizeof(datagram)), 0);
	datagram.header.nlmsg_len = sizeof(datagram) + 0x10000;
	assert_int_equal(passes(&wire, NETLINK_GENERIC, &datagram, sizeof(datagram)), 0);
	close_wire(&wire);
}

static void no_answer_other_family_or_protocol_passes(void **state)
{
	struct datagram datagram = multicast();
	struct wire wire;

	(void)state;
	if (!open_wire(&wire))
		skip();
	assert_int_equal(passes(&wire, NETLINK_XFRM, &datagram, sizeof(datagram)), 0);
	datagram.header.nlmsg_pid = 4711;
	assert_int_equal(passes(&wire, NETLINK_GENERIC, &datagram, sizeof(datagram)), 0);
	datagram = multicast();
	datagram.header.nlmsg_type++; /* WireGuard's, say */
	assert_int_equal(passes(&wire, NETLINK_GENERIC, &datagram, sizeof(datagram)), 0);
	datagram = multicast();
	datagram.header.nlmsg_type = NLMSG_ERROR; /* repeats a request */
	assert_int_equal(passes(&wire, NETLINK_ROUTE, &datagram, sizeof(datagram)), 0);
	assert_int_equal(passes(&wire, NETLINK_GENERIC, &datagram, sizeof(datagram)), 0);
	datagram.header.nlmsg_type = RTM_NEWROUTE;
	datagram.header.nlmsg_flags = NLM_F_MULTI; /* of a dump */
	assert_int_equal(passes(&wire, NETLINK_ROUTE, &datagram, sizeof(datagram)), 0);
	datagram = multicast();
	datagram.header.nlmsg_len = 8;
	assert_int_equal(passes(&wire, NETLINK_GENERIC, &datagram, 8), 0);
	close_wire(&wire);
}

/* From here on with an interface; where the kernel has none, the tests skip. */

struct fixture {
	struct realtime realtime;
	struct nlmon *nlmon;
	struct nl_sock *rt, *listeners[2];
};

static int open_fixture(void **state)
{
	static struct fixture fixture;
	struct fixture *f = &fixture;

	*f = (struct fixture){ 0 };
	*state = f;
	realtime_init(&f->realtime);
	if (!in_own_namespace() || nlmon_open(&f->nlmon, &f->realtime, NULL) < 0)
		return 0;
	if (rtnetlink_open(&f->rt, NULL) < 0)
		return -1;
	for (size_t i = 0; i < 2; i++) {
		if (rtnetlink_open(&f->listeners[i], NULL) < 0 ||
		    nl_socket_add_membership(f->listeners[i], RTNLGRP_LINK) < 0)
			return -1;
	}
	return 0;
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;

	nlmon_close(f->nlmon);
	netlink_close(f->rt);
	for (size_t i = 0; i < 2; i++)
		netlink_close(f->listeners[i]);
	return 0;
}

static size_t heard(struct fixture *f, size_t listener, void *octets, size_t most)
{
	ssize_t n = recv(nl_socket_get_fd(f->listeners[listener]), octets, most,
			 MSG_DONTWAIT);

	return n < 0 ? 0 : (size_t)n;
}

static void a_message_has_the_time_of_its_sending(void **state)
{
	struct fixture *f = *state;
	uint64_t before, after, time_ns;
	char octets[16384];
	size_t length;

	if (!f->nlmon)
		skip();
	for (int i = 0; i < 4; i++) {
		before = clock_monotonic_ns();
		assert_int_equal(link_set_up(f->rt, "lo", i % 2, NULL), 0);
		after = clock_monotonic_ns();
		realtime_expire(&f->realtime);
		while ((length = heard(f, 0, octets, sizeof(octets))) > 0) {
			assert_true(nlmon_stamp(f->nlmon, NETLINK_ROUTE, octets, length,
						&time_ns));
			assert_true(time_ns + realtime_error_ns(&f->realtime) >= before);
			assert_true(time_ns <= after + realtime_error_ns(&f->realtime));
		}
	}
}

static void a_message_to_several_sockets_counts_once(void **state)
{
	struct fixture *f = *state;
	char first[16384], second[16384];
	uint64_t time_ns;
	size_t length;

	if (!f->nlmon)
		skip();
	assert_int_equal(link_set_up(f->rt, "lo", true, NULL), 0);
	assert_int_equal(link_set_up(f->rt, "lo", false, NULL), 0);
	while ((length = heard(f, 0, first, sizeof(first))) > 0) {
		assert_int_equal(heard(f, 1, second, sizeof(second)), length);
		assert_memory_equal(first, second, length);
		assert_true(
			nlmon_stamp(f->nlmon, NETLINK_ROUTE, first, length, &time_ns));
		assert_false(
			nlmon_stamp(f->nlmon, NETLINK_ROUTE, second, length, &time_ns));
	}
}

static void a_request_is_not_seen(void **state)
{
	struct fixture *f = *state;
	struct {
		struct nlmsghdr header;
		struct ifinfomsg link;
	} request = { .header = { .nlmsg_len = sizeof(request),
				  .nlmsg_type = RTM_GETLINK,
				  .nlmsg_flags = NLM_F_REQUEST },
		      .link = { .ifi_index = 1 } };
	uint64_t time_ns;

	if (!f->nlmon)
		skip();
	assert_int_equal(send(nl_socket_get_fd(f->rt), &request, sizeof(request), 0),
			 sizeof(request));
	assert_false(nlmon_stamp(f->nlmon, NETLINK_ROUTE, &request, sizeof(request),
				 &time_ns));
}

static void two_have_an_interface_each(void **state)
{
	struct nlmon *second;
	struct fixture *f = *state;

	if (!f->nlmon)
		skip();
	assert_int_equal(nlmon_open(&second, &f->realtime, NULL), 0);
	assert_true(if_nametoindex("roamtest-nl0") > 0);
	assert_true(if_nametoindex("roamtest-nl1") > 0);
	second = nlmon_close(second);
	assert_int_equal(if_nametoindex("roamtest-nl1"), 0);
	f->nlmon = nlmon_close(f->nlmon);
	assert_int_equal(if_nametoindex("roamtest-nl0"), 0);
}

static void an_interface_that_was_left_is_removed_at_the_next_opening(void **state)
{
	struct nlmon *second;
	struct fixture *f = *state;

	if (!f->nlmon)
		skip();
	assert_int_equal(link_make(f->rt, "roamtest-nl3", "nlmon", NULL), 0);
	assert_int_equal(nlmon_open(&second, &f->realtime, NULL), 0);
	assert_int_equal(if_nametoindex("roamtest-nl3"), 0);
	assert_true(if_nametoindex("roamtest-nl0") > 0); /* is in use */
	nlmon_close(second);
}

static void it_is_removed_from_the_namespace_that_it_was_made_in(void **state)
{
	struct fixture *f = *state;
	int own;

	if (!f->nlmon)
		skip();
	own = netns_current(NULL);
	assert_true(own >= 0);
	assert_int_equal(unshare(CLONE_NEWNET), 0);
	f->nlmon = nlmon_close(f->nlmon);
	assert_int_equal(netns_enter(own, NULL), 0);
	close(own);
	assert_int_equal(if_nametoindex("roamtest-nl0"), 0);
}

#define nlmon_test(name) \
	cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(multicasts_pass_and_only_their_beginning),
		cmocka_unit_test(no_request_passes_whatever_port_it_names),
		cmocka_unit_test(no_request_passes_behind_another_message),
		cmocka_unit_test(no_answer_other_family_or_protocol_passes),
		nlmon_test(a_message_has_the_time_of_its_sending),
		nlmon_test(a_message_to_several_sockets_counts_once),
		nlmon_test(a_request_is_not_seen),
		nlmon_test(two_have_an_interface_each),
		nlmon_test(an_interface_that_was_left_is_removed_at_the_next_opening),
		nlmon_test(it_is_removed_from_the_namespace_that_it_was_made_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/senders.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "../cmocka-all.h"

static struct senders senders;

static int forget_all(void **state)
{
	(void)state;
	memset(&senders, 0, sizeof(senders));
	return 0;
}

/* The host'th of 2^32 IPv4 addresses. */
static struct in6_addr v4(uint32_t host)
{
	struct in6_addr address = { .s6_addr = { [10] = 0xff, [11] = 0xff } };

	host = htonl(host);
	memcpy(address.s6_addr + 12, &host, sizeof(host));
	return address;
}

/* The sequence of the answer, or -errno. */
static int64_t take(struct in6_addr address, uint16_t port, uint64_t now_ns)
{
	uint32_t sequence;
	int r = senders_take(&senders, &address, port, now_ns, &sequence);

	return r < 0 ? r : (int64_t)sequence;
}

static void each_address_and_port_has_a_sequence_of_its_own(void **state)
{
	(void)state;
	assert_int_equal(take(v4(1), 50000, 1), 0);
	assert_int_equal(take(v4(1), 50000, 2), 1);
	assert_int_equal(take(v4(1), 50001, 3), 0);
	assert_int_equal(take(v4(2), 50000, 4), 0);
	assert_int_equal(take(v4(1), 50000, 5), 2);
	assert_int_equal(senders.let_in, 3);
}

static void a_flood_of_forged_sources_pushes_no_live_sender_out(void **state)
{
	uint64_t now_ns = NS_PER_S;
	int64_t sequence = 0;

	(void)state;
	assert_int_equal(take(v4(1), 50000, now_ns), sequence++);
	/* Fifty packets a second of the one, and between two of them a thousand others.
	 */
	for (uint32_t i = 0; i < 200; i++) {
		now_ns += 20 * NS_PER_MS;
		assert_int_equal(take(v4(1), 50000, now_ns), sequence++);
		for (uint32_t j = 0; j < 1000; j++)
			assert_int_equal(take(v4(1000 + 1000 * i + j), 50000, now_ns), 0);
	}
	assert_int_equal(senders.count, SENDERS_MAX);
}

static void a_sender_can_begin_in_the_middle_of_a_flood(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 5000; i++)
		take(v4(1000 + i), 50000, i);
	assert_int_equal(take(v4(1), 50000, 5000), 0);
	for (uint32_t i = 0; i < SENDERS_MAX - 1; i++)
		take(v4(10000 + i), 50000, 5001 + i);
	assert_int_equal(take(v4(1), 50000, 7000), 1);
}

static void a_newcomer_finds_no_place_where_all_go_on_sending(void **state)
{
	(void)state;
	for (uint32_t twice = 0; twice < 2; twice++)
		for (uint32_t i = 0; i < SENDERS_MAX; i++)
			assert_int_equal(take(v4(1000 + i), 50000, twice * 5000 + i),
					 twice);
	assert_int_equal(take(v4(1), 50000, 10000), -ENOSPC);
	assert_int_equal(take(v4(1000), 50000, 10000), 2);
}

static void one_that_fell_silent_leaves_its_place_after_two_minutes(void **state)
{
	const uint64_t later_ns = SENDER_SILENCE_NS + 5000;

	(void)state;
	for (uint32_t twice = 0; twice < 2; twice++)
		for (uint32_t i = 0; i < SENDERS_MAX; i++)
			take(v4(1000 + i), 50000, twice * 5000 + i);
	assert_int_equal(take(v4(1), 50000, later_ns), -ENOSPC);
	/* Only the first two have been silent for longer than that. */
	assert_int_equal(take(v4(1), 50000, later_ns + 2), 0);
	assert_int_equal(take(v4(1), 50000, later_ns + 2), 1);
	assert_int_equal(take(v4(1001), 50000, later_ns + 2), 2);
	assert_int_equal(take(v4(1000), 50000, later_ns + 2), -ENOSPC);
}

static void who_was_heard_once_makes_room_before_who_fell_silent(void **state)
{
	const uint64_t later_ns = 2 * SENDER_SILENCE_NS;

	(void)state;
	assert_int_equal(take(v4(2), 50000, 0), 0);
	assert_int_equal(take(v4(2), 50000, 0), 1);
	for (uint32_t i = 0; i < SENDERS_MAX - 1; i++)
		take(v4(1000 + i), 50000, later_ns);
	assert_int_equal(take(v4(1), 50000, later_ns), 0);
	assert_int_equal(take(v4(2), 50000, later_ns), 2);
}

static void one_source_has_at_most_128_places(void **state)
{
	(void)state;
	for (uint32_t twice = 0; twice < 2; twice++)
		for (uint16_t i = 0; i < SENDERS_OF_A_SOURCE_MAX; i++)
			assert_int_equal(take(v4(1), 50000 + i, twice * 1000 + i), twice);
	assert_int_equal(take(v4(1), 40000, 2000), -ENOSPC);
	assert_int_equal(take(v4(2), 40000, 2000), 0);
}

static void a_sources_newcomers_take_each_others_places(void **state)
{
	(void)state;
	assert_int_equal(take(v4(2), 50000, 0), 0);
	for (uint16_t i = 0; i < 1000; i++)
		assert_int_equal(take(v4(1), 50000 + i, 1 + i), 0);
	assert_int_equal(senders.count, 1 + SENDERS_OF_A_SOURCE_MAX);
	assert_int_equal(take(v4(2), 50000, 2000), 1);
}

static void an_ipv6_network_is_one_source(void **state)
{
	struct in6_addr address;

	(void)state;
	inet_pton(AF_INET6, "2001:db8::", &address);
	for (uint8_t twice = 0; twice < 2; twice++)
		for (uint8_t i = 0; i < SENDERS_OF_A_SOURCE_MAX; i++) {
			address.s6_addr[15] = i;
			assert_int_equal(take(address, 50000, twice), twice);
		}
	address.s6_addr[15] = SENDERS_OF_A_SOURCE_MAX;
	assert_int_equal(take(address, 50000, 2), -ENOSPC);
	address.s6_addr[7] = 1; /* the next network */
	assert_int_equal(take(address, 50000, 2), 0);
}

static void two_thousand_at_once_are_answered_and_then_two_thousand_a_second(void **state)
{
	uint64_t now_ns = NS_PER_S;
	uint32_t answered = 0;

	(void)state;
	for (int64_t i = 0; i < SENDER_RATE; i++)
		assert_int_equal(take(v4(1), 50000, now_ns), i);
	assert_int_equal(take(v4(1), 50000, now_ns), -EBUSY);
	assert_int_equal(take(v4(2), 50000, now_ns),
			 0); /* another is as free as before */
	for (uint32_t i = 0; i < 10000; i++) {
		now_ns += NS_PER_S / 10000;
		answered += take(v4(1), 50000, now_ns) >= 0;
	}
	assert_int_equal(answered, SENDER_RATE);
	/* What was not answered is in no sequence. */
	assert_int_equal(take(v4(1), 50000, now_ns + NS_PER_S), 2 * SENDER_RATE);
}

#define senders_test(name) cmocka_unit_test_setup(name, forget_all)

int main(void)
{
	const struct CMUnitTest tests[] = {
		senders_test(each_address_and_port_has_a_sequence_of_its_own),
		senders_test(a_flood_of_forged_sources_pushes_no_live_sender_out),
		senders_test(a_sender_can_begin_in_the_middle_of_a_flood),
		senders_test(a_newcomer_finds_no_place_where_all_go_on_sending),
		senders_test(one_that_fell_silent_leaves_its_place_after_two_minutes),
		senders_test(who_was_heard_once_makes_room_before_who_fell_silent),
		senders_test(one_source_has_at_most_128_places),
		senders_test(a_sources_newcomers_take_each_others_places),
		senders_test(an_ipv6_network_is_one_source),
		senders_test(
			two_thousand_at_once_are_answered_and_then_two_thousand_a_second),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

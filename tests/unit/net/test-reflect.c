/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/reflect.h"

#include <arpa/inet.h>
#include <string.h>

#include "../cmocka-all.h"
#include "net/stamp.h"

#define RECEIVED_NS UINT64_C(1767323045500000000)
#define REFLECTED_NS (RECEIVED_NS + 9000)

static struct senders senders;

static int forget_all(void **state)
{
	(void)state;
	memset(&senders, 0, sizeof(senders));
	return 0;
}

static enum reflection reflect_from(const char *address, uint16_t port, bool to_group,
				    uint8_t *packet, size_t size)
{
	struct reflect_arrival arrival = {
		.port = port,
		.to_group = to_group,
		.ttl = 63,
		.received_ns = RECEIVED_NS,
	};

	assert_int_equal(inet_pton(AF_INET6, address, &arrival.from), 1);
	return reflect(&senders, &arrival, REFLECTED_NS, packet, size);
}

static enum reflection reflect_request_of(const char *address, uint16_t port)
{
	uint8_t packet[STAMP_PACKET_MIN] = { 0 };

	return reflect_from(address, port, false, packet, sizeof(packet));
}

static void the_answer_is_the_packet_of_rfc_8762_4_3_1(void **state)
{
	const struct stamp_request request = { 9, RECEIVED_NS - 5000 };
	uint8_t packet[STAMP_PACKET_MIN];
	struct stamp_reply reply;

	(void)state;
	stamp_format_request(&request, packet, sizeof(packet));
	assert_int_equal(reflect_from("2001:db8::1", 50000, false, packet,
				      sizeof(packet)),
			 REFLECTION_ANSWERED);
	assert_int_equal(stamp_parse_reply(packet, sizeof(packet), &reply), 0);
	assert_int_equal(reply.reflector_sequence, 0);
	assert_int_equal(reply.reflected_ns, REFLECTED_NS);
	assert_int_equal(reply.received_ns, RECEIVED_NS);
	assert_int_equal(reply.sequence, 9);
	assert_int_equal(reply.sent_ns, request.sent_ns);
	assert_int_equal(reply.ttl, 63);
}

static void what_follows_the_base_packet_comes_back_as_it_was(void **state)
{
	uint8_t packet[200] = { 0 };

	(void)state;
	for (uint8_t i = STAMP_PACKET_MIN; i < sizeof(packet); i++)
		packet[i] = i;
	assert_int_equal(reflect_from("::ffff:192.0.2.1", 50000, false, packet,
				      sizeof(packet)),
			 REFLECTION_ANSWERED);
	for (uint8_t i = STAMP_PACKET_MIN; i < sizeof(packet); i++)
		assert_int_equal(packet[i], i);
}

static void one_octet_too_short_or_too_long_is_not_answered(void **state)
{
	static uint8_t packet[REFLECT_PACKET_MAX + 1];

	(void)state;
	assert_int_equal(reflect_from("2001:db8::1", 50000, false, packet,
				      STAMP_PACKET_MIN - 1),
			 REFLECTION_MALFORMED);
	assert_int_equal(reflect_from("2001:db8::1", 50000, false, packet,
				      REFLECT_PACKET_MAX + 1),
			 REFLECTION_MALFORMED);
	assert_int_equal(senders.let_in, 0);
	assert_int_equal(reflect_from("2001:db8::1", 50000, false, packet,
				      REFLECT_PACKET_MAX),
			 REFLECTION_ANSWERED);
}

static void an_answer_is_not_answered(void **state)
{
	uint8_t packet[STAMP_PACKET_MIN] = { 0 };

	(void)state;
	assert_int_equal(reflect_from("2001:db8::1", 862, false, packet, sizeof(packet)),
			 REFLECTION_ANSWERED);
	assert_int_equal(reflect_from("2001:db8::1", 862, false, packet, sizeof(packet)),
			 REFLECTION_MALFORMED);
}

static void groups_and_nobody_are_not_answered(void **state)
{
	static const char *const addresses[] = {
		"::",
		"ff02::1",
		"::ffff:0.0.0.0",
		"::ffff:0.1.2.3",
		"::ffff:224.0.0.1",
		"::ffff:239.255.255.255",
		"::ffff:240.0.0.1",
		"::ffff:255.255.255.255",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses); i++)
		assert_int_equal(reflect_request_of(addresses[i], 50000),
				 REFLECTION_FOREIGN);
	assert_int_equal(reflect_request_of("::ffff:223.255.255.255", 50000),
			 REFLECTION_ANSWERED);
	assert_int_equal(reflect_request_of("fe80::1", 50000), REFLECTION_ANSWERED);
}

static void a_request_to_a_group_is_not_answered(void **state)
{
	uint8_t packet[STAMP_PACKET_MIN] = { 0 };

	(void)state;
	assert_int_equal(reflect_from("2001:db8::1", 50000, true, packet, sizeof(packet)),
			 REFLECTION_FOREIGN);
}

static void services_are_not_answered(void **state)
{
	static const uint16_t ports[] = { 0, 7, 19, 53, 123, 861, 863, 1023 };

	(void)state;
	for (size_t i = 0; i < sizeof(ports) / sizeof(*ports); i++)
		assert_int_equal(reflect_request_of("2001:db8::1", ports[i]),
				 REFLECTION_FOREIGN);
	assert_int_equal(reflect_request_of("2001:db8::1", 862), REFLECTION_ANSWERED);
	assert_int_equal(reflect_request_of("2001:db8::1", 1024), REFLECTION_ANSWERED);
}

#define reflect_test(name) cmocka_unit_test_setup(name, forget_all)

int main(void)
{
	const struct CMUnitTest tests[] = {
		reflect_test(the_answer_is_the_packet_of_rfc_8762_4_3_1),
		reflect_test(what_follows_the_base_packet_comes_back_as_it_was),
		reflect_test(one_octet_too_short_or_too_long_is_not_answered),
		reflect_test(an_answer_is_not_answered),
		reflect_test(groups_and_nobody_are_not_answered),
		reflect_test(a_request_to_a_group_is_not_answered),
		reflect_test(services_are_not_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "net/echo.h"

#define LENGTH (ECHO_HEADER + ECHO_DATA_MIN)

static const struct echo echo = {
	.identifier = 0xc001,
	.sequence = 0x00010002,
	.sent_ns = 1000000000,
};

static void a_request_has_the_form_of_rfc_792_and_its_checksum(void **state)
{
	static const uint8_t wanted[LENGTH] = {
		8,    0,		/* echo, code */
		0x35, 0xcd,		/* checksum, RFC 1071 */
		0xc0, 0x01, 0x00, 0x02, /* identifier, 16 bits of the sequence */
		0x00, 0x01, 0x00, 0x02, /* all of it */
		0x83, 0xaa, 0x7e, 0x81, 0, 0, 0, 0, /* a second after 1970 */
	};
	uint8_t packet[LENGTH];

	(void)state;
	echo_format(&echo, AF_INET, packet, sizeof(packet));
	assert_memory_equal(packet, wanted, sizeof(wanted));
}

static void a_request_of_icmpv6_leaves_the_checksum_to_the_kernel(void **state)
{
	uint8_t packet[LENGTH + 3];

	(void)state;
	echo_format(&echo, AF_INET6, packet, sizeof(packet));
	assert_int_equal(packet[0], 128);
	assert_int_equal(packet[2] | packet[3], 0);
}

static void a_packet_of_odd_length_has_a_checksum_too(void **state)
{
	uint8_t packet[LENGTH + 1];
	uint32_t sum = 0;

	(void)state;
	echo_format(&echo, AF_INET, packet, sizeof(packet));
	for (size_t i = 0; i < LENGTH; i += 2)
		sum += (uint32_t)(packet[i] << 8 | packet[i + 1]);
	assert_int_equal((sum & 0xffff) + (sum >> 16), 0xffff);
}

static void a_request_is_read_back(void **state)
{
	static const int families[] = { AF_INET, AF_INET6 };
	uint8_t packet[LENGTH];
	struct echo read;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		echo_format(&echo, families[i], packet, sizeof(packet));
		assert_int_equal(echo_parse_request(families[i], packet, sizeof(packet),
						    &read),
				 0);
		assert_int_equal(read.identifier, echo.identifier);
		assert_int_equal(read.sequence, echo.sequence);
		assert_int_equal(read.sent_ns, echo.sent_ns);
		assert_int_equal(echo_parse_request(families[1 - i], packet,
						    sizeof(packet), &read),
				 -EBADMSG);
	}
}

static void a_reply_of_ipv4_comes_with_the_header_of_ip(void **state)
{
	uint8_t packet[60 + LENGTH] = { 0 };
	struct echo read;

	(void)state;
	for (size_t words = 5; words <= 15; words++) {
		size_t header = words * 4;

		packet[0] = (uint8_t)(0x40 | words);
		echo_format(&echo, AF_INET, packet + header, LENGTH);
		assert_int_equal(echo_parse_reply(AF_INET, packet, header + LENGTH,
						  &read),
				 -EBADMSG); /* a request */
		packet[header] = 0;
		assert_int_equal(
			echo_parse_reply(AF_INET, packet, header + LENGTH, &read), 0);
		assert_int_equal(read.sequence, echo.sequence);
		assert_int_equal(echo_parse_reply(AF_INET, packet, header + LENGTH - 1,
						  &read),
				 -EBADMSG);
	}
	packet[0] = 0x44; /* a header shorter than it can be */
	assert_int_equal(echo_parse_reply(AF_INET, packet, sizeof(packet), &read),
			 -EBADMSG);
	packet[0] = 0x65; /* not of IPv4 */
	assert_int_equal(echo_parse_reply(AF_INET, packet, sizeof(packet), &read),
			 -EBADMSG);
	packet[0] = 0x4f;
	assert_int_equal(echo_parse_reply(AF_INET, packet, 59, &read), -EBADMSG);
	assert_int_equal(echo_parse_reply(AF_INET, packet, 0, &read), -EBADMSG);
}

static void a_reply_comes_without_it_to_who_may_not_have_a_raw_socket(void **state)
{
	uint8_t packet[LENGTH];
	struct echo read;

	(void)state;
	echo_format(&echo, AF_INET, packet, sizeof(packet));
	packet[0] = 0;
	assert_int_equal(echo_parse_reply(AF_INET, packet, sizeof(packet), &read), 0);
	assert_int_equal(read.sequence, echo.sequence);
	assert_int_equal(read.identifier, echo.identifier);
}

static void a_reply_to_anothers_request_is_none_of_ours(void **state)
{
	uint8_t packet[LENGTH];
	struct echo read;

	(void)state;
	echo_format(&echo, AF_INET6, packet, sizeof(packet));
	packet[0] = 129;
	assert_int_equal(echo_parse_reply(AF_INET6, packet, sizeof(packet), &read), 0);
	packet[11]++; /* its two sequence numbers differ */
	assert_int_equal(echo_parse_reply(AF_INET6, packet, sizeof(packet), &read),
			 -EBADMSG);
	packet[11]--;
	packet[1] = 1; /* a code that echo does not have */
	assert_int_equal(echo_parse_reply(AF_INET6, packet, sizeof(packet), &read),
			 -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_has_the_form_of_rfc_792_and_its_checksum),
		cmocka_unit_test(a_request_of_icmpv6_leaves_the_checksum_to_the_kernel),
		cmocka_unit_test(a_packet_of_odd_length_has_a_checksum_too),
		cmocka_unit_test(a_request_is_read_back),
		cmocka_unit_test(a_reply_of_ipv4_comes_with_the_header_of_ip),
		cmocka_unit_test(
			a_reply_comes_without_it_to_who_may_not_have_a_raw_socket),
		cmocka_unit_test(a_reply_to_anothers_request_is_none_of_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

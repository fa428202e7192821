/* SPDX-License-Identifier: BSD-3-Clause */
/* cmocka's prerequisites */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "net/stamp.h"

/* 2026-01-02 03:04:05.5 UTC: Unix 1767323045.5, NTP 3976311845.5 = 0xed01b425.8 */
#define SOME_NS UINT64_C(1767323045500000000)

static const uint8_t request_packet[STAMP_PACKET_MIN] = {
	0x01, 0x02, 0x03, 0x04, /* sequence number */
	0xed, 0x01, 0xb4, 0x25, /* timestamp, seconds since 1900 */
	0x80, 0x00, 0x00, 0x00, /* fraction: a half */
	0x14, 0x01,		/* error estimate: scale 20, multiplier 1 */
				/* 30 octets of zero */
};

static const uint8_t reply_packet[STAMP_PACKET_MIN] = {
	0x00, 0x00, 0x00, 0x07, /* sequence number of the reflector */
	0xed, 0x01, 0xb4, 0x26, /* timestamp, seconds */
	0x40, 0x00, 0x00, 0x00, /* fraction: a quarter */
	0x14, 0x01,		/* error estimate */
	0x00, 0x00,		/* zero */
	0xed, 0x01, 0xb4, 0x26, /* receive timestamp, seconds */
	0x00, 0x00, 0x00, 0x00, /* fraction */
	0x01, 0x02, 0x03, 0x04, /* the sender's sequence number */
	0xed, 0x01, 0xb4, 0x25, /* its timestamp, seconds */
	0x80, 0x00, 0x00, 0x00, /* fraction */
	0x14, 0x01,		/* its error estimate */
	0x00, 0x00,		/* zero */
	0x3f,			/* its TTL */
	0x00, 0x00, 0x00,	/* zero */
};

static const struct stamp_reply reply = {
	.reflector_sequence = 7,
	.reflected_ns = SOME_NS + 750000000,
	.received_ns = SOME_NS + 500000000,
	.sequence = 0x01020304,
	.sent_ns = SOME_NS,
	.ttl = 63,
};

static void a_request_has_the_fields_of_rfc_8762_figure_2(void **state)
{
	const struct stamp_request request = { 0x01020304, SOME_NS };
	uint8_t packet[STAMP_PACKET_MIN];

	(void)state;
	memset(packet, 0xff, sizeof(packet));
	stamp_format_request(&request, packet, sizeof(packet));
	assert_memory_equal(packet, request_packet, sizeof(packet));
}

static void a_reply_has_the_fields_of_rfc_8762_figure_5(void **state)
{
	uint8_t packet[STAMP_PACKET_MIN];

	(void)state;
	memset(packet, 0xff, sizeof(packet));
	stamp_format_reply(&reply, packet, sizeof(packet));
	assert_memory_equal(packet, reply_packet, sizeof(packet));
}

static void padding_is_zero(void **state)
{
	uint8_t packet[200];

	(void)state;
	memset(packet, 0xff, sizeof(packet));
	stamp_format_reply(&reply, packet, sizeof(packet));
	for (size_t i = STAMP_PACKET_MIN; i < sizeof(packet); i++)
		assert_int_equal(packet[i], 0);
}

static void a_request_is_parsed(void **state)
{
	struct stamp_request request;

	(void)state;
	assert_int_equal(
		stamp_parse_request(request_packet, sizeof(request_packet), &request), 0);
	assert_int_equal(request.sequence, 0x01020304);
	assert_int_equal(request.sent_ns, SOME_NS);
}

static void a_reply_is_parsed(void **state)
{
	struct stamp_reply parsed;

	(void)state;
	assert_int_equal(stamp_parse_reply(reply_packet, sizeof(reply_packet), &parsed),
			 0);
	assert_int_equal(parsed.reflector_sequence, reply.reflector_sequence);
	assert_int_equal(parsed.reflected_ns, reply.reflected_ns);
	assert_int_equal(parsed.received_ns, reply.received_ns);
	assert_int_equal(parsed.sequence, reply.sequence);
	assert_int_equal(parsed.sent_ns, reply.sent_ns);
	assert_int_equal(parsed.ttl, reply.ttl);
}

static void one_octet_too_few_is_refused_and_leaves_the_result_alone(void **state)
{
	struct stamp_request request = { 5, 6 };
	struct stamp_reply parsed = { .sequence = 5 };

	(void)state;
	assert_int_equal(stamp_parse_request(request_packet, STAMP_PACKET_MIN - 1,
					     &request),
			 -EBADMSG);
	assert_int_equal(stamp_parse_reply(reply_packet, STAMP_PACKET_MIN - 1, &parsed),
			 -EBADMSG);
	assert_int_equal(request.sequence, 5);
	assert_int_equal(parsed.sequence, 5);
}

static void a_reply_is_told_from_a_request(void **state)
{
	(void)state;
	assert_true(stamp_is_reply(reply_packet, sizeof(reply_packet)));
	assert_false(stamp_is_reply(request_packet, sizeof(request_packet)));
	assert_false(stamp_is_reply(reply_packet, STAMP_PACKET_MIN - 1));
}

static void the_senders_part_is_copied_octet_by_octet(void **state)
{
	uint8_t copy[STAMP_PACKET_MIN] = { 0 }, foreign[STAMP_PACKET_MIN] = { 0 };

	(void)state;
	for (uint8_t i = 0; i < 14; i++)
		foreign[i] = (uint8_t)(0xa0 + i);
	stamp_copy_sender(copy, foreign);
	for (size_t i = 0; i < sizeof(copy); i++)
		assert_int_equal(copy[i], i >= 24 && i < 38 ? 0xa0 + i - 24 : 0);
}

static void ntp_time_begins_in_1900(void **state)
{
	(void)state;
	assert_int_equal(ntp_from_ns(0), UINT64_C(2208988800) << 32);
	assert_int_equal(ntp_to_ns(UINT64_C(2208988800) << 32), 0);
	assert_int_equal(ntp_from_ns(SOME_NS), UINT64_C(0xed01b42580000000));
}

static void ntp_time_before_1970_is_no_time(void **state)
{
	(void)state;
	assert_int_equal(ntp_to_ns(0), 0);
	assert_int_equal(ntp_to_ns((UINT64_C(2208988799) << 32) | UINT32_MAX), 0);
}

static void every_nanosecond_survives_the_way_to_ntp_and_back(void **state)
{
	const uint64_t bases[] = { 0, SOME_NS - SOME_NS % 1000000000,
				   /* the last second of NTP's era 0 */
				   UINT64_C(2085978495) * 1000000000 };

	(void)state;
	for (size_t b = 0; b < sizeof(bases) / sizeof(bases[0]); b++) {
		for (uint64_t ns = 0; ns < 1000000000; ns += 9973) {
			if (ntp_to_ns(ntp_from_ns(bases[b] + ns)) != bases[b] + ns)
				fail_msg("%llu", (unsigned long long)(bases[b] + ns));
		}
		assert_int_equal(ntp_to_ns(ntp_from_ns(bases[b] + 999999999)),
				 bases[b] + 999999999);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_has_the_fields_of_rfc_8762_figure_2),
		cmocka_unit_test(a_reply_has_the_fields_of_rfc_8762_figure_5),
		cmocka_unit_test(padding_is_zero),
		cmocka_unit_test(a_request_is_parsed),
		cmocka_unit_test(a_reply_is_parsed),
		cmocka_unit_test(
			one_octet_too_few_is_refused_and_leaves_the_result_alone),
		cmocka_unit_test(a_reply_is_told_from_a_request),
		cmocka_unit_test(the_senders_part_is_copied_octet_by_octet),
		cmocka_unit_test(ntp_time_begins_in_1900),
		cmocka_unit_test(ntp_time_before_1970_is_no_time),
		cmocka_unit_test(every_nanosecond_survives_the_way_to_ntp_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
/* cmocka's prerequisites */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "wifi/radiotap.h"

/* Parses a copy of exactly this length, so that a read past it is seen. */
static int parse_copy(const uint8_t *octets, size_t length, struct radiotap *ret)
{
	uint8_t *copy = malloc(length ? length : 1);
	int r;

	assert_non_null(copy);
	memcpy(copy, octets, length);
	memset(ret, 0xff, sizeof(*ret));
	r = radiotap_parse(copy, length, ret);
	free(copy);
	return r;
}

#define PARSE(octets, ret) parse_copy(octets, sizeof(octets), ret)

static void assert_refused(const uint8_t *octets, size_t length)
{
	struct radiotap radiotap, zero = { 0 };

	assert_int_equal(parse_copy(octets, length, &radiotap), -EINVAL);
	assert_int_equal(radiotap.length, zero.length);
	assert_false(radiotap.has_signal || radiotap.sent || radiotap.has_fcs);
	assert_int_equal(radiotap.freq_mhz, 0);
}

/* One field a line. */
/* clang-format off */

/* As Linux writes it of a frame that an antenna received on channel 36. */
static const uint8_t received[] = {
	0x00, 0x00, /* version, pad */
	0x24, 0x00, /* length 36 */
	0x2f, 0x40, 0x00, 0xa0, /* TSFT, flags, rate, channel, signal, RX flags, more */
	0x20, 0x08, 0x00, 0x00, /* of one antenna: signal, antenna */
	0x00, 0x00, 0x00, 0x00, /* aligned to 8 */
	0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, /* TSFT */
	0x00, /* flags */
	0x0c, /* 6 Mb/s */
	0x3c, 0x14, 0x40, 0x01, /* 5180 MHz, OFDM, 5 GHz */
	0xe2, /* -30 dBm */
	0x00, /* aligned to 2 */
	0x00, 0x00, /* RX flags */
	0xd8, /* -40 dBm */
	0x00, /* antenna 0 */
};

/* And of one that it sent. */
static const uint8_t sent[] = {
	0x00, 0x00, /* version, pad */
	0x0d, 0x00, /* length 13 */
	0x04, 0x80, 0x02, 0x00, /* rate, TX flags, data retries */
	0x02, /* 1 Mb/s */
	0x00, /* aligned to 2 */
	0x00, 0x00, /* TX flags */
	0x00, /* data retries */
};

/* A vendor's own data between radiotap's. */
static const uint8_t with_vendor[] = {
	0x00, 0x00, /* version, pad */
	0x22, 0x00, /* length 34 */
	0x02, 0x00, 0x00, 0xc0, /* flags, then a vendor namespace, more */
	0xff, 0xff, 0xff, 0xbf, /* every bit of the vendor's, then radiotap's again, more */
	0x28, 0x00, 0x00, 0x00, /* channel, signal */
	0x10, /* flags: FCS at the end */
	0x00, /* aligned to 2 */
	0x00, 0x11, 0x22, /* OUI */
	0x01, /* sub-namespace */
	0x03, 0x00, /* 3 octets */
	0xaa, 0xbb, 0xcc,
	0x00, /* aligned to 2 */
	0x6c, 0x09, 0xa0, 0x00, /* 2412 MHz */
	0xce, /* -50 dBm */
	0x00, /* behind the last field: any number */
};
/* clang-format on */

static void a_received_frame_has_its_channel_and_signal(void **state)
{
	struct radiotap radiotap;

	(void)state;
	assert_int_equal(PARSE(received, &radiotap), 0);
	assert_int_equal(radiotap.length, 36);
	assert_int_equal(radiotap.freq_mhz, 5180);
	assert_true(radiotap.has_signal);
	assert_false(radiotap.has_fcs || radiotap.bad_fcs);
	assert_false(radiotap.sent || radiotap.unacknowledged || radiotap.no_ack_wanted);
}

static void the_signal_is_that_of_all_antennas(void **state)
{
	struct radiotap radiotap;

	(void)state;
	assert_int_equal(PARSE(received, &radiotap), 0);
	assert_int_equal(radiotap.signal_dbm, -30);
}

static void a_sent_frame_is_known_by_its_tx_flags(void **state)
{
	uint8_t octets[sizeof(sent)];
	struct radiotap radiotap;

	(void)state;
	assert_int_equal(PARSE(sent, &radiotap), 0);
	assert_int_equal(radiotap.length, 13);
	assert_true(radiotap.sent);
	assert_false(radiotap.unacknowledged || radiotap.no_ack_wanted);
	assert_false(radiotap.has_signal);
	assert_int_equal(radiotap.freq_mhz, 0);

	memcpy(octets, sent, sizeof(octets));
	octets[10] = 0x01;
	assert_int_equal(PARSE(octets, &radiotap), 0);
	assert_true(radiotap.sent && radiotap.unacknowledged);
	assert_false(radiotap.no_ack_wanted);
	octets[10] = 0x08;
	assert_int_equal(PARSE(octets, &radiotap), 0);
	assert_true(radiotap.sent && radiotap.no_ack_wanted);
	assert_false(radiotap.unacknowledged);
}

static void the_flags_tell_of_an_fcs(void **state)
{
	uint8_t octets[sizeof(received)];
	struct radiotap radiotap;

	(void)state;
	memcpy(octets, received, sizeof(octets));
	octets[24] = 0x10;
	assert_int_equal(PARSE(octets, &radiotap), 0);
	assert_true(radiotap.has_fcs);
	assert_false(radiotap.bad_fcs);
	octets[24] = 0x50;
	assert_int_equal(PARSE(octets, &radiotap), 0);
	assert_true(radiotap.has_fcs && radiotap.bad_fcs);
}

static void a_vendors_data_are_passed_over(void **state)
{
	struct radiotap radiotap;
	uint8_t octets[sizeof(with_vendor)];

	(void)state;
	/* The header is as long as its length field says, fields or not. */
	assert_int_equal(sizeof(with_vendor), 34);
	assert_int_equal(PARSE(with_vendor, &radiotap), 0);
	assert_int_equal(radiotap.length, 34);
	assert_true(radiotap.has_fcs);
	assert_int_equal(radiotap.freq_mhz, 2412);
	assert_true(radiotap.has_signal);
	assert_int_equal(radiotap.signal_dbm, -50);
	assert_false(radiotap.sent);

	/* Not where they pass the end. */
	memcpy(octets, with_vendor, sizeof(octets));
	octets[22] = 0x0d;
	assert_refused(octets, sizeof(octets));
	octets[22] = 0x00;
	octets[23] = 0xff;
	assert_refused(octets, sizeof(octets));
}

static void fields_that_are_not_defined_yet_end_what_is_known(void **state)
{
	/* Flags, then bit 28 (TLVs) and 4 octets of something. */
	static const uint8_t tlvs[] = { 0, 0, 13, 0, 0x02, 0, 0, 0x10, 0x10, 1, 2, 3, 4 };
	/* A second word without a namespace bit in the first: bit 37, not a signal. */
	static const uint8_t past_32[] = { 0,	 0,    14, 0, 0x02, 0,	  0,
					   0x80, 0x20, 0,  0, 0,    0x10, 0xe2 };
	struct radiotap radiotap;

	(void)state;
	assert_int_equal(PARSE(tlvs, &radiotap), 0);
	assert_int_equal(radiotap.length, sizeof(tlvs));
	assert_true(radiotap.has_fcs);
	assert_int_equal(PARSE(past_32, &radiotap), 0);
	assert_int_equal(radiotap.length, sizeof(past_32));
	assert_true(radiotap.has_fcs);
	assert_false(radiotap.has_signal);
}

static void xchannel_has_a_frequency_too(void **state)
{
	static const uint8_t octets[] = { 0, 0, 16,   0,    0,	  0,	4,  0,
					  0, 1, 0x40, 0x05, 0x3c, 0x14, 36, 0 };
	struct radiotap radiotap;

	(void)state;
	assert_int_equal(sizeof(octets), 16);
	assert_int_equal(PARSE(octets, &radiotap), 0);
	assert_int_equal(radiotap.freq_mhz, 5180);
}

static void an_empty_header_is_a_header(void **state)
{
	static const uint8_t octets[] = { 0, 0, 8, 0, 0, 0, 0, 0, 0xb0 };
	struct radiotap radiotap;

	(void)state;
	assert_int_equal(PARSE(octets, &radiotap), 0);
	assert_int_equal(radiotap.length, 8);
	assert_false(radiotap.sent || radiotap.has_signal);
}

static void a_header_that_does_not_fit_is_refused(void **state)
{
	uint8_t octets[sizeof(received)];

	(void)state;
	for (size_t length = 0; length < sizeof(received); length++)
		assert_refused(received, length);
	/* A length in the header that leaves out a field. */
	memcpy(octets, received, sizeof(octets));
	for (uint8_t length = 0; length < sizeof(received); length++) {
		octets[2] = length;
		assert_refused(octets, sizeof(octets));
	}
	memcpy(octets, received, sizeof(octets));
	octets[0] = 1; /* version */
	assert_refused(octets, sizeof(octets));
	octets[0] = 0;
	octets[7] = 0xe0; /* radiotap's namespace and a vendor's in one word */
	assert_refused(octets, sizeof(octets));
}

static void present_words_without_end_are_refused(void **state)
{
	uint8_t octets[64];

	(void)state;
	memset(octets, 0xff, sizeof(octets));
	octets[0] = 0;
	octets[2] = sizeof(octets);
	octets[3] = 0;
	for (size_t i = 4; i < sizeof(octets); i++)
		octets[i] = i % 4 == 3 ? 0x80 : 0;
	assert_refused(octets, sizeof(octets));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_received_frame_has_its_channel_and_signal),
		cmocka_unit_test(the_signal_is_that_of_all_antennas),
		cmocka_unit_test(a_sent_frame_is_known_by_its_tx_flags),
		cmocka_unit_test(the_flags_tell_of_an_fcs),
		cmocka_unit_test(a_vendors_data_are_passed_over),
		cmocka_unit_test(fields_that_are_not_defined_yet_end_what_is_known),
		cmocka_unit_test(xchannel_has_a_frequency_too),
		cmocka_unit_test(an_empty_header_is_a_header),
		cmocka_unit_test(a_header_that_does_not_fit_is_refused),
		cmocka_unit_test(present_words_without_end_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

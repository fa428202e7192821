/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/eapol-key.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka-all.h"
#include "base/memory.h"
#include "ft-frames.h"

/* Header, QoS control, LLC and SNAP. */
#define EAPOL_AT (24 + 2 + 8)

/* Of a copy of exactly this length, which lives until the next. */
static int parse(const uint8_t *octets, size_t length, struct eapol_key *ret)
{
	static uint8_t *copy;

	free(copy);
	copy = NULL;
	if (!octets)
		return 0;
	copy = memory_zero(length ? length : 1, 1);
	memcpy(copy, octets, length);
	return eapol_key_parse(copy, length, ret);
}

static int release(void **state)
{
	(void)state;
	return parse(NULL, 0, NULL);
}

#define PARSE_FRAME(frame, ret) parse((frame) + EAPOL_AT, sizeof(frame) - EAPOL_AT, ret)

static void the_messages_of_a_handshake_are_told_apart(void **state)
{
	struct eapol_key key;

	(void)state;
	assert_int_equal(PARSE_FRAME(message_1, &key), 0);
	assert_int_equal(key.message, 1);
	assert_int_equal(key.key_data.length, 0);
	assert_int_equal(PARSE_FRAME(message_2, &key), 0);
	assert_int_equal(key.message, 2);
	assert_int_equal(key.mic.length, 16);
	assert_int_equal(key.key_data.octets[0], 48);
	assert_int_equal(PARSE_FRAME(message_3, &key), 0);
	assert_int_equal(key.message, 3);
	assert_true(key.information & KEY_INFO_ENCRYPTED);
	assert_int_equal(key.key_data.length % 8, 0);
	assert_int_equal(PARSE_FRAME(message_4, &key), 0);
	assert_int_equal(key.message, 4);
}

static void octets_behind_the_body_are_not_the_packets(void **state)
{
	uint8_t padded[sizeof(message_4) + 3];
	struct eapol_key key;

	(void)state;
	memset(padded, 0x5a, sizeof(padded));
	memcpy(padded, message_4, sizeof(message_4));
	assert_int_equal(PARSE_FRAME(padded, &key), 0);
	assert_int_equal(key.packet.length, 99);
}

/* Descriptor version 0 leaves it to the AKM (12.7.3). */
static void how_long_the_mic_is_follows_from_where_the_body_ends(void **state)
{
	static const size_t lengths[] = { 0, 16, 24, 32 };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		size_t body = 77 + lengths[i] + 2 + 5;
		uint8_t octets[4 + 77 + 32 + 2 + 5] = {
			0x02, 0x03, 0x00, (uint8_t)body, /* EAPOL */
			0x02, 0x01, 0x08,		 /* pairwise, MIC, version 0 */
		};
		struct eapol_key key;

		octets[4 + 13] = 1; /* nonce */
		octets[4 + 77 + lengths[i] + 1] = 5;
		memset(octets + 4 + body - 5, 0xdd, 5);
		assert_int_equal(parse(octets, 4 + body, &key), 0);
		assert_int_equal(key.message, 2);
		assert_int_equal(key.mic.length, lengths[i]);
		assert_int_equal(key.key_data.length, 5);
		assert_int_equal(key.key_data.octets[0], 0xdd);
	}
}

static void key_data_that_does_not_fit_is_none(void **state)
{
	uint8_t octets[sizeof(message_2)];
	struct eapol_key key;

	(void)state;
	memcpy(octets, message_2, sizeof(octets));
	octets[EAPOL_AT + 4 + 77 + 16] = 0x10; /* 4096 octets and more */
	assert_int_equal(PARSE_FRAME(octets, &key), 0);
	assert_int_equal(key.message, 2);
	assert_int_equal(key.key_data.length, 0);
	assert_int_equal(key.mic.length, 0);
}

static void cut_anywhere_it_is_malformed(void **state)
{
	struct eapol_key key;

	(void)state;
	for (size_t cut = 0; cut < sizeof(message_2) - EAPOL_AT; cut++)
		assert_int_equal(parse(message_2 + EAPOL_AT, cut, &key), -EINVAL);
}

static void other_eapol_packets_are_not_looked_at(void **state)
{
	static const uint8_t start[] = { 0x02, 0x01, 0x00, 0x00 };
	struct eapol_key key;

	(void)state;
	assert_int_equal(parse(start, sizeof(start), &key), -ENOTSUP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_messages_of_a_handshake_are_told_apart),
		cmocka_unit_test(octets_behind_the_body_are_not_the_packets),
		cmocka_unit_test(how_long_the_mic_is_follows_from_where_the_body_ends),
		cmocka_unit_test(key_data_that_does_not_fit_is_none),
		cmocka_unit_test(cut_anywhere_it_is_malformed),
		cmocka_unit_test(other_eapol_packets_are_not_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}

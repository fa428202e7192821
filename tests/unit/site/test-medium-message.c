/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <string.h>

#include "base/cleanup.h"
#include "site/medium-message.h"

#define FAMILY 40

static const uint8_t station[MAC_LENGTH] = { 2, 0, 0, 0, 0xff, 0 };
static const uint8_t hall[MAC_LENGTH] = { 2, 0, 0, 0, 1, 0 };

/* A null function frame of the station's to hall. */
static const uint8_t null_function[] = {
	0x48, 0x01, 0x00, 0x00,		    /* frame control: to the DS; duration */
	0x02, 0x00, 0x00, 0x00, 0x01, 0x00, /* address 1: hall */
	0x02, 0x00, 0x00, 0x00, 0xff, 0x00, /* address 2: the station */
	0x02, 0x00, 0x00, 0x00, 0x01, 0x00, /* address 3: hall */
	0x30, 0x00,			    /* sequence 3 */
};

static void nlmsg_freep(struct nl_msg **msg)
{
	nlmsg_free(*msg);
}
#define cleanup_msg_ cleanup_(nlmsg_freep)

/* What mac80211_hwsim_tx_frame_nl() sends; left_out is an attribute, cut a length that
 * HWSIM_ATTR_FRAME is cut to. */
static struct nl_msg *sent_frame(int command, int left_out, size_t cut)
{
	static const struct hwsim_rate rates[HWSIM_RATES] = { { 3, 4 },
							      { 0, 2 },
							      { -1, 0 } };
	struct nl_msg *msg = nlmsg_alloc();

	assert_non_null(genlmsg_put(msg, 0, 0, FAMILY, 0, 0, (uint8_t)command, 1));
	if (left_out != HWSIM_ATTR_ADDR_TRANSMITTER)
		nla_put(msg, HWSIM_ATTR_ADDR_TRANSMITTER, MAC_LENGTH, station);
	if (left_out != HWSIM_ATTR_FRAME)
		nla_put(msg, HWSIM_ATTR_FRAME, (int)cut, null_function);
	if (left_out != HWSIM_ATTR_FLAGS)
		nla_put_u32(msg, HWSIM_ATTR_FLAGS, 1);
	if (left_out != HWSIM_ATTR_FREQ)
		nla_put_u32(msg, HWSIM_ATTR_FREQ, 2412);
	if (left_out != HWSIM_ATTR_TX_INFO)
		nla_put(msg, HWSIM_ATTR_TX_INFO, sizeof(rates), rates);
	nla_put(msg, 21, 12, "later kernels"); /* HWSIM_ATTR_TX_INFO_FLAGS */
	if (left_out != HWSIM_ATTR_COOKIE)
		nla_put_u64(msg, HWSIM_ATTR_COOKIE, UINT64_C(0x100000007));
	return msg;
}

static void a_frame_of_the_kernel_s_is_understood(void **state)
{
	cleanup_msg_ struct nl_msg *msg =
		sent_frame(HWSIM_CMD_FRAME, 0, sizeof(null_function));
	struct medium_frame frame;

	(void)state;
	assert_true(medium_frame_parse(nlmsg_hdr(msg), &frame));
	assert_memory_equal(frame.transmitter, station, MAC_LENGTH);
	assert_int_equal(frame.length, sizeof(null_function));
	assert_memory_equal(frame.octets, null_function, sizeof(null_function));
	assert_memory_equal(medium_frame_receiver(&frame), hall, MAC_LENGTH);
	assert_int_equal(frame.flags, 1);
	assert_int_equal(frame.frequency_mhz, 2412);
	assert_int_equal(frame.rates[0].index, 3);
	assert_int_equal(frame.rates[0].count, 4);
	assert_int_equal(frame.rates[2].index, -1);
	assert_true(frame.cookie == UINT64_C(0x100000007));
}

static void what_is_none_or_not_complete_is_refused(void **state)
{
	static const int needed[] = { HWSIM_ATTR_ADDR_TRANSMITTER,
				      HWSIM_ATTR_FRAME,
				      HWSIM_ATTR_FLAGS,
				      HWSIM_ATTR_FREQ,
				      HWSIM_ATTR_TX_INFO,
				      HWSIM_ATTR_COOKIE };
	cleanup_msg_ struct nl_msg *other = sent_frame(7, 0, sizeof(null_function));
	cleanup_msg_ struct nl_msg *shortest = sent_frame(HWSIM_CMD_FRAME, 0, 10);
	cleanup_msg_ struct nl_msg *too_short = sent_frame(HWSIM_CMD_FRAME, 0, 9);
	struct medium_frame frame;

	(void)state;
	assert_false(medium_frame_parse(nlmsg_hdr(other), &frame));
	assert_true(medium_frame_parse(nlmsg_hdr(shortest), &frame));
	assert_false(medium_frame_parse(nlmsg_hdr(too_short), &frame));
	for (size_t i = 0; i < ARRAY_SIZE(needed); i++) {
		cleanup_msg_ struct nl_msg *msg =
			sent_frame(HWSIM_CMD_FRAME, needed[i], sizeof(null_function));

		assert_false(medium_frame_parse(nlmsg_hdr(msg), &frame));
	}
}

static void take_apart(struct nl_msg *msg, int command, struct nlattr **ret)
{
	assert_non_null(msg);
	assert_int_equal(nlmsg_hdr(msg)->nlmsg_type, FAMILY);
	assert_int_equal(nlmsg_hdr(msg)->nlmsg_seq, 5);
	assert_int_equal(genlmsg_hdr(nlmsg_hdr(msg))->cmd, command);
	assert_int_equal(genlmsg_parse(nlmsg_hdr(msg), 0, ret, HWSIM_ATTR_KNOWN, NULL),
			 0);
}

static struct medium_frame sample(size_t length)
{
	return (struct medium_frame){ .transmitter = station,
				      .octets = null_function,
				      .length = length,
				      .frequency_mhz = 5180 };
}

static void a_frame_is_delivered_as_it_was_sent(void **state)
{
	const struct medium_frame frame = sample(sizeof(null_function));
	cleanup_msg_ struct nl_msg *msg =
		medium_deliver(FAMILY, 5, &frame, hall, false, false);
	struct nlattr *attrs[HWSIM_ATTR_KNOWN + 1];

	(void)state;
	take_apart(msg, HWSIM_CMD_FRAME, attrs);
	assert_false(nlmsg_hdr(msg)->nlmsg_flags & NLM_F_ACK);
	assert_memory_equal(nla_data(attrs[HWSIM_ATTR_ADDR_RECEIVER]), hall, MAC_LENGTH);
	assert_int_equal(nla_len(attrs[HWSIM_ATTR_FRAME]), sizeof(null_function));
	assert_memory_equal(nla_data(attrs[HWSIM_ATTR_FRAME]), null_function,
			    sizeof(null_function));
	assert_int_equal(nla_get_u32(attrs[HWSIM_ATTR_FREQ]), 5180);
	assert_int_equal(nla_get_u32(attrs[HWSIM_ATTR_RX_RATE]), 0);
	assert_int_equal((int32_t)nla_get_u32(attrs[HWSIM_ATTR_SIGNAL]), -30);
}

static void a_later_attempt_has_the_retry_bit_and_nothing_else(void **state)
{
	const struct medium_frame frame = sample(sizeof(null_function));
	cleanup_msg_ struct nl_msg *msg =
		medium_deliver(FAMILY, 5, &frame, hall, true, true);
	struct nlattr *attrs[HWSIM_ATTR_KNOWN + 1];
	uint8_t expected[sizeof(null_function)];

	(void)state;
	take_apart(msg, HWSIM_CMD_FRAME, attrs);
	assert_true(nlmsg_hdr(msg)->nlmsg_flags & NLM_F_ACK);
	memcpy(expected, null_function, sizeof(expected));
	expected[1] = 0x09;
	assert_memory_equal(nla_data(attrs[HWSIM_ATTR_FRAME]), expected,
			    sizeof(expected));
}

static void what_the_kernel_would_find_too_short_is_filled_up(void **state)
{
	const struct medium_frame frame = sample(16);
	cleanup_msg_ struct nl_msg *msg =
		medium_deliver(FAMILY, 5, &frame, hall, false, false);
	struct nlattr *attrs[HWSIM_ATTR_KNOWN + 1];
	uint8_t expected[24] = { 0 };

	(void)state;
	take_apart(msg, HWSIM_CMD_FRAME, attrs);
	memcpy(expected, null_function, 16);
	assert_int_equal(nla_len(attrs[HWSIM_ATTR_FRAME]), sizeof(expected));
	assert_memory_equal(nla_data(attrs[HWSIM_ATTR_FRAME]), expected,
			    sizeof(expected));
}

static void the_longest_frame_has_room(void **state)
{
	uint8_t octets[2352] = { 0x08 };
	const struct medium_frame frame = { .octets = octets, .length = sizeof(octets) };
	cleanup_msg_ struct nl_msg *msg =
		medium_deliver(FAMILY, 5, &frame, hall, false, false);

	(void)state;
	assert_non_null(msg);
}

static void what_became_of_a_frame_is_reported_with_its_attempts(void **state)
{
	struct medium_status status = { .cookie = UINT64_C(0x100000007),
					.flags = HWSIM_TX_STAT_ACK | 1,
					.tried = { { 3, 4 }, { 0, 1 }, { -1, 0 } } };
	struct nlattr *attrs[HWSIM_ATTR_KNOWN + 1];
	cleanup_msg_ struct nl_msg *msg = NULL;

	(void)state;
	memcpy(status.transmitter, station, MAC_LENGTH);
	msg = medium_report(FAMILY, 5, &status);
	take_apart(msg, HWSIM_CMD_TX_INFO_FRAME, attrs);
	assert_memory_equal(nla_data(attrs[HWSIM_ATTR_ADDR_TRANSMITTER]), station,
			    MAC_LENGTH);
	assert_int_equal(nla_get_u32(attrs[HWSIM_ATTR_FLAGS]), 5);
	assert_true(nla_get_u64(attrs[HWSIM_ATTR_COOKIE]) == status.cookie);
	assert_int_equal(nla_len(attrs[HWSIM_ATTR_TX_INFO]), 8);
	assert_memory_equal(nla_data(attrs[HWSIM_ATTR_TX_INFO]), status.tried, 8);
	assert_non_null(attrs[HWSIM_ATTR_SIGNAL]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_frame_of_the_kernel_s_is_understood),
		cmocka_unit_test(what_is_none_or_not_complete_is_refused),
		cmocka_unit_test(a_frame_is_delivered_as_it_was_sent),
		cmocka_unit_test(a_later_attempt_has_the_retry_bit_and_nothing_else),
		cmocka_unit_test(what_the_kernel_would_find_too_short_is_filled_up),
		cmocka_unit_test(the_longest_frame_has_room),
		cmocka_unit_test(what_became_of_a_frame_is_reported_with_its_attempts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

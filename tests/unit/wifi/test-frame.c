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

#include "frames.h"
#include "wifi/frame.h"

static const uint8_t station[MAC_LENGTH] = { 2, 0, 0, 0, 2, 0 };
static const uint8_t hall[MAC_LENGTH] = { 2, 0, 0, 0, 0, 0 };
static const uint8_t stairs[MAC_LENGTH] = { 2, 0, 0, 0, 1, 0 };

#define AKM_FT_PSK 0x000fac04
#define AKM_SAE 0x000fac08
#define CIPHER_CCMP 0x000fac04

/* Parses a copy of exactly this length, so that a read past it is seen. */
static int parse_copy(int (*parse)(const uint8_t *, size_t, struct frame *),
		      const uint8_t *octets, size_t length, struct frame *ret)
{
	uint8_t *copy = malloc(length ? length : 1);
	int r;

	assert_non_null(copy);
	memcpy(copy, octets, length);
	memset(ret, 0xff, sizeof(*ret));
	r = parse(copy, length, ret);
	free(copy);
	return r;
}

#define PARSE(octets, ret) parse_copy(frame_parse, octets, sizeof(octets), ret)
#define PARSE_EAPOL(octets, ret) \
	parse_copy(frame_parse_eapol, octets, sizeof(octets), ret)

static void assert_fte_of_hall(const struct frame *frame)
{
	assert_true(frame->has_fte);
	assert_int_equal(frame->fte_mic_length, 16);
	assert_int_equal(frame->r0kh_id_length, 6);
	assert_memory_equal(frame->r0kh_id, "a.test", 6);
	assert_true(frame->has_r1kh_id);
	assert_memory_equal(frame->r1kh_id, hall, MAC_LENGTH);
}

static void assert_mobility_domain(const struct frame *frame)
{
	assert_true(frame->has_mde);
	assert_int_equal(frame->mobility_domain, 0xa1b2);
	assert_int_equal(frame->ft_capability, 1);
}

static void assert_ft_rsne(const struct frame *frame)
{
	assert_true(frame->has_rsne);
	assert_int_equal(frame->akm, AKM_FT_PSK);
	assert_int_equal(frame->group_cipher, CIPHER_CCMP);
	assert_int_equal(frame->pairwise_cipher, CIPHER_CCMP);
	assert_int_equal(frame->pmkid_count, 1);
}

static void every_kind_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (int i = 0; i < FRAME_KIND_MAX; i++) {
		assert_non_null(frame_kind_name(i));
		for (int j = 0; j < i; j++)
			assert_string_not_equal(frame_kind_name(i), frame_kind_name(j));
	}
	assert_string_equal(frame_kind_name(FRAME_AUTHENTICATION), "authentication");
	assert_string_equal(frame_kind_name(FRAME_KIND_MAX), "unknown");
}

static void an_ft_authentication_request_names_the_old_r0kh(void **state)
{
	struct frame frame;

	(void)state;
	assert_int_equal(PARSE(ft_authentication_request, &frame), 0);
	assert_int_equal(frame.kind, FRAME_AUTHENTICATION);
	assert_memory_equal(frame.to, hall, MAC_LENGTH);
	assert_memory_equal(frame.from, station, MAC_LENGTH);
	assert_memory_equal(frame.bssid, hall, MAC_LENGTH);
	assert_int_equal(frame.auth_algorithm, AUTH_FT);
	assert_int_equal(frame.auth_transaction, 1);
	assert_false(frame.has_status);
	assert_mobility_domain(&frame);
	assert_ft_rsne(&frame);
	assert_true(frame.has_fte);
	assert_int_equal(frame.r0kh_id_length, 6);
	assert_memory_equal(frame.r0kh_id, "a.test", 6);
	assert_false(frame.has_r1kh_id);
}

static void an_ft_authentication_response_names_both_key_holders(void **state)
{
	struct frame frame;

	(void)state;
	assert_int_equal(PARSE(ft_authentication_response, &frame), 0);
	assert_int_equal(frame.kind, FRAME_AUTHENTICATION);
	assert_memory_equal(frame.to, station, MAC_LENGTH);
	assert_memory_equal(frame.from, hall, MAC_LENGTH);
	assert_int_equal(frame.auth_algorithm, AUTH_FT);
	assert_int_equal(frame.auth_transaction, 2);
	assert_true(frame.has_status);
	assert_int_equal(frame.status, 0);
	assert_mobility_domain(&frame);
	assert_ft_rsne(&frame);
	assert_fte_of_hall(&frame);
}

static void a_rejected_ft_authentication_has_its_status(void **state)
{
	/* Its fixed fields end the frame: hostapd adds no elements to a refusal. */
	uint8_t octets[30];
	struct frame frame;

	(void)state;
	memcpy(octets, ft_authentication_response, sizeof(octets));
	octets[28] = 53; /* invalid PMKID */
	assert_int_equal(PARSE(octets, &frame), 0);
	assert_int_equal(frame.auth_algorithm, AUTH_FT);
	assert_true(frame.has_status);
	assert_int_equal(frame.status, 53);
	assert_false(frame.has_fte);
}

static void open_authentication_has_a_status_only_in_the_answer(void **state)
{
	struct frame frame;

	(void)state;
	assert_int_equal(PARSE(open_authentication_request, &frame), 0);
	assert_int_equal(frame.auth_algorithm, AUTH_OPEN);
	assert_false(frame.has_status);
	assert_int_equal(PARSE(open_authentication_response, &frame), 0);
	assert_int_equal(frame.auth_transaction, 2);
	assert_true(frame.has_status);
}

static void sae_frames_are_not_searched_for_elements(void **state)
{
	struct frame frame;

	(void)state;
	assert_int_equal(PARSE(sae_commit, &frame), 0);
	assert_int_equal(frame.auth_algorithm, AUTH_SAE);
	assert_int_equal(frame.auth_transaction, 1);
	assert_true(frame.has_status);
	assert_int_equal(frame.status, 0);
	assert_int_equal(PARSE(sae_confirm, &frame), 0);
	assert_int_equal(frame.auth_transaction, 2);
	assert_false(frame.has_mde || frame.has_fte || frame.has_rsne);
}

static void an_initial_association_has_the_mobility_domain(void **state)
{
	struct frame frame;

	(void)state;
	assert_int_equal(PARSE(association_request, &frame), 0);
	assert_int_equal(frame.kind, FRAME_ASSOCIATION_REQUEST);
	assert_mobility_domain(&frame);
	assert_true(frame.has_rsne);
	assert_int_equal(frame.akm, AKM_FT_PSK);
	assert_int_equal(frame.pmkid_count, 0);
	assert_false(frame.has_fte);
	assert_false(frame.has_status);

	assert_int_equal(PARSE(association_response, &frame), 0);
	assert_int_equal(frame.kind, FRAME_ASSOCIATION_RESPONSE);
	assert_true(frame.has_status);
	assert_int_equal(frame.status, 0);
	assert_mobility_domain(&frame);
	assert_fte_of_hall(&frame);
	assert_false(frame.has_rsne);
}

static void an_ft_reassociation_carries_mde_fte_and_one_pmkid(void **state)
{
	struct frame frame;

	(void)state;
	assert_int_equal(PARSE(reassociation_request, &frame), 0);
	assert_int_equal(frame.kind, FRAME_REASSOCIATION_REQUEST);
	assert_mobility_domain(&frame);
	assert_ft_rsne(&frame);
	assert_fte_of_hall(&frame);

	assert_int_equal(PARSE(reassociation_response, &frame), 0);
	assert_int_equal(frame.kind, FRAME_REASSOCIATION_RESPONSE);
	assert_true(frame.has_status);
	assert_int_equal(frame.status, 0);
	assert_mobility_domain(&frame);
	assert_ft_rsne(&frame);
	assert_fte_of_hall(&frame);
}

static void a_refused_reassociation_has_its_status(void **state)
{
	uint8_t octets[sizeof(reassociation_response)];
	struct frame frame;

	(void)state;
	memcpy(octets, reassociation_response, sizeof(octets));
	octets[26] = 55; /* invalid FTE */
	assert_int_equal(PARSE(octets, &frame), 0);
	assert_int_equal(frame.status, 55);
}

static void an_ft_request_names_the_target_ap(void **state)
{
	struct frame frame;

	(void)state;
	assert_int_equal(PARSE(ft_request, &frame), 0);
	assert_int_equal(frame.kind, FRAME_FT_REQUEST);
	assert_memory_equal(frame.to, hall, MAC_LENGTH);
	assert_memory_equal(frame.target_ap, stairs, MAC_LENGTH);
	assert_false(frame.has_status);
	assert_mobility_domain(&frame);
	assert_ft_rsne(&frame);
	assert_true(frame.has_fte);
}

static void an_ft_response_has_target_status_and_key_holders(void **state)
{
	struct frame frame;

	(void)state;
	assert_int_equal(PARSE(ft_response, &frame), 0);
	assert_int_equal(frame.kind, FRAME_FT_RESPONSE);
	assert_memory_equal(frame.target_ap, stairs, MAC_LENGTH);
	assert_true(frame.has_status);
	assert_int_equal(frame.status, 0);
	assert_ft_rsne(&frame);
	assert_true(frame.has_r1kh_id);
	assert_int_equal(frame.r1kh_id[5], 1); /* of the target */
	assert_memory_equal(frame.r0kh_id, "a.test", 6);
}

static void an_ft_response_without_elements_is_still_one(void **state)
{
	/* hostapd 2.10 sends status 0 and nothing more when the key could not be
	 * fetched. */
	struct frame frame;

	(void)state;
	assert_int_equal(parse_copy(frame_parse, ft_response, 24 + 16, &frame), 0);
	assert_int_equal(frame.kind, FRAME_FT_RESPONSE);
	assert_true(frame.has_status);
	assert_false(frame.has_mde || frame.has_fte || frame.has_rsne);
}

static void ft_confirm_and_ack_are_told_apart(void **state)
{
	uint8_t confirm[24 + 14], ack[24 + 16];
	struct frame frame;

	(void)state;
	memcpy(confirm, ft_request, sizeof(confirm));
	confirm[25] = 3;
	assert_int_equal(PARSE(confirm, &frame), 0);
	assert_int_equal(frame.kind, FRAME_FT_CONFIRM);
	assert_false(frame.has_status);
	/* An acknowledgement has a status, which is missing here. */
	confirm[25] = 4;
	assert_int_equal(PARSE(confirm, &frame), -EINVAL);
	assert_int_equal(frame.kind, FRAME_NONE);
	memcpy(ack, ft_response, sizeof(ack));
	ack[25] = 4;
	ack[38] = 54;
	assert_int_equal(PARSE(ack, &frame), 0);
	assert_int_equal(frame.kind, FRAME_FT_ACK);
	assert_int_equal(frame.status, 54);
}

static void other_action_frames_are_not_looked_at(void **state)
{
	uint8_t octets[sizeof(ft_request)];
	struct frame frame;

	(void)state;
	memcpy(octets, ft_request, sizeof(octets));
	octets[25] = 0;
	assert_int_equal(PARSE(octets, &frame), -ENOTSUP);
	octets[25] = 5;
	assert_int_equal(PARSE(octets, &frame), -ENOTSUP);
	octets[24] = 8; /* SA Query */
	octets[25] = 1;
	assert_int_equal(PARSE(octets, &frame), -ENOTSUP);
	assert_int_equal(frame.kind, FRAME_NONE);
}

static void a_deauthentication_has_its_reason(void **state)
{
	struct frame frame;

	(void)state;
	assert_int_equal(PARSE(deauthentication, &frame), 0);
	assert_int_equal(frame.kind, FRAME_DEAUTHENTICATION);
	assert_memory_equal(frame.from, station, MAC_LENGTH);
	assert_true(frame.has_reason);
	assert_int_equal(frame.reason, 2);
	assert_int_equal(PARSE(deauthentication_of_all, &frame), 0);
	assert_int_equal(frame.reason, 3);
}

static void a_disassociation_has_its_reason(void **state)
{
	uint8_t octets[sizeof(deauthentication)];
	struct frame frame;

	(void)state;
	memcpy(octets, deauthentication, sizeof(octets));
	octets[0] = 0xa0;
	assert_int_equal(PARSE(octets, &frame), 0);
	assert_int_equal(frame.kind, FRAME_DISASSOCIATION);
	assert_int_equal(frame.reason, 2);
}

static void of_a_protected_frame_only_the_kind_is_known(void **state)
{
	uint8_t octets[sizeof(deauthentication)];
	struct frame frame;

	(void)state;
	memcpy(octets, deauthentication, sizeof(octets));
	octets[1] = 0x40;
	assert_int_equal(PARSE(octets, &frame), 0);
	assert_int_equal(frame.kind, FRAME_DEAUTHENTICATION);
	assert_memory_equal(frame.from, station, MAC_LENGTH);
	assert_false(frame.has_reason);
}

static void of_a_protected_action_frame_not_even_the_category_is_known(void **state)
{
	uint8_t octets[sizeof(ft_request)];
	struct frame frame;

	(void)state;
	memcpy(octets, ft_request, sizeof(octets));
	octets[1] = 0x40;
	assert_int_equal(PARSE(octets, &frame), 0);
	assert_int_equal(frame.kind, FRAME_PROTECTED_ACTION);
	assert_memory_equal(frame.from, station, MAC_LENGTH);
	assert_false(frame.has_mde || frame.has_fte || frame.has_rsne);
}

static void an_ht_control_field_is_passed_over(void **state)
{
	uint8_t octets[sizeof(deauthentication) + 4];
	struct frame frame;

	(void)state;
	memcpy(octets, deauthentication, 24);
	octets[1] = 0x80;
	memset(octets + 24, 0xee, 4);
	memcpy(octets + 28, deauthentication + 24, 2);
	assert_int_equal(PARSE(octets, &frame), 0);
	assert_int_equal(frame.reason, 2);
	assert_int_equal(parse_copy(frame_parse, octets, 27, &frame), -EINVAL);
}

static void data_and_control_frames_and_beacons_are_not_looked_at(void **state)
{
	uint8_t octets[sizeof(deauthentication)];
	struct frame frame;

	(void)state;
	memcpy(octets, deauthentication, sizeof(octets));
	octets[0] = 0x08; /* data */
	assert_int_equal(PARSE(octets, &frame), -ENOTSUP);
	octets[0] = 0xd4; /* acknowledgement */
	assert_int_equal(PARSE(octets, &frame), -ENOTSUP);
	octets[0] = 0x80; /* beacon */
	assert_int_equal(PARSE(octets, &frame), -ENOTSUP);
	octets[0] = 0xc1; /* a protocol version that does not exist */
	assert_int_equal(PARSE(octets, &frame), -EINVAL);
}

/* Cut anywhere, a frame is malformed or, cut between two elements, a shorter one. */
static void cut_everywhere(const uint8_t *octets, size_t length, size_t fixed)
{
	struct frame frame;

	for (size_t cut = 0; cut < length; cut++) {
		int r = parse_copy(frame_parse, octets, cut, &frame);

		if (r < 0) {
			assert_int_equal(r, -EINVAL);
			assert_int_equal(frame.kind, FRAME_NONE);
		} else {
			assert_true(cut >= fixed);
		}
	}
}

static void a_frame_cut_anywhere_is_never_read_past_its_end(void **state)
{
	(void)state;
	cut_everywhere(ft_authentication_request, sizeof(ft_authentication_request), 30);
	cut_everywhere(ft_authentication_response, sizeof(ft_authentication_response),
		       30);
	cut_everywhere(sae_commit, sizeof(sae_commit), 30);
	cut_everywhere(association_request, sizeof(association_request), 28);
	cut_everywhere(association_response, sizeof(association_response), 30);
	cut_everywhere(reassociation_request, sizeof(reassociation_request), 34);
	cut_everywhere(reassociation_response, sizeof(reassociation_response), 30);
	cut_everywhere(ft_request, sizeof(ft_request), 38);
	cut_everywhere(ft_response, sizeof(ft_response), 40);
	cut_everywhere(deauthentication, sizeof(deauthentication), 26);
}

static void messages_1_to_4_of_the_handshake_are_told_apart(void **state)
{
	struct frame frame;

	(void)state;
	assert_int_equal(PARSE_EAPOL(ft_psk_message_1, &frame), 0);
	assert_int_equal(frame.kind, FRAME_EAPOL_KEY);
	assert_int_equal(frame.eapol_message, 1);
	assert_int_equal(PARSE_EAPOL(ft_psk_message_2, &frame), 0);
	assert_int_equal(frame.eapol_message, 2);
	assert_int_equal(PARSE_EAPOL(ft_psk_message_3, &frame), 0);
	assert_int_equal(frame.eapol_message, 3);
	assert_int_equal(PARSE_EAPOL(ft_psk_message_4, &frame), 0);
	assert_int_equal(frame.eapol_message, 4);
}

static void messages_of_an_akm_without_descriptor_version_are_told_apart(void **state)
{
	struct frame frame;

	(void)state;
	assert_int_equal(PARSE_EAPOL(sae_message_1, &frame), 0);
	assert_int_equal(frame.eapol_message, 1);
	assert_int_equal(PARSE_EAPOL(sae_message_2, &frame), 0);
	assert_int_equal(frame.eapol_message, 2);
	assert_int_equal(PARSE_EAPOL(sae_message_3, &frame), 0);
	assert_int_equal(frame.eapol_message, 3);
	assert_int_equal(PARSE_EAPOL(sae_message_4, &frame), 0);
	assert_int_equal(frame.eapol_message, 4);
}

static void message_2_of_a_rekey_is_secure_and_still_message_2(void **state)
{
	uint8_t octets[sizeof(ft_psk_message_2)];
	struct frame frame;

	(void)state;
	memcpy(octets, ft_psk_message_2, sizeof(octets));
	octets[5] |= 0x02;
	assert_int_equal(PARSE_EAPOL(octets, &frame), 0);
	assert_int_equal(frame.eapol_message, 2);
}

static void message_4_of_wpa_may_have_a_nonce_and_has_no_key_data(void **state)
{
	uint8_t octets[sizeof(ft_psk_message_4)];
	struct frame frame;

	(void)state;
	memcpy(octets, ft_psk_message_4, sizeof(octets));
	octets[4] = 254;	    /* descriptor: WPA */
	octets[5] = 0x01;	    /* not secure */
	octets[6] = 0x09;	    /* version 1 */
	memset(octets + 17, 7, 32); /* nonce */
	assert_int_equal(PARSE_EAPOL(octets, &frame), 0);
	assert_int_equal(frame.eapol_message, 4);
}

static void group_handshakes_and_requests_have_no_number(void **state)
{
	uint8_t octets[sizeof(ft_psk_message_3)];
	struct frame frame;

	(void)state;
	memcpy(octets, ft_psk_message_3, sizeof(octets));
	octets[6] &= (uint8_t)~0x08; /* group key */
	assert_int_equal(PARSE_EAPOL(octets, &frame), 0);
	assert_int_equal(frame.kind, FRAME_EAPOL_KEY);
	assert_int_equal(frame.eapol_message, 0);
	octets[6] |= 0x08;
	octets[5] |= 0x08; /* request */
	assert_int_equal(PARSE_EAPOL(octets, &frame), 0);
	assert_int_equal(frame.eapol_message, 0);
}

static void other_eapol_packets_are_not_looked_at(void **state)
{
	static const uint8_t start[] = {
		0x01,	    /* protocol version */
		0x01,	    /* packet type: EAPOL-Start */
		0x00, 0x00, /* body length */
	};
	struct frame frame;

	(void)state;
	assert_int_equal(PARSE_EAPOL(start, &frame), -ENOTSUP);
	assert_int_equal(frame.kind, FRAME_NONE);
}

static void an_eapol_key_frame_cut_anywhere_is_malformed(void **state)
{
	struct frame frame;

	(void)state;
	for (size_t cut = 0; cut < sizeof(ft_psk_message_2); cut++) {
		assert_int_equal(parse_copy(frame_parse_eapol, ft_psk_message_2, cut,
					    &frame),
				 -EINVAL);
		assert_int_equal(frame.kind, FRAME_NONE);
	}
}

static void an_eapol_key_body_too_short_for_its_fields_is_malformed(void **state)
{
	uint8_t octets[sizeof(ft_psk_message_2)];
	struct frame frame;

	(void)state;
	memcpy(octets, ft_psk_message_2, sizeof(octets));
	octets[2] = 0;
	octets[3] = 78;
	assert_int_equal(PARSE_EAPOL(octets, &frame), -EINVAL);
	octets[3] = 79; /* an AKM without a MIC: up to its key data length */
	assert_int_equal(PARSE_EAPOL(octets, &frame), 0);
}

/* The first message of a 4-way handshake as the air carries it. */
static size_t make_data_frame(uint8_t *ret, size_t size)
{
	/* clang-format off */
	static const uint8_t headers[] = {
		0x88, 0x02, 0x3a, 0x01, 0x02, 0x00, 0x00, 0x00,
		0xff, 0x00, 0x02, 0x00, 0x00, 0x00, 0x01, 0x00,
		0x02, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
		0x07, 0x00, /* MAC header with QoS control */
		0xaa, 0xaa, 0x03, 0x00, 0x00, 0x00, 0x88, 0x8e, /* LLC, SNAP: EAPOL */
	};
	/* clang-format on */

	assert_true(sizeof(headers) + sizeof(sae_message_1) <= size);
	memcpy(ret, headers, sizeof(headers));
	memcpy(ret + sizeof(headers), sae_message_1, sizeof(sae_message_1));
	return sizeof(headers) + sizeof(sae_message_1);
}

static void a_data_frame_with_eapol_is_from_its_transmitter(void **state)
{
	static const uint8_t from[MAC_LENGTH] = { 2, 0, 0, 0, 1, 0 };
	static const uint8_t to[MAC_LENGTH] = { 2, 0, 0, 0, 0xff, 0 };
	uint8_t octets[512];
	struct frame frame;
	size_t length = make_data_frame(octets, sizeof(octets));

	(void)state;
	assert_int_equal(parse_copy(frame_parse_data, octets, length, &frame), 0);
	assert_int_equal(frame.kind, FRAME_EAPOL_KEY);
	assert_int_equal(frame.eapol_message, 1);
	assert_memory_equal(frame.from, from, MAC_LENGTH);
	assert_memory_equal(frame.bssid, from, MAC_LENGTH);
	assert_memory_equal(frame.to, to, MAC_LENGTH);
}

static void other_data_frames_are_not_looked_at(void **state)
{
	uint8_t octets[512];
	struct frame frame;
	size_t length = make_data_frame(octets, sizeof(octets));

	(void)state;
	for (size_t cut = 0; cut < 34; cut++)
		assert_int_equal(parse_copy(frame_parse_data, octets, cut, &frame),
				 -EINVAL);
	octets[1] |= 0x40; /* protected */
	assert_int_equal(parse_copy(frame_parse_data, octets, length, &frame), -ENOTSUP);
	octets[1] &= (uint8_t)~0x40;
	octets[1] |= 0x03; /* between access points */
	assert_int_equal(parse_copy(frame_parse_data, octets, length, &frame), -ENOTSUP);
	make_data_frame(octets, sizeof(octets));
	octets[0] |= 0x40; /* without data */
	assert_int_equal(parse_copy(frame_parse_data, octets, length, &frame), -ENOTSUP);
}

static void message_2_has_the_elements_of_the_association(void **state)
{
	struct frame frame;

	(void)state;
	assert_int_equal(PARSE_EAPOL(ft_psk_message_2, &frame), 0);
	assert_int_equal(frame.eapol_message, 2);
	assert_mobility_domain(&frame);
	assert_ft_rsne(&frame);
	assert_fte_of_hall(&frame);
	/* The others have none that could be read. */
	assert_int_equal(PARSE_EAPOL(ft_psk_message_3, &frame), 0);
	assert_int_equal(frame.eapol_message, 3);
	assert_false(frame.has_rsne || frame.has_mde || frame.has_fte);
}

static void message_2_is_one_whatever_its_elements(void **state)
{
	uint8_t octets[sizeof(ft_psk_message_2)];
	struct frame frame;

	(void)state;
	memcpy(octets, ft_psk_message_2, sizeof(octets));
	octets[99 + 1] = 0xff; /* the RSNE's length */
	assert_int_equal(PARSE_EAPOL(octets, &frame), 0);
	assert_int_equal(frame.eapol_message, 2);
	assert_false(frame.has_rsne || frame.has_mde || frame.has_fte);
}

static void where_the_elements_are_is_told(void **state)
{
	uint8_t octets[sizeof(reassociation_request)];
	struct octets elements;
	struct frame frame;

	(void)state;
	memcpy(octets, reassociation_request, sizeof(octets));
	assert_int_equal(frame_parse_elements(octets, sizeof(octets), &frame, &elements),
			 0);
	assert_ptr_equal(elements.octets, octets + 24 + 10);
	assert_int_equal(elements.length, sizeof(octets) - 34);
	octets[1] = 0x40; /* encrypted */
	assert_int_equal(frame_parse_elements(octets, sizeof(octets), &frame, &elements),
			 0);
	assert_int_equal(elements.length, 0);
	/* SAE has no elements, and a deauthentication none of these. */
	assert_int_equal(frame_parse_elements(sae_commit, sizeof(sae_commit), &frame,
					      &elements),
			 0);
	assert_int_equal(elements.length, 0);
	assert_int_equal(frame_parse_elements(deauthentication, sizeof(deauthentication),
					      &frame, &elements),
			 0);
	assert_int_equal(elements.length, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_data_frame_with_eapol_is_from_its_transmitter),
		cmocka_unit_test(other_data_frames_are_not_looked_at),
		cmocka_unit_test(every_kind_has_a_name_of_its_own),
		cmocka_unit_test(an_ft_authentication_request_names_the_old_r0kh),
		cmocka_unit_test(an_ft_authentication_response_names_both_key_holders),
		cmocka_unit_test(a_rejected_ft_authentication_has_its_status),
		cmocka_unit_test(open_authentication_has_a_status_only_in_the_answer),
		cmocka_unit_test(sae_frames_are_not_searched_for_elements),
		cmocka_unit_test(an_initial_association_has_the_mobility_domain),
		cmocka_unit_test(an_ft_reassociation_carries_mde_fte_and_one_pmkid),
		cmocka_unit_test(a_refused_reassociation_has_its_status),
		cmocka_unit_test(an_ft_request_names_the_target_ap),
		cmocka_unit_test(an_ft_response_has_target_status_and_key_holders),
		cmocka_unit_test(an_ft_response_without_elements_is_still_one),
		cmocka_unit_test(ft_confirm_and_ack_are_told_apart),
		cmocka_unit_test(other_action_frames_are_not_looked_at),
		cmocka_unit_test(a_deauthentication_has_its_reason),
		cmocka_unit_test(a_disassociation_has_its_reason),
		cmocka_unit_test(of_a_protected_frame_only_the_kind_is_known),
		cmocka_unit_test(
			of_a_protected_action_frame_not_even_the_category_is_known),
		cmocka_unit_test(an_ht_control_field_is_passed_over),
		cmocka_unit_test(data_and_control_frames_and_beacons_are_not_looked_at),
		cmocka_unit_test(a_frame_cut_anywhere_is_never_read_past_its_end),
		cmocka_unit_test(messages_1_to_4_of_the_handshake_are_told_apart),
		cmocka_unit_test(
			messages_of_an_akm_without_descriptor_version_are_told_apart),
		cmocka_unit_test(message_2_of_a_rekey_is_secure_and_still_message_2),
		cmocka_unit_test(message_4_of_wpa_may_have_a_nonce_and_has_no_key_data),
		cmocka_unit_test(group_handshakes_and_requests_have_no_number),
		cmocka_unit_test(other_eapol_packets_are_not_looked_at),
		cmocka_unit_test(an_eapol_key_frame_cut_anywhere_is_malformed),
		cmocka_unit_test(an_eapol_key_body_too_short_for_its_fields_is_malformed),
		cmocka_unit_test(message_2_has_the_elements_of_the_association),
		cmocka_unit_test(message_2_is_one_whatever_its_elements),
		cmocka_unit_test(where_the_elements_are_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

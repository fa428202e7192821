/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/ft-check.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "ft-frames.h"
#include "wifi/element.h"

#define PASSPHRASE "correct horse battery"

/* Header, QoS control, LLC and SNAP. */
#define EAPOL_AT (24 + 2 + 8)

static const uint8_t hall[] = { 2, 0, 0, 0, 1, 0 };
static const uint8_t stairs[] = { 2, 0, 0, 0, 2, 0 };

struct verdicts {
	struct event events[16];
	size_t count;
};

static void found(void *userdata, const struct event *event)
{
	struct verdicts *verdicts = userdata;

	assert_true(verdicts->count < ARRAY_SIZE(verdicts->events));
	assert_int_equal(event->kind, EVENT_FT_KEYS);
	assert_int_equal(event->time_ns, 7);
	verdicts->events[verdicts->count++] = *event;
}

static const uint8_t station[] = { 2, 0, 0, 0, 0xff, 0 };

/* What the station's radio sends first, as an address or another. */
static const uint8_t authentication[] = {
	0xb0, 0x00,		   /* frame control */
	0x3a, 0x01,		   /* duration */
	0x02, 0,    0, 0, 1,	0, /* to */
	0x02, 0,    0, 0, 0xff, 0, /* from */
	0x02, 0,    0, 0, 1,	0, /* BSSID */
	0x10, 0x00,		   /* sequence control */
	0x00, 0x00,		   /* algorithm: open */
	0x01, 0x00,		   /* transaction */
	0x00, 0x00,		   /* status */
};

static bool is_sent(const uint8_t *octets, size_t length)
{
	return length >= 16 && mac_equal(octets + 10, station);
}

/* In a block of exactly its length, so that a read past it is seen. */
static void play_octets(struct ft_checker *checker, const uint8_t *octets, size_t length,
			struct frame *ret, struct verdicts *verdicts)
{
	uint8_t *copy = memory_zero(length ? length : 1, 1);

	memcpy(copy, octets, length);
	ft_checker_frame(checker, 7, is_sent(octets, length), copy, length, ret, found,
			 verdicts);
	free(copy);
}

static void play(struct ft_checker *checker, const uint8_t *octets, size_t length,
		 struct verdicts *verdicts)
{
	struct frame frame;

	play_octets(checker, octets, length, &frame, verdicts);
}

#define PLAY(octets) play(checker, octets, sizeof(octets), &verdicts)

struct expected {
	enum ft_check check;
	const uint8_t *bssid;
	bool matches;
};

static void assert_verdicts(const struct verdicts *verdicts,
			    const struct expected *expected, size_t count)
{
	assert_int_equal(verdicts->count, count);
	for (size_t i = 0; i < count; i++) {
		const struct event *event = &verdicts->events[i];

		assert_string_equal(ft_check_name(event->ft_keys.check),
				    ft_check_name(expected[i].check));
		assert_memory_equal(event->ft_keys.bssid, expected[i].bssid, MAC_LENGTH);
		assert_int_equal(event->ft_keys.matches, expected[i].matches);
		assert_int_equal(event->ft_keys.length, 16);
		assert_int_equal(memcmp(event->ft_keys.expected, event->ft_keys.found,
					16) == 0,
				 expected[i].matches);
	}
}

#define ASSERT_VERDICTS(...)                                                 \
	assert_verdicts(&verdicts, (const struct expected[]){ __VA_ARGS__ }, \
			ARRAY_SIZE(((const struct expected[]){ __VA_ARGS__ })))

static void begin(struct ft_checker *checker, const char *password)
{
	struct verdicts verdicts = { 0 };

	ft_checker_init(checker, password, "corridor");
	PLAY(authentication);
	assert_int_equal(verdicts.count, 0);
}

static int set_up(void **state)
{
	struct ft_checker *checker = memory_zero(1, sizeof(*checker));

	begin(checker, PASSPHRASE);
	*state = checker;
	return 0;
}

static int tear_down(void **state)
{
	ft_checker_clear(*state);
	free(*state);
	return 0;
}

static void clearing_wipes(void **state)
{
	static const struct ft_checker zero;
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };

	PLAY(ft_reassociation_request);
	ft_checker_clear(checker);
	assert_memory_equal(checker, &zero, sizeof(zero));
}

static void a_first_handshake_with_the_right_passphrase_matches(void **state)
{
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };

	PLAY(association_response);
	PLAY(message_1);
	assert_int_equal(verdicts.count, 0);
	PLAY(message_2);
	PLAY(message_3);
	PLAY(message_4);
	ASSERT_VERDICTS({ FT_CHECK_PMKR1_NAME, hall, true },
			{ FT_CHECK_EAPOL_MIC, hall, true },
			{ FT_CHECK_EAPOL_MIC_AP, hall, true },
			{ FT_CHECK_PMKR1_NAME_AP, hall, true },
			{ FT_CHECK_EAPOL_MIC, hall, true });
}

static void a_roam_with_the_right_passphrase_matches(void **state)
{
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };

	PLAY(ft_authentication);
	PLAY(ft_reassociation_request);
	PLAY(ft_reassociation_response);
	ASSERT_VERDICTS({ FT_CHECK_PMKR0_NAME, stairs, true },
			{ FT_CHECK_PMKR1_NAME, stairs, true },
			{ FT_CHECK_MIC, stairs, true },
			{ FT_CHECK_PMKR1_NAME_AP, stairs, true },
			{ FT_CHECK_MIC_AP, stairs, true });
}

static void over_the_ds_the_request_is_about_the_target(void **state)
{
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };

	PLAY(ft_request);
	ASSERT_VERDICTS({ FT_CHECK_PMKR0_NAME, stairs, true });
}

static void under_pmf_the_reassociation_is_enough(void **state)
{
	uint8_t protected[sizeof(ft_request)];
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };

	memcpy(protected, ft_request, sizeof(protected));
	protected[1] |= 0x40;
	PLAY(protected);
	assert_int_equal(verdicts.count, 0);
	PLAY(ft_reassociation_request);
	PLAY(ft_reassociation_response);
	ASSERT_VERDICTS({ FT_CHECK_PMKR1_NAME, stairs, true },
			{ FT_CHECK_MIC, stairs, true },
			{ FT_CHECK_PMKR1_NAME_AP, stairs, true },
			{ FT_CHECK_MIC_AP, stairs, true });
}

static void with_another_passphrase_nothing_matches(void **state)
{
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };
	struct frame frame;

	begin(checker, "correct horse stapler");
	PLAY(message_1);
	PLAY(message_2);
	play_octets(checker, message_3, sizeof(message_3), &frame, &verdicts);
	PLAY(message_4);
	PLAY(ft_authentication);
	PLAY(ft_reassociation_request);
	PLAY(ft_reassociation_response);
	ASSERT_VERDICTS({ FT_CHECK_PMKR1_NAME, hall, false },
			{ FT_CHECK_EAPOL_MIC, hall, false },
			{ FT_CHECK_EAPOL_MIC_AP, hall, false },
			{ FT_CHECK_EAPOL_MIC, hall, false },
			{ FT_CHECK_PMKR0_NAME, stairs, false },
			{ FT_CHECK_PMKR1_NAME, stairs, false },
			{ FT_CHECK_MIC, stairs, false },
			{ FT_CHECK_PMKR1_NAME_AP, stairs, false },
			{ FT_CHECK_MIC_AP, stairs, false });
	/* What could not be opened is not told. */
	assert_int_equal(frame.eapol_message, 3);
	assert_false(frame.has_rsne || frame.has_reassociation_deadline);
}

static void a_raw_psk_is_as_good_as_its_passphrase(void **state)
{
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };

	begin(checker, "5cec1e773e3ab723e8d69a9f5f2b07a3"
		       "23a324780e6653a303d8fee74fcc26fb");
	PLAY(ft_authentication);
	ASSERT_VERDICTS({ FT_CHECK_PMKR0_NAME, stairs, true });
}

static void message_3_tells_deadline_and_key_lifetime(void **state)
{
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };
	struct frame frame;

	PLAY(message_1);
	PLAY(message_2);
	play_octets(checker, message_3, sizeof(message_3), &frame, &verdicts);
	assert_int_equal(frame.kind, FRAME_EAPOL_KEY);
	assert_int_equal(frame.eapol_message, 3);
	assert_memory_equal(frame.from, hall, MAC_LENGTH);
	assert_true(frame.has_reassociation_deadline);
	assert_int_equal(frame.reassociation_deadline_tu, 1000);
	assert_true(frame.has_key_lifetime);
	assert_int_equal(frame.key_lifetime_s, 1209600);
	assert_true(frame.has_rsne && frame.has_mde && frame.has_fte);
	assert_int_equal(frame.pmkid_count, 1);
}

/* The KEK of the handshake captured. */
static void derive_kek(struct ft_keys *keys)
{
	static const struct ft_domain domain = {
		.ssid = "corridor",
		.ssid_length = 8,
		.mobility_domain = 0xa1b2,
		.r0kh_id = "hall.roamtest",
		.r0kh_id_length = 13,
	};
	const uint8_t *anonce = message_1 + EAPOL_AT + 17;
	const uint8_t *snonce = message_2 + EAPOL_AT + 17;
	uint8_t psk[PSK_LENGTH];

	*keys = (struct ft_keys){ .suite = ft_suite_find(0x000fac04) };
	psk_from_password(PASSPHRASE, "corridor", psk);
	assert_int_equal(ft_derive_pmk_r0(keys, psk, sizeof(psk), &domain, station), 0);
	assert_int_equal(ft_derive_pmk_r1(keys, hall, station), 0);
	assert_int_equal(ft_derive_ptk(keys, 16, anonce, snonce, hall, station), 0);
}

/* Key Data is padded with 0xdd and zeros to whole blocks (12.7.2). */
static void the_padding_of_key_data_is_no_element(void **state)
{
	static const uint8_t key_data[16] = {
		0x38, 0x05, 0x01, 0xe9, 0x03, 0x00, 0x00, /* deadline: 1001 TU */
		0xdd,					  /* padding; the rest 0 */
	};
	uint8_t message[EAPOL_AT + 99 + 24];
	EVP_CIPHER_CTX *wrap = EVP_CIPHER_CTX_new();
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };
	struct frame frame;
	struct ft_keys keys;
	int length;

	derive_kek(&keys);
	memcpy(message, message_3, EAPOL_AT + 99);
	message[EAPOL_AT + 2] = 0;
	message[EAPOL_AT + 3] = 95 + 24; /* body length */
	message[EAPOL_AT + 97] = 0;
	message[EAPOL_AT + 98] = 24; /* key data length */
	EVP_CIPHER_CTX_set_flags(wrap, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
	assert_int_equal(
		EVP_EncryptInit_ex(wrap, EVP_aes_128_wrap(), NULL, keys.kek, NULL), 1);
	assert_int_equal(EVP_EncryptUpdate(wrap, message + EAPOL_AT + 99, &length,
					   key_data, sizeof(key_data)),
			 1);
	EVP_CIPHER_CTX_free(wrap);

	PLAY(message_1);
	PLAY(message_2);
	play_octets(checker, message, sizeof(message), &frame, &verdicts);
	assert_true(frame.has_reassociation_deadline);
	assert_int_equal(frame.reassociation_deadline_tu, 1001);
}

/* Where the element is in the frame, whose elements begin at begin. */
static size_t find_element(const uint8_t *frame, size_t length, size_t begin, uint8_t id)
{
	struct element element;
	size_t at = 0;

	while (element_next(frame + begin, length - begin, &at, &element) > 0)
		if (element.id == id)
			return (size_t)(element.body - 2 - frame);
	fail();
	return 0;
}

#define REQUEST_ELEMENTS (24 + 10)
#define RESPONSE_ELEMENTS (24 + 6)
#define FTE_R1KH_ID_AT (2 + 82 + 2)

static void one_wrong_bit_of_a_mic_is_the_mics_fault(void **state)
{
	uint8_t request[sizeof(ft_reassociation_request)];
	uint8_t response[sizeof(ft_reassociation_response)];
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };

	memcpy(request, ft_reassociation_request, sizeof(request));
	request[find_element(request, sizeof(request), REQUEST_ELEMENTS, 55) + 4] ^= 1;
	memcpy(response, ft_reassociation_response, sizeof(response));
	response[find_element(response, sizeof(response), RESPONSE_ELEMENTS, 55) + 19] ^=
		0x80;
	PLAY(request);
	PLAY(response);
	ASSERT_VERDICTS({ FT_CHECK_PMKR1_NAME, stairs, true },
			{ FT_CHECK_MIC, stairs, false },
			{ FT_CHECK_PMKR1_NAME_AP, stairs, true },
			{ FT_CHECK_MIC_AP, stairs, false });
}

static void another_r1kh_id_gives_another_name(void **state)
{
	uint8_t request[sizeof(ft_reassociation_request)];
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };

	memcpy(request, ft_reassociation_request, sizeof(request));
	request[find_element(request, sizeof(request), REQUEST_ELEMENTS, 55) +
		FTE_R1KH_ID_AT + 5]++;
	PLAY(request);
	PLAY(ft_reassociation_response);
	ASSERT_VERDICTS({ FT_CHECK_PMKR1_NAME, stairs, false },
			{ FT_CHECK_MIC, stairs, false },
			{ FT_CHECK_PMKR1_NAME_AP, stairs, false },
			{ FT_CHECK_MIC_AP, stairs, false });
}

static void a_changed_element_is_seen_in_the_mic(void **state)
{
	uint8_t request[sizeof(ft_reassociation_request)];
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };

	memcpy(request, ft_reassociation_request, sizeof(request));
	request[find_element(request, sizeof(request), REQUEST_ELEMENTS, 54) + 4] ^= 1;
	PLAY(request);
	ASSERT_VERDICTS({ FT_CHECK_PMKR1_NAME, stairs, true },
			{ FT_CHECK_MIC, stairs, false });
}

/* The request with an RSNXE, a RIC-Request of two elements or both, with that element
 * count and the MIC, which is of a second implementation (see test-ft-keys.c). */
static size_t extend_request(uint8_t *request, bool rsnxe, bool ric, uint8_t count,
			     const char *mic)
{
	static const uint8_t rsnxe_octets[] = { 0xf4, 0x01, 0x20 };
	static const uint8_t ric_octets[] = {
		0x39, 0x04, 0x01, 0x00, 0x01, 0x00, /* RDE of one resource */
		0x0d, 0x02, 0xaa, 0xbb,		    /* the resource */
	};
	size_t length = sizeof(ft_reassociation_request), fte;

	memcpy(request, ft_reassociation_request, length);
	fte = find_element(request, length, REQUEST_ELEMENTS, 55);
	request[fte + 3] = count;
	hex_parse(mic, request + fte + 4, 16);
	if (ric) {
		memcpy(request + length, ric_octets, sizeof(ric_octets));
		length += sizeof(ric_octets);
	}
	if (rsnxe) {
		memcpy(request + length, rsnxe_octets, sizeof(rsnxe_octets));
		length += sizeof(rsnxe_octets);
	}
	return length;
}

static void the_mic_covers_what_the_element_count_says(void **state)
{
	static const struct {
		bool rsnxe, ric;
		uint8_t count;
		const char *mic;
	} cases[] = {
		{ true, false, 4, "10b5229484b65ede4958c4148c8d2a19" },
		{ true, true, 6, "b7970fd3fa1c0640fdd890ba9e46b015" },
		{ false, true, 5, "ce15834c76131d6e66ed5d4fcfda084d" },
		/* A sender that does not protect its RSNXE: the MIC as captured. */
		{ true, false, 3, "b8d72026ac620e165d17e59d4cc6ade4" },
	};
	uint8_t request[sizeof(ft_reassociation_request) + 32];
	struct ft_checker *checker = *state;
	struct frame frame;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		size_t length = extend_request(request, cases[i].rsnxe, cases[i].ric,
					       cases[i].count, cases[i].mic);
		struct verdicts verdicts = { 0 };

		play_octets(checker, request, length, &frame, &verdicts);
		ASSERT_VERDICTS({ FT_CHECK_PMKR1_NAME, stairs, true },
				{ FT_CHECK_MIC, stairs, true });
	}
}

/* A long FTE goes on in Fragment elements, which the MIC covers as they are. */
static void the_mic_covers_the_fragments_of_an_fte(void **state)
{
	uint8_t request[sizeof(ft_reassociation_request) + 150 + 7];
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };
	size_t fte = find_element(ft_reassociation_request,
				  sizeof(ft_reassociation_request), REQUEST_ELEMENTS, 55);
	size_t end = fte + 2 + 105, rest = sizeof(ft_reassociation_request) - end;
	uint8_t *more = request + end;

	memcpy(request, ft_reassociation_request, end);
	request[fte + 1] = 255;
	hex_parse("e80516bce1a75fcd709db490d33ada68", request + fte + 4, 16);
	memset(more, 0xcc, 150 + 7);
	more[0] = 2; /* GTK */
	more[1] = 150 - 2 + 5;
	more[150] = 0xf2; /* Fragment */
	more[151] = 5;
	memcpy(more + 150 + 7, ft_reassociation_request + end, rest);
	PLAY(request);
	ASSERT_VERDICTS({ FT_CHECK_PMKR1_NAME, stairs, true },
			{ FT_CHECK_MIC, stairs, true });
}

static void an_answer_without_its_question_is_not_judged(void **state)
{
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };

	PLAY(ft_reassociation_response);
	PLAY(association_response);
	PLAY(message_2);
	PLAY(message_3);
	PLAY(message_4);
	assert_int_equal(verdicts.count, 0);
}

static void keys_of_one_access_point_do_not_judge_another(void **state)
{
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };

	PLAY(message_1);
	PLAY(ft_reassociation_request); /* to the other */
	verdicts.count = 0;
	PLAY(message_3);
	PLAY(message_4);
	assert_int_equal(verdicts.count, 0);
}

static void a_message_1_sent_again_changes_nothing(void **state)
{
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };

	PLAY(message_1);
	PLAY(message_2);
	PLAY(message_1);
	verdicts.count = 0;
	PLAY(message_4);
	ASSERT_VERDICTS({ FT_CHECK_EAPOL_MIC, hall, true });
}

/* A monitor interface may hear what is for others. */
static void frames_for_another_station_are_not_looked_at(void **state)
{
	uint8_t other[sizeof(message_1)];
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };

	memcpy(other, message_1, sizeof(other));
	other[4 + 5] = 1;    /* address 1 */
	other[34 + 17] ^= 1; /* nonce */
	PLAY(message_1);
	PLAY(other);
	PLAY(message_2);
	ASSERT_VERDICTS({ FT_CHECK_PMKR1_NAME, hall, true },
			{ FT_CHECK_EAPOL_MIC, hall, true });
}

static void with_another_address_the_station_begins_anew(void **state)
{
	uint8_t other[sizeof(authentication)];
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };
	struct frame frame;

	memcpy(other, authentication, sizeof(other));
	other[10 + 5] = 1;
	PLAY(message_1);
	ft_checker_frame(checker, 7, true, other, sizeof(other), &frame, found,
			 &verdicts);
	PLAY(message_2);
	assert_int_equal(verdicts.count, 0);
}

static void of_another_akm_the_secret_is_not_known(void **state)
{
	uint8_t request[sizeof(ft_reassociation_request)];
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };

	memcpy(request, ft_reassociation_request, sizeof(request));
	request[find_element(request, sizeof(request), REQUEST_ELEMENTS, 48) + 2 + 17] =
		9; /* FT-SAE */
	PLAY(request);
	PLAY(ft_reassociation_response);
	assert_int_equal(verdicts.count, 0);
}

/* Beside PMKR1Name a message 2 may have PMKIDs of cached PMKSAs. */
static void of_several_pmkids_the_right_one_counts(void **state)
{
	uint8_t request[sizeof(ft_reassociation_request) + 16];
	struct ft_checker *checker = *state;
	struct verdicts verdicts = { 0 };
	size_t rsne;

	memcpy(request, ft_reassociation_request, sizeof(ft_reassociation_request));
	rsne = find_element(request, sizeof(ft_reassociation_request), REQUEST_ELEMENTS,
			    48);
	memmove(request + rsne + 24 + 16, request + rsne + 24,
		sizeof(ft_reassociation_request) - rsne - 24);
	memset(request + rsne + 24, 0xee, 16);
	request[rsne + 1] += 16;
	request[rsne + 22] = 2; /* PMKIDs */
	PLAY(request);
	assert_int_equal(verdicts.count, 2);
	assert_int_equal(verdicts.events[0].ft_keys.check, FT_CHECK_PMKR1_NAME);
	assert_true(verdicts.events[0].ft_keys.matches);
	/* The RSNE is another, so the MIC is wrong. */
	assert_false(verdicts.events[1].ft_keys.matches);
}

static void frames_cut_anywhere_do_no_harm(void **state)
{
	static const struct octets frames[] = {
		{ message_1, sizeof(message_1) },
		{ message_2, sizeof(message_2) },
		{ message_3, sizeof(message_3) },
		{ message_4, sizeof(message_4) },
		{ ft_authentication, sizeof(ft_authentication) },
		{ ft_reassociation_request, sizeof(ft_reassociation_request) },
		{ ft_reassociation_response, sizeof(ft_reassociation_response) },
	};
	struct ft_checker *checker = *state;
	struct frame frame;

	for (size_t i = 0; i < ARRAY_SIZE(frames); i++) {
		for (size_t cut = 0; cut <= frames[i].length; cut++) {
			struct verdicts verdicts = { 0 };

			play_octets(checker, frames[i].octets, cut, &frame, &verdicts);
		}
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_first_handshake_with_the_right_passphrase_matches),
		TEST(a_roam_with_the_right_passphrase_matches),
		TEST(over_the_ds_the_request_is_about_the_target),
		TEST(under_pmf_the_reassociation_is_enough),
		TEST(with_another_passphrase_nothing_matches),
		TEST(a_raw_psk_is_as_good_as_its_passphrase),
		TEST(message_3_tells_deadline_and_key_lifetime),
		TEST(the_padding_of_key_data_is_no_element),
		TEST(one_wrong_bit_of_a_mic_is_the_mics_fault),
		TEST(another_r1kh_id_gives_another_name),
		TEST(a_changed_element_is_seen_in_the_mic),
		TEST(the_mic_covers_what_the_element_count_says),
		TEST(the_mic_covers_the_fragments_of_an_fte),
		TEST(an_answer_without_its_question_is_not_judged),
		TEST(keys_of_one_access_point_do_not_judge_another),
		TEST(a_message_1_sent_again_changes_nothing),
		TEST(frames_for_another_station_are_not_looked_at),
		TEST(with_another_address_the_station_begins_anew),
		TEST(of_another_akm_the_secret_is_not_known),
		TEST(of_several_pmkids_the_right_one_counts),
		TEST(frames_cut_anywhere_do_no_harm),
		TEST(clearing_wipes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

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

#include "wifi/element.h"
#include "wifi/frame.h"

/* clang-format off */

/* As in a beacon of an FT network that also takes plain SAE. */
static const uint8_t beacon[] = {
	0x00, 0x08, 'c', 'o', 'r', 'r', 'i', 'd', 'o', 'r', /* SSID */
	0x30, 0x18, /* RSNE */
	0x01, 0x00, /* version 1 */
	0x00, 0x0f, 0xac, 0x04, /* group cipher: CCMP */
	0x01, 0x00, /* pairwise ciphers */
	0x00, 0x0f, 0xac, 0x04, /* CCMP */
	0x02, 0x00, /* AKMs */
	0x00, 0x0f, 0xac, 0x09, /* FT-SAE */
	0x00, 0x0f, 0xac, 0x08, /* SAE */
	0xcc, 0x00, /* RSN capabilities */
	0x36, 0x03, 0xa1, 0xb2, 0x01, /* MDE: a1b2, FT over the DS */
	0xf4, 0x01, 0x20, /* RSNXE: SAE hash-to-element */
};

/* clang-format on */

static int parse(const uint8_t *octets, size_t length, struct bss_elements *ret)
{
	uint8_t *copy = malloc(length ? length : 1);
	int r;

	assert_non_null(copy);
	memcpy(copy, octets, length);
	r = bss_elements_parse(copy, length, ret);
	free(copy);
	return r;
}

static int take(const uint8_t *octets, size_t length, struct frame *ret)
{
	uint8_t *copy = malloc(length ? length : 1);
	int r;

	assert_non_null(copy);
	memcpy(copy, octets, length);
	memset(ret, 0, sizeof(*ret));
	r = elements_take(copy, length, ret);
	free(copy);
	return r;
}

static void a_beacon_shows_domain_capability_and_akms(void **state)
{
	struct bss_elements bss;

	(void)state;
	assert_int_equal(parse(beacon, sizeof(beacon), &bss), 0);
	assert_true(bss.has_mde && bss.has_rsne && bss.has_rsnxe);
	assert_int_equal(bss.mobility_domain, 0xa1b2);
	assert_int_equal(bss.ft_capability, 1);
	assert_int_equal(bss.akm_count, 2);
	assert_int_equal(bss.akms[0], 0x000fac09);
	assert_int_equal(bss.akms[1], 0x000fac08);
}

static void no_elements_are_an_open_network(void **state)
{
	struct bss_elements bss;

	(void)state;
	assert_int_equal(parse(beacon, 0, &bss), 0);
	assert_false(bss.has_mde || bss.has_rsne || bss.has_rsnxe);
	assert_int_equal(bss.akm_count, 0);
}

static void elements_cut_anywhere_are_malformed_unless_between_two(void **state)
{
	struct bss_elements bss = { .mobility_domain = 7 };

	(void)state;
	for (size_t cut = 0; cut < sizeof(beacon); cut++) {
		int r = parse(beacon, cut, &bss);

		if (cut == 0 || cut == 10 || cut == 36 || cut == 41)
			assert_int_equal(r, 0);
		else
			assert_int_equal(r, -EINVAL);
	}
}

static void a_malformed_list_leaves_the_result_alone(void **state)
{
	struct bss_elements bss = { .mobility_domain = 7 };

	(void)state;
	assert_int_equal(parse(beacon, sizeof(beacon) - 1, &bss), -EINVAL);
	assert_int_equal(bss.mobility_domain, 7);
}

static void of_two_elements_of_a_kind_the_first_counts(void **state)
{
	static const uint8_t two[] = {
		0x36, 0x03, 0xa1, 0xb2, 0x01, /* MDE */
		0x36, 0x03, 0xc3, 0xd4, 0x00, /* another */
	};
	struct bss_elements bss;
	struct frame frame;

	(void)state;
	assert_int_equal(parse(two, sizeof(two), &bss), 0);
	assert_int_equal(bss.mobility_domain, 0xa1b2);
	assert_int_equal(take(two, sizeof(two), &frame), 0);
	assert_int_equal(frame.mobility_domain, 0xa1b2);
}

static void an_mde_of_two_octets_is_malformed(void **state)
{
	static const uint8_t mde[] = { 0x36, 0x02, 0xa1, 0xb2 };
	struct bss_elements bss;
	struct frame frame;

	(void)state;
	assert_int_equal(parse(mde, sizeof(mde), &bss), -EINVAL);
	assert_int_equal(take(mde, sizeof(mde), &frame), -EINVAL);
}

static void an_rsne_may_end_behind_each_of_its_fields_but_not_within(void **state)
{
	/* Version; group cipher; pairwise; AKMs; capabilities; PMKIDs; group
	 * management cipher. */
	static const uint8_t ends[] = { 2, 6, 12, 18, 20, 38, 42 };
	uint8_t rsne[2 + 42] = {
		0x30, 0x00,		/* RSNE, length set below */
		0x01, 0x00,		/* version 1 */
		0x00, 0x0f, 0xac, 0x04, /* group cipher: CCMP */
		0x01, 0x00,		/* pairwise ciphers */
		0x00, 0x0f, 0xac, 0x04, /* CCMP */
		0x01, 0x00,		/* AKMs */
		0x00, 0x0f, 0xac, 0x09, /* FT-SAE */
		0xc0, 0x00,		/* RSN capabilities */
		0x01, 0x00,		/* PMKIDs; one of zeros follows */
	};
	struct frame frame;

	(void)state;
	for (uint8_t length = 0; length <= 42; length++) {
		rsne[1] = length;
		if (memchr(ends, length, sizeof(ends)) || length > 38) {
			assert_int_equal(take(rsne, 2 + (size_t)length, &frame), 0);
			assert_true(frame.has_rsne);
			assert_int_equal(frame.akm, length >= 18 ? 0x000fac09 : 0);
			assert_int_equal(frame.pmkid_count, length >= 38);
		} else {
			assert_int_equal(take(rsne, 2 + (size_t)length, &frame), -EINVAL);
		}
	}
}

static void counts_larger_than_the_rsne_are_malformed(void **state)
{
	uint8_t rsne[] = {
		0x30, 0x12,		/* RSNE */
		0x01, 0x00,		/* version 1 */
		0x00, 0x0f, 0xac, 0x04, /* group cipher: CCMP */
		0x01, 0x00,		/* pairwise ciphers */
		0x00, 0x0f, 0xac, 0x04, /* CCMP */
		0xff, 0xff,		/* AKMs */
		0x00, 0x0f, 0xac, 0x09, /* FT-SAE */
	};
	struct bss_elements bss;

	(void)state;
	assert_int_equal(parse(rsne, sizeof(rsne), &bss), -EINVAL);
	rsne[14] = 2;
	rsne[15] = 0;
	assert_int_equal(parse(rsne, sizeof(rsne), &bss), -EINVAL);
	rsne[14] = 1;
	assert_int_equal(parse(rsne, sizeof(rsne), &bss), 0);
}

static void more_akms_than_are_kept_do_no_harm(void **state)
{
	uint8_t rsne[2 + 14 + 4 * 20] = {
		0x30, 14 + 4 * 20,	       /* RSNE */
		0x01, 0x00,		       /* version 1 */
		0x00, 0x0f,	   0xac, 0x04, /* group cipher: CCMP */
		0x01, 0x00,		       /* pairwise ciphers */
		0x00, 0x0f,	   0xac, 0x04, /* CCMP */
		20,   0x00,		       /* AKMs */
	};
	struct bss_elements bss;

	(void)state;
	for (uint8_t i = 0; i < 20; i++)
		rsne[16 + 4 * i + 3] = i;
	assert_int_equal(parse(rsne, sizeof(rsne), &bss), 0);
	assert_int_equal(bss.akm_count, 8);
	assert_int_equal(bss.akms[7], 7);
}

/* An FTE up to its subelements, which the callers add. */
#define FTE_FIXED(mic) (2 + (mic) + 32 + 32)

static size_t put_fte(uint8_t *out, uint8_t mic_control, size_t mic_length,
		      const uint8_t *subelements, size_t length)
{
	size_t fixed = FTE_FIXED(mic_length);

	memset(out, 0x5a, 2 + fixed);
	out[0] = 0x37;
	out[1] = (uint8_t)(fixed + length);
	out[2] = mic_control;
	memcpy(out + 2 + fixed, subelements, length);
	return 2 + fixed + length;
}

static const uint8_t key_holders[] = {
	0x01, 0x06, 2,	 0,   0,   0,	0,   1,	  /* R1KH-ID */
	0x03, 0x06, 'a', '.', 't', 'e', 's', 't', /* R0KH-ID */
};

static void the_length_of_the_mic_is_in_the_mic_control_field(void **state)
{
	static const struct {
		uint8_t control;
		size_t length;
	} mics[] = { { 0x00, 16 }, { 0x02, 24 }, { 0x04, 32 }, { 0x01, 16 } };
	uint8_t fte[255];
	struct frame frame;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		size_t length = put_fte(fte, mics[i].control, mics[i].length, key_holders,
					sizeof(key_holders));

		assert_int_equal(take(fte, length, &frame), 0);
		assert_int_equal(frame.fte_mic_length, mics[i].length);
		assert_true(frame.has_r1kh_id);
		assert_int_equal(frame.r0kh_id_length, 6);
		assert_memory_equal(frame.r0kh_id, "a.test", 6);
	}
}

static void ft_with_sha_384_has_a_mic_of_24_octets_wherever_its_rsne_stands(void **state)
{
	static const uint8_t rsne[] = {
		0x30, 0x12,		/* RSNE */
		0x01, 0x00,		/* version 1 */
		0x00, 0x0f, 0xac, 0x09, /* group cipher: GCMP-256 */
		0x01, 0x00,		/* pairwise ciphers */
		0x00, 0x0f, 0xac, 0x09, /* GCMP-256 */
		0x01, 0x00,		/* AKMs */
		0x00, 0x0f, 0xac, 0x0d, /* FT with 802.1X, SHA-384 */
	};
	uint8_t elements[300];
	struct frame frame;
	size_t length;

	(void)state;
	length = put_fte(elements, 0, 24, key_holders, sizeof(key_holders));
	memcpy(elements + length, rsne, sizeof(rsne));
	assert_int_equal(take(elements, length + sizeof(rsne), &frame), 0);
	assert_int_equal(frame.akm, 0x000fac0d);
	assert_memory_equal(frame.r0kh_id, "a.test", 6);
}

static void an_fte_without_subelements_has_no_key_holders(void **state)
{
	uint8_t fte[255];
	struct frame frame;
	size_t length = put_fte(fte, 0, 16, key_holders, 0);

	(void)state;
	assert_int_equal(take(fte, length, &frame), 0);
	assert_true(frame.has_fte);
	assert_false(frame.has_r1kh_id);
	assert_int_equal(frame.r0kh_id_length, 0);
	/* One octet fewer does not even hold the nonces. */
	fte[1]--;
	assert_int_equal(take(fte, length - 1, &frame), -EINVAL);
}

static void key_holders_of_wrong_length_are_malformed(void **state)
{
	static const uint8_t r1kh_short[] = { 0x01, 0x05, 2, 0, 0, 0, 0 };
	static const uint8_t r0kh_empty[] = { 0x03, 0x00 };
	static const uint8_t cut[] = { 0x03, 0x06, 'a', '.' };
	static const uint8_t half_header[] = { 0x03 };
	uint8_t r0kh_long[2 + 49] = { 0x03, 49 }, fte[255];
	struct frame frame;

	(void)state;
#define FTE_WITH(sub) take(fte, put_fte(fte, 0, 16, sub, sizeof(sub)), &frame)
	assert_int_equal(FTE_WITH(r1kh_short), -EINVAL);
	assert_int_equal(FTE_WITH(r0kh_empty), -EINVAL);
	assert_int_equal(FTE_WITH(cut), -EINVAL);
	assert_int_equal(FTE_WITH(half_header), -EINVAL);
	assert_int_equal(FTE_WITH(r0kh_long), -EINVAL);
	r0kh_long[1] = 48;
	assert_int_equal(take(fte, put_fte(fte, 0, 16, r0kh_long, 50), &frame), 0);
	assert_int_equal(frame.r0kh_id_length, 48);
#undef FTE_WITH
}

static void an_fte_that_goes_on_in_a_fragment_keeps_its_key_holders(void **state)
{
	/* The last subelement, a wrapped key, is longer than what is left. */
	uint8_t subelements[255 - FTE_FIXED(16)] = { 0 },
				  elements[2 + 255 + 2 + 8] = { 0 };
	struct frame frame;

	(void)state;
	memcpy(subelements, key_holders, sizeof(key_holders));
	subelements[sizeof(key_holders)] = 0x02; /* GTK */
	subelements[sizeof(key_holders) + 1] =
		(uint8_t)(sizeof(subelements) - sizeof(key_holders) - 2 + 8);
	put_fte(elements, 0, 16, subelements, sizeof(subelements));
	elements[2 + 255] = 0xf2; /* Fragment */
	elements[2 + 255 + 1] = 8;
	assert_int_equal(take(elements, sizeof(elements), &frame), 0);
	assert_true(frame.has_r1kh_id);
	assert_memory_equal(frame.r0kh_id, "a.test", 6);
	/* Without the fragment, the subelement is cut. */
	assert_int_equal(take(elements, 2 + 255, &frame), -EINVAL);
}

static void an_rsne_is_read_to_its_end(void **state)
{
	static const uint8_t rsne[] = {
		0x30, 0x3e,		/* RSNE */
		0x01, 0x00,		/* version 1 */
		0x00, 0x0f, 0xac, 0x02, /* group cipher: TKIP */
		0x02, 0x00,		/* pairwise ciphers */
		0x00, 0x0f, 0xac, 0x04, /* CCMP-128 */
		0x00, 0x0f, 0xac, 0x09, /* GCMP-256 */
		0x01, 0x00,		/* AKMs */
		0x00, 0x0f, 0xac, 0x09, /* FT-SAE */
		0xc0, 0x01,		/* RSN capabilities: PMF required */
		0x02, 0x00,		/* PMKIDs */
		0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, /* the first */
		0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f, /* */
		0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, /* the second */
		0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, /* */
		0x00, 0x0f, 0xac, 0x06, /* group management cipher: BIP-CMAC-128 */
	};
	struct bss_elements bss;
	struct frame frame;

	(void)state;
	assert_int_equal(take(rsne, sizeof(rsne), &frame), 0);
	assert_int_equal(frame.group_cipher, 0x000fac02);
	assert_int_equal(frame.pairwise_cipher, 0x000fac04);
	assert_int_equal(frame.akm, 0x000fac09);
	assert_int_equal(frame.rsn_capabilities, 0x01c0);
	assert_int_equal(frame.pmkid_count, 2);
	for (int i = 0; i < PMKID_LENGTH; i++)
		assert_int_equal(frame.pmkid[i], 0x10 + i);
	assert_int_equal(frame.group_management_cipher, 0x000fac06);

	assert_int_equal(parse(rsne, sizeof(rsne), &bss), 0);
	assert_int_equal(bss.group_cipher, 0x000fac02);
	assert_int_equal(bss.pairwise_cipher_count, 2);
	assert_int_equal(bss.pairwise_ciphers[0], 0x000fac04);
	assert_int_equal(bss.pairwise_ciphers[1], 0x000fac09);
	assert_int_equal(bss.rsn_capabilities, 0x01c0);
	assert_int_equal(bss.group_management_cipher, 0x000fac06);
}

static void a_tie_tells_deadline_or_key_lifetime(void **state)
{
	static const uint8_t ties[] = {
		0x38, 0x05, 0x01, 0xe8, 0x03, 0x00, 0x00, /* deadline: 1000 TU */
		0x38, 0x05, 0x02, 0x00, 0x75, 0x12, 0x00, /* lifetime: 1209600 s */
		0x38, 0x05, 0x01, 0x01, 0x00, 0x00, 0x00, /* another deadline */
		0x38, 0x05, 0x03, 0x05, 0x00, 0x00, 0x00, /* association comeback */
	};
	struct frame frame;

	(void)state;
	assert_int_equal(take(ties + 21, 7, &frame), 0);
	assert_false(frame.has_reassociation_deadline || frame.has_key_lifetime);
	assert_int_equal(take(ties, 7, &frame), 0);
	assert_true(frame.has_reassociation_deadline);
	assert_false(frame.has_key_lifetime);
	assert_int_equal(take(ties, sizeof(ties), &frame), 0);
	assert_int_equal(frame.reassociation_deadline_tu, 1000);
	assert_true(frame.has_key_lifetime);
	assert_int_equal(frame.key_lifetime_s, 1209600);
}

static void a_short_tie_is_malformed(void **state)
{
	static const uint8_t tie[] = { 0x38, 0x04, 0x01, 0xe8, 0x03, 0x00 };
	struct frame frame;

	(void)state;
	assert_int_equal(take(tie, sizeof(tie), &frame), -EINVAL);
}

static void of_an_rsnxe_the_first_octet_is_kept(void **state)
{
	static const uint8_t rsnxe[] = { 0xf4, 0x02, 0x21, 0x01 };
	static const uint8_t empty[] = { 0xf4, 0x00 };
	struct bss_elements bss;
	struct frame frame;

	(void)state;
	assert_int_equal(take(rsnxe, sizeof(rsnxe), &frame), 0);
	assert_true(frame.has_rsnxe);
	assert_int_equal(frame.rsnxe, 0x21);
	assert_int_equal(parse(rsnxe, sizeof(rsnxe), &bss), 0);
	assert_int_equal(bss.rsnxe, 0x21);
	assert_int_equal(take(empty, sizeof(empty), &frame), -EINVAL);
	assert_int_equal(parse(empty, sizeof(empty), &bss), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_beacon_shows_domain_capability_and_akms),
		cmocka_unit_test(no_elements_are_an_open_network),
		cmocka_unit_test(elements_cut_anywhere_are_malformed_unless_between_two),
		cmocka_unit_test(a_malformed_list_leaves_the_result_alone),
		cmocka_unit_test(of_two_elements_of_a_kind_the_first_counts),
		cmocka_unit_test(an_mde_of_two_octets_is_malformed),
		cmocka_unit_test(
			an_rsne_may_end_behind_each_of_its_fields_but_not_within),
		cmocka_unit_test(counts_larger_than_the_rsne_are_malformed),
		cmocka_unit_test(more_akms_than_are_kept_do_no_harm),
		cmocka_unit_test(the_length_of_the_mic_is_in_the_mic_control_field),
		cmocka_unit_test(
			ft_with_sha_384_has_a_mic_of_24_octets_wherever_its_rsne_stands),
		cmocka_unit_test(an_fte_without_subelements_has_no_key_holders),
		cmocka_unit_test(key_holders_of_wrong_length_are_malformed),
		cmocka_unit_test(an_fte_that_goes_on_in_a_fragment_keeps_its_key_holders),
		cmocka_unit_test(an_rsne_is_read_to_its_end),
		cmocka_unit_test(a_tie_tells_deadline_or_key_lifetime),
		cmocka_unit_test(a_short_tie_is_malformed),
		cmocka_unit_test(of_an_rsnxe_the_first_octet_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

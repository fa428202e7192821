/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/ft-keys.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka-all.h"
#include "base/hex.h"

/* SHA-256: the handshake of iwd's unit/test-eapol.c, eapol_ft_handshake_test() (its
 * frames eapol_key_data_25 to 28, with PMKR1Name in message 2, MICs of messages 2 to 4
 * and the wrapped Key Data of message 3).
 *
 * SHA-384: no vectors are published. These are of a second implementation of 12.7.1.6
 * and 12.7.1.7.2, on Python's hmac and hashlib, that gives iwd's with SHA-256; the secret
 * is 00 01 02 … 2f, all else as above. */

static const uint8_t psk[] = {
	0xbc, 0xcd, 0x17, 0x98, 0xef, 0x6c, 0xb8, 0x7f, 0x2b, 0x54, 0x75,
	0xfb, 0x98, 0x06, 0x57, 0xd2, 0xea, 0x02, 0x6c, 0xe3, 0x68, 0xef,
	0x3f, 0xca, 0xda, 0x31, 0x48, 0x54, 0x3f, 0xee, 0x94, 0xf0,
};
static const uint8_t bssid[] = { 2, 0, 0, 0, 0, 0 }; /* the R1KH-ID, too */
static const uint8_t station[] = { 2, 0, 0, 0, 2, 0 };
static const struct ft_domain domain = {
	.ssid = "TestFT",
	.ssid_length = 6,
	.mobility_domain = 0x1234,
	.r0kh_id = "dummy0",
	.r0kh_id_length = 6,
};
#define ANONCE "33b274a0aec9e85d61118f1b6b97774e5b7508374577dc1408a5f180c5d2e9fd"
#define SNONCE "ac1eb2c70b208ce60ae207b2389e441fff39863d449f81246fe36ede0f1f56ce"

static void assert_hex(const void *octets, const char *digits)
{
	char buffer[2 * 64 + 1];

	assert_string_equal(hex_format(buffer, octets, strlen(digits) / 2), digits);
}

static void derive(struct ft_keys *keys, uint32_t akm, const uint8_t *secret,
		   size_t length, uint8_t tk_length)
{
	uint8_t anonce[FTE_NONCE_LENGTH], snonce[FTE_NONCE_LENGTH];

	hex_parse(ANONCE, anonce, sizeof(anonce));
	hex_parse(SNONCE, snonce, sizeof(snonce));
	*keys = (struct ft_keys){ .suite = ft_suite_find(akm) };
	assert_non_null(keys->suite);
	assert_int_equal(ft_derive_pmk_r0(keys, secret, length, &domain, station), 0);
	assert_int_equal(ft_derive_pmk_r1(keys, bssid, station), 0);
	assert_int_equal(ft_derive_ptk(keys, tk_length, anonce, snonce, bssid, station),
			 0);
}

static void the_hierarchy_with_sha_256(void **state)
{
	struct ft_keys keys;

	(void)state;
	derive(&keys, 0x000fac04, psk, sizeof(psk), ft_tk_length(0x000fac04));
	assert_hex(keys.pmk_r1_name, "dece50a09ef08c4ebef2f1dbe967b4d4"); /* iwd */
	/* Of the second implementation: */
	assert_hex(keys.pmk_r0_name, "cc624ae86e0c852506022215f73d0d01");
	assert_hex(keys.pmk_r0,
		   "adb881bf50111cfd0b5c872342bf3b543e81d63f3e18cf0a8d3d854fd807add5");
	assert_hex(keys.pmk_r1,
		   "176a37922528729f40180620b42d342a7b8dda094ca9cf84bd554a39bc5dc161");
	assert_hex(keys.kck, "e42dee98f99dfbf8329f5041055835a2");
	assert_hex(keys.kek, "345e224e91738a97ddc41953c5c8d729");
	assert_hex(keys.tk, "7cffbd35ce11c5751d4cc67adfc2a278");
	assert_hex(keys.ptk_name, "31e494a696a5c37e2f339c4704dcae05");
}

static void the_hierarchy_with_sha_384(void **state)
{
	struct ft_keys keys;
	uint8_t secret[48];

	(void)state;
	for (uint8_t i = 0; i < sizeof(secret); i++)
		secret[i] = i;
	derive(&keys, 0x000fac0d, secret, sizeof(secret), ft_tk_length(0x000fac09));
	assert_hex(keys.pmk_r0, "26374e4ea4b71cdf38ad74360ca0dde559e8af13c20be986"
				"ae911dfd14dea5ae4769fccaadb8c0fd4551a065a91688d5");
	assert_hex(keys.pmk_r0_name, "c002f67d02592896bcffe29fa90de72a");
	assert_hex(keys.pmk_r1, "456de9cdcfd734d757dda3284cf552283f916ce67d754fc1"
				"337f8e73a5ec4f8e41776649017776399e2376c247068ae8");
	assert_hex(keys.pmk_r1_name, "240c8de717a408a848fbb1ac1b9a3922");
	assert_hex(keys.kck, "7d92065cea083b24ed4cf97dcd45a90bc73b0cfa8b643849");
	assert_hex(keys.kek,
		   "71b80b365b93b7085c425c174f8c00d48fd11cd5293f466476c59680cc7129d6");
	assert_hex(keys.tk,
		   "996467a00747f5309718f2de05f3face5efffd37643ce3b41e30c00f01091eb9");
	assert_hex(keys.ptk_name, "857a2a9dd29f144f3778a0744b2737c9");
}

static void fils_has_its_keys_for_ft_behind_the_tk(void **state)
{
	struct ft_keys keys;
	uint8_t secret[48], mic[FT_MIC_MAX];
	size_t length;

	(void)state;
	for (uint8_t i = 0; i < sizeof(secret); i++)
		secret[i] = i;
	derive(&keys, 0x000fac11, secret, sizeof(secret), 32);
	assert_hex(keys.kek,
		   "1d90f4967510079d54a972c48e0fecf69f9aed9b4232d296df1fce1053b6a932"
		   "40282b6898e282259fe771e3be176d4aac9d0dd396aa4f4554cb9e399f6ff2f4");
	assert_hex(keys.tk,
		   "1c46293efb579cc6f2ed8f37cd905c52c47188043b271a7b9178eb3a4435974f");
	assert_hex(keys.kck2, "7fc3e1cd7acb489b1e1bc249b064a32e0e39a899a6ee34df");
	assert_hex(keys.kek2,
		   "50bb7659d73fe954216f121243623dbf4bec57f16e4c801a82b8fea186833f11");
	assert_int_equal(ft_mic(&keys, NULL, 0, mic, &length), 0);
	assert_int_equal(length, 24);
}

static void a_mic_with_sha_384_has_24_octets(void **state)
{
	static const struct octets parts[] = { { (const uint8_t *)"a", 1 },
					       { NULL, 0 },
					       { (const uint8_t *)"bc", 2 } };
	uint8_t secret[48], mic[FT_MIC_MAX];
	struct ft_keys keys;
	size_t length;

	(void)state;
	for (uint8_t i = 0; i < sizeof(secret); i++)
		secret[i] = i;
	derive(&keys, 0x000fac13, secret, sizeof(secret), 32);
	assert_int_equal(ft_mic(&keys, parts, 3, mic, &length), 0);
	assert_int_equal(length, 24);
	assert_hex(mic, "0445344ce7bd9541ad24c0dd170f4eb666085409cbb195c7");
	assert_int_equal(ft_eapol_mic(&keys, parts, 3, mic, &length), 0);
	assert_int_equal(length, 24);
	assert_hex(mic, "0445344ce7bd9541ad24c0dd170f4eb666085409cbb195c7");
}

/* Message 4 with its MIC zeroed. */
static void the_mic_of_an_eapol_key_frame_is_a_cmac(void **state)
{
	static const uint8_t message[99] = {
		0x02, 0x03, 0x00, 0x5f,		    /* EAPOL: version, type, length */
		0x02, 0x03, 0x0b,		    /* descriptor, key information */
		0x00, 0x00,			    /* key length */
		0x00, 0x00, 0x00, 0x00, 0, 0, 0, 2, /* replay counter; rest 0 */
	};
	const struct octets part = { message, sizeof(message) };
	uint8_t mic[FT_MIC_MAX];
	struct ft_keys keys;
	size_t length;

	(void)state;
	derive(&keys, 0x000fac04, psk, sizeof(psk), 16);
	assert_int_equal(ft_eapol_mic(&keys, &part, 1, mic, &length), 0);
	assert_int_equal(length, 16);
	assert_hex(mic, "3e853a3c83714a94e430dfb20665a1d4");
}

/* Key Data of message 3. */
static const uint8_t wrapped[] = {
	0x1d, 0x41, 0x1c, 0xf6, 0x35, 0x4e, 0x5c, 0x0f, 0x4d, 0x03, 0x08, 0xe7, 0x3b,
	0x33, 0x04, 0xde, 0x5e, 0x01, 0x77, 0x1c, 0xb8, 0x91, 0xef, 0x4f, 0x24, 0x64,
	0x84, 0xaa, 0x94, 0x42, 0xc3, 0xcb, 0x63, 0x2d, 0xed, 0x5e, 0x5f, 0xcb, 0x1a,
	0xff, 0x53, 0x58, 0x45, 0xd5, 0xc2, 0x11, 0x52, 0x40, 0x06, 0x08, 0x70, 0xd8,
	0xd1, 0xf7, 0x79, 0xfe, 0x37, 0xb8, 0x6d, 0xd6, 0x27, 0x45, 0xbc, 0x11, 0x2a,
	0x69, 0x05, 0x2c, 0x40, 0x3a, 0x06, 0x24, 0x5a, 0x7a, 0xa6, 0x79, 0x4b, 0x18,
	0xc8, 0xbf, 0x21, 0x10, 0xa0, 0x7d, 0x80, 0x89, 0x77, 0x85, 0x27, 0x88, 0x74,
	0x07, 0x00, 0x14, 0xe0, 0x91, 0xa2, 0xe0, 0xa2, 0x25, 0x3c, 0x26, 0xce, 0xd6,
	0x9f, 0x33, 0x20, 0x99, 0xc6, 0xc0, 0x46, 0x91, 0x8a, 0x68, 0x5b, 0xa0, 0xa1,
	0x30, 0xcd, 0x76, 0x58, 0x26, 0x81, 0x03, 0xe6, 0x79, 0x3b, 0xf6, 0x4b, 0x2f,
	0x1d, 0x73, 0x8f, 0x62, 0xda, 0x22, 0xa9, 0xb4, 0xac, 0x77, 0xcc, 0xd4, 0xd4,
	0x6f, 0x80, 0x31, 0xfb, 0x3d, 0x21, 0xde, 0x41, 0x09, 0x70, 0xcc, 0x18, 0xa6,
	0xa5, 0x3e, 0xda, 0x1b, 0x6b, 0x30, 0xce, 0xd4, 0xde, 0xd4, 0x86, 0x7e, 0x71,
	0xd0, 0x97, 0x85, 0xcc, 0xa2, 0xd3, 0x4c, 0x56, 0xcf, 0x1a, 0xd3, 0xff, 0xf8,
	0x18, 0xfd, 0x52, 0x77, 0x21, 0xe9, 0x87, 0x3f, 0x14, 0x30,
};

/* In a block of exactly the size that is written. */
static int unwrap(const struct ft_keys *keys, const uint8_t *octets, size_t length,
		  char *ret_hex)
{
	uint8_t *plain = malloc(length > 8 ? length - 8 : 1);
	int r;

	assert_non_null(plain);
	r = ft_unwrap(keys, octets, length, plain);
	if (r == 0)
		hex_format(ret_hex, plain, length - 8);
	free(plain);
	return r;
}

static void key_data_is_unwrapped_with_its_kek_alone(void **state)
{
	uint8_t flipped[sizeof(wrapped)];
	struct ft_keys keys;
	char hex[2 * sizeof(wrapped) + 1];

	(void)state;
	derive(&keys, 0x000fac04, psk, sizeof(psk), 16);
	assert_int_equal(unwrap(&keys, wrapped, sizeof(wrapped), hex), 0);
	/* It begins with the RSNE, which has PMKR1Name. */
	assert_memory_equal(hex, "30260100000fac04", 16);
	assert_non_null(strstr(hex, "dece50a09ef08c4ebef2f1dbe967b4d4"));
	memcpy(flipped, wrapped, sizeof(wrapped));
	flipped[100] ^= 1;
	assert_int_equal(unwrap(&keys, flipped, sizeof(flipped), hex), -EBADMSG);
	keys.kek[0] ^= 1;
	assert_int_equal(unwrap(&keys, wrapped, sizeof(wrapped), hex), -EBADMSG);
}

static void what_is_no_wrapped_key_data_is_refused(void **state)
{
	struct ft_keys keys;
	char hex[2 * sizeof(wrapped) + 1];

	(void)state;
	derive(&keys, 0x000fac04, psk, sizeof(psk), 16);
	for (size_t length = 0; length < sizeof(wrapped); length++)
		assert_int_equal(unwrap(&keys, wrapped, length, hex), -EBADMSG);
}

static void the_longest_identifiers_fit(void **state)
{
	struct ft_domain longest = { .ssid_length = SSID_LENGTH_MAX,
				     .r0kh_id_length = R0KH_ID_MAX };
	struct ft_keys keys = { .suite = ft_suite_find(0x000fac04) };

	(void)state;
	assert_int_equal(ft_derive_pmk_r0(&keys, psk, sizeof(psk), &longest, station), 0);
}

static void akms_and_ciphers_that_are_not_known_are_none(void **state)
{
	(void)state;
	assert_null(ft_suite_find(0x000fac02)); /* PSK */
	assert_null(ft_suite_find(0));
	assert_null(ft_suite_find(0x0050f204));
	assert_int_equal(ft_tk_length(0), 0);
	assert_int_equal(ft_tk_length(0x000fac06), 0); /* BIP-CMAC-128 */
	assert_int_equal(ft_tk_length(0x000fac08), 16);
	assert_int_equal(ft_tk_length(0x000fac0a), 32);
}

static void clearing_wipes(void **state)
{
	static const struct ft_keys zero;
	struct ft_keys keys;

	(void)state;
	memset(&keys, 0, sizeof(keys));
	derive(&keys, 0x000fac04, psk, sizeof(psk), 16);
	ft_keys_clear(&keys);
	assert_memory_equal(&keys, &zero, sizeof(keys));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_hierarchy_with_sha_256),
		cmocka_unit_test(the_hierarchy_with_sha_384),
		cmocka_unit_test(fils_has_its_keys_for_ft_behind_the_tk),
		cmocka_unit_test(a_mic_with_sha_384_has_24_octets),
		cmocka_unit_test(the_mic_of_an_eapol_key_frame_is_a_cmac),
		cmocka_unit_test(key_data_is_unwrapped_with_its_kek_alone),
		cmocka_unit_test(what_is_no_wrapped_key_data_is_refused),
		cmocka_unit_test(the_longest_identifiers_fit),
		cmocka_unit_test(akms_and_ciphers_that_are_not_known_are_none),
		cmocka_unit_test(clearing_wipes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/psk.h"

#include <string.h>

#include "../cmocka-all.h"
#include "base/hex.h"

/* IEEE 802.11-2020 J.4.3 */
static void a_psk_follows_from_passphrase_and_ssid(void **state)
{
	static const struct {
		const char *passphrase, *ssid, *psk;
	} vectors[] = {
		{ "password", "IEEE",
		  "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e" },
		{ "ThisIsAPassword", "ThisIsASSID",
		  "0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af" },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ",
		  "becb93866bb8c3832cb777c2f559807c8c59afcb6eae734885001300a981cc62" },
	};
	char digits[2 * PSK_LENGTH + 1];
	uint8_t psk[PSK_LENGTH];

	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		psk_from_password(vectors[i].passphrase, vectors[i].ssid, psk);
		assert_string_equal(hex_format(digits, psk, sizeof(psk)), vectors[i].psk);
	}
}

static void sixty_four_digits_are_the_psk_itself(void **state)
{
	static const char digits[] =
		"000102030405060708090A0B0C0D0E0F101112131415161718191a1b1c1d1e1f";
	uint8_t psk[PSK_LENGTH];

	(void)state;
	assert_true(psk_is_raw(digits));
	psk_from_password(digits, "corridor", psk);
	for (uint8_t i = 0; i < PSK_LENGTH; i++)
		assert_int_equal(psk[i], i);
	assert_false(psk_is_raw(digits + 1));
	assert_false(psk_is_raw("g00102030405060708090a0b0c0d0e0f"
				"101112131415161718191a1b1c1d1e1f"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_psk_follows_from_passphrase_and_ssid),
		cmocka_unit_test(sixty_four_digits_are_the_psk_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

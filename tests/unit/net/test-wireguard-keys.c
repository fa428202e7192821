/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/wireguard.h"

#include <string.h>

#include "../cmocka-all.h"
#include "base/hex.h"

static void make(struct wireguard_keys *ret, uint8_t octet)
{
	uint8_t octets[WIREGUARD_KEY_LENGTH];

	memset(octets, octet, sizeof(octets));
	assert_int_equal(wireguard_keys_make(octets, ret, NULL), 0);
}

static void the_octets_are_the_private_key_clamped(void **state)
{
	struct wireguard_keys keys;

	(void)state;
	for (unsigned octet = 0; octet < 256; octet++) {
		make(&keys, (uint8_t)octet);
		assert_int_equal(keys.private_key[0], octet & 0xf8);
		assert_int_equal(keys.private_key[1], octet);
		assert_int_equal(keys.private_key[30], octet);
		assert_int_equal(keys.private_key[31], (octet & 0x7f) | 0x40);
	}
}

static void the_public_key_belongs_to_the_private_key(void **state)
{
	/* Bob's of RFC 7748 6.1. */
	static const char private_key[] =
		"5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
	static const char public_key[] =
		"de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f";
	char digits[2 * WIREGUARD_KEY_LENGTH + 1];
	uint8_t octets[WIREGUARD_KEY_LENGTH];
	struct wireguard_keys keys;

	(void)state;
	assert_int_equal(hex_parse(private_key, octets, sizeof(octets)), 0);
	assert_int_equal(wireguard_keys_make(octets, &keys, NULL), 0);
	assert_string_equal(hex_format(digits, keys.public_key, WIREGUARD_KEY_LENGTH),
			    public_key);
}

static void the_same_octets_give_the_same_pair_and_others_another(void **state)
{
	struct wireguard_keys a, b, c;

	(void)state;
	make(&a, 0x11);
	make(&b, 0x11);
	make(&c, 0x12);
	assert_memory_equal(&a, &b, sizeof(a));
	assert_memory_not_equal(a.private_key, c.private_key, WIREGUARD_KEY_LENGTH);
	assert_memory_not_equal(a.public_key, c.public_key, WIREGUARD_KEY_LENGTH);
}

static void wiped_keys_are_zero(void **state)
{
	static const struct wireguard_keys zero;
	struct wireguard_keys keys;

	(void)state;
	make(&keys, 0x11);
	wireguard_keys_wipe(&keys);
	assert_memory_equal(&keys, &zero, sizeof(keys));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_octets_are_the_private_key_clamped),
		cmocka_unit_test(the_public_key_belongs_to_the_private_key),
		cmocka_unit_test(the_same_octets_give_the_same_pair_and_others_another),
		cmocka_unit_test(wiped_keys_are_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
/* cmocka's prerequisites */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <openssl/evp.h>
#include <string.h>

#include "net/wireguard.h"

static void a_private_key_is_clamped(void **state)
{
	struct wireguard_keys keys;

	(void)state;
	for (int i = 0; i < 50; i++) {
		assert_int_equal(wireguard_keys_make(&keys, NULL), 0);
		assert_int_equal(keys.private_key[0] & 7, 0);
		assert_int_equal(keys.private_key[31] & 0xc0, 0x40);
	}
}

static void the_public_key_belongs_to_the_private_key(void **state)
{
	struct wireguard_keys keys;
	uint8_t public_key[WIREGUARD_KEY_LENGTH];
	size_t length = sizeof(public_key);
	EVP_PKEY *pkey;

	(void)state;
	assert_int_equal(wireguard_keys_make(&keys, NULL), 0);
	pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, keys.private_key,
					    WIREGUARD_KEY_LENGTH);
	assert_non_null(pkey);
	assert_int_equal(EVP_PKEY_get_raw_public_key(pkey, public_key, &length), 1);
	assert_memory_equal(public_key, keys.public_key, WIREGUARD_KEY_LENGTH);
	EVP_PKEY_free(pkey);
}

static void two_pairs_differ(void **state)
{
	struct wireguard_keys a, b;

	(void)state;
	assert_int_equal(wireguard_keys_make(&a, NULL), 0);
	assert_int_equal(wireguard_keys_make(&b, NULL), 0);
	assert_memory_not_equal(a.private_key, b.private_key, WIREGUARD_KEY_LENGTH);
	assert_memory_not_equal(a.public_key, b.public_key, WIREGUARD_KEY_LENGTH);
}

static void wiped_keys_are_zero(void **state)
{
	static const struct wireguard_keys zero;
	struct wireguard_keys keys;

	(void)state;
	assert_int_equal(wireguard_keys_make(&keys, NULL), 0);
	wireguard_keys_wipe(&keys);
	assert_memory_equal(&keys, &zero, sizeof(keys));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_private_key_is_clamped),
		cmocka_unit_test(the_public_key_belongs_to_the_private_key),
		cmocka_unit_test(two_pairs_differ),
		cmocka_unit_test(wiped_keys_are_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

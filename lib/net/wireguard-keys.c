/* SPDX-License-Identifier: BSD-3-Clause */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/cleanup.h"
#include "net/wireguard.h"

static void pkey_freep(EVP_PKEY **pkey)
{
	EVP_PKEY_free(*pkey);
}

int wireguard_keys_make(const uint8_t octets[static WIREGUARD_KEY_LENGTH],
			struct wireguard_keys *ret, struct error *error)
{
	cleanup_(pkey_freep) EVP_PKEY *pkey = NULL;
	size_t length = WIREGUARD_KEY_LENGTH;
	struct wireguard_keys keys;

	memcpy(keys.private_key, octets, WIREGUARD_KEY_LENGTH);
	/* RFC 7748 5: scalar multiplication does it in any case; WireGuard's kernel
	 * side shows keys clamped, so ours compare equal. */
	keys.private_key[0] &= 248;
	keys.private_key[31] = (keys.private_key[31] & 127) | 64;
	pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, keys.private_key,
					    WIREGUARD_KEY_LENGTH);
	/* OpenSSL's functions return 1 where all is well. */
	if (!pkey || EVP_PKEY_get_raw_public_key(pkey, keys.public_key, &length) != 1 ||
	    length != WIREGUARD_KEY_LENGTH) {
		wireguard_keys_wipe(&keys);
		return error_set(error, -EIO, "OpenSSL cannot make an X25519 key");
	}
	*ret = keys;
	wireguard_keys_wipe(&keys);
	return 0;
}

void wireguard_keys_wipe(struct wireguard_keys *keys)
{
	OPENSSL_cleanse(keys, sizeof(*keys));
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/cleanup.h"
#include "net/wireguard.h"

static void pkey_freep(EVP_PKEY **pkey)
{
	EVP_PKEY_free(*pkey);
}

int wireguard_keys_make(struct wireguard_keys *ret, struct error *error)
{
	cleanup_(pkey_freep) EVP_PKEY *pkey = EVP_PKEY_Q_keygen(NULL, NULL, "X25519");
	size_t private_length = WIREGUARD_KEY_LENGTH;
	size_t public_length = WIREGUARD_KEY_LENGTH;
	struct wireguard_keys keys;

	/* OpenSSL's functions return 1 where all is well. */
	if (!pkey ||
	    EVP_PKEY_get_raw_private_key(pkey, keys.private_key, &private_length) != 1 ||
	    EVP_PKEY_get_raw_public_key(pkey, keys.public_key, &public_length) != 1 ||
	    private_length != WIREGUARD_KEY_LENGTH ||
	    public_length != WIREGUARD_KEY_LENGTH) {
		wireguard_keys_wipe(&keys);
		return error_set(error, -EIO, "OpenSSL cannot make an X25519 key");
	}
	/* RFC 7748 5: scalar multiplication does it in any case; WireGuard's kernel
	 * side shows keys clamped, so ours compare equal. */
	keys.private_key[0] &= 248;
	keys.private_key[31] = (keys.private_key[31] & 127) | 64;
	*ret = keys;
	wireguard_keys_wipe(&keys);
	return 0;
}

void wireguard_keys_wipe(struct wireguard_keys *keys)
{
	OPENSSL_cleanse(keys, sizeof(*keys));
}

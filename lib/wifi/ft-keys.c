/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/ft-keys.h"

#include <errno.h>
#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/cleanup.h"

static const struct ft_suite suites[] = {
	{ .akm = 0x000fac03, .kck_length = 16, .kek_length = 16 }, /* FT-802.1X */
	{ .akm = 0x000fac04, .kck_length = 16, .kek_length = 16 }, /* FT-PSK */
	{ .akm = 0x000fac09, .kck_length = 16, .kek_length = 16 }, /* FT-SAE */
	{ .akm = 0x000fac0d, /* FT-802.1X with SHA-384 */
	  .sha384 = true,
	  .kck_length = 24,
	  .kek_length = 32 },
	{ .akm = 0x000fac10, /* FT-FILS with SHA-256 */
	  .kek_length = 32,
	  .kck2_length = 16,
	  .kek2_length = 16 },
	{ .akm = 0x000fac11, /* FT-FILS with SHA-384 */
	  .sha384 = true,
	  .kek_length = 64,
	  .kck2_length = 24,
	  .kek2_length = 32 },
	{ .akm = 0x000fac13, /* FT-PSK with SHA-384 */
	  .sha384 = true,
	  .kck_length = 24,
	  .kek_length = 32 },
};

const struct ft_suite *ft_suite_find(uint32_t akm)
{
	for (size_t i = 0; i < ARRAY_SIZE(suites); i++)
		if (suites[i].akm == akm)
			return &suites[i];
	return NULL;
}

uint8_t ft_tk_length(uint32_t pairwise_cipher)
{
	switch (pairwise_cipher) {
	case 0x000fac04: /* CCMP-128 */
	case 0x000fac08: /* GCMP-128 */
		return 16;
	case 0x000fac02: /* TKIP */
	case 0x000fac09: /* GCMP-256 */
	case 0x000fac0a: /* CCMP-256 */
		return 32;
	}
	return 0;
}

static const char *hash_name(bool sha384)
{
	return sha384 ? "SHA384" : "SHA256";
}

static size_t hash_length(bool sha384)
{
	return sha384 ? 48 : 32;
}

/* OpenSSL's convention: 1 is success. The output has room for EVP_MAX_MD_SIZE octets. */
static bool add_parts(EVP_MAC_CTX *context, const struct octets *parts, size_t count,
		      uint8_t *ret)
{
	size_t length;

	for (size_t i = 0; i < count; i++)
		if (EVP_MAC_update(context, parts[i].octets, parts[i].length) != 1)
			return false;
	return EVP_MAC_final(context, ret, &length, EVP_MAX_MD_SIZE) == 1;
}

/* parameter is what the algorithm is made with: HMAC's digest, CMAC's cipher. */
static int compute_mac(const char *algorithm, const char *parameter, const char *value,
		       const uint8_t *key, size_t key_length, const struct octets *parts,
		       size_t count, uint8_t *ret)
{
	const OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_utf8_string(parameter, (char *)(uintptr_t)value, 0),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC *mac = EVP_MAC_fetch(NULL, algorithm, NULL);
	EVP_MAC_CTX *context = mac ? EVP_MAC_CTX_new(mac) : NULL;
	bool done = context && EVP_MAC_init(context, key, key_length, parameters) == 1 &&
		    add_parts(context, parts, count, ret);

	EVP_MAC_CTX_free(context); /* wipes the key */
	EVP_MAC_free(mac);
	return done ? 0 : -EIO;
}

static int hmac(bool sha384, const uint8_t *key, size_t key_length,
		const struct octets *parts, size_t count, uint8_t *ret)
{
	return compute_mac("HMAC", OSSL_MAC_PARAM_DIGEST, hash_name(sha384), key,
			   key_length, parts, count, ret);
}

static int hash_128(bool sha384, const struct octets *parts, size_t count,
		    uint8_t ret[static PMKID_LENGTH])
{
	uint8_t hash[EVP_MAX_MD_SIZE] = { 0 };
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool done = context &&
		    EVP_DigestInit_ex(context, sha384 ? EVP_sha384() : EVP_sha256(),
				      NULL) == 1;

	for (size_t i = 0; done && i < count; i++)
		done = EVP_DigestUpdate(context, parts[i].octets, parts[i].length) == 1;
	done = done && EVP_DigestFinal_ex(context, hash, NULL) == 1;
	EVP_MD_CTX_free(context);
	if (!done)
		return -EIO;
	memcpy(ret, hash, PMKID_LENGTH);
	return 0;
}

#define TEXT(string) ((struct octets){ (const uint8_t *)(string), sizeof(string) - 1 })
#define OCTETS(array) ((struct octets){ (array), sizeof(array) })

/* KDF-Hash-Length (12.7.1.7.2), for a length in whole octets. */
static int kdf(bool sha384, const uint8_t *key, size_t key_length, struct octets label,
	       struct octets context, uint8_t *ret, size_t length)
{
	uint8_t block[EVP_MAX_MD_SIZE] = { 0 };
	uint8_t counter[2], bits[2] = { (uint8_t)(8 * length), (uint8_t)(length >> 5) };
	const struct octets parts[] = { OCTETS(counter), label, context, OCTETS(bits) };
	size_t step = hash_length(sha384);
	int r = 0;

	for (size_t done = 0, i = 1; r == 0 && done < length; done += step, i++) {
		counter[0] = (uint8_t)i;
		counter[1] = (uint8_t)(i >> 8);
		r = hmac(sha384, key, key_length, parts, ARRAY_SIZE(parts), block);
		if (r == 0)
			memcpy(ret + done, block,
			       length - done < step ? length - done : step);
	}
	OPENSSL_cleanse(block, sizeof(block));
	return r;
}

/* Octets that are put together one behind the other; what is put has room. */
static void put(struct octets *buffer, uint8_t *octets, const void *more, size_t length)
{
	memcpy(octets + buffer->length, more, length);
	buffer->octets = octets;
	buffer->length += length;
}

int ft_derive_pmk_r0(struct ft_keys *keys, const uint8_t *secret, size_t length,
		     const struct ft_domain *domain,
		     const uint8_t station[static MAC_LENGTH])
{
	bool sha384 = keys->suite->sha384;
	size_t pmk_length = hash_length(sha384);
	uint8_t octets[1 + SSID_LENGTH_MAX + 2 + 1 + R0KH_ID_MAX + MAC_LENGTH];
	uint8_t mdid[2] = { (uint8_t)(domain->mobility_domain >> 8),
			    (uint8_t)domain->mobility_domain };
	uint8_t key_data[FT_PMK_MAX + PMKID_LENGTH];
	const struct octets name[] = { TEXT("FT-R0N"),
				       { key_data + pmk_length, PMKID_LENGTH } };
	struct octets context = { 0 };
	int r;

	put(&context, octets, &domain->ssid_length, 1);
	put(&context, octets, domain->ssid, domain->ssid_length);
	put(&context, octets, mdid, sizeof(mdid));
	put(&context, octets, &domain->r0kh_id_length, 1);
	put(&context, octets, domain->r0kh_id, domain->r0kh_id_length);
	put(&context, octets, station, MAC_LENGTH);
	r = kdf(sha384, secret, length, TEXT("FT-R0"), context, key_data,
		pmk_length + PMKID_LENGTH);
	if (r == 0)
		r = hash_128(sha384, name, ARRAY_SIZE(name), keys->pmk_r0_name);
	if (r == 0)
		memcpy(keys->pmk_r0, key_data, pmk_length);
	OPENSSL_cleanse(key_data, sizeof(key_data));
	return r;
}

int ft_derive_pmk_r1(struct ft_keys *keys, const uint8_t r1kh_id[static MAC_LENGTH],
		     const uint8_t station[static MAC_LENGTH])
{
	bool sha384 = keys->suite->sha384;
	uint8_t octets[2 * MAC_LENGTH];
	struct octets context = { 0 };
	int r;

	put(&context, octets, r1kh_id, MAC_LENGTH);
	put(&context, octets, station, MAC_LENGTH);
	r = kdf(sha384, keys->pmk_r0, hash_length(sha384), TEXT("FT-R1"), context,
		keys->pmk_r1, hash_length(sha384));
	if (r < 0)
		return r;
	return hash_128(sha384,
			(const struct octets[]){ TEXT("FT-R1N"),
						 OCTETS(keys->pmk_r0_name), context },
			3, keys->pmk_r1_name);
}

/* The next of a PTK's parts; a part that the AKM does not have is of length 0. */
static void take_part(const uint8_t **at, uint8_t *part, size_t length)
{
	memcpy(part, *at, length);
	*at += length;
}

int ft_derive_ptk(struct ft_keys *keys, uint8_t tk_length,
		  const uint8_t anonce[static FTE_NONCE_LENGTH],
		  const uint8_t snonce[static FTE_NONCE_LENGTH],
		  const uint8_t bssid[static MAC_LENGTH],
		  const uint8_t station[static MAC_LENGTH])
{
	const struct ft_suite *suite = keys->suite;
	uint8_t octets[2 * FTE_NONCE_LENGTH + 2 * MAC_LENGTH];
	uint8_t ptk[2 * FT_KCK_MAX + 2 * FT_KEK_MAX + FT_TK_MAX];
	const uint8_t *at = ptk;
	struct octets context = { 0 };
	int r;

	put(&context, octets, snonce, FTE_NONCE_LENGTH);
	put(&context, octets, anonce, FTE_NONCE_LENGTH);
	put(&context, octets, bssid, MAC_LENGTH);
	put(&context, octets, station, MAC_LENGTH);
	r = kdf(suite->sha384, keys->pmk_r1, hash_length(suite->sha384), TEXT("FT-PTK"),
		context, ptk,
		(size_t)suite->kck_length + suite->kek_length + tk_length +
			suite->kck2_length + suite->kek2_length);
	/* PTKName is of SHA-256 with every AKM; hostap has it so
	 * (src/common/wpa_common.c, wpa_pmk_r1_to_ptk()). No frame carries it. */
	if (r == 0)
		r = hash_128(false,
			     (const struct octets[]){ OCTETS(keys->pmk_r1_name),
						      TEXT("FT-PTKN"), context },
			     3, keys->ptk_name);
	if (r == 0) {
		take_part(&at, keys->kck, suite->kck_length);
		take_part(&at, keys->kek, suite->kek_length);
		take_part(&at, keys->tk, tk_length);
		take_part(&at, keys->kck2, suite->kck2_length);
		take_part(&at, keys->kek2, suite->kek2_length);
	}
	OPENSSL_cleanse(ptk, sizeof(ptk));
	return r;
}

/* HMAC-SHA-384-192 or AES-128-CMAC, by the AKM. */
static int mic(const struct ft_keys *keys, const uint8_t *key, size_t key_length,
	       const struct octets *parts, size_t count, uint8_t *ret, size_t *ret_length)
{
	uint8_t full[EVP_MAX_MD_SIZE] = { 0 };
	int r;

	if (keys->suite->sha384)
		r = hmac(true, key, key_length, parts, count, full);
	else
		r = compute_mac("CMAC", OSSL_MAC_PARAM_CIPHER, "AES-128-CBC", key,
				key_length, parts, count, full);
	if (r < 0)
		return r;
	*ret_length = keys->suite->sha384 ? 24 : 16;
	memcpy(ret, full, *ret_length);
	return 0;
}

int ft_mic(const struct ft_keys *keys, const struct octets *parts, size_t count,
	   uint8_t ret[static FT_MIC_MAX], size_t *ret_length)
{
	const struct ft_suite *suite = keys->suite;

	if (suite->kck2_length)
		return mic(keys, keys->kck2, suite->kck2_length, parts, count, ret,
			   ret_length);
	return mic(keys, keys->kck, suite->kck_length, parts, count, ret, ret_length);
}

int ft_eapol_mic(const struct ft_keys *keys, const struct octets *parts, size_t count,
		 uint8_t ret[static FT_MIC_MAX], size_t *ret_length)
{
	return mic(keys, keys->kck, keys->suite->kck_length, parts, count, ret,
		   ret_length);
}

int ft_unwrap(const struct ft_keys *keys, const uint8_t *wrapped, size_t length,
	      uint8_t *ret)
{
	const EVP_CIPHER *cipher =
		keys->suite->kek_length == 16 ? EVP_aes_128_wrap() : EVP_aes_256_wrap();
	EVP_CIPHER_CTX *context;
	int written, r = -EIO;

	/* At least two blocks of 64 bits, and a third for the check (RFC 3394 2). */
	if (length < 24 || length % 8 != 0 || length > INT_MAX)
		return -EBADMSG;
	context = EVP_CIPHER_CTX_new();
	if (!context)
		return r;
	EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
	if (EVP_DecryptInit_ex(context, cipher, NULL, keys->kek, NULL) == 1) {
		r = EVP_DecryptUpdate(context, ret, &written, wrapped, (int)length);
		r = r == 1 ? 0 : -EBADMSG;
	}
	EVP_CIPHER_CTX_free(context); /* wipes the key */
	return r;
}

void ft_keys_clear(struct ft_keys *keys)
{
	OPENSSL_cleanse(keys, sizeof(*keys));
}

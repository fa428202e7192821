/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/seed.h"

#include <errno.h>
#include <inttypes.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

#define BLOCK_LENGTH 32 /* SHA-256 */

int seed_parse(const char *digits, uint32_t *ret)
{
	uint64_t value = 0;

	if (*digits == '\0')
		return -EINVAL;
	for (const char *c = digits; *c; c++) {
		if (*c < '0' || *c > '9')
			return -EINVAL;
		/* Above the limit it stays, while the rest is still looked at. */
		if (value <= UINT32_MAX)
			value = 10 * value + (uint64_t)(*c - '0');
	}
	if (value > UINT32_MAX)
		return -ERANGE;
	*ret = (uint32_t)value;
	return 0;
}

void seed_octets(uint32_t seed, const char *purpose, void *out, size_t length)
{
	uint8_t block[EVP_MAX_MD_SIZE];

	/* Blocks that are hashes of what they are for, with a counter. */
	for (size_t done = 0; done < length; done += BLOCK_LENGTH) {
		cleanup_free_ char *name =
			memory_printf("roamtest %" PRIu32 " %zu %s", seed,
				      done / BLOCK_LENGTH, purpose);
		size_t part = length - done < BLOCK_LENGTH ? length - done : BLOCK_LENGTH;
		unsigned size = 0;

		/* Fails only without memory, or without SHA-256. */
		if (!EVP_Digest(name, strlen(name), block, &size, EVP_sha256(), NULL) ||
		    size != BLOCK_LENGTH)
			abort();
		memcpy((uint8_t *)out + done, block, part);
	}
}

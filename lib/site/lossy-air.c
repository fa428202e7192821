/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/lossy-air.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/seed.h"

#define PPM UINT64_C(1000000)

struct lossy_air {
	uint64_t loss_ppm;
	uint8_t (*radios)[MAC_LENGTH];
	size_t radio_count;
	uint64_t *states; /* of radio_count * radio_count * AIR_KIND_MAX generators */
};

/* SplitMix64's output function (Steele, Lea, Flood: Fast splittable pseudorandom number
 * generators, 2014). */
static uint64_t mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static uint64_t next(uint64_t *state)
{
	*state += UINT64_C(0x9e3779b97f4a7c15);
	return mix(*state);
}

static uint64_t mac_number(const uint8_t mac[static MAC_LENGTH])
{
	uint64_t number = 0;

	for (size_t i = 0; i < MAC_LENGTH; i++)
		number = number << 8 | mac[i];
	return number;
}

static uint64_t *state_of(const struct lossy_air *air, size_t from, size_t to,
			  enum air_kind kind)
{
	return &air->states[(from * air->radio_count + to) * AIR_KIND_MAX + kind];
}

struct lossy_air *lossy_air_new(uint64_t loss_ppm, uint32_t seed,
				const uint8_t (*radios)[MAC_LENGTH], size_t radio_count)
{
	struct lossy_air *air = memory_zero(1, sizeof(*air));
	uint64_t key;

	seed_octets(seed, "lossy air", &key, sizeof(key));
	air->loss_ppm = loss_ppm;
	air->radio_count = radio_count;
	air->radios = memory_zero(radio_count, sizeof(*air->radios));
	memcpy(air->radios, radios, radio_count * sizeof(*air->radios));
	air->states = memory_zero(radio_count * radio_count * AIR_KIND_MAX,
				  sizeof(*air->states));
	for (size_t from = 0; from < radio_count; from++)
		for (size_t to = 0; to < radio_count; to++)
			for (enum air_kind kind = 0; kind < AIR_KIND_MAX; kind++) {
				uint64_t state = mix(key ^ mac_number(radios[from]));

				state = mix(state ^ mac_number(radios[to]));
				*state_of(air, from, to, kind) = mix(state ^ kind);
			}
	return air;
}

struct lossy_air *lossy_air_free(struct lossy_air *air)
{
	if (!air)
		return NULL;
	free(air->radios);
	free(air->states);
	free(air);
	return NULL;
}

size_t lossy_air_radio_count(const struct lossy_air *air)
{
	return air->radio_count;
}

const uint8_t *lossy_air_radio(const struct lossy_air *air, size_t radio)
{
	return air->radios[radio];
}

size_t lossy_air_find(const struct lossy_air *air, const uint8_t mac[static MAC_LENGTH])
{
	for (size_t i = 0; i < air->radio_count; i++)
		if (mac_equal(air->radios[i], mac))
			return i;
	return RADIO_NONE;
}

bool lossy_air_loses(struct lossy_air *air, size_t from, size_t to, enum air_kind kind)
{
	uint64_t drawn = next(state_of(air, from, to, kind)) >> 32;

	return (drawn * PPM) >> 32 < air->loss_ppm;
}

unsigned lossy_air_try(struct lossy_air *air, size_t from, size_t to, enum air_kind kind,
		       const struct hwsim_rate asked[static HWSIM_RATES],
		       struct hwsim_rate ret_tried[static HWSIM_RATES])
{
	unsigned attempt = 0;
	bool heard = false;

	for (size_t i = 0; i < HWSIM_RATES; i++)
		ret_tried[i] = (struct hwsim_rate){ .index = -1 };
	for (size_t i = 0; i < HWSIM_RATES && !heard; i++) {
		if (asked[i].index < 0)
			break;
		ret_tried[i].index = asked[i].index;
		while (!heard && ret_tried[i].count < asked[i].count) {
			ret_tried[i].count++;
			attempt++;
			heard = to != RADIO_NONE && !lossy_air_loses(air, from, to, kind);
		}
	}
	return heard ? attempt : 0;
}

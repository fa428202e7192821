/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mac.h"
#include "site/hwsim.h"

/* Which attempts to transmit a frame fail, on an air on which each fails with the same
 * probability. Pure: all follows from the seed. An attempt at a frame that is to be
 * acknowledged is the frame and its ACK together. */
struct lossy_air;

/* What is lost of one kind on the way from one radio to another does not depend on how
 * much of another kind, or between others, was sent. So what becomes of a roam does not
 * change with the traffic beside it. */
enum air_kind {
	AIR_GROUP, /* group-addressed: beacons, probe requests, broadcasts */
	AIR_MANAGEMENT,
	AIR_DATA, /* and what controls it */
	AIR_KIND_MAX
};

/* loss_ppm: share of the attempts that fail, parts per million. radios is copied. */
struct lossy_air *lossy_air_new(uint64_t loss_ppm, uint32_t seed,
				const uint8_t (*radios)[MAC_LENGTH], size_t radio_count);
struct lossy_air *lossy_air_free(struct lossy_air *air);

#define RADIO_NONE SIZE_MAX
size_t lossy_air_radio_count(const struct lossy_air *air);
const uint8_t *lossy_air_radio(const struct lossy_air *air, size_t radio);
/* The radio that has this address, or RADIO_NONE. */
size_t lossy_air_find(const struct lossy_air *air, const uint8_t mac[static MAC_LENGTH]);

/* Whether the next attempt from one radio to the other fails. */
bool lossy_air_loses(struct lossy_air *air, size_t from, size_t to, enum air_kind kind);
/* Tries a frame at the rates that mac80211's rate control asks for, each as often as it
 * says, until an attempt gets through. to may be RADIO_NONE, which hears nothing. Returns
 * which attempt it was, from 1 on, or 0: none. ret_tried is what a driver reports: the
 * rates down to the last that was used, with the attempts that were made. */
unsigned lossy_air_try(struct lossy_air *air, size_t from, size_t to, enum air_kind kind,
		       const struct hwsim_rate asked[static HWSIM_RATES],
		       struct hwsim_rate ret_tried[static HWSIM_RATES]);

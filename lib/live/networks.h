/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/mac.h"
#include "base/text.h"
#include "wifi/supplicant-talk.h"

/* The networks that a wpa_supplicant has saved, and the one that it is on. */

struct saved_network {
	int id;
	bool current, disabled, persistent; /* persistent: a group of P2P, no network */
	bool has_pin;			    /* of a certain BSSID */
	uint8_t pin[MAC_LENGTH];
};

struct saved_networks {
	struct saved_network *items;
	size_t count, capacity;
};

/* Takes the lines of a LIST_NETWORKS reply. Pure. The last id, or -1: none was there. */
int saved_networks_parse(const char *reply, struct saved_networks *networks);
int saved_networks_list(struct supplicant_talk *talk, struct saved_networks *ret,
			struct error *error);
void saved_networks_clear(struct saved_networks *networks);
#define cleanup_saved_networks_ __attribute__((cleanup(saved_networks_clear)))
/* NULL: there is none. */
const struct saved_network *saved_networks_find(const struct saved_networks *networks,
						int id);

/* A variable of a network as GET_NETWORK gives it, to be freed; NULL: it is not set. */
int saved_network_get(struct supplicant_talk *talk, int id, const char *variable,
		      char **ret, struct error *error);

/* What STATUS says. */
struct supplicant_state {
	bool completed; /* associated, and its keys are there */
	int id;		/* of the network, or -1 */
	uint8_t bssid[MAC_LENGTH];
	char *name; /* wpa_state */
};

int supplicant_state_read(struct supplicant_talk *talk, struct supplicant_state *ret,
			  struct error *error);
void supplicant_state_clear(struct supplicant_state *state);
#define cleanup_supplicant_state_ __attribute__((cleanup(supplicant_state_clear)))

/* Waits until the supplicant has completed an association with that network, or until
 * deadline_ns of CLOCK_MONOTONIC: -ETIMEDOUT. */
int supplicant_await(struct supplicant_talk *talk, int id, uint64_t deadline_ns,
		     struct error *error);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/mac.h"

/* Whose a line is of a log that several access points share, such as the radios of one
 * device. Each hostapd line is somebody's, and few say whose: a BSSID in one is the other
 * side's as a rule. */

struct log_owner {
	size_t access_point; /* index into the scenario's */
	uint8_t bssid[MAC_LENGTH];
	char *interface; /* of the access point's system, NULL: not known */
};

struct log_owners {
	struct log_owner *items;
	size_t count, capacity;
};

void log_owners_add(struct log_owners *owners, size_t access_point,
		    const uint8_t bssid[static MAC_LENGTH]);
void log_owners_clear(struct log_owners *owners);
/* Takes whose an interface is from a line that tells it: "Using interface phy0-ap0 with
 * hwaddr 02:00:00:00:01:00" (hostap, src/ap/hostapd.c, hostapd_setup_bss()). */
void log_owners_learn(struct log_owners *owners, const char *line);
/* Whose the line is, bit N the access point N: of the one whose interface it names; else
 * of the one whose BSSID it says to be its own; else of all. */
uint64_t log_owners_of(const struct log_owners *owners, const char *line);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/error.h"
#include "base/mac.h"

/* The air between the site's radios, when it is not the kernel's own, which loses
 * nothing: mac80211_hwsim hands each frame to a program that has registered for them,
 * and the program says who hears it and what became of it (HWSIM_CMD_REGISTER). It takes
 * no time of its own: all is answered as soon as it is read. hwsim0 shows each frame
 * once, however often it was tried and whether or not anybody heard it
 * (mac80211_hwsim_monitor_rx()). */
struct medium;

struct medium_options {
	uint64_t loss_ppm; /* share of the attempts that fail, parts per million */
	uint32_t seed;
	const uint8_t (*radios)[MAC_LENGTH]; /* permanent addresses; copied */
	size_t radio_count;
};

/* Takes the air over until it is closed; to be called in the network namespace in which
 * the radios were made (hwsim_register_received_nl(): it is per netgroup), and before
 * any of them is up. failed is told, once, when frames were dropped that the
 * scenario does not ask for; it must not close the medium itself. */
int medium_open(struct medium **ret, sd_event *loop, const struct medium_options *options,
		void (*failed)(void *userdata, const struct error *error), void *userdata,
		struct error *error);
/* The kernel's own medium takes over. */
struct medium *medium_close(struct medium *medium);

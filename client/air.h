/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/error.h"

/* The whole air of a lab as a pcapng, from mac80211_hwsim's own monitor interface: what
 * any of its radios sends, stamped when it is sent, in front of every receiver. It knows
 * nothing of what a run records, and a run nothing of it, so that each can be held
 * against the other.
 *
 * Management frames, beacons and probes too, and EAPOL that is not encrypted. Data frames
 * are left out: they are ciphertext, and to be woken by each of them would change what is
 * measured. */
struct air;

#define AIR_FILE "air.pcapng"

struct air_options {
	const char *path;    /* of the file; written anew */
	const char *started; /* RFC 3339: when the run's clock was at zero */
	uint64_t zero_ns;    /* CLOCK_MONOTONIC then */
};

/* Opens in the network namespace in which the module was loaded. options is borrowed for
 * the call. -ENODEV: the kernel has no hwsim0. */
int air_open(struct air **ret, sd_event *loop, const struct air_options *options,
	     struct error *error);
/* Writes what is left. Negative where frames are missing in the file, since it could not
 * be written or the kernel had dropped some: error says which. NULL is no error. */
int air_close(struct air *air, struct error *error);

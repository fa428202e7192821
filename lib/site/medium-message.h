/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mac.h"
#include "site/hwsim.h"

struct nl_msg;
struct nlmsghdr;

/* What mac80211_hwsim and a medium in user space tell each other. */

/* A frame that a radio transmits (HWSIM_CMD_FRAME, mac80211_hwsim_tx_frame_nl()).
 * transmitter and octets point into the message. */
struct medium_frame {
	const uint8_t *transmitter; /* the radio's address */
	const uint8_t *octets;	    /* from the frame control field on, without FCS */
	size_t length;		    /* at least that of an ACK without FCS */
	uint32_t flags;		    /* HWSIM_TX_… */
	uint32_t frequency_mhz;
	struct hwsim_rate rates[HWSIM_RATES];
	uint64_t cookie; /* names the frame among those of its radio */
};

/* False for any other message, and for one that is not complete. */
bool medium_frame_parse(const struct nlmsghdr *message, struct medium_frame *ret);
/* Address 1: the radio that is to receive the frame, or a group. */
const uint8_t *medium_frame_receiver(const struct medium_frame *frame);

/* A message is NULL where there is no memory for it. family is the generic netlink
 * family's number; sequence comes back in the kernel's acknowledgement. */

/* The frame, as the radio with that address is to receive it. retry: not at the first
 * attempt (IEEE 802.11-2020 9.2.4.1.6). With acknowledge the kernel says whether the
 * radio could: whether it is on that frequency, and not idle. */
struct nl_msg *medium_deliver(int family, uint32_t sequence,
			      const struct medium_frame *frame,
			      const uint8_t receiver[static MAC_LENGTH], bool retry,
			      bool acknowledge);

/* What became of a frame. */
struct medium_status {
	uint8_t transmitter[MAC_LENGTH];
	uint64_t cookie;
	uint32_t flags; /* the frame's, and HWSIM_TX_STAT_ACK if it was acknowledged */
	struct hwsim_rate tried[HWSIM_RATES];
};
struct nl_msg *medium_report(int family, uint32_t sequence,
			     const struct medium_status *status);

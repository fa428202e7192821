/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What roamtest needs of the radiotap header that a monitor interface puts in front of
 * each frame, as plain data. Source: www.radiotap.org (the defined fields, "Vendor
 * namespaces", "Extended presence masks"); Linux fills it in net/mac80211/rx.c,
 * ieee80211_add_rx_radiotap_header(), and status.c, ieee80211_add_tx_radiotap_header().
 */
struct radiotap {
	size_t length;	   /* of the header: where the 802.11 frame begins */
	unsigned freq_mhz; /* the channel's; 0: not told. Linux tells it of frames
			    * received only */
	bool has_signal;
	int8_t signal_dbm;   /* all antennas together where the header tells that */
	bool has_fcs;	     /* the frame ends with its FCS, of 4 octets */
	bool bad_fcs;	     /* which is wrong: nothing in the frame can be believed */
	bool sent;	     /* transmitted by this very radio: there are TX flags */
	bool unacknowledged; /* sent, and no acknowledgement came (TX flags 0x0001) */
	bool no_ack_wanted;  /* sent, and none was to come (0x0008) */
};

/* Parses the header at the start of a captured packet. 0, or -EINVAL where it is
 * malformed or not of version 0 (*ret is then all zero). A field that is not defined yet
 * has no known length: what follows it is not looked at, and is no error. Never reads
 * past length. */
int radiotap_parse(const uint8_t *octets, size_t length, struct radiotap *ret);

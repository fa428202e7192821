/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/error.h"

/* The frames of a station's own radio, through libpcap on a monitor interface that is
 * made beside the station's.
 *
 * It hears what the radio sends (told when the driver reports how it went, so stamped
 * after the acknowledgement: net/mac80211/status.c, ieee80211_tx_monitor()) and what the
 * radio receives for the station (stamped before mac80211 looks at it: rx.c,
 * ieee80211_rx_monitor()), on the channel that the station is on. No monitor flag is
 * set, so that the radio filters as without it; but mac80211 takes every beacon and
 * switches a driver's 802.3 offloads off while a monitor interface is up (main.c,
 * ieee80211_configure_filter(); iface.c, ieee80211_set_sdata_offload_flags()).
 *
 * A frame is as the driver left it: where mac80211 encrypts, the body of a protected
 * one is ciphertext. */
struct capture;

struct capture_callbacks {
	/* A packet as captured: radiotap header and 802.11 frame, together at most 4096
	 * octets (cut there), borrowed. time_ns is CLOCK_MONOTONIC, from the kernel's
	 * stamp. */
	void (*frame)(void *userdata, uint64_t time_ns, const uint8_t *octets,
		      size_t length);
	/* The kernel dropped so many frames because its buffer was full. */
	void (*lost)(void *userdata, unsigned count);
	/* The interface went down or away: no more will come. */
	void (*gone)(void *userdata);
};

/* What passes to user space, in libpcap's language (man 7 pcap-filter): management
 * frames but for beacons and probes, and EAPOL that is not encrypted. */
extern const char capture_filter[];

/* Opens in the calling thread's network namespace, on the radio of the interface
 * ifname. The interface that it makes belongs to its netlink socket: the kernel removes
 * it when the process ends, however it ends (NL80211_ATTR_SOCKET_OWNER). -EOPNOTSUPP
 * where the driver has no monitor mode or none with radiotap; another error where this
 * one refuses it now. In each case error says why; the station is as before. */
int capture_open(struct capture **ret, sd_event *loop, const char *ifname,
		 const struct capture_callbacks *callbacks, void *userdata,
		 struct error *error);
/* Takes what has been captured so far, now. 0, or -errno once it is gone. */
int capture_read(struct capture *capture);
/* By how much the conversion to CLOCK_MONOTONIC may have been wrong, at most so far. */
uint64_t capture_clock_error_ns(const struct capture *capture);
/* Also removes the interface. A callback may call it. */
struct capture *capture_close(struct capture *capture);

/* Packets are stamped with CLOCK_REALTIME and nothing else (net/packet/af_packet.c,
 * tpacket_get_timestamp()). Both clocks run alike, slewing included (timekeeping.c), so
 * their difference is constant but for steps: settimeofday(), NTP's first correction, a
 * leap second. It is measured at each reading, between two looks at CLOCK_MONOTONIC:
 * they bound how wrong it can be. */
struct clock_pair {
	uint64_t monotonic_ns; /* of the later look */
	uint64_t ahead_ns;     /* CLOCK_REALTIME less CLOCK_MONOTONIC, modulo 2^64 */
	uint64_t error_ns;     /* at most */
};
/* A stamp in CLOCK_MONOTONIC, read between before and now. A clock that was stepped in
 * between is known by a time that is not between them; the stamp is then from before
 * the step. Pure. */
uint64_t capture_monotonic_ns(uint64_t realtime_ns, const struct clock_pair *before,
			      const struct clock_pair *now);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/error.h"
#include "base/realtime.h"

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
 * it when the process ends, however it ends (NL80211_ATTR_SOCKET_OWNER). realtime is
 * borrowed until capture_close(). -EOPNOTSUPP where the driver has no monitor mode or
 * none with radiotap; another error where this one refuses it now. In each case error
 * says why; the station is as before. */
int capture_open(struct capture **ret, sd_event *loop, const char *ifname,
		 struct realtime *realtime, const struct capture_callbacks *callbacks,
		 void *userdata, struct error *error);
/* Captures what passes filter (libpcap's language) on an interface that is there
 * already, is up, and stays as it is: mac80211_hwsim's hwsim0, which has every frame and
 * acknowledgement of all its radios, stamped when it goes on the air, before a receiver
 * has it (mac80211_hwsim.c, mac80211_hwsim_monitor_rx()). -ENODEV: no such interface. */
int capture_open_existing(struct capture **ret, sd_event *loop, const char *ifname,
			  const char *filter, struct realtime *realtime,
			  const struct capture_callbacks *callbacks, void *userdata,
			  struct error *error);
/* Takes what has been captured so far, now. 0, or -errno once it is gone. */
int capture_read(struct capture *capture);
/* Also removes the interface that capture_open() made. A callback may call it. */
struct capture *capture_close(struct capture *capture);

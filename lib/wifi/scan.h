/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "wifi/frame.h"
#include "wifi/interface.h"

/* What a station has heard of the BSSs around it: the kernel's table of scan results
 * (NL80211_CMD_GET_SCAN). */

struct scanned_bss {
	uint8_t bssid[MAC_LENGTH];
	uint8_t ssid[SSID_LENGTH_MAX];
	size_t ssid_length; /* 0: it hides its SSID */
	unsigned frequency_mhz;
	bool has_signal;
	int signal_dbm;
	bool associated;      /* the station is on it */
	uint64_t seen_ms_ago; /* when it was last heard */
	bool privacy;	      /* capability: frames are protected, however it is done */
	bool has_wpa;	      /* the element of WPA before RSN */
	bool malformed;	      /* its elements could not be read: they are empty here */
	struct bss_elements elements;
};

/* Parses a message, from its generic netlink header on. Pure. 0; -EBADMSG, also for one
 * without BSSID or frequency. */
int scanned_bss_parse(const void *message, size_t length, struct scanned_bss *ret);

struct scan_results {
	struct scanned_bss *items; /* as the kernel lists them */
	size_t count, capacity;
};

/* The table as it is. Needs no privileges. The kernel forgets what it has not heard for
 * 30 seconds (net/wireless/scan.c, IEEE80211_SCAN_RESULT_EXPIRE). */
int scan_results_read(uint32_t ifindex, struct scan_results *ret, struct error *error);
/* Adds what a later reading, age_ms after the one of results, has. Of a BSS that is in
 * both the later entry counts. Takes later's items. */
void scan_results_merge(struct scan_results *results, struct scan_results *later,
			uint64_t age_ms);
void scan_results_clear(struct scan_results *results);
#define cleanup_scan_results_ __attribute__((cleanup(scan_results_clear)))

/* A scan that is under way. */
struct scan;

/* Begins to scan the channels on which the radio looks for access points, asking for the
 * network that the interface is on by name, too (it may be hidden). Where somebody else's
 * scan is under way it is that one. The interface must be up. -EPERM: it takes
 * CAP_NET_ADMIN; -ENETDOWN. */
int scan_start(struct scan **ret, const struct wireless_interface *interface,
	       struct error *error);
/* Waits for its end, at most until deadline_ns of CLOCK_MONOTONIC. 1: the kernel says
 * that it is done; 0: it is not yet; -ECANCELED: the kernel has given it up. */
int scan_wait(struct scan *scan, uint64_t deadline_ns, struct error *error);
/* The kernel goes on, if it was not done. */
struct scan *scan_close(struct scan *scan);

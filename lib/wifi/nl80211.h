/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <systemd/sd-event.h>

#include "base/error.h"
#include "netlink/nlmon.h"
#include "record/event.h"

/* What the kernel multicasts about one interface: nl80211's groups mlme, scan and
 * config (include/uapi/linux/nl80211.h). */
struct nl80211_monitor;

/* Opens in the calling thread's network namespace. Each message about ifname is
 * parsed into an EVENT_KERNEL and handed over with its time in CLOCK_MONOTONIC: nlmon's
 * stamp of the message, or where nlmon (may be NULL, borrowed until
 * nl80211_monitor_close()) has none, the time of its reading. lost is called if the
 * kernel dropped messages (ENOBUFS). */
int nl80211_monitor_open(struct nl80211_monitor **ret, sd_event *loop, const char *ifname,
			 struct nlmon *nlmon,
			 void (*event)(void *userdata, uint64_t time_ns,
				       const struct event *event),
			 void (*lost)(void *userdata), void *userdata,
			 struct error *error);
/* Takes what the kernel has said so far, now. What wpa_supplicant tells of a frame it
 * learnt from the kernel, so its word must not be heard before the kernel's. */
int nl80211_monitor_read(struct nl80211_monitor *monitor);
struct nl80211_monitor *nl80211_monitor_close(struct nl80211_monitor *monitor);

/* Parses a message, from its generic netlink header on, into an EVENT_KERNEL (time
 * and step left zero). Pure. Returns false for one that is malformed or about
 * another interface. */
bool nl80211_parse_event(const void *message, size_t length, uint32_t ifindex,
			 uint64_t wdev, struct event *ret);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "scenario/scenario.h"

/* Settings of the station's machine that remove a part of the gaps: what an advice names,
 * and what --try-fix sets for a run. */
enum fix {
	FIX_NONE,
	FIX_ARP_EVICT,
	FIX_NDISC_EVICT,
	FIX_MAX,
};

struct fix_entry {
	const char *id;		 /* "arp-evict": the word of --try-fix */
	const char *folder;	 /* of /proc/sys/net, with a folder an interface */
	const char *name;	 /* in that */
	const char *value;	 /* that removes the part */
	enum gap_part_kind part; /* of a gap */
	bool ipv6;		 /* of what goes over the air as IPv6; else IPv4 */
	const char *cause;	 /* a sentence: what makes the part as it is now */
	const char *since;	 /* kernels that have it */
};

/* Of one that is not FIX_NONE. */
const struct fix_entry *fix_entry(enum fix fix);
/* FIX_NONE: none has that id. */
enum fix fix_find(const char *id);
/* The one for that part of a gap, or FIX_NONE. */
enum fix fix_for(enum gap_part_kind part, bool ipv6);
/* "net.ipv4.conf.wlan0.arp_evict_nocarrier", as sysctl(8) takes it. */
char *fix_setting(enum fix fix, const char *interface);
/* Its path in /proc/sys. */
char *fix_path(enum fix fix, const char *interface);

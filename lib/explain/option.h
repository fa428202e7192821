/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>

/* The options of hostapd.conf and of OpenWrt's wireless configuration that matter to fast
 * transition (hostapd 2.10 to 2.12-devel, hostapd/hostapd.conf; OpenWrt 17.01 to 25.12).
 */

struct option_text {
	const char *hostapd; /* name in hostapd.conf, or NULL: OpenWrt has it alone */
	const char *openwrt; /* option of a wifi-iface or wifi-device, or NULL */
	const char *meaning;
	const char *values;    /* type, unit, range, default */
	const char *agreement; /* "must be the same on …", "must differ …", "does not
				* matter …" */
	const char *advice;    /* when to touch it, what goes wrong; or NULL */
	const char *openwrt_note; /* how OpenWrt treats it otherwise, or NULL */
};

size_t option_count(void);
const struct option_text *option_text(size_t index);

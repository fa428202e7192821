/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <string.h>

#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "site/hostapd-conf.h"

/* Three access points, and what is in the configuration of each. */

static struct access_point access_points[] = {
	{ .name = (char *)"hall",
	  .bssid = { 0x02, 0, 0, 0, 0x01, 0 },
	  .channel = 1,
	  .frequency_mhz = 2412 },
	{ .name = (char *)"stairs",
	  .bssid = { 0x02, 0, 0, 0, 0x02, 0 },
	  .channel = 36,
	  .frequency_mhz = 5180 },
	{ .name = (char *)"attic",
	  .bssid = { 0x02, 0, 0, 0, 0x03, 0 },
	  .channel = 100,
	  .frequency_mhz = 5500 },
};

/* (hall, stairs), (hall, attic), (stairs, attic) */
static uint8_t keys_octets[3][RRB_KEY_LENGTH] = { { 0x11 }, { 0x22 }, { 0x33 } };
static const struct pair_keys keys = { .keys = keys_octets,
				       .access_points = 3,
				       .common = { 0xcc } };

static const struct hostapd_place place = { .interface = "wlan0",
					    .bridge = "br0",
					    .control_folder = "/run/hostapd-1",
					    .deny_file = "/run/hostapd-1.deny" };

#define ZEROES_31 "00000000000000000000000000000000000000000000000000000000000000"

static inline struct scenario sample(enum security security)
{
	struct scenario scenario = { .ssid = (char *)"corridor",
				     .password = (char *)"correct horse",
				     .access_points = access_points,
				     .access_point_count = 3 };

	scenario.securities[security] = true;
	return scenario;
}

static inline char *format(const struct scenario *scenario, size_t index)
{
	struct text out = { 0 };

	hostapd_conf_format(scenario, index, &place, &keys, &out);
	return text_steal(&out);
}

static inline void has(const struct scenario *scenario, size_t index, const char *lines)
{
	cleanup_free_ char *conf = format(scenario, index);

	if (!strstr(conf, lines))
		fail_msg("\"%s\" is not in:\n%s", lines, conf);
}

static inline void lacks(const struct scenario *scenario, size_t index, const char *words)
{
	cleanup_free_ char *conf = format(scenario, index);

	if (strstr(conf, words))
		fail_msg("\"%s\" is in:\n%s", words, conf);
}

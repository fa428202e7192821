/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/release.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

#define RC(n) (-100 + (n))
#define FIRST INT_MIN

/* In the order of time. Those of one branch are told by the point release with which
 * they begin. 23b4bf6507 brought 802.11r (2015), 3cc56a5534 generating locally and the
 * mobility domain of the SSID (2018), ab16adf80b and e2f6bfb833 corrected the former
 * (2020, 2024), 704ab6a002 brought wildcards (2021), e6df13d0e1 their key of the
 * password, 2984a04206 turned over the DS off (2022), 218f3884d2 is the ucode, 1d0e2859c5
 * its mobility domain put right. */
static const struct openwrt_defaults table[] = {
	{ .year = 17,
	  .month = 1,
	  .since = FIRST,
	  .wpa1_ft = true,
	  .generate_local = GENERATE_LOCAL_UNKNOWN,
	  .wildcards = WILDCARDS_NONE,
	  .over_ds = true,
	  .deadline_tu = 1000,
	  .mobility_domain = MOBILITY_DOMAIN_4F57,
	  .nas_identifier = NAS_IDENTIFIER_NONE,
	  .r1_key_holder = true },
	{ .year = 18,
	  .month = 6,
	  .since = FIRST,
	  .wpa1_ft = true,
	  .generate_local = GENERATE_LOCAL_ALWAYS,
	  .wildcards = WILDCARDS_NONE,
	  .over_ds = true,
	  .deadline_tu = 1000,
	  .mobility_domain = MOBILITY_DOMAIN_SSID_LF,
	  .nas_identifier = NAS_IDENTIFIER_IF_FT },
	{ .year = 19,
	  .month = 7,
	  .since = FIRST,
	  .wpa1_ft = true,
	  .generate_local = GENERATE_LOCAL_ALWAYS,
	  .wildcards = WILDCARDS_NONE,
	  .over_ds = true,
	  .deadline_tu = 1000,
	  .mobility_domain = MOBILITY_DOMAIN_SSID_LF,
	  .nas_identifier = NAS_IDENTIFIER_IF_FT,
	  .sae = true },
	{ .year = 21,
	  .month = 2,
	  .since = FIRST,
	  .wpa1_ft = true,
	  .generate_local = GENERATE_LOCAL_PSK_SAE,
	  .wildcards = WILDCARDS_NONE,
	  .over_ds = true,
	  .deadline_tu = 1000,
	  .mobility_domain = MOBILITY_DOMAIN_SSID_LF,
	  .nas_identifier = NAS_IDENTIFIER_IF_FT,
	  .sae = true },
	{ .year = 21,
	  .month = 2,
	  .since = 2,
	  .wpa1_ft = true,
	  .generate_local = GENERATE_LOCAL_PSK_SAE,
	  .wildcards = WILDCARDS_WITHOUT_PASSWORD,
	  .over_ds = true,
	  .deadline_tu = 1000,
	  .mobility_domain = MOBILITY_DOMAIN_SSID_LF,
	  .nas_identifier = NAS_IDENTIFIER_IF_FT,
	  .sae = true },
	{ .year = 21,
	  .month = 2,
	  .since = 4,
	  .wpa1_ft = true,
	  .generate_local = GENERATE_LOCAL_PSK_SAE,
	  .wildcards = WILDCARDS_WITHOUT_PASSWORD,
	  .over_ds = false,
	  .deadline_tu = 1000,
	  .mobility_domain = MOBILITY_DOMAIN_SSID_LF,
	  .nas_identifier = NAS_IDENTIFIER_IF_FT,
	  .sae = true },
	{ .year = 22,
	  .month = 3,
	  .since = FIRST,
	  .wpa1_ft = true,
	  .generate_local = GENERATE_LOCAL_PSK_SAE,
	  .wildcards = WILDCARDS_WITH_PASSWORD,
	  .over_ds = false,
	  .deadline_tu = 1000,
	  .mobility_domain = MOBILITY_DOMAIN_SSID_LF,
	  .nas_identifier = NAS_IDENTIFIER_IF_FT,
	  .sae = true,
	  .sae_pwe = true },
	{ .year = 22,
	  .month = 3,
	  .since = 7,
	  .generate_local = GENERATE_LOCAL_PSK,
	  .wildcards = WILDCARDS_WITH_PASSWORD,
	  .over_ds = false,
	  .deadline_tu = 1000,
	  .mobility_domain = MOBILITY_DOMAIN_SSID_LF,
	  .nas_identifier = NAS_IDENTIFIER_IF_FT,
	  .sae = true,
	  .sae_pwe = true },
	{ .year = 23,
	  .month = 5,
	  .since = FIRST,
	  .wpa1_ft = true,
	  .generate_local = GENERATE_LOCAL_PSK_SAE,
	  .wildcards = WILDCARDS_WITH_PASSWORD,
	  .over_ds = false,
	  .deadline_tu = 1000,
	  .mobility_domain = MOBILITY_DOMAIN_SSID_LF,
	  .nas_identifier = NAS_IDENTIFIER_BSSID,
	  .sae = true,
	  .sae_pwe = true },
	{ .year = 23,
	  .month = 5,
	  .since = 3,
	  .generate_local = GENERATE_LOCAL_PSK,
	  .wildcards = WILDCARDS_WITH_PASSWORD,
	  .over_ds = false,
	  .deadline_tu = 1000,
	  .mobility_domain = MOBILITY_DOMAIN_SSID_LF,
	  .nas_identifier = NAS_IDENTIFIER_BSSID,
	  .sae = true,
	  .sae_pwe = true },
	{ .year = 24,
	  .month = 10,
	  .since = FIRST,
	  .generate_local = GENERATE_LOCAL_PSK,
	  .wildcards = WILDCARDS_WITH_PASSWORD,
	  .over_ds = false,
	  .deadline_tu = 1000,
	  .mobility_domain = MOBILITY_DOMAIN_SSID_LF,
	  .nas_identifier = NAS_IDENTIFIER_BSSID,
	  .sae = true,
	  .sae_pwe = true },
	{ .year = 25,
	  .month = 12,
	  .since = FIRST,
	  .ucode = true,
	  .generate_local = GENERATE_LOCAL_PSK,
	  .wildcards = WILDCARDS_WITH_PASSWORD,
	  .over_ds = false,
	  .deadline_tu = 20000,
	  .mobility_domain = MOBILITY_DOMAIN_SSID,
	  .nas_identifier = NAS_IDENTIFIER_BSSID,
	  .sae = true,
	  .sae_pwe = true,
	  .mixed_pmf_forced = true },
	{ .year = 25,
	  .month = 12,
	  .since = RC(4),
	  .ucode = true,
	  .generate_local = GENERATE_LOCAL_PSK,
	  .wildcards = WILDCARDS_WITH_PASSWORD,
	  .over_ds = false,
	  .deadline_tu = 20000,
	  .mobility_domain = MOBILITY_DOMAIN_SSID_LF,
	  .nas_identifier = NAS_IDENTIFIER_BSSID,
	  .sae = true,
	  .sae_pwe = true,
	  .mixed_pmf_forced = true },
	{ .year = 25,
	  .month = 12,
	  .since = RC(5),
	  .ucode = true,
	  .generate_local = GENERATE_LOCAL_PSK,
	  .wildcards = WILDCARDS_WITH_PASSWORD,
	  .over_ds = false,
	  .deadline_tu = 20000,
	  .mobility_domain = MOBILITY_DOMAIN_SSID_LF,
	  .nas_identifier = NAS_IDENTIFIER_BSSID,
	  .sae = true,
	  .sae_pwe = true },
};

static bool is_branch(unsigned year, unsigned month)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (table[i].year == year && table[i].month == month)
			return true;
	return false;
}

static bool read_number(const char **next, unsigned digits_max, unsigned *ret)
{
	unsigned number = 0, digits = 0;

	for (; isdigit((unsigned char)**next) && digits < digits_max; ++*next, digits++)
		number = number * 10 + (unsigned)(**next - '0');
	*ret = number;
	return digits > 0;
}

bool openwrt_release_parse(const char *name, struct openwrt_release *ret)
{
	struct openwrt_release release = { .point = INT_MAX };
	unsigned number;

	if (strcasecmp(name, "snapshot") == 0 || strcasecmp(name, "main") == 0) {
		*ret = openwrt_release_newest();
		return true;
	}
	if (*name == 'v')
		name++;
	if (!read_number(&name, 2, &release.year) || *name++ != '.' ||
	    !read_number(&name, 2, &release.month) ||
	    !is_branch(release.year, release.month))
		return false;
	if (*name == '.') {
		name++;
		if (!read_number(&name, 3, &number))
			return false;
		release.point = (int)number;
		release.has_point = true;
	}
	if (strncmp(name, "-rc", 3) == 0) {
		name += 3;
		if (release.has_point && release.point != 0)
			return false;
		if (!read_number(&name, 2, &number) || number == 0)
			return false;
		release.point = RC((int)number);
		release.has_point = true;
	}
	if (*name)
		return false;
	*ret = release;
	return true;
}

struct openwrt_release openwrt_release_newest(void)
{
	const struct openwrt_defaults *last = &table[ARRAY_SIZE(table) - 1];

	return (struct openwrt_release){ .year = last->year,
					 .month = last->month,
					 .point = INT_MAX };
}

void openwrt_release_add(struct text *out, const struct openwrt_release *release)
{
	text_printf(out, "%u.%02u", release->year, release->month);
	if (!release->has_point)
		return;
	if (release->point < 0)
		text_printf(out, ".0-rc%d", release->point - RC(0));
	else
		text_printf(out, ".%d", release->point);
}

void openwrt_releases_add(struct text *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (i == 0 || table[i].year != table[i - 1].year)
			text_printf(out, "%s%u.%02u", i ? ", " : "", table[i].year,
				    table[i].month);
}

const struct openwrt_defaults *openwrt_defaults_of(const struct openwrt_release *release)
{
	const struct openwrt_defaults *found = &table[0];

	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (table[i].year == release->year && table[i].month == release->month &&
		    table[i].since <= release->point)
			found = &table[i];
	return found;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdlib.h>
#include <string.h>

#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "config/site.h"

/* Sites in tests: UCI unless a file's text begins with "interface=". */

struct sample_file {
	const char *name, *release, *text;
};

static inline void sample_add(struct config_site *site, const struct sample_file *file)
{
	struct diagnostics diagnostics = { 0 };
	struct openwrt_release release;
	enum config_format format =
		strncmp(file->text, "interface=", 10) == 0 ? CONFIG_HOSTAPD : CONFIG_UCI;

	assert_true(
		openwrt_release_parse(file->release ? file->release : "23.05", &release));
	assert_int_equal(config_site_add(site, file->name, file->name, file->text,
					 strlen(file->text), format, &release,
					 &diagnostics),
			 0);
	diagnostics_clear(&diagnostics);
}

static inline void sample_build(struct config_site *site, const struct sample_file *files,
				size_t count, const char *ssid)
{
	struct error error = { 0 };

	for (size_t i = 0; i < count; i++)
		sample_add(site, &files[i]);
	assert_int_equal(config_site_build(site, ssid, &error), 0);
}

/* A site of one file. */
static inline void sample_one(struct config_site *site, const char *release,
			      const char *text)
{
	struct sample_file file = { "ap1", release, text };

	sample_build(site, &file, 1, NULL);
}

static inline void assert_setting(const struct config_site *site, size_t bss,
				  const char *key, const char *wanted)
{
	const char *value = setting_value(&site->bsss[bss].settings, key);

	if (!wanted) {
		assert_null(value);
		return;
	}
	assert_non_null(value);
	assert_string_equal(value, wanted);
}

static inline bool has_note(const struct config_ap *ap, const char *part)
{
	for (size_t i = 0; i < ap->notes.count; i++)
		if (strstr(ap->notes.items[i].text, part))
			return true;
	return false;
}

/* One r0kh and one r1kh line. */
#define HOLDER(MAC, R0KH_ID, R1KH_ID, KEY)            \
	"\tlist r0kh '" MAC "," R0KH_ID "," KEY "'\n" \
	"\tlist r1kh '" MAC "," R1KH_ID "," KEY "'\n"

#define KEY_1 "1111111111111111111111111111111111111111111111111111111111111112"
#define KEY_2 "2222222222222222222222222222222222222222222222222222222222222223"
#define KEY_3 "3333333333333333333333333333333333333333333333333333333333333334"

#define MAC_1 "02:00:00:00:01:00"
#define MAC_2 "02:00:00:00:02:00"
#define MAC_3 "02:00:00:00:03:00"
#define ID_1 "020000000100"
#define ID_2 "020000000200"
#define ID_3 "020000000300"

/* A wifi-iface with FT-SAE and identifiers that are its address. */
#define IFACE(RADIO, MAC, ID, MORE)                 \
	"config wifi-iface 'default_" RADIO "'\n"   \
	"\toption device '" RADIO "'\n"             \
	"\toption mode 'ap'\n"                      \
	"\toption ssid 'corridor'\n"                \
	"\toption encryption 'sae'\n"               \
	"\toption key 'correct horse'\n"            \
	"\toption ieee80211r '1'\n"                 \
	"\toption reassociation_deadline '20000'\n" \
	"\toption ft_psk_generate_local '0'\n"      \
	"\toption macaddr '" MAC "'\n"              \
	"\toption nasid '" ID "'\n"                 \
	"\toption r1_key_holder '" ID "'\n" MORE

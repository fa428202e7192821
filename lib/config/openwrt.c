/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "config/translate.h"

/* A wifi-iface of OpenWrt as a BSS of hostapd.conf: what hostapd_set_bss_options() of
 * hostapd.sh and generate() of wifi/ap.uc make of it, as far as it has to do with who can
 * associate and roam. */

const struct config_value *option_value(const struct translation *t, const char *name)
{
	return uci_get_value(t->section, name);
}

bool option_boolean(const struct translation *t, const char *name, bool otherwise,
		    const struct config_value **ret_from)
{
	const struct config_value *value = option_value(t, name);

	*ret_from = value;
	if (!value)
		return otherwise;
	if (strcmp(value->text, "1") == 0 || strcmp(value->text, "true") == 0)
		return true;
	if (strcmp(value->text, "0") == 0 || strcmp(value->text, "false") == 0)
		return false;
	config_note_add(&t->ap->notes, CONFIG_NOTE_IGNORED, value->place,
			"%s is neither 0 nor 1, and %s takes no notice of it", name,
			t->release);
	*ret_from = NULL;
	return otherwise;
}

unsigned option_number(const struct translation *t, const char *name, unsigned otherwise,
		       const struct config_value **ret_from)
{
	const struct config_value *value = option_value(t, name);
	unsigned long number;
	char *end;

	*ret_from = value;
	if (!value)
		return otherwise;
	number = strtoul(value->text, &end, 0);
	if (*end || end == value->text || number > UINT32_MAX) {
		config_note_add(&t->ap->notes, CONFIG_NOTE_IGNORED, value->place,
				"%s is no number, and %s takes no notice of it", name,
				t->release);
		*ret_from = NULL;
		return otherwise;
	}
	return (unsigned)number;
}

void put(struct translation *t, const struct config_value *from, const char *key,
	 const char *fmt, ...)
{
	struct settings *settings = &t->bss->settings;
	char *value;
	va_list ap;

	va_start(ap, fmt);
	value = memory_vprintf(fmt, ap);
	va_end(ap);
	if (from)
		setting_add_from(settings, key, value, from);
	else
		setting_add(settings, ORIGIN_RELEASE, t->why, key, "%s", value);
	explicit_bzero(value, strlen(value));
	free(value);
}

void put_option(struct translation *t, const char *name, const char *key)
{
	const struct config_value *value = option_value(t, name);

	if (value)
		put(t, value, key, "%s", value->text);
}

void put_boolean(struct translation *t, const char *name, const char *key, bool otherwise)
{
	const struct config_value *from;
	bool value = option_boolean(t, name, otherwise, &from);

	put(t, from, key, "%d", value);
}

void put_number(struct translation *t, const char *name, const char *key,
		unsigned otherwise)
{
	const struct config_value *from;
	unsigned value = option_number(t, name, otherwise, &from);

	put(t, from, key, "%u", value);
}

/* One that is written only if it is greater than 0. */
static void put_limit(struct translation *t, const char *name, const char *key)
{
	const struct config_value *from;
	unsigned value = option_number(t, name, 0, &from);

	if (value > 0)
		put(t, from, key, "%u", value);
}

static void translate_basics(struct translation *t)
{
	const struct config_value *ssid = option_value(t, "ssid");

	put(t, ssid, "ssid", "%s", ssid->text);
	put_boolean(t, "isolate", "ap_isolate", false);
	put_limit(t, "maxassoc", "max_num_sta");
	put_limit(t, "max_inactivity", "ap_max_inactivity");
	put_boolean(t, "disassoc_low_ack", "disassoc_low_ack", true);
	put_boolean(t, "hidden", "ignore_broadcast_ssid", false);
	put_option(t, "dtim_period", "dtim_period");
}

/* 802.11k and v. */
static void translate_management(struct translation *t)
{
	const struct config_value *from, *own;
	bool k = option_boolean(t, "ieee80211k", false, &from), wanted;

	wanted = option_boolean(t, "rrm_neighbor_report", k, &own);
	if (wanted)
		put(t, own ? own : from, "rrm_neighbor_report", "1");
	wanted = option_boolean(t, "rrm_beacon_report", k, &own);
	if (wanted)
		put(t, own ? own : from, "rrm_beacon_report", "1");
	if (option_boolean(t, "bss_transition", false, &from))
		put(t, from, "bss_transition", "1");
	if (option_boolean(t, "wnm_sleep_mode", false, &from))
		put(t, from, "wnm_sleep_mode", "1");
	put_option(t, "time_advertisement", "time_advertisement");
	put_option(t, "time_zone", "time_zone");
}

/* hostapd's own lines, which come last and so count. */
static void translate_raw_lines(struct translation *t)
{
	const struct uci_option *option = uci_get(t->section, "hostapd_bss_options");

	for (size_t i = 0; option && i < option->count; i++) {
		const struct config_value *value = &option->values[i];
		const char *separator = strchr(value->text, '=');
		cleanup_free_ char *key = NULL;

		if (!separator || separator == value->text) {
			config_note_add(&t->ap->notes, CONFIG_NOTE_IGNORED, value->place,
					"this is no line of hostapd.conf, "
					"OPTION=VALUE");
			continue;
		}
		key = memory_strndup(value->text, (size_t)(separator - value->text));
		put(t, value, key, "%s", separator + 1);
	}
}

void openwrt_translate(struct config_ap *ap, struct config_bss *bss)
{
	cleanup_text_ struct text release = { 0 };
	struct translation t = {
		.ap = ap,
		.bss = bss,
		.section = bss->section,
		.defaults = openwrt_defaults_of(&ap->release),
	};

	text_add(&release, "OpenWrt ");
	openwrt_release_add(&release, &ap->release);
	t.release = release.data;
	t.why = memory_printf("%s's default", release.data);
	translate_basics(&t);
	translate_encryption(&t);
	translate_security(&t);
	translate_management(&t);
	translate_key_management(&t);
	translate_fast_transition(&t);
	translate_raw_lines(&t);
	openwrt_note_options(ap, bss->section);
	free(t.why);
}

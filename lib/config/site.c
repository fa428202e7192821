/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/site.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "config/build.h"

static void ap_clear(struct config_ap *ap)
{
	uci_free(ap->uci);
	hostapd_file_free(ap->hostapd);
	config_notes_clear(&ap->notes);
	free(ap->name);
	free(ap->file);
	if (ap->text)
		explicit_bzero(ap->text, ap->length);
	free(ap->text);
	*ap = (struct config_ap){ 0 };
}

static void bss_clear(struct config_bss *bss)
{
	ft_config_clear(&bss->ft);
	settings_clear(&bss->settings);
	free(bss->radio.device);
	free(bss->name);
}

void config_site_clear(struct config_site *site)
{
	for (size_t i = 0; i < site->bss_count; i++)
		bss_clear(&site->bsss[i]);
	free(site->bsss);
	for (size_t i = 0; i < site->access_point_count; i++)
		ap_clear(&site->access_points[i]);
	free(site->access_points);
	for (size_t i = 0; i < site->edit_count; i++) {
		struct config_edit *edit = &site->edits[i];

		explicit_bzero(edit->value, strlen(edit->value));
		free(edit->key);
		free(edit->value);
	}
	free(site->edits);
	free(site->ssid);
	*site = (struct config_site){ 0 };
}

int config_site_add(struct config_site *site, const char *name, const char *file,
		    const char *text, size_t length, enum config_format format,
		    const struct openwrt_release *release,
		    struct diagnostics *diagnostics)
{
	struct config_ap ap = { .format = format }, *added;
	int r;

	ap.name = memory_strdup(name);
	ap.file = memory_strdup(file);
	/* It can have anything in it, a NUL as well. */
	ap.text = memory_zero(length + 1, 1);
	memcpy(ap.text, text, length);
	ap.length = length;
	if (format == CONFIG_UCI) {
		ap.release = *release;
		r = uci_parse(text, length, diagnostics, &ap.notes, &ap.uci);
	} else {
		r = hostapd_file_parse(text, length, diagnostics, &ap.notes, &ap.hostapd);
	}
	if (r < 0) {
		ap_clear(&ap);
		return r;
	}
	added = array_add(site->access_points, site->access_point_count,
			  site->access_point_capacity);
	*added = ap;
	return 0;
}

static struct config_bss *add_bss(struct config_site *site, size_t access_point)
{
	struct config_bss *bss =
		array_add(site->bsss, site->bss_count, site->bss_capacity);

	bss->access_point = access_point;
	return bss;
}

/* Whether a wifi-iface is the first one of its radio, which gets the radio's address. */
static bool is_first_of_radio(const struct uci *uci, const struct uci_section *section,
			      const char *device)
{
	for (size_t i = 0; i < uci->count; i++) {
		const struct config_value *value =
			uci_get_value(&uci->sections[i], "device");

		if (strcmp(uci->sections[i].type, "wifi-iface") == 0 && value &&
		    strcmp(value->text, device) == 0)
			return &uci->sections[i] == section;
	}
	return false;
}

static void find_bssid(struct config_ap *ap, struct config_bss *bss,
		       const struct config_value *value)
{
	if (!value)
		return;
	if (mac_parse(value->text, bss->bssid) == 0) {
		bss->bssid_from = value;
		return;
	}
	config_note_add(&ap->notes, CONFIG_NOTE_IGNORED, value->place,
			"\"%s\" is no MAC address (aa:bb:cc:dd:ee:ff)", value->text);
}

static void add_uci_bss(struct config_site *site, size_t index,
			const struct uci_section *section)
{
	struct config_ap *ap = &site->access_points[index];
	struct config_bss *bss = add_bss(site, index);
	const struct config_value *device = uci_get_value(section, "device");
	const struct config_value *mac = uci_get_value(section, "macaddr");

	bss->section = section;
	bss->place = section->place;
	bss->device = uci_device(ap->uci, device ? device->text : NULL);
	bss->radio.device = device ? memory_strdup(device->text) : NULL;
	if (!bss->device)
		config_note_add(&ap->notes, CONFIG_NOTE_FILLED_IN, bss->place,
				"the file has no wifi-device%s%s: band and channel are "
				"made up",
				device ? " " : "", device ? device->text : "");
	else if (device && !mac && is_first_of_radio(ap->uci, section, device->text))
		mac = uci_get_value(bss->device, "macaddr");
	find_bssid(ap, bss, mac);
	openwrt_radio(ap, bss);
}

static void add_uci_bsss(struct config_site *site, size_t index)
{
	struct config_ap *ap = &site->access_points[index];

	for (size_t i = 0; i < ap->uci->count; i++) {
		const struct uci_section *section = &ap->uci->sections[i];
		bool iface = strcmp(section->type, "wifi-iface") == 0;

		if (strcmp(section->type, "wifi-device") == 0) {
			openwrt_note_options(ap, section);
		} else if (!iface) {
			config_note_add(&ap->notes, CONFIG_NOTE_LEFT_OUT, section->place,
					"a section %s is not simulated", section->type);
		} else if (!uci_is_access_point(section)) {
			config_note_add(
				&ap->notes, CONFIG_NOTE_LEFT_OUT, section->place,
				"this wifi-iface is no access point with an SSID");
		} else if (uci_is_disabled(ap, section)) {
			config_note_add(&ap->notes, CONFIG_NOTE_LEFT_OUT, section->place,
					"this wifi-iface is turned off (disabled)");
		} else if (strcmp(uci_get_value(section, "ssid")->text, site->ssid) !=
			   0) {
			config_note_add(&ap->notes, CONFIG_NOTE_LEFT_OUT, section->place,
					"the SSID \"%s\" is not the one in question",
					uci_get_value(section, "ssid")->text);
		} else {
			add_uci_bss(site, index, section);
		}
	}
}

/* Options of the radio stand where they like. */
static const struct hostapd_line *radio_line(const struct hostapd_file *file,
					     const char *key)
{
	for (size_t i = file->count; i-- > 0;) {
		const struct hostapd_line *line =
			hostapd_section_get(&file->sections[i], key);

		if (line)
			return line;
	}
	return NULL;
}

static void hostapd_radio(const struct hostapd_file *file, struct config_bss *bss)
{
	const struct hostapd_line *mode = radio_line(file, "hw_mode"),
				  *channel = radio_line(file, "channel"),
				  *name = hostapd_section_get(bss->hostapd, "interface");

	if (!name)
		name = hostapd_section_get(bss->hostapd, "bss");
	if (name)
		bss->radio.device = memory_strdup(name->value.text);
	if (channel)
		bss->radio.channel = (unsigned)strtoul(channel->value.text, NULL, 10);
	if (mode)
		bss->radio.band =
			strcmp(mode->value.text, "a") == 0 ? BAND_5GHZ : BAND_2GHZ;
}

static void add_hostapd_bss(struct config_site *site, size_t index,
			    const struct hostapd_section *section)
{
	struct config_ap *ap = &site->access_points[index];
	struct config_bss *bss = add_bss(site, index);
	const struct hostapd_line *bssid = hostapd_section_get(section, "bssid");

	bss->hostapd = section;
	bss->place = section->place;
	find_bssid(ap, bss, bssid ? &bssid->value : NULL);
	hostapd_radio(ap->hostapd, bss);
	for (size_t i = 0; i < section->count; i++)
		setting_add_from(&bss->settings, section->lines[i].key,
				 section->lines[i].value.text, &section->lines[i].value);
}

static void add_hostapd_bsss(struct config_site *site, size_t index)
{
	struct config_ap *ap = &site->access_points[index];

	for (size_t i = 0; i < ap->hostapd->count; i++) {
		const struct hostapd_section *section = &ap->hostapd->sections[i];
		cleanup_free_ char *ssid = hostapd_ssid(section);

		if (!ssid)
			config_note_add(&ap->notes, CONFIG_NOTE_LEFT_OUT, section->place,
					"this BSS has no SSID");
		else if (strcmp(ssid, site->ssid) != 0)
			config_note_add(&ap->notes, CONFIG_NOTE_LEFT_OUT, section->place,
					"the SSID \"%s\" is not the one in question",
					ssid);
		else
			add_hostapd_bss(site, index, section);
	}
}

static bool is_named(const struct config_site *site, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(site->bsss[i].name, name) == 0)
			return true;
	return false;
}

/* What a scenario takes for the name of an access point. */
static bool is_label(const char *name)
{
	size_t length = strlen(name);

	return length > 0 && length <= CONFIG_NAME_MAX &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			    "0123456789._-") == length;
}

static bool is_alone(const struct config_site *site, size_t index)
{
	for (size_t i = 0; i < site->bss_count; i++)
		if (i != index &&
		    site->bsss[i].access_point == site->bsss[index].access_point)
			return false;
	return true;
}

static char *first_name(const struct config_site *site, size_t index)
{
	const struct config_bss *bss = &site->bsss[index];
	const char *owner = site->access_points[bss->access_point].name;
	char *name;

	if (is_alone(site, index))
		return memory_strdup(owner);
	name = memory_printf("%s-%s", owner, bss->radio.device ? bss->radio.device : "1");
	if (is_label(name))
		return name;
	free(name);
	return memory_printf("%s-1", owner);
}

/* "ap1", or "ap1-radio0" where it has several. */
static void name_bsss(struct config_site *site)
{
	for (size_t i = 0; i < site->bss_count; i++) {
		struct config_bss *bss = &site->bsss[i];
		const char *owner = site->access_points[bss->access_point].name;

		bss->name = first_name(site, i);
		for (unsigned n = 2; is_named(site, i, bss->name); n++) {
			free(bss->name);
			bss->name = memory_printf("%s-%u", owner, n);
		}
	}
}

int config_site_build(struct config_site *site, const char *ssid, struct error *error)
{
	int r = ssid_choose(site, ssid, error);

	if (r < 0)
		return r;
	for (size_t i = 0; i < site->access_point_count; i++) {
		if (site->access_points[i].format == CONFIG_UCI)
			add_uci_bsss(site, i);
		else
			add_hostapd_bsss(site, i);
	}
	if (site->bss_count > CONFIG_BSS_MAX)
		return error_set(error, -E2BIG,
				 "the files have %zu BSSs with this SSID, more than %d",
				 site->bss_count, CONFIG_BSS_MAX);
	name_bsss(site);
	bssids_find(site);
	for (size_t i = 0; i < site->bss_count; i++) {
		struct config_bss *bss = &site->bsss[i];

		if (bss->section)
			openwrt_translate(&site->access_points[bss->access_point], bss);
		ft_config_parse(&bss->settings, bss->bssid, &bss->ft);
	}
	return 0;
}

char *config_site_place(const struct config_site *site, size_t access_point,
			struct place place)
{
	return memory_printf("%s:%u", site->access_points[access_point].file, place.line);
}

struct place config_bss_place(const struct config_bss *bss, const struct setting *setting)
{
	return setting && setting->from ? setting->from->place : bss->place;
}

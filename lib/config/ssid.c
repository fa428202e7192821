/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "base/text.h"
#include "config/build.h"

/* Which SSIDs the access points of a site have, and which one it is about. */

static bool is_on(const struct uci_section *section, const char *option)
{
	const struct config_value *value = uci_get_value(section, option);

	return value &&
	       (strcmp(value->text, "1") == 0 || strcmp(value->text, "true") == 0);
}

const struct uci_section *uci_device(const struct uci *uci, const char *name)
{
	for (size_t i = 0; name && i < uci->count; i++)
		if (strcmp(uci->sections[i].type, "wifi-device") == 0 &&
		    ((uci->sections[i].name &&
		      strcmp(uci->sections[i].name, name) == 0) ||
		     (uci->sections[i].reference &&
		      strcmp(uci->sections[i].reference, name) == 0)))
			return &uci->sections[i];
	return NULL;
}

bool uci_is_access_point(const struct uci_section *section)
{
	const struct config_value *mode = uci_get_value(section, "mode");

	return strcmp(section->type, "wifi-iface") == 0 &&
	       uci_get_value(section, "ssid") && (!mode || strcmp(mode->text, "ap") == 0);
}

bool uci_is_disabled(const struct config_ap *ap, const struct uci_section *section)
{
	const struct config_value *device = uci_get_value(section, "device");
	const struct uci_section *radio =
		uci_device(ap->uci, device ? device->text : NULL);

	return is_on(section, "disabled") || (radio && is_on(radio, "disabled"));
}

char *hostapd_ssid(const struct hostapd_section *section)
{
	const struct hostapd_line *line = hostapd_section_get(section, "ssid");
	const char *text;
	size_t length;
	char *ssid;

	if (line)
		return memory_strdup(line->value.text);
	line = hostapd_section_get(section, "ssid2");
	if (!line)
		return NULL;
	text = line->value.text;
	length = strlen(text);
	if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
		return memory_strndup(text + 1, length - 2);
	ssid = memory_zero(length / 2 + 1, 1);
	if (length % 2 == 0 && hex_parse(text, (uint8_t *)ssid, length / 2) == 0)
		return ssid;
	free(ssid);
	return NULL;
}

/* An SSID that an access point offers. */
struct offer {
	char *ssid;
	size_t access_point;
	bool ft;
};

struct offers {
	struct offer *items;
	size_t count, capacity;
};

static void add_offer(struct offers *offers, size_t access_point, const char *ssid,
		      bool ft)
{
	struct offer *offer;

	for (size_t i = 0; i < offers->count; i++) {
		offer = &offers->items[i];
		if (offer->access_point == access_point &&
		    strcmp(offer->ssid, ssid) == 0) {
			offer->ft = offer->ft || ft;
			return;
		}
	}
	offer = array_add(offers->items, offers->count, offers->capacity);
	offer->ssid = memory_strdup(ssid);
	offer->access_point = access_point;
	offer->ft = ft;
}

static void collect_uci(struct offers *offers, const struct config_ap *ap, size_t index)
{
	for (size_t i = 0; i < ap->uci->count; i++) {
		const struct uci_section *section = &ap->uci->sections[i];

		if (uci_is_access_point(section) && !uci_is_disabled(ap, section))
			add_offer(offers, index, uci_get_value(section, "ssid")->text,
				  is_on(section, "ieee80211r"));
	}
}

static void collect_hostapd(struct offers *offers, const struct config_ap *ap,
			    size_t index)
{
	for (size_t i = 0; i < ap->hostapd->count; i++) {
		const struct hostapd_section *section = &ap->hostapd->sections[i];
		const struct hostapd_line *akms =
			hostapd_section_get(section, "wpa_key_mgmt");
		cleanup_free_ char *ssid = hostapd_ssid(section);

		if (ssid)
			add_offer(offers, index, ssid,
				  akms && strstr(akms->value.text, "FT-"));
	}
}

static size_t offered_by(const struct offers *offers, const char *ssid, bool *ret_ft)
{
	size_t count = 0;

	for (size_t i = 0; i < offers->count; i++) {
		if (strcmp(offers->items[i].ssid, ssid) != 0)
			continue;
		count++;
		*ret_ft = *ret_ft || offers->items[i].ft;
	}
	return count;
}

static void name_offers(const struct config_site *site, const struct offers *offers,
			struct text *out)
{
	for (size_t i = 0; i < site->access_point_count; i++) {
		bool any = false;

		text_printf(out, "%s%s has ", i ? "; " : "", site->access_points[i].name);
		for (size_t j = 0; j < offers->count; j++) {
			if (offers->items[j].access_point != i)
				continue;
			text_printf(out, "%s\"%s\"", any ? ", " : "",
				    offers->items[j].ssid);
			any = true;
		}
		if (!any)
			text_add(out, "none");
	}
}

/* The first one that all have, with FT if there is such a one. */
static const char *choose(const struct config_site *site, const struct offers *offers)
{
	const char *chosen = NULL;

	for (size_t i = 0; i < offers->count; i++) {
		bool ft = false;

		if (offered_by(offers, offers->items[i].ssid, &ft) <
		    site->access_point_count)
			continue;
		if (ft)
			return offers->items[i].ssid;
		if (!chosen)
			chosen = offers->items[i].ssid;
	}
	return chosen;
}

int ssid_choose(struct config_site *site, const char *ssid, struct error *error)
{
	cleanup_text_ struct text names = { 0 };
	struct offers offers = { 0 };
	bool ft = false;
	int r = 0;

	for (size_t i = 0; i < site->access_point_count; i++) {
		const struct config_ap *ap = &site->access_points[i];

		if (ap->format == CONFIG_UCI)
			collect_uci(&offers, ap, i);
		else
			collect_hostapd(&offers, ap, i);
	}
	name_offers(site, &offers, &names);
	if (ssid && offered_by(&offers, ssid, &ft) == 0) {
		r = error_set(error, -ENOENT, "no access point has the SSID \"%s\": %s",
			      ssid, names.data);
	} else if (!ssid && !(ssid = choose(site, &offers))) {
		r = error_set(error, -ENOENT, "no SSID is in all files: %s", names.data);
		error_remedy(error, "--ssid chooses one that some have");
	} else {
		site->ssid = memory_strdup(ssid);
	}
	for (size_t i = 0; i < offers.count; i++)
		free(offers.items[i].ssid);
	free(offers.items);
	return r;
}

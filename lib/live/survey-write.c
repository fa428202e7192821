/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "live/survey.h"
#include "record/suite-name.h"

#define RSN_MFPR 0x0040
#define RSN_MFPC 0x0080

/* Among so many, the nearest ones, every ordered pair is tried: 12 roams a round. */
#define WALK_MAX 4
/* Roams that percentiles can be taken of. */
#define ROAMS_WANTED 24
/* Of results that are not of a new scan, what is worth a word. */
#define OLD_MS 10000

/* In double quotes whatever it holds; what is not to be seen, or would end a line, as an
 * escape (YAML 1.1, 5.6). The SSID has been checked: it is UTF-8. */
static void add_quoted(struct text *out, const uint8_t *octets, size_t length)
{
	size_t step;
	uint32_t c;

	text_add_char(out, '"');
	for (size_t i = 0; i < length; i += step) {
		step = utf8_decode(octets + i, length - i, &c);
		if (step == 0)
			break;
		if (c == '"' || c == '\\')
			text_printf(out, "\\%c", (char)c);
		else if (c < 0xa0 ? c < 0x20 || c > 0x7e
				  : (c >= 0x2000 && c < 0x2070) || c == 0xfeff ||
					    c == 0xfffe || c == 0xffff)
			text_printf(out, "\\u%04x", (unsigned)c);
		else
			text_add_bytes(out, octets + i, step);
	}
	text_add_char(out, '"');
}

/* The kernel lets an interface be called almost anything (net/core/dev.c,
 * dev_valid_name()), and a comment is not for everything. */
static bool is_graphic(const char *name)
{
	for (; *name; name++)
		if (*name <= ' ' || *name > '~')
			return false;
	return true;
}

static const char *shown(const struct survey *survey)
{
	return is_graphic(survey->interface) ? survey->interface : "INTERFACE";
}

static void add_securities(struct text *out, const bool *securities)
{
	size_t count = 0;

	for (enum security i = 0; i < SECURITY_MAX; i++)
		count += securities[i];
	text_add(out, count > 1 ? "[" : "");
	for (enum security i = 0, n = 0; i < SECURITY_MAX; i++)
		if (securities[i])
			text_printf(out, "%s%s", n++ > 0 ? ", " : "", security_name(i));
	text_add(out, count > 1 ? "]" : "");
}

static void add_network(struct text *out, const struct survey *survey,
			const struct surveyed_site *site)
{
	text_add(out, "network:\n  ssid: ");
	add_quoted(out, survey->ssid, survey->ssid_length);
	text_add(out, "\n  security: ");
	add_securities(out, site->securities);
	text_add_char(out, '\n');
	if (!site->securities[SECURITY_OPEN])
		text_add(out,
			 "  # The password is in the station's saved network, and a lab "
			 "makes one up. Where\n"
			 "  # nothing manages the station, and to have FT-PSK's keys "
			 "checked, name the\n"
			 "  # environment variable that it is in:\n"
			 "  # password-env: WIFI_PASSWORD\n");
	text_add_char(out, '\n');
	if (is_graphic(survey->interface)) {
		text_add(out, "station: { interface: ");
		add_quoted(out, (const uint8_t *)survey->interface,
			   strlen(survey->interface));
		text_add(out, " }\n\n");
	}
}

static void add_facts(struct text *out, const struct surveyed_bss *item, bool scanned)
{
	const struct bss_elements *elements = &item->bss->elements;
	char name[SUITE_NAME_MAX];

	if (item->bss->has_signal)
		text_printf(out, "%d dBm, ", item->bss->signal_dbm);
	if (!elements->has_rsne)
		text_add(out, item->bss->privacy ? "no RSN" : "open");
	for (size_t i = 0; i < elements->akm_count; i++)
		text_printf(out, "%s%s", i ? " " : "", akm_name(name, elements->akms[i]));
	for (size_t i = 0; i < elements->pairwise_cipher_count; i++)
		text_printf(out, "%s%s", i ? " " : ", ",
			    cipher_name(name, elements->pairwise_ciphers[i]));
	if (elements->rsn_capabilities & RSN_MFPR)
		text_add(out, ", PMF required");
	else if (elements->rsn_capabilities & RSN_MFPC)
		text_add(out, ", PMF offered");
	else if (elements->has_rsne)
		text_add(out, ", no PMF");
	if (elements->has_mde)
		text_printf(out, ", MDE %04x%s", elements->mobility_domain,
			    elements->ft_capability & FT_CAPABILITY_OVER_DS
				    ? " over the DS"
				    : "");
	if (item->bss->associated)
		text_add(out, "; the station is here");
	if (!scanned && item->bss->seen_ms_ago > OLD_MS)
		text_printf(out, "; heard %u s ago",
			    (unsigned)(item->bss->seen_ms_ago / 1000));
}

static void add_access_point(struct text *out, const struct surveyed_bss *item,
			     bool scanned)
{
	char bssid[MAC_FORMAT_MAX];

	text_add(out, "  # ");
	add_facts(out, item, scanned);
	text_add_char(out, '\n');
	if (item->differs)
		text_printf(out, "  # differs: %s\n", item->differs);
	mac_format(bssid, item->bss->bssid);
	if (item->channel > 0)
		text_printf(out, "  %s%s: { bssid: \"%s\", channel: %u }\n",
			    item->target ? "" : "# ", item->name, bssid, item->channel);
	else
		text_printf(out, "  # %s: %s, at %u MHz\n", item->name, bssid,
			    item->bss->frequency_mhz);
}

static void add_access_points(struct text *out, const struct surveyed_site *site,
			      bool scanned)
{
	text_add(out, "access-points:\n");
	for (size_t i = 0; i < site->target_count; i++)
		add_access_point(out, &site->items[i], scanned);
	if (site->count > site->target_count)
		text_printf(out, "  # %s:\n",
			    site->ft ? "To these no roam can use FT"
				     : "These are left out");
	for (size_t i = site->target_count; i < site->count; i++)
		add_access_point(out, &site->items[i], scanned);
	if (site->hidden_count > 0)
		text_printf(out,
			    "  # %zu more access point%s around here do%s not tell the "
			    "name of the network.\n",
			    site->hidden_count, site->hidden_count == 1 ? "" : "s",
			    site->hidden_count == 1 ? "es" : "");
	text_add_char(out, '\n');
}

/* hostapd's ieee80211w. */
static unsigned pmf_of(const struct surveyed_bss *item)
{
	if (item->bss->elements.rsn_capabilities & RSN_MFPR)
		return 2;
	return item->bss->elements.rsn_capabilities & RSN_MFPC ? 1 : 0;
}

/* That of a lab's access points, and their mobility domain (site/hostapd-conf.c). */
static unsigned pmf_of_lab(const bool *securities)
{
	if (!securities[SECURITY_SAE] && !securities[SECURITY_FT_SAE])
		return 0;
	return securities[SECURITY_PSK] || securities[SECURITY_FT_PSK] ? 1 : 2;
}
#define LAB_MOBILITY_DOMAIN 0xa1b2

static bool over_ds(const struct surveyed_bss *item)
{
	return item->bss->elements.ft_capability & FT_CAPABILITY_OVER_DS;
}

static void add_option(struct text *options, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
static void add_option(struct text *options, const char *fmt, ...)
{
	va_list ap;

	if (options->length)
		text_add(options, ", ");
	va_start(ap, fmt);
	text_vprintf(options, fmt, ap);
	va_end(ap);
}

/* What an access point offers that others, or a lab's, do not. */
static void add_deviations(struct text *options, const struct surveyed_bss *item, bool ft,
			   bool base_over_ds, unsigned base_pmf)
{
	if (ft && over_ds(item) != base_over_ds)
		add_option(options, "ft_over_ds: %d", over_ds(item));
	if (item->bss->elements.has_rsne && pmf_of(item) != base_pmf)
		add_option(options, "ieee80211w: %u", pmf_of(item));
}

/* For a lab to simulate them as they are. */
static void add_lab(struct text *out, const struct surveyed_site *site)
{
	cleanup_text_ struct text all = { 0 }, single = { 0 };
	const struct surveyed_bss *first = &site->items[0];

	if (site->ft && first->bss->elements.mobility_domain != LAB_MOBILITY_DOMAIN)
		add_option(&all, "mobility_domain: \"%04x\"",
			   first->bss->elements.mobility_domain);
	add_deviations(&all, first, site->ft, true, pmf_of_lab(site->securities));
	for (size_t i = 1; i < site->target_count; i++) {
		const struct surveyed_bss *item = &site->items[i];
		cleanup_text_ struct text options = { 0 };

		add_deviations(&options, item, site->ft, over_ds(first), pmf_of(first));
		if (options.length)
			text_printf(&single, "    %s: { hostapd: { %s } }\n", item->name,
				    options.data);
	}
	if (!all.length && !single.length)
		return;
	text_add(out, "# Only with --lab: how to simulate them.\n"
		      "lab:\n"
		      "  by-default: false\n");
	if (all.length)
		text_printf(out, "  hostapd: { %s }\n", all.data);
	if (single.length)
		text_printf(out, "  access-points:\n%s", single.data);
	text_add_char(out, '\n');
}

static void add_traffic(struct text *out, const struct survey *survey)
{
	const char *comment = survey->has_gateway ? "" : "# ";

	if (!survey->has_gateway)
		text_printf(out,
			    "# %s has no default gateway that could answer: name a "
			    "far end with to:\n",
			    survey->interface);
	text_printf(
		out,
		"%straffic:\n"
		"%s  - { name: gateway, through: wifi, probe: icmp, every: 20ms }\n\n",
		comment, comment);
}

/* Each of count access points to each other one, once, and back to the first: 0 1 0 2 0
 * 3, 1 2 1 3, 2 3, 0. */
static void add_walk(struct text *out, const struct surveyed_bss *const *stops,
		     size_t count, const char *via)
{
	const char *indent = "        ";

	for (size_t i = 0; i + 1 < count; i++) {
		for (size_t j = i + 1; j < count; j++) {
			if (i > 0 || j > 1)
				text_printf(out, "%s- roam: { to: %s, via: %s }\n",
					    indent, stops[i]->name, via);
			text_printf(out, "%s- roam: { to: %s, via: %s }\n", indent,
				    stops[j]->name, via);
		}
	}
	text_printf(out, "%s- roam: { to: %s, via: %s }\n", indent, stops[0]->name, via);
}

static void add_steps(struct text *out, const struct surveyed_site *site)
{
	const struct surveyed_bss *all[WALK_MAX] = { NULL }, *ds[WALK_MAX] = { NULL };
	size_t count = 0, ds_count = 0, roams;
	bool detour;

	for (size_t i = 0; i < site->target_count && count < WALK_MAX; i++) {
		all[count++] = &site->items[i];
		if (site->ft && over_ds(&site->items[i]))
			ds[ds_count++] = &site->items[i];
	}
	text_printf(out, "steps:\n  - associate: %s\n", all[0]->name);
	if (count < 2) {
		text_printf(out, "  # %s: no roam is possible.\n  - wait: 5s\n",
			    site->count > 1 ? "The others are left out"
					    : "There is one access point only");
		return;
	}
	if (ds_count < 2)
		ds_count = 0;
	/* A walk over the DS begins at one that offers it. */
	detour = ds_count > 0 && ds[0] != all[0];
	roams = count * (count - 1) + ds_count * (ds_count - (ds_count > 0)) +
		(detour ? 2 : 0);
	if (site->target_count > count)
		text_printf(out,
			    "  # The %zu strongest of %zu, each to each other one:\n",
			    count, site->target_count);
	text_printf(out, "  - repeat:\n      times: %zu\n      steps:\n",
		    (ROAMS_WANTED + roams - 1) / roams);
	add_walk(out, all, count, "air");
	if (ds_count == 0) {
		if (site->ft)
			text_add(out, "        # No two of them offer FT over the DS.\n");
		return;
	}
	if (detour)
		text_printf(out, "        - roam: { to: %s, via: air }\n", ds[0]->name);
	add_walk(out, ds, ds_count, "ds");
	if (detour)
		text_printf(out, "        - roam: { to: %s, via: air }\n", all[0]->name);
}

static void add_expectations(struct text *out, const struct survey *survey,
			     const struct surveyed_site *site)
{
	if (site->target_count < 2)
		return;
	if (site->ft)
		text_add(out, "\nexpect:\n"
			      "  fast-transition: always\n"
			      "  # roam-time: { p95: 50ms }\n");
	else
		text_add(out, "\n# No access point here offers FT: these are full "
			      "roams.\n"
			      "expect:\n"
			      "  fast-transition: never\n");
	if (survey->has_gateway)
		text_add(out, "  gap: { gateway: { max: 3s } }\n");
}

static void add_heading(struct text *out, const struct survey *survey)
{
	text_printf(out,
		    "# roamtest init %s, %s: the network that it was on, as it was\n"
		    "# heard there. 'roamtest run' with this file roams among its access "
		    "points; with\n"
		    "# --lab auto it simulates them.\n",
		    shown(survey), survey->date);
	if (survey->not_scanned)
		text_printf(
			out,
			"# It was not scanned for this (%s): there may be more access "
			"points.\n",
			survey->not_scanned);
}

int survey_write(const struct survey *survey, struct text *out, struct error *error)
{
	__attribute__((cleanup(surveyed_site_clear))) struct surveyed_site site = { 0 };
	int r = survey_judge(survey, &site, error);

	if (r < 0)
		return r;
	add_heading(out, survey);
	add_network(out, survey, &site);
	add_access_points(out, &site, !survey->not_scanned);
	add_lab(out, &site);
	add_traffic(out, survey);
	add_steps(out, &site);
	add_expectations(out, survey, &site);
	return 0;
}

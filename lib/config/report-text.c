/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/report-text.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/wrap.h"

#define WIDTH 80
#define INDENT 6
#define LABEL 10

void finding_row_add(struct text *out, const char *label, const char *text)
{
	text_printf(out, "%*s%-*s", INDENT, "", LABEL, label);
	text_add_wrapped(out, text, INDENT + LABEL, INDENT + LABEL, WIDTH);
}

static void add_plain(struct text *out, const char *label, const char *text)
{
	text_printf(out, "%*s%-*s%s\n", INDENT, "", LABEL, label, text);
}

static const char *band_name(enum band band)
{
	switch (band) {
	case BAND_2GHZ:
		return "2.4 GHz";
	case BAND_5GHZ:
		return "5 GHz";
	case BAND_6GHZ:
		return "6 GHz";
	case BAND_UNKNOWN:
		break;
	}
	return "not told";
}

void config_site_format(const struct config_site *site, struct text *out)
{
	size_t width = 0;

	text_printf(out, "\"%s\": %zu access point%s, %zu BSS%s\n", site->ssid,
		    site->access_point_count, site->access_point_count == 1 ? "" : "s",
		    site->bss_count, site->bss_count == 1 ? "" : "s");
	for (size_t i = 0; i < site->bss_count; i++)
		if (strlen(site->bsss[i].name) > width)
			width = strlen(site->bsss[i].name);
	for (size_t i = 0; i < site->bss_count; i++) {
		const struct config_bss *bss = &site->bsss[i];
		const struct config_ap *ap = &site->access_points[bss->access_point];
		const char *akms = setting_value(&bss->settings, "wpa_key_mgmt");
		char mac[MAC_FORMAT_MAX];

		text_printf(out, "  %-*s  %s  ", (int)width, bss->name,
			    mac_format(mac, bss->bssid));
		if (bss->radio.channel)
			text_printf(out, "channel %u", bss->radio.channel);
		else
			text_printf(out, "band %s", band_name(bss->radio.band));
		text_printf(out, "  %s  mobility domain %02x%02x", akms ? akms : "open",
			    bss->ft.mobility_domain[0], bss->ft.mobility_domain[1]);
		if (ap->format == CONFIG_UCI) {
			text_add(out, "  OpenWrt ");
			openwrt_release_add(out, &ap->release);
		} else {
			text_add(out, "  hostapd.conf");
		}
		text_add_char(out, '\n');
	}
}

static void add_place(struct text *out, const struct config_site *site,
		      const struct finding_line *line)
{
	text_printf(out, "%s:%u", site->access_points[line->access_point].file,
		    line->place.line);
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* How many lines from there on follow each other, and are the same thing. */
static size_t run_of_lines(const struct finding *finding, size_t start)
{
	size_t count = 1;

	while (start + count < finding->line_count) {
		const struct finding_line *last = &finding->lines[start + count - 1],
					  *next = last + 1;

		if (next->access_point != last->access_point ||
		    next->place.line != last->place.line + 1 ||
		    !same_text(next->text, last->text))
			break;
		count++;
	}
	return count;
}

static void add_further_lines(struct text *out, const struct config_site *site,
			      const struct finding *finding)
{
	for (size_t i = 1, count; i < finding->line_count; i += count) {
		const struct finding_line *line = &finding->lines[i];
		cleanup_text_ struct text text = { 0 };

		count = run_of_lines(finding, i);
		add_place(&text, site, line);
		if (count > 1)
			text_printf(&text, "-%u", line[count - 1].place.line);
		if (line->text)
			text_printf(&text, "  %s", line->text);
		add_plain(out, i == 1 ? "also" : "", text.data);
	}
}

/* Broken between pairs, not within one. */
static void add_pairs(struct text *out, const struct config_site *site,
		      const struct finding *finding)
{
	size_t column = INDENT + LABEL;

	for (size_t i = 0; i < finding->pair_count; i++) {
		const char *from = site->bsss[finding->pairs[i].from].name,
			   *to = site->bsss[finding->pairs[i].to].name;
		size_t length = strlen(from) + strlen(to) + strlen(" -> ");

		if (i == 0) {
			text_printf(out, "%*s%-*s", INDENT, "", LABEL, "roams");
		} else if (column + strlen(", ") + length > WIDTH) {
			text_printf(out, ",\n%*s", INDENT + LABEL, "");
			column = INDENT + LABEL;
		} else {
			text_add(out, ", ");
			column += strlen(", ");
		}
		text_printf(out, "%s -> %s", from, to);
		column += length;
	}
	if (finding->pair_count > 0)
		text_add_char(out, '\n');
}

static void add_reasons(struct text *out, const struct finding *finding)
{
	bool cause = finding->cause < CAUSE_MAX;

	finding_row_add(out, "why", finding_sentence(finding));
	finding_row_add(out, cause ? "station" : "matters", finding_matters(finding));
	if (cause)
		finding_row_add(out, "security", cause_text(finding->cause)->securities);
	finding_row_add(out, "do", finding_remedy(finding));
}

void finding_format(const struct config_site *site, const struct finding *finding,
		    bool reasons, struct text *out)
{
	if (finding->line_count > 0) {
		add_place(out, site, &finding->lines[0]);
		text_printf(out, ":%u: ", finding->lines[0].place.column);
	}
	text_printf(out, "%s: %s\n", finding_severity_name(finding->severity),
		    finding_id(finding));
	finding_row_add(out, "what", finding->what);
	add_pairs(out, site, finding);
	add_further_lines(out, site, finding);
	if (reasons)
		add_reasons(out, finding);
	else
		add_plain(out, "why", "as above");
	if (finding->correct)
		add_plain(out, "correct", finding->correct);
}

static bool was_told(const struct findings *findings, size_t before)
{
	for (size_t i = 0; i < before; i++)
		if (strcmp(finding_id(findings->items[i]),
			   finding_id(findings->items[before])) == 0)
			return true;
	return false;
}

void findings_format(const struct config_site *site, const struct findings *findings,
		     struct text *out)
{
	for (size_t i = 0; i < findings->count; i++) {
		if (i > 0)
			text_add_char(out, '\n');
		finding_format(site, findings->items[i], !was_told(findings, i), out);
	}
}

static const char *kind_name(enum config_note_kind kind)
{
	switch (kind) {
	case CONFIG_NOTE_IGNORED:
		return "not understood";
	case CONFIG_NOTE_LEFT_OUT:
		return "left out";
	case CONFIG_NOTE_FILLED_IN:
		return "filled in";
	case CONFIG_NOTE_KIND_MAX:
		break;
	}
	return "";
}

void config_notes_format(const struct config_site *site, struct text *out)
{
	for (size_t i = 0; i < site->access_point_count; i++) {
		const struct config_ap *ap = &site->access_points[i];

		for (enum config_note_kind kind = 0; kind < CONFIG_NOTE_KIND_MAX; kind++)
			for (size_t j = 0; j < ap->notes.count; j++) {
				const struct config_note *note = &ap->notes.items[j];

				if (note->kind == kind)
					text_printf(out, "%s:%u: %s: %s\n", ap->file,
						    note->place.line, kind_name(kind),
						    note->text);
			}
	}
}

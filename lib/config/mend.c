/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/mend.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "config/line.h"

/* Octets of a file that are to be others. */
struct replacement {
	size_t start, end;
	char *text;
	size_t order; /* of those at one place, in the order in which they came */
};

struct replacements {
	struct replacement *items;
	size_t count, capacity;
};

/* text is taken over. */
static void replace(struct replacements *r, size_t start, size_t end, char *text)
{
	struct replacement *item;

	for (size_t i = 0; i < r->count; i++) {
		item = &r->items[i];
		/* Of two BSSs with one line, or two changes of one value: the last. */
		if (start < end && item->start == start && item->end == end) {
			explicit_bzero(item->text, strlen(item->text));
			free(item->text);
			item->text = text;
			return;
		}
	}
	item = array_add(r->items, r->count, r->capacity);
	item->start = start;
	item->end = end;
	item->text = text;
	item->order = r->count;
}

static int compare(const void *left, const void *right)
{
	const struct replacement *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

static void carry_out(struct replacements *r, const char *text, size_t length,
		      struct text *out)
{
	size_t at = 0;

	if (r->count > 1)
		qsort(r->items, r->count, sizeof(*r->items), compare);
	for (size_t i = 0; i < r->count; i++) {
		struct replacement *item = &r->items[i];

		if (item->start < at)
			continue;
		text_add_bytes(out, text + at, item->start - at);
		text_add(out, item->text);
		at = item->end;
	}
	text_add_bytes(out, text + at, length - at);
	for (size_t i = 0; i < r->count; i++) {
		explicit_bzero(r->items[i].text, strlen(r->items[i].text));
		free(r->items[i].text);
	}
	free(r->items);
}

/* A value for UCI in the quotes given, as uci(1) writes it. */
static char *quoted(const char *value, char quote)
{
	struct text out = { 0 };

	text_add_char(&out, quote);
	for (; *value; value++) {
		if (quote == '\'' && *value == '\'') {
			text_add(&out, "'\\''");
			continue;
		}
		if (quote == '"' && (*value == '"' || *value == '\\'))
			text_add_char(&out, '\\');
		text_add_char(&out, *value);
	}
	text_add_char(&out, quote);
	return text_steal(&out);
}

static bool needs_quotes(const char *value)
{
	for (const char *c = value; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("_-.:,/+*@", *c))
			return true;
	return !*value;
}

/* As the value that it replaces is written. */
static char *written_as(const struct config_ap *ap, const struct config_value *old,
			const char *value)
{
	char quote = ap->text[old->start];

	if (ap->format == CONFIG_HOSTAPD)
		return memory_strdup(value);
	if (quote == '\'' || quote == '"')
		return quoted(value, quote);
	return needs_quotes(value) ? quoted(value, '\'') : memory_strdup(value);
}

static void replace_value(struct replacements *r, const struct config_ap *ap,
			  const struct config_value *old, const char *value)
{
	replace(r, old->start, old->end, written_as(ap, old, value));
}

/* How lines end in the file, and how those of the section begin. */
struct manner {
	const char *line_end;
	char *indent; /* "\t", "        " */
	char quote;
};

static const struct config_value *last_value(const struct uci_section *section)
{
	for (size_t i = section ? section->count : 0; i-- > 0;)
		if (section->options[i].count > 0)
			return &section->options[i].values[0];
	return NULL;
}

static struct manner manner_of(const struct config_ap *ap,
			       const struct uci_section *section)
{
	struct manner manner = { "\n", NULL, '\'' };
	const char *newline = memchr(ap->text, '\n', ap->length);
	const struct config_value *last;
	size_t start, end;

	if (newline && newline > ap->text && newline[-1] == '\r')
		manner.line_end = "\r\n";
	last = last_value(section);
	if (last) {
		manner.quote = ap->text[last->start] == '"' ? '"' : '\'';
		start = last->start;
		while (start > 0 && ap->text[start - 1] != '\n')
			start--;
		end = start;
		while (ap->text[end] == ' ' || ap->text[end] == '\t')
			end++;
		manner.indent = memory_strndup(ap->text + start, end - start);
	}
	if (!manner.indent)
		manner.indent = memory_strdup("\t");
	return manner;
}

/* A whole line behind the last one of the section, or of the option that it goes with. */
static void add_line(struct replacements *r, const struct config_site *site,
		     const struct config_bss *bss, const char *name, const char *value)
{
	const struct config_ap *ap = &site->access_points[bss->access_point];
	struct manner manner = manner_of(ap, bss->section);
	size_t end = bss->section ? bss->section->end : bss->hostapd->end;
	bool list = strcmp(name, "r0kh") == 0 || strcmp(name, "r1kh") == 0;
	cleanup_free_ char *written = bss->section ? quoted(value, manner.quote) : NULL;
	struct text line = { 0 };

	if (end > 0 && ap->text[end - 1] != '\n')
		text_add(&line, manner.line_end);
	if (!bss->section)
		text_printf(&line, "%s=%s%s", name, value, manner.line_end);
	else if (ap->uci->show)
		text_printf(&line, "wireless.%s.%s=%s%s", bss->section->reference, name,
			    written, manner.line_end);
	else
		text_printf(&line, "%s%s %s %s%s", manner.indent,
			    list ? "list" : "option", name, written, manner.line_end);
	replace(r, end, end, text_steal(&line));
	if (written)
		explicit_bzero(written, strlen(written));
	free(manner.indent);
}

/* One more value of a list that "uci show" has on one line. */
static void add_value(struct replacements *r, const struct uci_option *option,
		      const char *value)
{
	size_t end = option->values[option->count - 1].end;
	cleanup_free_ char *written = quoted(value, '\'');

	replace(r, end, end, memory_printf(" %s", written));
	explicit_bzero(written, strlen(written));
}

static void add_entry(struct replacements *r, const struct config_site *site,
		      const struct config_bss *bss, const struct key_entry *entry,
		      bool r1kh)
{
	const char *name = r1kh ? "r1kh" : "r0kh";
	const struct config_ap *ap = &site->access_points[bss->access_point];
	cleanup_free_ char *value = config_key_holder(site, bss, entry, r1kh, NULL);
	const struct uci_option *option =
		bss->section ? uci_get(bss->section, name) : NULL;

	if (option && option->count > 0 && ap->uci->show)
		add_value(r, option, value);
	else
		add_line(r, site, bss, name, value);
	explicit_bzero(value, strlen(value));
}

static bool is_same(const struct key_entry *a, const struct key_entry *b, bool r1kh)
{
	return mac_equal(a->mac, b->mac) && strcmp(a->key.text, b->key.text) == 0 &&
	       (r1kh ? mac_equal(a->r1kh_id, b->r1kh_id) : strcmp(a->id, b->id) == 0);
}

/* An entry that is in the file. One value of UCI can hold several (an option in place of
 * a list); such a one is left to the person. */
static void mend_entry(struct replacements *r, const struct config_site *site,
		       const struct config_bss *bss, const struct key_entry *entry,
		       bool r1kh)
{
	const struct config_ap *ap = &site->access_points[bss->access_point];
	const struct setting *setting = &bss->settings.items[entry->setting];
	struct key_entry old = { 0 };
	bool refused = key_entry_parse(setting->value, r1kh, &old);
	char *value, *text;

	if ((refused || !is_same(&old, entry, r1kh)) &&
	    strlen(setting->from->text) == strlen(setting->value)) {
		value = config_key_holder(site, bss, entry, r1kh, NULL);
		text = written_as(ap, setting->from, value);
		replace(r, setting->from->start, setting->from->end, text);
		explicit_bzero(value, strlen(value));
		free(value);
	}
	key_entry_clear(&old);
}

/* A list that OpenWrt has made is gone as soon as the file has one. */
static bool is_made_anew(const struct config_bss *bss, const struct key_list *list,
			 bool r1kh)
{
	bool release = false, changed = false;

	for (size_t i = 0; i < list->count; i++) {
		const struct key_entry *entry = &list->items[i];
		const struct setting *setting =
			entry->setting < bss->settings.count
				? &bss->settings.items[entry->setting]
				: NULL;
		struct key_entry old;

		if (!setting) {
			changed = true;
			continue;
		}
		release = release || setting->origin == ORIGIN_RELEASE;
		if (key_entry_parse(setting->value, r1kh, &old))
			continue;
		changed = changed || !is_same(&old, entry, r1kh);
		key_entry_clear(&old);
	}
	return release && changed;
}

static void mend_list(struct replacements *r, const struct config_site *site,
		      const struct config_bss *bss, const struct key_list *list,
		      bool r1kh)
{
	bool anew = is_made_anew(bss, list, r1kh);

	for (size_t i = 0; i < list->count; i++) {
		const struct key_entry *entry = &list->items[i];

		if (anew || entry->setting >= bss->settings.count)
			add_entry(r, site, bss, entry, r1kh);
		else if (bss->settings.items[entry->setting].origin == ORIGIN_FILE)
			mend_entry(r, site, bss, entry, r1kh);
	}
}

static void mend_option(struct replacements *r, const struct config_site *site,
			const struct config_edit *edit)
{
	const struct config_bss *bss = &site->bsss[edit->bss];
	const struct config_ap *ap = &site->access_points[bss->access_point];
	const struct config_value *old = NULL;

	if (bss->section) {
		old = uci_get_value(bss->section, edit->key);
	} else {
		const struct hostapd_line *line =
			hostapd_section_get(bss->hostapd, edit->key);

		old = line ? &line->value : NULL;
	}
	if (old)
		replace_value(r, ap, old, edit->value);
	else
		add_line(r, site, bss, edit->key, edit->value);
}

void config_mend(const struct config_site *site, size_t access_point, struct text *out)
{
	const struct config_ap *ap = &site->access_points[access_point];
	struct replacements r = { 0 };

	for (size_t i = 0; i < site->edit_count; i++)
		if (site->bsss[site->edits[i].bss].access_point == access_point)
			mend_option(&r, site, &site->edits[i]);
	for (size_t i = 0; i < site->bss_count; i++) {
		const struct config_bss *bss = &site->bsss[i];

		if (bss->access_point != access_point)
			continue;
		mend_list(&r, site, bss, &bss->ft.r0kh, false);
		mend_list(&r, site, bss, &bss->ft.r1kh, true);
	}
	text_add(out, "");
	carry_out(&r, ap->text, ap->length, out);
}

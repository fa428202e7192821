/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "config/lint-parts.h"

/* Lines of key holders that hostapd does not take, and for which it does not start. What
 * of such a line can be read tells whose it is, and the site's other lines the rest. */

#define OTHERS_KEY "<the key of %s's entry for %s>"
#define NEW_KEY "<a new key, 64 hex digits>"

/* What of a line can be read. */
struct fields {
	bool has_mac, has_id;
	uint8_t mac[MAC_LENGTH], r1kh_id[MAC_LENGTH];
	char *id, *key; /* NULL: it is not there */
};

static void fields_clear(struct fields *fields)
{
	if (fields->key)
		explicit_bzero(fields->key, strlen(fields->key));
	free(fields->key);
	free(fields->id);
}

/* The next one of those that blanks divide; NULL: there is none. */
static char *next_field(const char **value)
{
	size_t length = strcspn(*value, " \t");
	char *field = length > 0 ? memory_strndup(*value, length) : NULL;

	*value += length;
	*value += strspn(*value, " \t");
	return field;
}

static void read_fields(const char *value, bool r1kh, struct fields *ret)
{
	cleanup_free_ char *mac = next_field(&value);

	*ret = (struct fields){ 0 };
	ret->has_mac = mac && mac_parse(mac, ret->mac) == 0;
	ret->id = next_field(&value);
	ret->has_id = ret->id && (r1kh ? mac_parse(ret->id, ret->r1kh_id) == 0
				       : strlen(ret->id) <= R0KH_ID_OCTETS_MAX);
	ret->key = next_field(&value);
}

static bool is_called(const struct config_bss *bss, const struct fields *fields,
		      bool r1kh)
{
	if (!fields->has_id)
		return false;
	if (r1kh)
		return mac_equal(bss->ft.r1kh_id, fields->r1kh_id);
	return bss->ft.nas_identifier && strcmp(bss->ft.nas_identifier, fields->id) == 0;
}

/* The BSS that the line is about; SIZE_MAX: it does not tell. */
static size_t find_subject(const struct lint *lint, const struct fields *fields,
			   bool r1kh)
{
	for (size_t i = 0; i < lint->site->bss_count; i++)
		if (is_called(&lint->site->bsss[i], fields, r1kh))
			return i;
	return fields->has_mac ? lint_find_bssid(lint, fields->mac) : SIZE_MAX;
}

/* The entry of the other one for this one, of the other kind; NULL: it has none. */
static const struct key_entry *find_counterpart(const struct config_bss *other,
						const struct config_bss *bss, bool r1kh)
{
	const struct key_list *list = r1kh ? &other->ft.r0kh : &other->ft.r1kh;

	for (size_t i = 0; i < list->count; i++)
		if (mac_equal(list->items[i].mac, bss->bssid))
			return &list->items[i];
	return NULL;
}

/* Into the model, for config_mend(). */
static void take_over(struct lint *lint, size_t index, size_t setting, size_t other,
		      bool r1kh, const struct fields *fields, struct finding *finding)
{
	struct config_bss *bss = &lint->site->bsss[index];
	const struct config_bss *subject = &lint->site->bsss[other];
	const struct key_entry *counterpart = find_counterpart(subject, bss, r1kh);
	struct key_list *list = r1kh ? &bss->ft.r1kh : &bss->ft.r0kh;
	cleanup_free_ char *described = NULL;
	struct key_entry entry = { .setting = setting };

	memcpy(entry.mac, subject->bssid, MAC_LENGTH);
	if (r1kh)
		memcpy(entry.r1kh_id, subject->ft.r1kh_id, MAC_LENGTH);
	else
		entry.id = memory_strdup(subject->ft.nas_identifier);
	if (fields->key && rrb_key_parse(fields->key, &entry.key)) {
		described = memory_strdup("<its key>");
	} else if (counterpart && other != index) {
		rrb_key_copy(&entry.key, &counterpart->key);
		described = memory_printf(OTHERS_KEY, subject->name, bss->name);
	} else {
		rrb_key_copy(&entry.key, lint_pair_key(lint, index, other));
		described = memory_strdup(NEW_KEY);
	}
	*array_add(list->items, list->count, list->capacity) = entry;
	finding->mended = true;
	finding->correct =
		config_key_holder_line(lint->site, bss, &entry, r1kh, described);
}

static void mend(struct lint *lint, size_t index, size_t setting, struct finding *finding)
{
	const struct setting *line = &lint->site->bsss[index].settings.items[setting];
	bool r1kh = strcmp(line->key, "r1kh") == 0;
	struct fields fields;
	size_t other;

	read_fields(line->value, r1kh, &fields);
	other = find_subject(lint, &fields, r1kh);
	if (other != SIZE_MAX && lint->site->bsss[other].ft.nas_identifier)
		take_over(lint, index, setting, other, r1kh, &fields, finding);
	fields_clear(&fields);
}

void lint_refused_entries(struct lint *lint)
{
	for (size_t i = 0; i < lint->site->bss_count; i++) {
		const struct config_bss *bss = &lint->site->bsss[i];

		for (size_t j = 0; j < bss->ft.refusal_count; j++) {
			const struct refusal *refusal = &bss->ft.refusals[j];

			if (lint_is_entry(bss, refusal->setting))
				mend(lint, i, refusal->setting,
				     lint_add_refusal(lint, i, refusal));
		}
	}
}

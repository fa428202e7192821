/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/line.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

static const struct config_ap *ap_of(const struct config_site *site,
				     const struct config_bss *bss)
{
	return &site->access_points[bss->access_point];
}

const char *config_option_name(const struct config_site *site,
			       const struct config_bss *bss, const char *key)
{
	if (ap_of(site, bss)->format == CONFIG_HOSTAPD)
		return key;
	if (strcmp(key, "nas_identifier") == 0)
		return uci_get(bss->section, "nas_identifier") &&
				       !uci_get(bss->section, "nasid")
			       ? "nas_identifier"
			       : "nasid";
	if (strcmp(key, "wpa_passphrase") == 0 || strcmp(key, "wpa_psk") == 0 ||
	    strcmp(key, "sae_password") == 0)
		return "key";
	return key;
}

static bool is_list(const char *name)
{
	return strcmp(name, "r0kh") == 0 || strcmp(name, "r1kh") == 0;
}

char *config_line(const struct config_site *site, const struct config_bss *bss,
		  const char *name, const char *value)
{
	const struct config_ap *ap = ap_of(site, bss);

	if (ap->format == CONFIG_HOSTAPD)
		return memory_printf("%s=%s", name, value);
	if (ap->uci->show)
		return memory_printf("wireless.%s.%s='%s'", bss->section->reference, name,
				     value);
	return memory_printf("%s %s '%s'", is_list(name) ? "list" : "option", name,
			     value);
}

/* The fields of a key holder's line that have changed, the others as they are written. */
static char *with_changes(const char *written, const struct key_entry *old,
			  const struct key_entry *new, bool r1kh, const char *key)
{
	size_t mac = strcspn(written, ", "), id_start = mac + (written[mac] != '\0');
	size_t id = strcspn(written + id_start, ", "),
	       key_start = id_start + id + (written[id_start + id] != '\0');
	bool same_id = r1kh ? mac_equal(old->r1kh_id, new->r1kh_id)
			    : strcmp(old->id, new->id) == 0;
	char digits[MAC_FORMAT_MAX];
	struct text out = { 0 };

	if (mac_equal(old->mac, new->mac))
		text_add_bytes(&out, written, mac);
	else
		text_add(&out, mac_format(digits, new->mac));
	text_add_bytes(&out, written + mac, id_start - mac);
	if (same_id)
		text_add_bytes(&out, written + id_start, id);
	else
		text_add(&out, r1kh ? mac_format(digits, new->r1kh_id) : new->id);
	text_add_bytes(&out, written + id_start + id, key_start - id_start - id);
	if (!key)
		key = strcmp(old->key.text, new->key.text) == 0 ? written + key_start
								: new->key.text;
	text_add(&out, key);
	return text_steal(&out);
}

/* The value that the entry was read from, if it is the only one there. */
static const struct setting *written_in(const struct config_bss *bss,
					const struct key_entry *entry)
{
	const struct setting *setting;

	if (entry->setting >= bss->settings.count)
		return NULL;
	setting = &bss->settings.items[entry->setting];
	return setting->from && strlen(setting->from->text) == strlen(setting->value)
		       ? setting
		       : NULL;
}

char *config_key_holder(const struct config_site *site, const struct config_bss *bss,
			const struct key_entry *entry, bool r1kh, const char *key)
{
	char separator = ap_of(site, bss)->format == CONFIG_UCI ? ',' : ' ';
	const struct setting *setting = written_in(bss, entry);
	char mac[MAC_FORMAT_MAX], id[MAC_FORMAT_MAX];
	struct key_entry old;
	char *text;

	if (setting && !key_entry_parse(setting->value, r1kh, &old)) {
		text = with_changes(setting->from->text, &old, entry, r1kh, key);
		key_entry_clear(&old);
		return text;
	}
	return memory_printf("%s%c%s%c%s", mac_format(mac, entry->mac), separator,
			     r1kh ? mac_format(id, entry->r1kh_id) : entry->id, separator,
			     key ? key : entry->key.text);
}

char *config_key_holder_line(const struct config_site *site, const struct config_bss *bss,
			     const struct key_entry *entry, bool r1kh, const char *key)
{
	cleanup_free_ char *value = config_key_holder(site, bss, entry, r1kh, key);
	char *line = config_line(site, bss, r1kh ? "r1kh" : "r0kh", value);

	explicit_bzero(value, strlen(value));
	return line;
}

void config_edit_add(struct config_site *site, size_t bss, const char *name,
		     const char *value)
{
	struct config_edit *edit = NULL;

	for (size_t i = 0; i < site->edit_count && !edit; i++)
		if (site->edits[i].bss == bss && strcmp(site->edits[i].key, name) == 0)
			edit = &site->edits[i];
	if (edit) {
		explicit_bzero(edit->value, strlen(edit->value));
		free(edit->value);
	} else {
		edit = array_add(site->edits, site->edit_count, site->edit_capacity);
		edit->bss = bss;
		edit->key = memory_strdup(name);
	}
	edit->value = memory_strdup(value);
}

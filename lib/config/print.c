/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "config/report-text.h"
#include "config/secret.h"

/* hostapd.conf as a person may see it. */

/* Equal secrets of a site have the same number, from 1. */
static size_t number_of(const struct config_site *site, const char *secret);

/* A key of zeros is no secret. */
static void add_key(const struct config_site *site, struct text *out, const char *key)
{
	size_t digits = strlen(key);

	if (digits > 0 && strspn(key, "0") == digits)
		text_printf(out, "<%zu zeros>", digits);
	else
		text_printf(out, "<key %zu, %zu digits>", number_of(site, key), digits);
}

static bool is_holder(const char *key)
{
	return strcmp(key, "r0kh") == 0 || strcmp(key, "r1kh") == 0;
}

static const char *secret_of(const struct setting *setting)
{
	const char *blank;

	if (!config_option_is_secret(setting->key))
		return NULL;
	blank = strrchr(setting->value, ' ');
	return is_holder(setting->key) && blank ? blank + 1 : setting->value;
}

static size_t number_of(const struct config_site *site, const char *secret)
{
	const char **seen = NULL;
	size_t count = 0, capacity = 0, number = 0;

	for (size_t i = 0; i < site->bss_count && !number; i++)
		for (size_t j = 0; j < site->bsss[i].settings.count && !number; j++) {
			const char *other = secret_of(&site->bsss[i].settings.items[j]);
			bool known = false;

			for (size_t k = 0; other && k < count; k++)
				known = known || strcmp(seen[k], other) == 0;
			if (!other || known)
				continue;
			*array_add(seen, count, capacity) = other;
			if (strcmp(other, secret) == 0)
				number = count;
		}
	free(seen);
	return number;
}

static void add_value(const struct config_site *site, struct text *out,
		      const struct setting *setting)
{
	const char *secret = secret_of(setting);

	if (!secret) {
		text_add(out, setting->value);
		return;
	}
	text_add_bytes(out, setting->value, (size_t)(secret - setting->value));
	if (is_holder(setting->key))
		add_key(site, out, secret);
	else
		text_printf(out, "<secret %zu>", number_of(site, secret));
}

static void add_origin(const struct config_site *site, const struct config_bss *bss,
		       const struct setting *setting, struct text *out)
{
	if (setting->from)
		text_printf(out, "%s:%u", site->access_points[bss->access_point].file,
			    setting->from->place.line);
	else
		text_add(out, setting->why);
}

void config_print(const struct config_site *site, size_t bss, struct text *out)
{
	const struct config_bss *of = &site->bsss[bss];
	bool has_bssid = setting_get(&of->settings, "bssid") != NULL;
	char mac[MAC_FORMAT_MAX];

	text_printf(out, "# %s: %s\n", of->name,
		    site->access_points[of->access_point].file);
	if (!has_bssid)
		text_printf(out, "bssid=%s\n", mac_format(mac, of->bssid));
	for (size_t i = 0; i < of->settings.count; i++) {
		const struct setting *setting = &of->settings.items[i];
		cleanup_text_ struct text line = { 0 };

		text_printf(&line, "%s=", setting->key);
		add_value(site, &line, setting);
		/* hostapd takes no comment behind a value: this is for reading. */
		text_printf(out, "%-45s # ", line.data);
		add_origin(site, of, setting, out);
		text_add_char(out, '\n');
	}
}

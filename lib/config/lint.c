/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/lint.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "config/lint-parts.h"

size_t lint_find_bssid(const struct lint *lint, const uint8_t *mac)
{
	for (size_t i = 0; i < lint->site->bss_count; i++)
		if (mac_equal(lint->site->bsss[i].bssid, mac))
			return i;
	return SIZE_MAX;
}

struct place lint_place(const struct config_bss *bss, const char *key)
{
	return config_bss_place(bss, setting_get(&bss->settings, key));
}

void lint_add_line(struct lint *lint, struct finding *finding, size_t bss,
		   const char *key, const char *fmt, ...)
{
	const struct config_bss *of = &lint->site->bsss[bss];
	cleanup_free_ char *text = NULL;
	va_list ap;

	if (fmt) {
		va_start(ap, fmt);
		text = memory_vprintf(fmt, ap);
		va_end(ap);
		finding_add_line(finding, of->access_point, lint_place(of, key), "%s",
				 text);
	} else {
		finding_add_line(finding, of->access_point, lint_place(of, key), NULL);
	}
}

struct place lint_entry_place(const struct config_bss *bss, const struct key_entry *entry)
{
	const struct setting *setting = entry->setting < bss->settings.count
						? &bss->settings.items[entry->setting]
						: NULL;

	return config_bss_place(bss, setting);
}

bool lint_uses_ft(const struct config_bss *bss)
{
	for (enum akm akm = 0; akm < AKM_MAX; akm++)
		if (config_akm_is_ft(akm) && (bss->ft.akms & 1u << akm))
			return true;
	return false;
}

bool lint_is_pair(const struct lint *lint, size_t from, size_t to)
{
	const struct config_bss *a = &lint->site->bsss[from], *b = &lint->site->bsss[to];
	struct pull pull;

	if (from == to || memcmp(a->ft.mobility_domain, b->ft.mobility_domain, 2) != 0)
		return false;
	pull_try_all(a, b, &pull);
	return pull.end != PULL_NO_FT && pull.end != PULL_NOT_STARTED;
}

const struct rrb_key *lint_pair_key(struct lint *lint, size_t a, size_t b)
{
	size_t low = a < b ? a : b, high = a < b ? b : a;
	struct rrb_key *key = &lint->pair_keys[high * lint->site->bss_count + low];
	char digits[2 * RRB_KEY_OCTETS + 1];

	if (!key->text) {
		uint8_t octets[RRB_KEY_OCTETS];

		lint->random->fill(lint->random->context, octets, sizeof(octets));
		hex_format(digits, octets, sizeof(octets));
		rrb_key_parse(digits, key);
		explicit_bzero(octets, sizeof(octets));
		explicit_bzero(digits, sizeof(digits));
	}
	return key;
}

void config_lint(struct config_site *site, const struct config_random *random,
		 struct findings *ret)
{
	size_t keys = site->bss_count * site->bss_count;
	struct lint lint = {
		.site = site,
		.random = random,
		.findings = ret,
		.pair_keys = memory_zero(keys, sizeof(struct rrb_key)),
	};

	lint_starts(&lint);
	lint_agreement(&lint);
	lint_generate_local(&lint);
	lint_over_ds_akms(&lint);
	lint_values(&lint);
	lint_refused_entries(&lint);
	lint_keys(&lint);
	lint_key_holders(&lint);
	lint_key_values(&lint);
	findings_sort(ret);
	for (size_t i = 0; i < keys; i++)
		rrb_key_clear(&lint.pair_keys[i]);
	free(lint.pair_keys);
}

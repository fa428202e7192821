/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "config/lint-parts.h"
#include "config/repair.h"

/* For each ordered pair of BSSs: does the key get from the one to the other, and if not,
 * which line is wrong? Two lines that disagree do not tell by themselves. So everything
 * that could mend the pair is tried, and what mends most of the site is taken; of equal
 * ones what most of the site's other lines say. */

/* A pair that works, against one that gets a step further. */
#define WORKS 1000

/* More steps than hostapd goes. */
#define STEPS_MAX 12

/* Without lists since keys are generated locally: that is another finding's matter. */
static bool lacks_lists(const struct config_bss *bss)
{
	return bss->ft.generate_local && bss->ft.r0kh.count == 0 &&
	       bss->ft.r1kh.count == 0;
}

/* Wildcards that OpenWrt has made by itself of a password that differs. */
static bool is_consequence(const struct config_bss *from, const struct config_bss *to,
			   const struct pull *pull)
{
	const struct key_entry *asked, *answering;
	const char *own, *other;

	if (pull->end != PULL_KEYS)
		return false;
	asked = &to->ft.r0kh.items[pull->r0kh];
	answering = &from->ft.r1kh.items[pull->r1kh];
	if (asked->setting == SIZE_MAX || answering->setting == SIZE_MAX ||
	    to->settings.items[asked->setting].origin != ORIGIN_RELEASE ||
	    from->settings.items[answering->setting].origin != ORIGIN_RELEASE)
		return false;
	own = setting_value(&to->settings, "wpa_passphrase");
	other = setting_value(&from->settings, "wpa_passphrase");
	return own && other && strcmp(own, other) != 0;
}

static bool is_concerned(const struct lint *lint, size_t from, size_t to)
{
	const struct config_bss *a = &lint->site->bsss[from], *b = &lint->site->bsss[to];

	return lint_is_pair(lint, from, to) && !lacks_lists(a) && !lacks_lists(b) &&
	       !mac_equal(a->bssid, b->bssid);
}

static unsigned worth(const struct lint *lint, size_t from, size_t to)
{
	struct pull pull;

	if (!is_concerned(lint, from, to))
		return 0;
	pull_try_all(&lint->site->bsss[from], &lint->site->bsss[to], &pull);
	return pull.end == PULL_OK ? WORKS : pull.end;
}

/* Of all pairs with that BSS. */
static void worths(const struct lint *lint, size_t bss, unsigned *ret)
{
	size_t count = lint->site->bss_count;

	for (size_t i = 0; i < count; i++) {
		ret[i] = worth(lint, bss, i);
		ret[count + i] = worth(lint, i, bss);
	}
}

static long sum(const unsigned *worth_of, size_t count)
{
	long total = 0;

	for (size_t i = 0; i < count; i++)
		total += worth_of[i];
	return total;
}

/* By how much the site is better with it. */
static long gain(struct lint *lint, struct repair *repair)
{
	size_t count = 2 * lint->site->bss_count;
	cleanup_free_ unsigned *before = memory_zero(count, sizeof(*before)),
			       *after = memory_zero(count, sizeof(*after));

	worths(lint, repair->bss, before);
	repair_apply(lint->site, repair);
	worths(lint, repair->bss, after);
	repair_take_back(lint->site, repair);
	return sum(after, count) - sum(before, count);
}

static struct repair *choose(struct lint *lint, struct repairs *repairs)
{
	struct repair *best = NULL;
	unsigned best_support = 0;
	long best_gain = 0;

	for (size_t i = 0; i < repairs->count; i++) {
		struct repair *repair = &repairs->items[i];
		long by = gain(lint, repair);
		unsigned support;

		if (by <= 0 || by < best_gain)
			continue;
		support = repair_support(lint->site, repair);
		if (by > best_gain || support > best_support) {
			best = repair;
			best_gain = by;
			best_support = support;
		}
	}
	return best;
}

static bool is_name_taken(const struct lint *lint, const struct repair *repair)
{
	const struct config_site *site = lint->site;
	const char *name = site->bsss[repair->bss].ft.nas_identifier;

	for (size_t i = 0; i < site->bss_count; i++)
		if (i != repair->bss && site->bsss[i].ft.nas_identifier &&
		    strcmp(site->bsss[i].ft.nas_identifier, name) == 0)
			return true;
	return false;
}

static bool is_r1kh_id_taken(const struct lint *lint, const struct repair *repair)
{
	const struct config_site *site = lint->site;

	for (size_t i = 0; i < site->bss_count; i++)
		if (i != repair->bss && mac_equal(site->bsss[i].ft.r1kh_id,
						  site->bsss[repair->bss].ft.r1kh_id))
			return true;
	return false;
}

/* What has made an entry that is in no file: "OpenWrt 23.05's default"; else NULL. */
static const char *made_by(const struct config_bss *bss, const struct key_entry *entry)
{
	return entry->setting < bss->settings.count
		       ? bss->settings.items[entry->setting].why
		       : NULL;
}

/* Of one access point's list what is missing is one finding. */
static struct finding *tell_missing(struct findings *out, enum cause cause,
				    const char *list, const struct config_bss *bss,
				    const struct config_bss *other)
{
	cleanup_free_ char *start =
		memory_printf("%s has no %s entry for ", bss->name, list);
	char *longer;

	for (size_t i = 0; i < out->count; i++) {
		struct finding *finding = out->items[i];

		if (finding->cause != cause ||
		    strncmp(finding->what, start, strlen(start)) != 0)
			continue;
		longer = memory_printf("%s, %s", finding->what, other->name);
		free(finding->what);
		finding->what = longer;
		return finding;
	}
	return finding_add_cause(out, FINDING_BREAKS, cause, "%s%s", start, other->name);
}

/* What was wrong, told before it is mended. */
static struct finding *tell(struct lint *lint, const struct repair *repair,
			    const struct pull *pull)
{
	const struct config_bss *bss = &lint->site->bsss[repair->bss],
				*other = &lint->site->bsss[repair->other];
	bool shadows = pull->end == PULL_TO_SELF || pull->end == PULL_WRONG_MAC;
	struct findings *out = lint->findings;
	const char *made;

	switch (repair->kind) {
	case REPAIR_R0KH_MAC:
		return finding_add_cause(out, FINDING_BREAKS, CAUSE_R0KH_MAC,
					 "the MAC address of %s's r0kh entry for %s is "
					 "not its BSSID",
					 bss->name, other->name);
	case REPAIR_R0KH_ID:
		if (shadows)
			return finding_add_cause(
				out, FINDING_BREAKS, CAUSE_R0KH_MAC,
				"%s's r0kh entry with the address of %s has the "
				"identifier of another access point, and comes before "
				"that one's",
				bss->name, other->name);
		return finding_add_cause(out, FINDING_BREAKS, CAUSE_NAS_IDENTIFIER,
					 "%s's r0kh entry for %s does not have its "
					 "nas_identifier, \"%s\"",
					 bss->name, other->name,
					 other->ft.nas_identifier);
	case REPAIR_R0KH_KEY:
		made = made_by(bss, &bss->ft.r0kh.items[repair->entry]);
		return finding_add_cause(out, FINDING_BREAKS, CAUSE_R0KH_KEY,
					 "the key of %s's r0kh entry for %s%s%s%s is not "
					 "the one that %s has in its r1kh entry for %s",
					 bss->name, other->name, made ? " (" : "",
					 made ? made : "", made ? ")" : "", other->name,
					 bss->name);
	case REPAIR_R1KH_MAC:
		return finding_add_rule(out, FINDING_BREAKS, RULE_R1KH_MAC,
					"the MAC address of %s's r1kh entry for %s is "
					"not its BSSID",
					bss->name, other->name);
	case REPAIR_R1KH_ID:
		if (pull->end != PULL_NO_R1KH)
			return finding_add_rule(
				out, FINDING_BREAKS, RULE_R1KH_MAC,
				"%s's r1kh entry with the address of %s has the R1KH-ID "
				"of another access point, and comes before that one's",
				bss->name, other->name);
		return finding_add_cause(out, FINDING_BREAKS, CAUSE_R1KH_ID,
					 "%s's r1kh entry for %s does not have its "
					 "R1KH-ID",
					 bss->name, other->name);
	case REPAIR_R1KH_KEY:
		made = made_by(bss, &bss->ft.r1kh.items[repair->entry]);
		return finding_add_cause(out, FINDING_BREAKS, CAUSE_R1KH_KEY,
					 "the key of %s's r1kh entry for %s%s%s%s is not "
					 "the one that %s has in its r0kh entry for %s",
					 bss->name, other->name, made ? " (" : "",
					 made ? made : "", made ? ")" : "", other->name,
					 bss->name);
	case REPAIR_NAS_IDENTIFIER:
		return finding_add_cause(
			out, FINDING_BREAKS,
			is_name_taken(lint, repair) ? CAUSE_NAS_IDENTIFIER_DUPLICATE
						    : CAUSE_NAS_IDENTIFIER,
			is_name_taken(lint, repair)
				? "the nas_identifier of %s, \"%s\", is another's, too"
				: "the nas_identifier of %s is \"%s\", and the others' "
				  "r0kh entries for it have another",
			bss->name, bss->ft.nas_identifier);
	case REPAIR_R1_KEY_HOLDER:
		return finding_add_cause(
			out, FINDING_BREAKS,
			is_r1kh_id_taken(lint, repair) ? CAUSE_R1KH_ID_DUPLICATE
						       : CAUSE_R1KH_ID,
			is_r1kh_id_taken(lint, repair)
				? "the r1_key_holder of %s is another's, too"
				: "the r1_key_holder of %s is not what the others' r1kh "
				  "entries for it have",
			bss->name);
	case REPAIR_ADD_R0KH:
		return tell_missing(out, CAUSE_R0KH_MISSING, "r0kh", bss, other);
	case REPAIR_ADD_R1KH:
		return tell_missing(out, CAUSE_R1KH_MISSING, "r1kh", bss, other);
	}
	return NULL;
}

/* The entry of one list that the repair changes; NULL: it changes none. */
static const struct key_entry *changed_entry(const struct lint *lint,
					     const struct repair *repair, bool *ret_r1kh)
{
	const struct ft_config *ft = &lint->site->bsss[repair->bss].ft;

	switch (repair->kind) {
	case REPAIR_R0KH_MAC:
	case REPAIR_R0KH_ID:
	case REPAIR_R0KH_KEY:
	case REPAIR_ADD_R0KH:
		*ret_r1kh = false;
		return &ft->r0kh.items[repair->entry];
	case REPAIR_R1KH_MAC:
	case REPAIR_R1KH_ID:
	case REPAIR_R1KH_KEY:
	case REPAIR_ADD_R1KH:
		*ret_r1kh = true;
		return &ft->r1kh.items[repair->entry];
	case REPAIR_NAS_IDENTIFIER:
	case REPAIR_R1_KEY_HOLDER:
		break;
	}
	return NULL;
}

/* The line, and those with which it disagrees. */
static void add_lines(struct lint *lint, struct finding *finding,
		      const struct repair *repair, size_t from, size_t to,
		      const struct pull *pull)
{
	const struct config_site *site = lint->site;
	const struct config_bss *bss = &site->bsss[repair->bss],
				*r0kh = &site->bsss[from], *target = &site->bsss[to];
	bool r1kh = false;

	if (repair->kind == REPAIR_NAS_IDENTIFIER)
		lint_add_line(lint, finding, repair->bss, "nas_identifier", NULL);
	else if (repair->kind == REPAIR_R1_KEY_HOLDER)
		lint_add_line(lint, finding, repair->bss, "r1_key_holder", NULL);
	else if (repair->kind == REPAIR_ADD_R0KH)
		lint_add_line(lint, finding, repair->bss, "r0kh", NULL);
	else if (repair->kind == REPAIR_ADD_R1KH)
		lint_add_line(lint, finding, repair->bss, "r1kh", NULL);
	else
		finding_add_line(
			finding, bss->access_point,
			lint_entry_place(bss, changed_entry(lint, repair, &r1kh)), NULL);
	if (pull->r0kh < target->ft.r0kh.count)
		finding_add_line(finding, target->access_point,
				 lint_entry_place(target,
						  &target->ft.r0kh.items[pull->r0kh]),
				 "%s's r0kh entry for %s", target->name, r0kh->name);
	if (pull->r1kh < r0kh->ft.r1kh.count)
		finding_add_line(finding, r0kh->access_point,
				 lint_entry_place(r0kh, &r0kh->ft.r1kh.items[pull->r1kh]),
				 "%s's r1kh entry for %s", r0kh->name, target->name);
}

/* A key is told by where it stands already. */
static char *describe_key(struct lint *lint, const struct repair *repair, size_t from,
			  size_t to, const struct pull *pull)
{
	const struct config_site *site = lint->site;
	const struct config_bss *bss = NULL;
	const struct key_entry *entry = NULL;
	cleanup_free_ char *place = NULL;

	if (repair->kind == REPAIR_R0KH_KEY) {
		bss = &site->bsss[from];
		entry = &bss->ft.r1kh.items[pull->r1kh];
	} else if (repair->kind == REPAIR_R1KH_KEY || repair->kind == REPAIR_ADD_R1KH) {
		bss = &site->bsss[to];
		entry = &bss->ft.r0kh.items[pull->r0kh];
	} else if (repair->kind == REPAIR_ADD_R0KH) {
		return memory_printf("<the key that the two share, 64 hex digits>");
	}
	if (!entry)
		return memory_printf("<its key>");
	if (entry->setting >= bss->settings.count ||
	    bss->settings.items[entry->setting].origin != ORIGIN_FILE)
		return memory_printf("<the same key on both, 64 hex digits>");
	place = config_site_place(site, bss->access_point, lint_entry_place(bss, entry));
	return memory_printf("<the key of %s>", place);
}

static char *correct_line(struct lint *lint, const struct repair *repair, const char *key)
{
	const struct config_site *site = lint->site;
	const struct config_bss *bss = &site->bsss[repair->bss];
	char digits[2 * MAC_LENGTH + 1];
	bool r1kh;
	const struct key_entry *entry = changed_entry(lint, repair, &r1kh);

	if (entry)
		return config_key_holder_line(site, bss, entry, r1kh, key);
	if (repair->kind == REPAIR_NAS_IDENTIFIER)
		return config_line(site, bss,
				   config_option_name(site, bss, "nas_identifier"),
				   bss->ft.nas_identifier);
	hex_format(digits, bss->ft.r1kh_id, MAC_LENGTH);
	return config_line(site, bss, "r1_key_holder", digits);
}

static void note_edit(struct lint *lint, const struct repair *repair)
{
	struct config_site *site = lint->site;
	const struct config_bss *bss = &site->bsss[repair->bss];
	char digits[2 * MAC_LENGTH + 1];

	if (repair->kind == REPAIR_NAS_IDENTIFIER) {
		config_edit_add(site, repair->bss,
				config_option_name(site, bss, "nas_identifier"),
				bss->ft.nas_identifier);
	} else if (repair->kind == REPAIR_R1_KEY_HOLDER) {
		hex_format(digits, bss->ft.r1kh_id, MAC_LENGTH);
		config_edit_add(site, repair->bss, "r1_key_holder", digits);
	}
}

/* Carries the repair out, and tells of it with the pairs that it mends. */
static void mend(struct lint *lint, struct repair *repair, size_t from, size_t to,
		 const struct pull *pull)
{
	size_t count = lint->site->bss_count;
	cleanup_free_ unsigned *before = memory_zero(2 * count, sizeof(*before)),
			       *after = memory_zero(2 * count, sizeof(*after));
	cleanup_free_ char *key = describe_key(lint, repair, from, to, pull);
	struct finding *finding = tell(lint, repair, pull);

	worths(lint, repair->bss, before);
	add_lines(lint, finding, repair, from, to, pull);
	repair_apply(lint->site, repair);
	worths(lint, repair->bss, after);
	for (size_t i = 0; i < count; i++) {
		if (after[i] > before[i])
			finding_add_pair(finding, repair->bss, i);
		if (after[count + i] > before[count + i])
			finding_add_pair(finding, i, repair->bss);
	}
	if (!finding->correct)
		finding->correct = correct_line(lint, repair, key);
	finding->mended = true;
	note_edit(lint, repair);
}

static void give_up(struct lint *lint, size_t from, size_t to)
{
	const struct config_bss *r0kh = &lint->site->bsss[from],
				*target = &lint->site->bsss[to];
	struct finding *finding = finding_add_cause(
		lint->findings, FINDING_BREAKS, CAUSE_R0KH_MISSING,
		"%s does not get keys from %s, and no change of one line mends it",
		target->name, r0kh->name);

	lint_add_line(lint, finding, to, "r0kh", NULL);
	finding_add_pair(finding, from, to);
}

static void lint_pair(struct lint *lint, size_t from, size_t to)
{
	const struct config_bss *r0kh = &lint->site->bsss[from],
				*target = &lint->site->bsss[to];

	for (unsigned step = 0; step < STEPS_MAX; step++) {
		struct repairs repairs;
		struct repair *best;
		struct pull pull;

		pull_try_all(r0kh, target, &pull);
		if (pull.end == PULL_OK || pull.end == PULL_GENERATED_NOT ||
		    is_consequence(r0kh, target, &pull))
			return;
		repairs_find(lint, from, to, &pull, &repairs);
		best = choose(lint, &repairs);
		if (best)
			mend(lint, best, from, to, &pull);
		else
			give_up(lint, from, to);
		repairs_clear(&repairs);
		if (!best)
			return;
	}
}

/* Where the first roam has to find out whom to ask. */
static void lint_wildcards(struct lint *lint)
{
	struct config_site *site = lint->site;
	struct finding *finding = NULL;

	for (size_t to = 0; to < site->bss_count; to++) {
		bool asks_all = false;

		for (size_t from = 0; from < site->bss_count; from++) {
			struct pull pull;

			if (!is_concerned(lint, from, to))
				continue;
			pull_try_all(&site->bsss[from], &site->bsss[to], &pull);
			asks_all = asks_all || (pull.end == PULL_OK && pull.by_wildcard);
		}
		if (!asks_all)
			continue;
		if (!finding)
			finding = finding_add_cause(
				lint->findings, FINDING_STYLE, CAUSE_WILDCARD_DISCOVERY,
				"access points find each other by wildcards: the first "
				"roam between two of them is slower");
		lint_add_line(lint, finding, to, "r0kh", "%s", site->bsss[to].name);
	}
}

void lint_keys(struct lint *lint)
{
	for (size_t from = 0; from < lint->site->bss_count; from++)
		for (size_t to = 0; to < lint->site->bss_count; to++)
			if (is_concerned(lint, from, to))
				lint_pair(lint, from, to);
	lint_wildcards(lint);
}

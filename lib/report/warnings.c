/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/warnings.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "report/block.h"

#define EVIDENCE_SHOWN 4
#define PLACES_SHOWN 4
#define MATTERS_SHOWN 3 /* in full, the rest in a line each */

static bool is_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* The same is to be done, perhaps elsewhere. */
static bool is_alike(const struct warning *a, const struct warning *b)
{
	return a->cause == b->cause && is_same(a->remedy.text, b->remedy.text) &&
	       is_same(a->remedy.hostapd, b->remedy.hostapd) &&
	       is_same(a->remedy.openwrt, b->remedy.openwrt);
}

static bool was_told(const struct results *results, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (is_alike(&results->warnings[i], &results->warnings[index]))
			return true;
	return false;
}

/* "hall, stairs": the access points of all that are like the first. */
static char *places_of(const struct results *results, size_t first, size_t most)
{
	struct text out = { 0 };
	size_t count = 0;

	for (size_t i = first; i < results->warning_count; i++) {
		const char *name = results->warnings[i].remedy.access_point;

		if (!name || !is_alike(&results->warnings[first], &results->warnings[i]))
			continue;
		if (count++ < most)
			text_printf(&out, "%s%s", out.length ? ", " : "", name);
	}
	if (count > most)
		text_printf(&out, " and %zu more", count - most);
	return out.data;
}

static bool add_warning(const struct results *results, size_t first,
			const struct text_style *style, struct text *out)
{
	const struct warning *warning = &results->warnings[first];
	size_t most = style->verbose ? SIZE_MAX : PLACES_SHOWN;
	cleanup_free_ char *places = places_of(results, first, most), *line = NULL;
	size_t alike = 0;

	line = memory_printf("%s: %s", cause_text(warning->cause)->id,
			     cause_text(warning->cause)->sentence);
	text_add_char(out, '\n');
	block_add(out, "warning", line);
	for (size_t i = first; i < results->warning_count; i++)
		if (is_alike(warning, &results->warnings[i]) &&
		    (alike++ < EVIDENCE_SHOWN || style->verbose))
			block_add(out, alike == 1 ? "evidence" : "",
				  results->warnings[i].evidence);
	block_add_remedy(out, places, &warning->remedy);
	return alike <= EVIDENCE_SHOWN;
}

static void add_in_a_line(const struct results *results, size_t first, bool label,
			  struct text *out)
{
	cleanup_free_ char *line =
		memory_printf("%s: %s", cause_text(results->warnings[first].cause)->id,
			      results->warnings[first].evidence);

	block_add_cut(out, label ? "also" : "", line, 1);
}

bool warnings_add(const struct results *results, const struct text_style *style,
		  bool named[static CAUSE_MAX], struct text *out)
{
	size_t told = 0;
	bool whole = true;

	for (size_t i = 0; i < results->warning_count; i++) {
		if (was_told(results, i))
			continue;
		if (told++ < MATTERS_SHOWN || style->verbose) {
			whole &= add_warning(results, i, style, out);
			named[results->warnings[i].cause] = true;
			continue;
		}
		if (told == MATTERS_SHOWN + 1)
			text_add_char(out, '\n');
		add_in_a_line(results, i, told == MATTERS_SHOWN + 1, out);
		whole = false;
	}
	return whole;
}

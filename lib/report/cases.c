/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/cases.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/method.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "explain/code.h"
#include "report/phases.h"
#include "report/style.h"

static bool same_string(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_remedy(const struct remedy *a, const struct remedy *b)
{
	return same_string(a->access_point, b->access_point) &&
	       same_string(a->text, b->text) && same_string(a->hostapd, b->hostapd) &&
	       same_string(a->openwrt, b->openwrt);
}

static bool same_candidates(const struct diagnosis *a, const struct diagnosis *b)
{
	if (a->candidate_count != b->candidate_count)
		return false;
	for (size_t i = 0; i < a->candidate_count; i++)
		if (a->candidates[i] != b->candidates[i])
			return false;
	return same_string(a->decide, b->decide);
}

/* Where it is decided, what else the station could think of does not matter. */
static bool same_matter(const struct diagnosis *a, const struct diagnosis *b)
{
	return a->cause == b->cause && same_remedy(&a->remedy, &b->remedy) &&
	       (a->cause < CAUSE_MAX || same_candidates(a, b));
}

static void add_case(struct case_groups *groups, bool together, struct step_case one)
{
	struct case_group *group = NULL;

	if (!one.diagnosis->present)
		return;
	for (size_t i = 0; together && !group && i < groups->count; i++)
		if (same_matter(groups->items[i].items[0].diagnosis, one.diagnosis))
			group = &groups->items[i];
	if (!group)
		group = array_add(groups->items, groups->count, groups->capacity);
	*array_add(group->items, group->count, group->capacity) = one;
}

static int compare(const void *a, const void *b)
{
	const unsigned *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

/* They ascend. */
static bool is_among(const unsigned *indices, size_t count, unsigned index)
{
	return count > 0 && bsearch(&index, indices, count, sizeof(index), compare);
}

static void add_association(struct case_groups *groups, bool together,
			    const struct association *a,
			    const struct expectation_result *of)
{
	if (!of || is_among(of->associations, of->association_count, a->index))
		add_case(groups, together,
			 (struct step_case){ .association = a,
					     .diagnosis = &a->diagnosis,
					     .passed = a->passed });
}

static void add_roam(struct case_groups *groups, bool together, const struct roam *roam,
		     const struct expectation_result *of)
{
	if (!of || is_among(of->roams, of->roam_count, roam->index))
		add_case(groups, together,
			 (struct step_case){ .roam = roam,
					     .diagnosis = &roam->diagnosis,
					     .passed = roam->passed });
}

static bool all_passed(const struct case_group *group)
{
	for (size_t i = 0; i < group->count; i++)
		if (!group->items[i].passed)
			return false;
	return true;
}

/* What was not expected goes first; the order is kept otherwise. */
static void sort_groups(struct case_groups *groups)
{
	cleanup_free_ struct case_group *sorted =
		memory_zero(groups->count, sizeof(*sorted));
	size_t count = 0;

	for (int passed = 0; passed <= 1; passed++)
		for (size_t i = 0; i < groups->count; i++)
			if (all_passed(&groups->items[i]) == passed)
				sorted[count++] = groups->items[i];
	if (count > 0)
		memcpy(groups->items, sorted, count * sizeof(*sorted));
}

void case_groups_find(const struct results *results, const struct expectation_result *of,
		      bool together, struct case_groups *ret)
{
	size_t association = 0, roam = 0;

	while (association < results->association_count || roam < results->roam_count) {
		const struct association *a =
			association < results->association_count
				? results_association(results, association)
				: NULL;
		const struct roam *b =
			roam < results->roam_count ? results_roam(results, roam) : NULL;

		if (a && (!b || a->start_ns <= b->start_ns)) {
			add_association(ret, together, a, of);
			association++;
		} else if (b) {
			add_roam(ret, together, b, of);
			roam++;
		}
	}
	if (together)
		sort_groups(ret);
}

void case_groups_clear(struct case_groups *groups)
{
	for (size_t i = 0; i < groups->count; i++)
		free(groups->items[i].items);
	free(groups->items);
	*groups = (struct case_groups){ 0 };
}

/* In the order in which they came. */
struct phrases {
	char **items;
	size_t count, capacity;
};

static void phrases_append(struct phrases *phrases, char *phrase)
{
	*array_add(phrases->items, phrases->count, phrases->capacity) = phrase;
}

/* Unless it is there. */
static void phrases_add(struct phrases *phrases, char *phrase)
{
	for (size_t i = 0; i < phrases->count; i++) {
		if (strcmp(phrases->items[i], phrase) == 0) {
			free(phrase);
			return;
		}
	}
	phrases_append(phrases, phrase);
}

static void phrases_clear(struct phrases *phrases)
{
	for (size_t i = 0; i < phrases->count; i++)
		free(phrases->items[i]);
	free(phrases->items);
}

/* "a, b and c"; of more than so many "a, b and 7 more". */
static void phrases_join(const struct phrases *phrases, size_t most, struct text *out)
{
	size_t shown = phrases->count > most ? most : phrases->count;

	for (size_t i = 0; i < shown; i++) {
		text_add(out, i == 0 ? "" : i + 1 == phrases->count ? " and " : ", ");
		plain_add(out, phrases->items[i]);
	}
	if (shown < phrases->count)
		text_printf(out, " and %zu more", phrases->count - shown);
}

static char *outcome_phrase(enum outcome result, bool has_status, unsigned status,
			    const char *exchange)
{
	struct text out = { 0 };

	if (result == OUTCOME_OK) {
		text_printf(&out, "arrived: %s", report_exchange_phrase(exchange));
		return text_steal(&out);
	}
	text_add(&out, outcome_name(result));
	if (has_status) {
		text_add(&out, ", ");
		if (result == OUTCOME_DISCONNECTED)
			reason_code_add(&out, status);
		else
			status_code_add(&out, status);
	}
	return text_steal(&out);
}

/* What can be said of all of them in a line. */
#define NUMBERS_SHOWN 8
#define PLACES_SHOWN 3
#define OUTCOMES_SHOWN 2

struct name_parts {
	struct phrases numbers, places, vias, outcomes;
};

static void parts_add(struct name_parts *parts, const struct step_case *one)
{
	const struct roam *roam = one->roam;
	const struct association *a = one->association;

	if (roam) {
		phrases_append(&parts->numbers, memory_printf("%u", roam->index));
		phrases_add(&parts->places,
			    memory_printf("%s -> %s", roam->from, roam->to));
		phrases_add(&parts->vias, memory_strdup(via_phrase(roam->via)));
		phrases_add(&parts->outcomes,
			    outcome_phrase(roam->result, roam->has_status, roam->status,
					   roam->exchange));
	} else {
		phrases_append(&parts->numbers, memory_printf("%u", a->index));
		phrases_add(&parts->places, memory_strdup(a->to));
		phrases_add(&parts->outcomes, outcome_phrase(a->result, a->has_status,
							     a->status, a->exchange));
	}
}

static void parts_join(const struct name_parts *parts, bool roams, struct text *out)
{
	text_printf(out, "%s%s ", roams ? "roam" : "association",
		    parts->numbers.count > 1 ? "s" : "");
	phrases_join(&parts->numbers, NUMBERS_SHOWN, out);
	text_add(out, roams ? ", " : " with ");
	phrases_join(&parts->places, PLACES_SHOWN, out);
	if (parts->vias.count > 0) {
		text_add(out, " ");
		phrases_join(&parts->vias, VIA_MAX, out);
	}
	if (parts->outcomes.count > OUTCOMES_SHOWN)
		return;
	for (size_t i = 0; i < parts->outcomes.count; i++)
		text_printf(out, "%s%s", i ? " or " : ", ", parts->outcomes.items[i]);
}

static void parts_clear(struct name_parts *parts)
{
	phrases_clear(&parts->numbers);
	phrases_clear(&parts->places);
	phrases_clear(&parts->vias);
	phrases_clear(&parts->outcomes);
}

void case_group_name_add(struct text *out, const struct case_group *group)
{
	struct name_parts roams = { 0 }, associations = { 0 };

	for (size_t i = 0; i < group->count; i++)
		parts_add(group->items[i].roam ? &roams : &associations,
			  &group->items[i]);
	if (associations.numbers.count > 0)
		parts_join(&associations, false, out);
	if (associations.numbers.count > 0 && roams.numbers.count > 0)
		text_add(out, "; ");
	if (roams.numbers.count > 0)
		parts_join(&roams, true, out);
	parts_clear(&roams);
	parts_clear(&associations);
}

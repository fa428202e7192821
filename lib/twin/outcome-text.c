/* SPDX-License-Identifier: BSD-3-Clause */
#include "twin/outcome-text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/cause-phrase.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "explain/code.h"

#define NAMES_SHOWN 6

void twin_pair_name_add(struct text *out, const struct config_site *site,
			const struct twin_pair *pair)
{
	text_printf(out, "%s -> %s", site->bsss[pair->from].name,
		    site->bsss[pair->to].name);
}

static void add_code(struct text *out, enum outcome result, bool has_status,
		     unsigned status)
{
	switch (result) {
	case OUTCOME_OK:
		break;
	case OUTCOME_REJECTED:
		if (has_status)
			text_printf(out, "status %u", status);
		else
			text_add(out, "refused");
		break;
	case OUTCOME_TIMEOUT:
		text_add(out, "no answer");
		break;
	case OUTCOME_DISCONNECTED:
		text_add(out, "disconnected");
		if (has_status)
			text_printf(out, ", reason %u", status);
		break;
	case OUTCOME_WRONG_AP:
		text_add(out, "connected elsewhere");
		break;
	case OUTCOME_MAX:
		break;
	}
}

static void add_method(struct text *out, const struct roam *roam)
{
	bool ft = roam->used == METHOD_FT_AIR || roam->used == METHOD_FT_DS;

	text_add(out, ft ? "FT" : method_name(roam->used));
}

static void add_failure(struct text *out, const struct twin_pair *pair)
{
	const struct roam *roam = pair->roam;

	if (roam && roam->result == OUTCOME_OK) {
		text_add(out, "arrived by ");
		add_method(out, roam);
	} else if (roam) {
		add_code(out, roam->result, roam->has_status, roam->status);
	}
	if (roam && roam->of_matrix && roam->leg == LEG_BACK)
		text_add(out, " on the way back");
	else if (roam && roam->of_matrix && roam->leg == LEG_WARM)
		text_add(out, " the second time");
}

static void add_absence(struct text *out, const struct twin_trial *trial,
			const struct twin_pair *pair)
{
	size_t absent =
		trial->stage.absence[pair->from] != TWIN_PRESENT ? pair->from : pair->to;

	text_printf(out, "%s %s", trial->site.bsss[absent].name,
		    twin_absence_phrase(trial->stage.absence[absent]));
}

void twin_pair_outcome_add(struct text *out, const struct twin_trial *trial,
			   const struct twin_pair *pair)
{
	switch (pair->state) {
	case TWIN_WORKED:
		add_method(out, pair->roam);
		break;
	case TWIN_FAILED:
		add_failure(out, pair);
		break;
	case TWIN_NOT_BEGUN:
		text_printf(out, "no association with %s",
			    trial->site.bsss[pair->from].name);
		if (pair->association) {
			text_add(out, ": ");
			add_code(out, pair->association->result,
				 pair->association->has_status,
				 pair->association->status);
		}
		break;
	case TWIN_ABSENT:
		add_absence(out, trial, pair);
		break;
	case TWIN_NOT_OFFERED:
		text_add(out, "not offered");
		break;
	case TWIN_NOT_RUN:
	case TWIN_STATE_MAX:
		text_add(out, "not run");
		break;
	}
}

/* Owned by the caller. */
static char *phrase_of(const struct twin_trial *trial, const struct twin_pair *pair)
{
	const struct diagnosis *diagnosis = twin_pair_diagnosis(pair);
	struct text out = { 0 };

	text_add(&out, pair->via == VIA_DS ? "over the DS: " : "over the air: ");
	twin_pair_outcome_add(&out, trial, pair);
	if (diagnosis) {
		cleanup_free_ char *cause = cause_phrase(diagnosis);

		text_printf(&out, "; the run's diagnosis is %s", cause);
	}
	return text_steal(&out);
}

static void add_to_group(struct twin_groups *groups, const struct twin_trial *trial,
			 const struct twin_pair *pair)
{
	cleanup_free_ char *phrase = phrase_of(trial, pair);
	struct twin_group *group = NULL;

	for (size_t i = 0; i < groups->count && !group; i++)
		if (strcmp(groups->items[i].phrase, phrase) == 0)
			group = &groups->items[i];
	if (!group) {
		group = array_add(groups->items, groups->count, groups->capacity);
		group->phrase = TAKE_PTR(phrase);
	}
	*array_add(group->pairs, group->count, group->capacity) = pair;
}

void twin_groups_find(const struct twin_trial *trial, size_t finding,
		      struct twin_groups *ret)
{
	const struct twin_outcome *outcome = &trial->outcome;

	*ret = (struct twin_groups){ 0 };
	for (size_t i = 0; i < outcome->count; i++) {
		const struct twin_pair *pair = &outcome->pairs[i];
		bool wanted = finding == SIZE_MAX
				      ? twin_pair_failed(pair) &&
						!twin_pair_is_explained(outcome, pair)
				      : pair->findings[finding];

		if (wanted)
			add_to_group(ret, trial, pair);
	}
}

void twin_groups_clear(struct twin_groups *groups)
{
	for (size_t i = 0; i < groups->count; i++) {
		free(groups->items[i].pairs);
		free(groups->items[i].phrase);
	}
	free(groups->items);
	*groups = (struct twin_groups){ 0 };
}

void twin_group_names_add(struct text *out, const struct config_site *site,
			  const struct twin_group *group)
{
	size_t shown = group->count > NAMES_SHOWN ? NAMES_SHOWN - 1 : group->count;

	for (size_t i = 0; i < shown; i++) {
		text_add(out, i > 0 ? ", " : "");
		twin_pair_name_add(out, site, group->pairs[i]);
	}
	if (shown < group->count)
		text_printf(out, " and %zu more", group->count - shown);
}

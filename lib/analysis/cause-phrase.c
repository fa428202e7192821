/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/cause-phrase.h"

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

static void add_candidates(const struct diagnosis *diagnosis, struct text *out)
{
	for (size_t i = 0; i < diagnosis->candidate_count; i++)
		text_printf(out, "%s%s", i ? ", " : "",
			    cause_text(diagnosis->candidates[i])->id);
}

char *cause_phrase(const struct diagnosis *diagnosis)
{
	struct text out = { 0 };

	if (diagnosis->cause < CAUSE_MAX)
		return memory_strdup(cause_text(diagnosis->cause)->id);
	text_add(&out, "not decided");
	if (diagnosis->candidate_count > 0) {
		text_add(&out, " (one of ");
		add_candidates(diagnosis, &out);
		text_add(&out, ")");
	}
	return text_steal(&out);
}

char *cause_sentence(const struct diagnosis *diagnosis)
{
	struct text out = { 0 };

	if (diagnosis->cause < CAUSE_MAX)
		return memory_strdup(cause_text(diagnosis->cause)->sentence);
	if (diagnosis->candidate_count == 0)
		return memory_strdup("Nothing that was seen tells the cause.");
	text_add(&out, "What was seen does not decide; the likeliest first: ");
	add_candidates(diagnosis, &out);
	text_add(&out, ".");
	return text_steal(&out);
}

bool diagnosis_has_candidate(const struct diagnosis *diagnosis, enum cause cause)
{
	for (size_t i = 0; i < diagnosis->candidate_count; i++)
		if (diagnosis->candidates[i] == cause)
			return true;
	return false;
}

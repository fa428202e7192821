/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/warning-verdict.h"

#include "base/memory.h"

/* "reassociation-deadline, rrb-key-zero", or "none" */
static char *ids_format(const bool warnings[static CAUSE_MAX])
{
	struct text out = { 0 };

	for (enum cause cause = 0; cause < CAUSE_MAX; cause++)
		if (warnings[cause])
			text_printf(&out, "%s%s", out.length ? ", " : "",
				    cause_text(cause)->id);
	return out.length ? text_steal(&out) : memory_strdup("none");
}

static void detail_add(struct text *out, const char *id, const char *what)
{
	text_printf(out, "%s%s: %s", out->length ? "\n" : "", id, what);
}

void verdict_of_warnings(const struct judgement *judgement, const struct expectation *e,
			 struct expectation_result *result)
{
	const struct results *results = judgement->results;
	bool seen[CAUSE_MAX] = { false }, unasked = false, missing = false;
	struct text detail = { 0 };

	for (size_t i = 0; i < results->warning_count; i++) {
		const struct warning *warning = &results->warnings[i];

		seen[warning->cause] = true;
		if (e->warnings[warning->cause])
			continue;
		unasked = true;
		detail_add(&detail, cause_text(warning->cause)->id, warning->evidence);
	}
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++) {
		if (!e->warnings[cause] || seen[cause])
			continue;
		missing = true;
		detail_add(&detail, cause_text(cause)->id, "not seen");
	}
	result->wanted = ids_format(e->warnings);
	result->got = ids_format(seen);
	/* What is missing may have come in the rest of a run that broke off. */
	if (unasked || (missing && judgement->complete))
		result->verdict = VERDICT_FAIL;
	else
		result->verdict = verdict_of_rest(judgement, judgement->complete, 1);
	result->detail = detail.length ? text_steal(&detail) : NULL;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/diagnoses.h"

#include <string.h>

#include "analysis/cause-phrase.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "report/block.h"
#include "report/cases.h"
#include "report/warnings.h"

/* One matter, with the line that names explain, fits this. */
#define SCREEN_LINES 24
#define MORE_LINES 4 /* what names explain, and an empty line before each */
#define EVIDENCE_SHOWN 4
#define EVIDENCE_LINES 3 /* of one */
/* So many are told in full, the rest in a line each. */
#define MATTERS_SHOWN 3

static size_t count_lines(const struct text *text)
{
	size_t lines = 0;

	for (size_t i = 0; i < text->length; i++)
		lines += text->data[i] == '\n';
	return lines;
}

/* What a cause looks like. */
static void add_candidate(struct text *out, const struct cause_text *cause)
{
	cleanup_free_ char *sentence =
		memory_printf("%s: %s", cause->id, cause->sentence);

	block_add(out, "candidate", sentence);
	block_add(out, "  station", cause->station);
	block_add(out, "  AP's log", cause->log ? cause->log : "nothing that would tell");
}

/* "r0kh-missing: The target has …", "not decided; the likeliest first: a, b" */
static void add_cause(struct text *out, const struct diagnosis *diagnosis)
{
	cleanup_text_ struct text line = { 0 };

	if (diagnosis->cause < CAUSE_MAX)
		text_printf(&line, "%s: %s", cause_text(diagnosis->cause)->id,
			    cause_text(diagnosis->cause)->sentence);
	else
		text_add(&line, diagnosis->candidate_count > 0
					? "not decided; the likeliest first:"
					: "not known: nothing that was seen tells it");
	for (size_t i = 0;
	     diagnosis->cause == CAUSE_MAX && i < diagnosis->candidate_count; i++)
		text_printf(&line, "%s %s", i ? "," : "",
			    cause_text(diagnosis->candidates[i])->id);
	block_add(out, "cause", line.data);
}

/* The matter without its evidence: what stands before it, and behind it. */
static void add_frame(const struct case_group *group, struct text *head,
		      struct text *tail)
{
	const struct diagnosis *diagnosis = group->items[0].diagnosis;
	cleanup_text_ struct text name = { 0 };

	case_group_name_add(&name, group);
	block_add(head, "why", name.data);
	add_cause(head, diagnosis);
	block_add_remedy(tail, diagnosis->remedy.access_point, &diagnosis->remedy);
	if (diagnosis->decide)
		block_add(tail, "what decides", diagnosis->decide);
}

/* True if all of it is shown. */
static bool add_evidence(const struct diagnosis *diagnosis,
			 const struct text_style *style, size_t lines, struct text *out)
{
	bool whole = true;

	for (size_t i = 0; i < diagnosis->evidence_count; i++) {
		const char *label = i == 0 ? "evidence" : "";
		size_t before = out->length, room = lines;

		if (style->verbose) {
			block_add(out, label, diagnosis->evidence[i]);
			continue;
		}
		if (i == EVIDENCE_SHOWN || lines == 0)
			return false;
		if (room > EVIDENCE_LINES)
			room = EVIDENCE_LINES;
		whole &=
			block_add_cut(out, label, diagnosis->evidence[i], (unsigned)room);
		for (size_t at = before; at < out->length; at++)
			lines -= out->data[at] == '\n';
	}
	return whole;
}

/* In verbose reports: what else could have been, and what proves the method. */
static void add_all(const struct step_case *one, struct text *out)
{
	const struct diagnosis *diagnosis = one->diagnosis;

	for (size_t i = 0; i < diagnosis->candidate_count; i++)
		add_candidate(out, cause_text(diagnosis->candidates[i]));
	for (size_t i = 0; one->roam && i < one->roam->proof_count; i++)
		block_add(out, i == 0 ? "proof" : "", one->roam->proof[i]);
}

/* True if all that is known is told. */
static bool add_matter(const struct case_group *group, const struct text_style *style,
		       struct text *out)
{
	cleanup_text_ struct text head = { 0 }, tail = { 0 };
	size_t others;
	bool whole;

	add_frame(group, &head, &tail);
	others = count_lines(&head) + count_lines(&tail) + MORE_LINES;
	text_printf(out, "\n%s", head.data);
	whole = add_evidence(group->items[0].diagnosis, style,
			     others < SCREEN_LINES ? SCREEN_LINES - others : 0, out);
	if (tail.data)
		text_add(out, tail.data);
	if (style->verbose)
		add_all(&group->items[0], out);
	return whole && group->count == 1 && group->items[0].diagnosis->cause < CAUSE_MAX;
}

static void add_in_a_line(const struct case_group *group, bool first, struct text *out)
{
	cleanup_free_ char *phrase = cause_phrase(group->items[0].diagnosis);
	cleanup_text_ struct text line = { 0 };

	text_printf(&line, "%s: ", phrase);
	case_group_name_add(&line, group);
	block_add_cut(out, first ? "also" : "", line.data, 1);
}

/* "roamtest explain r0kh-missing password", and where the rest is. */
static void add_explain(const bool named[static CAUSE_MAX], bool whole, struct text *out)
{
	cleanup_text_ struct text line = { 0 };
	unsigned count = 0;

	text_add(&line, "roamtest explain");
	for (enum cause cause = 0; cause < CAUSE_MAX && count < MATTERS_SHOWN; cause++) {
		if (named[cause])
			text_printf(&line, " %s", cause_text(cause)->id);
		count += named[cause];
	}
	if (!whole)
		text_add(&line, "; all that was seen: --verbose");
	text_add_char(out, '\n');
	block_add(out, "more", line.data);
}

static void name_causes(const struct diagnosis *diagnosis, bool named[static CAUSE_MAX])
{
	if (diagnosis->cause < CAUSE_MAX)
		named[diagnosis->cause] = true;
	else if (diagnosis->candidate_count > 0)
		named[diagnosis->candidates[0]] = true;
}

void diagnoses_add(const struct results *results, const struct text_style *style,
		   struct text *out)
{
	cleanup_case_groups_ struct case_groups groups = { 0 };
	bool named[CAUSE_MAX] = { false }, whole = true;

	case_groups_find(results, NULL, !style->verbose, &groups);
	for (size_t i = 0; i < groups.count; i++) {
		if (style->verbose || i < MATTERS_SHOWN) {
			whole &= add_matter(&groups.items[i], style, out);
			name_causes(groups.items[i].items[0].diagnosis, named);
			continue;
		}
		if (i == MATTERS_SHOWN)
			text_add(out, "\n");
		add_in_a_line(&groups.items[i], i == MATTERS_SHOWN, out);
		whole = false;
	}
	whole &= warnings_add(results, style, named, out);
	if (groups.count > 0 || results->warning_count > 0)
		add_explain(named, whole || style->verbose, out);
}

void diagnoses_add_of(const struct results *results,
		      const struct expectation_result *expectation, struct text *out)
{
	static const struct text_style plain = { 0 };
	cleanup_case_groups_ struct case_groups groups = { 0 };

	case_groups_find(results, expectation, true, &groups);
	for (size_t i = 0; i < groups.count; i++)
		add_matter(&groups.items[i], &plain, out);
}

static bool is_named_before(const struct case_groups *groups, size_t index,
			    const char *phrase)
{
	for (size_t i = 0; i < index; i++) {
		cleanup_free_ char *other =
			cause_phrase(groups->items[i].items[0].diagnosis);

		if (strcmp(other, phrase) == 0)
			return true;
	}
	return false;
}

char *diagnoses_name(const struct results *results,
		     const struct expectation_result *expectation)
{
	cleanup_case_groups_ struct case_groups groups = { 0 };
	struct text out = { 0 };

	case_groups_find(results, expectation, true, &groups);
	for (size_t i = 0; i < groups.count; i++) {
		cleanup_free_ char *phrase =
			cause_phrase(groups.items[i].items[0].diagnosis);

		/* With another remedy it is the same cause. */
		if (!is_named_before(&groups, i, phrase))
			text_printf(&out, "%s%s", i ? ", " : "", phrase);
	}
	return groups.count > 0 ? text_steal(&out) : NULL;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/wrap.h"
#include "config/report-text.h"
#include "report/style.h"
#include "twin/outcome-text.h"
#include "twin/page.h"

/* The site before and after. */

#define WAY_WIDTH 5
/* So many pairs are shown whatever became of them. */
#define PAIRS_SHOWN 12

/* The table's columns. */
struct columns {
	unsigned name, outcome;
};

static unsigned larger(unsigned a, size_t b)
{
	return b > a ? (unsigned)b : a;
}

static struct columns columns_of(const struct twin_trial *trial)
{
	struct columns columns = { (unsigned)strlen("findings that break"),
				   (unsigned)strlen("before") };

	for (size_t i = 0; i < trial->outcome.count; i++) {
		const struct twin_pair *pair = &trial->outcome.pairs[i];
		cleanup_text_ struct text name = { 0 }, outcome = { 0 };

		twin_pair_name_add(&name, &trial->site, pair);
		twin_pair_outcome_add(&outcome, trial, pair);
		columns.name = larger(columns.name, name.length);
		columns.outcome = larger(columns.outcome, outcome.length);
	}
	return columns;
}

static const struct twin_pair *find(const struct twin_trial *trial,
				    const struct twin_pair *pair)
{
	for (size_t i = 0; i < trial->outcome.count; i++) {
		const struct twin_pair *other = &trial->outcome.pairs[i];

		if (other->from == pair->from && other->to == pair->to &&
		    other->via == pair->via)
			return other;
	}
	return NULL;
}

static enum colour colour_of(const struct twin_pair *pair)
{
	if (pair->state == TWIN_WORKED)
		return COLOUR_GOOD;
	return twin_pair_failed(pair) ? COLOUR_BAD : COLOUR_DIM;
}

static void add_outcome(struct text *out, const struct text_style *style,
			const struct twin_trial *trial, const struct twin_pair *pair,
			unsigned width)
{
	cleanup_text_ struct text outcome = { 0 };

	if (!pair) {
		cell_add(out, style, COLOUR_DIM, width, "-");
		return;
	}
	twin_pair_outcome_add(&outcome, trial, pair);
	cell_add(out, style, colour_of(pair), width, outcome.data);
}

static void end_line(struct text *out)
{
	while (out->length > 0 && out->data[out->length - 1] == ' ')
		out->data[--out->length] = '\0';
	text_add_char(out, '\n');
}

static void add_pair(const struct twin_trial *before, const struct twin_trial *after,
		     const struct twin_pair *pair, const struct columns *columns,
		     const struct text_style *style, struct text *out)
{
	cleanup_text_ struct text name = { 0 };

	twin_pair_name_add(&name, &before->site, pair);
	text_add(out, "  ");
	cell_add(out, style, COLOUR_NONE, columns->name, name.data);
	cell_add(out, style, COLOUR_NONE, WAY_WIDTH, via_name(pair->via));
	add_outcome(out, style, before, pair, columns->outcome);
	add_outcome(out, style, after, find(after, pair), 0);
	end_line(out);
}

static void add_row(struct text *out, const struct text_style *style,
		    const struct columns *columns, const char *label, const char *before,
		    const char *after)
{
	text_add(out, "  ");
	cell_add(out, style, COLOUR_NONE, columns->name, label);
	cell_add(out, style, COLOUR_NONE, WAY_WIDTH, "");
	cell_add(out, style, COLOUR_NONE, columns->outcome, before);
	cell_add(out, style, COLOUR_NONE, 0, after);
	end_line(out);
}

static char *share(const struct twin_outcome *outcome)
{
	return memory_printf("%zu of %zu", outcome->worked,
			     outcome->worked + outcome->failed);
}

static void add_counts(const struct twin_trial *before, const struct twin_trial *after,
		       const struct columns *columns, const struct text_style *style,
		       struct text *out)
{
	cleanup_free_ char *was = share(&before->outcome), *is = share(&after->outcome);

	add_row(out, style, columns, "roams that work", was, is);
	for (enum finding_severity i = FINDING_BREAKS; i <= FINDING_HARMS; i++) {
		cleanup_free_ char *label = memory_printf(
			"findings that %s", i == FINDING_BREAKS ? "break" : "harm");
		cleanup_free_ char *earlier =
			memory_printf("%zu", twin_trial_findings(before, i));
		cleanup_free_ char *later =
			memory_printf("%zu", twin_trial_findings(after, i));

		add_row(out, style, columns, label, earlier, later);
	}
}

/* What a program cannot mend. */
static void add_rest(const struct twin_trial *after, struct text *out)
{
	for (size_t i = 0; i < after->findings.count; i++) {
		const struct finding *finding = after->findings.items[i];

		if (finding->severity == FINDING_STYLE)
			continue;
		text_add(out, "\nstill there: ");
		finding_format(&after->site, finding, true, out);
	}
}

void twin_page_mended(const struct twin_trial *before, const struct twin_trial *after,
		      const char *folder, const struct text_style *style,
		      struct text *out)
{
	const struct columns columns = columns_of(before);
	size_t alike = 0, shown = 0;

	text_add(out, "\nBEFORE AND AFTER\n\n");
	add_row(out, style, &columns, "", "before", "after");
	for (size_t i = 0; i < before->outcome.count; i++) {
		const struct twin_pair *pair = &before->outcome.pairs[i];
		const struct twin_pair *later = find(after, pair);
		bool same =
			later && later->state == pair->state && !twin_pair_failed(pair);

		if (pair->state == TWIN_NOT_OFFERED && same)
			continue;
		if (same && shown >= PAIRS_SHOWN) {
			alike++;
			continue;
		}
		add_pair(before, after, pair, &columns, style, out);
		shown++;
	}
	if (alike > 0)
		text_printf(out, "  and %zu more that work before and after\n", alike);
	add_counts(before, after, &columns, style, out);
	text_printf(out, "  The mended files are in %s; they hold passwords and keys.\n",
		    folder);
	add_rest(after, out);
}

static void add_findings_count(const struct twin_trial *trial, struct text *out)
{
	size_t breaking = twin_trial_findings(trial, FINDING_BREAKS);

	text_printf(out, "%zu finding%s, ", trial->findings.count,
		    trial->findings.count == 1 ? "" : "s");
	if (breaking == 0)
		text_add(out, "none of which breaks fast transition");
	else
		text_printf(out, "%zu of which break%s fast transition", breaking,
			    breaking == 1 ? "s" : "");
}

static size_t count_unexplained(const struct twin_outcome *outcome)
{
	size_t count = 0;

	for (size_t i = 0; i < outcome->count; i++)
		count += twin_pair_failed(&outcome->pairs[i]) &&
			 !twin_pair_is_explained(outcome, &outcome->pairs[i]);
	return count;
}

void twin_page_verdict(const struct twin_trial *trial, const struct text_style *style,
		       struct text *out)
{
	const struct twin_outcome *outcome = &trial->outcome;
	size_t unexplained = count_unexplained(outcome);
	enum verdict verdict = twin_trial_verdict(trial);

	text_printf(out, "\n\"%s\": ", trial->site.ssid);
	if (verdict == VERDICT_FAIL)
		coloured_add(out, style, COLOUR_BAD, "FAILED");
	else if (verdict != VERDICT_PASS)
		coloured_add(out, style, COLOUR_UNSURE, "NOT MEASURED");
	else
		coloured_add(out, style, COLOUR_GOOD, "PASSED");
	if (twin_trial_was_run(trial) && outcome->worked + outcome->failed == 0)
		text_add(out, ", with no roam to try");
	else if (twin_trial_was_run(trial))
		text_printf(out, ", %zu of %zu roams worked", outcome->worked,
			    outcome->worked + outcome->failed);
	if (unexplained > 0 && twin_trial_was_run(trial))
		text_printf(out, ", %zu fail%s unexplained", unexplained,
			    unexplained == 1 ? "s" : "");
	text_add(out, "; ");
	add_findings_count(trial, out);
	text_add_char(out, '\n');
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "twin/page.h"

#include <string.h>

#include "analysis/cause-phrase.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "config/report-text.h"
#include "report/block.h"
#include "report/matrix.h"
#include "report/style.h"
#include "twin/outcome-text.h"
#include "twin/questions.h"

#define EVIDENCE_SHOWN 2

static void add_heading(struct text *out, const char *heading)
{
	text_printf(out, "\n%s\n", heading);
}

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

static const char *way_name(enum via via)
{
	return via == VIA_DS ? "over the DS" : "over the air";
}

static bool uses_ft(const struct twin_trial *trial)
{
	for (size_t i = 0; i < trial->site.bss_count; i++)
		for (enum akm akm = 0; akm < AKM_MAX; akm++)
			if (config_akm_is_ft(akm) &&
			    trial->site.bsss[i].ft.akms & 1u << akm)
				return true;
	return false;
}

/* "hall, stairs": the BSSs that stations cannot leave over the DS. */
static char *not_offering(const struct twin_trial *trial, bool *ret_all)
{
	const struct twin_stage *stage = &trial->stage;
	struct text out = { 0 };

	*ret_all = true;
	for (size_t i = 0; i < stage->count; i++) {
		if (stage->offers_ds[i])
			*ret_all = false;
		else
			text_printf(&out, "%s%s", out.length ? ", " : "",
				    trial->site.bsss[i].name);
	}
	return out.data;
}

/* That over the DS is not offered is said, and is no failure. */
static void add_not_offered(const struct twin_trial *trial, struct text *out)
{
	cleanup_free_ char *names = NULL, *line = NULL;
	bool all;

	names = not_offering(trial, &all);
	if (!names)
		return;
	line = memory_printf("not offered%s%s: stations that leave %s roam over the air; "
			     "that is no failure",
			     all ? "" : " by ", all ? "" : names,
			     all ? "these access points" : "them");
	block_add(out, "over the DS", line);
}

static void add_way(const struct twin_trial *trial, enum via via, struct text *out)
{
	size_t worked = 0, tried = 0;
	cleanup_free_ char *line = NULL;

	for (size_t i = 0; i < trial->outcome.count; i++) {
		const struct twin_pair *pair = &trial->outcome.pairs[i];

		if (pair->via != via)
			continue;
		worked += pair->state == TWIN_WORKED;
		tried += pair->state == TWIN_WORKED || twin_pair_failed(pair);
	}
	if (tried == 0)
		return;
	line = memory_printf("%zu of %zu ordered pairs %s", worked, tried,
			     uses_ft(trial) ? "roam by FT" : "roam, none by FT");
	block_add(out, way_name(via), line);
}

/* Those that no matrix has. */
static void add_single_roams(const struct twin_trial *trial, struct text *out)
{
	for (size_t i = 0; i < trial->outcome.count; i++) {
		const struct twin_pair *pair = &trial->outcome.pairs[i];
		cleanup_text_ struct text line = { 0 };

		if (!pair->roam || pair->roam->of_matrix)
			continue;
		twin_pair_name_add(&line, &trial->site, pair);
		text_add(&line, " over the DS, without the way back: ");
		twin_pair_outcome_add(&line, trial, pair);
		block_add(out, "", line.data);
	}
}

static void add_absent(const struct twin_trial *trial, struct text *out)
{
	for (size_t i = 0; i < trial->stage.count; i++) {
		enum twin_absence absence = trial->stage.absence[i];
		cleanup_free_ char *line = NULL;

		if (absence == TWIN_PRESENT)
			continue;
		line = memory_printf("%s: it %s", trial->site.bsss[i].name,
				     twin_absence_phrase(absence));
		block_add(out, "left out", line);
	}
}

static void add_tunnel(const struct results *results, struct text *out)
{
	cleanup_free_ char *line = NULL;
	size_t roams = 0, survived = 0;

	for (size_t i = 0; i < results->roam_count; i++) {
		roams += results->roams[i].has_tunnel;
		survived +=
			results->roams[i].has_tunnel && results->roams[i].tunnel_survived;
	}
	if (roams == 0)
		return;
	line = memory_printf("WireGuard survived %zu of the %zu roams that were made",
			     survived, roams);
	block_add(out, "tunnel", line);
}

static void add_lab(const struct results *results, struct text *out)
{
	const struct environment *e = &results->environment;
	cleanup_free_ char *line = memory_printf(
		"hostapd %s and wpa_supplicant %s over simulated air (%s, %s clock): the "
		"times are no times of a site",
		e->hostapd ? e->hostapd : "unknown",
		e->wpa_supplicant ? e->wpa_supplicant : "unknown",
		e->lab ? e->lab : "unknown", e->clock ? e->clock : "unknown");

	block_add(out, "lab", line);
}

static void add_not_run(const struct twin_trial *trial, struct text *out)
{
	const char *why = NULL;

	if (trial->stage.problem)
		why = trial->stage.problem;
	else if (!trial->results)
		why = "no roam was tried: standard error has the reason";
	else if (trial->results->interrupted)
		why = "the run was interrupted before its end";
	else if (trial->stage.present < 2)
		why = "there is only one radio, and so no roam to try";
	if (why)
		block_add(out, "not run", why);
}

static void add_run(const struct twin_trial *trial, const struct text_style *style,
		    struct text *out)
{
	const struct results *results = trial->results;

	/* A table of what was not run says nothing. */
	for (size_t i = 0;
	     results && results->roam_count > 0 && i < results->matrix_count; i++)
		matrix_add(results, &results->matrices[i], style, out);
	text_add_char(out, '\n');
	for (enum via via = 0; results && via < VIA_MAX; via++)
		add_way(trial, via, out);
	if (results)
		add_single_roams(trial, out);
	if (uses_ft(trial) && trial->site.bss_count > 1)
		add_not_offered(trial, out);
	add_absent(trial, out);
	add_not_run(trial, out);
	if (!results)
		return;
	if (results->problem)
		block_add(out, "not measured", results->problem);
	if (results->problem && results->problem_remedy)
		block_add(out, "what to do", results->problem_remedy);
	add_tunnel(results, out);
	if (results->environment.hostapd)
		add_lab(results, out);
}

static bool told_before(const struct twin_trial *trial, size_t index, bool explaining)
{
	const struct findings *findings = &trial->findings;

	/* Those that explain something are told first. */
	for (size_t i = 0; i < findings->count; i++) {
		bool explains = twin_finding_explains(&trial->outcome, i) > 0;

		if (strcmp(finding_id(findings->items[i]),
			   finding_id(findings->items[index])) != 0)
			continue;
		if ((explains && !explaining) || (explains == explaining && i < index))
			return true;
	}
	return false;
}

static void add_contradiction(const struct twin_trial *trial, size_t index,
			      bool explaining, struct text *out)
{
	size_t count =
		twin_finding_contradicted(&trial->outcome, &trial->findings, index);
	cleanup_free_ char *line = NULL;

	if (count == 0)
		return;
	line = memory_printf("%zu of these roams worked all the same", count);
	finding_row_add(out, explaining ? "" : "lab", line);
}

static void add_finding(const struct twin_trial *trial, size_t index, bool explaining,
			struct text *out)
{
	const struct finding *finding = trial->findings.items[index];
	cleanup_twin_groups_ struct twin_groups groups = { 0 };

	text_add_char(out, '\n');
	finding_format(&trial->site, finding, !told_before(trial, index, explaining),
		       out);
	twin_groups_find(trial, index, &groups);
	for (size_t i = 0; i < groups.count; i++) {
		const struct twin_group *group = &groups.items[i];
		cleanup_free_ char *line =
			memory_printf("%zu roam%s %s", group->count, plural(group->count),
				      group->phrase);

		finding_row_add(out, i == 0 ? "lab" : "", line);
	}
	add_contradiction(trial, index, explaining, out);
}

static void add_findings(const struct twin_trial *trial, bool explaining,
			 const char *heading, struct text *out)
{
	bool any = false;

	for (size_t i = 0; i < trial->findings.count; i++) {
		if ((twin_finding_explains(&trial->outcome, i) > 0) != explaining)
			continue;
		if (!any)
			add_heading(out, heading);
		any = true;
		add_finding(trial, i, explaining, out);
	}
}

static void add_unexplained_group(const struct twin_trial *trial,
				  const struct twin_group *group, struct text *out)
{
	const struct diagnosis *diagnosis = twin_pair_diagnosis(group->pairs[0]);
	cleanup_text_ struct text names = { 0 };
	cleanup_free_ char *sentence = NULL;

	twin_group_names_add(&names, &trial->site, group);
	text_printf(out, "\n%s\n", names.data);
	finding_row_add(out, "what", group->phrase);
	if (!diagnosis)
		return;
	sentence = cause_sentence(diagnosis);
	finding_row_add(out, "why", sentence);
	for (size_t i = 0; i < diagnosis->evidence_count && i < EVIDENCE_SHOWN; i++)
		finding_row_add(out, i == 0 ? "seen" : "", diagnosis->evidence[i]);
	if (diagnosis->remedy.text)
		finding_row_add(out, "do", diagnosis->remedy.text);
}

static void add_unexplained(const struct twin_trial *trial, struct text *out)
{
	cleanup_twin_groups_ struct twin_groups groups = { 0 };

	twin_groups_find(trial, SIZE_MAX, &groups);
	if (groups.count > 0)
		add_heading(out, "FAILURES THAT NO FINDING EXPLAINS");
	/* Keys that were refused, or an association that is held, outlast their roam. */
	if (groups.count > 0 && twin_trial_findings(trial, FINDING_BREAKS) > 0)
		text_add(out,
			 "\nA roam that failed can leave something behind: correct what "
			 "the findings name,\nand run it again.\n");
	for (size_t i = 0; i < groups.count; i++)
		add_unexplained_group(trial, &groups.items[i], out);
}

static void add_questions(const struct twin_trial *trial, const char *live,
			  struct text *out)
{
	cleanup_twin_questions_ struct twin_questions questions = { 0 };

	twin_questions_find(trial, &questions);
	add_heading(out, "WHAT A SIMULATION CANNOT KNOW");
	text_add_char(out, '\n');
	for (size_t i = 0; i < questions.count; i++) {
		text_add(out, "  ?   ");
		text_add_wrapped(out, questions.items[i].question, 6, 6, BLOCK_WIDTH);
		text_add(out, "      ");
		text_add_wrapped(out, questions.items[i].answer, 6, 6, BLOCK_WIDTH);
	}
	if (live)
		text_printf(out,
			    "\n  On a laptop at the site, after a look into the file:\n"
			    "  roamtest run %s\n",
			    live);
}

static void add_notes(const struct twin_trial *trial, struct text *out)
{
	cleanup_text_ struct text notes = { 0 };

	config_notes_format(&trial->site, &notes);
	if (notes.length == 0)
		return;
	add_heading(out, "HOW THE FILES WERE READ");
	text_printf(out, "\n%s", notes.data);
}

void twin_page(const struct twin_trial *trial, const char *live,
	       const struct text_style *style, struct text *out)
{
	bool bad;

	config_site_format(&trial->site, out);
	add_run(trial, style, out);
	add_findings(trial, true, "FINDINGS THAT EXPLAIN THE FAILURES", out);
	add_unexplained(trial, out);
	bad = trial->outcome.failed > 0 || twin_trial_findings(trial, FINDING_BREAKS) > 0;
	add_findings(trial, false,
		     bad			 ? "FINDINGS THAT EXPLAIN NO FAILURE"
		     : twin_trial_was_run(trial) ? "FINDINGS, THOUGH NOTHING FAILED"
						 : "FINDINGS",
		     out);
	add_questions(trial, live, out);
	add_notes(trial, out);
}

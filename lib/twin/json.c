/* SPDX-License-Identifier: BSD-3-Clause */
#include "twin/json.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "report/json-value.h"
#include "twin/page.h"
#include "twin/questions.h"

static json_t *access_points_value(const struct config_site *site)
{
	json_t *array = json_array();

	for (size_t i = 0; i < site->access_point_count; i++) {
		const struct config_ap *ap = &site->access_points[i];
		bool uci = ap->format == CONFIG_UCI;
		cleanup_text_ struct text release = { 0 };
		json_t *object = json_object();

		if (uci)
			openwrt_release_add(&release, &ap->release);
		json_put_text(object, "name", ap->name);
		json_put_text(object, "file", ap->file);
		json_put_text(object, "format", uci ? "openwrt" : "hostapd");
		json_put_text(object, "release", release.data);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *bsss_value(const struct twin_trial *trial)
{
	const struct config_site *site = &trial->site;
	json_t *array = json_array();

	for (size_t i = 0; i < site->bss_count; i++) {
		const struct config_bss *bss = &site->bsss[i];
		json_t *object = json_object();

		json_put_text(object, "name", bss->name);
		json_put_text(object, "access_point",
			      site->access_points[bss->access_point].name);
		json_put_mac(object, "bssid", bss->bssid);
		json_put_flag(object, "bssid_told", bss->bssid_from);
		json_put_number_or_null(object, "channel", bss->radio.channel > 0,
					bss->radio.channel);
		json_put_flag(object, "over_ds", trial->stage.offers_ds[i]);
		json_put_text(object, "left_out",
			      twin_absence_name(trial->stage.absence[i]));
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *lines_value(const struct config_site *site, const struct finding *finding)
{
	json_t *array = json_array();

	for (size_t i = 0; i < finding->line_count; i++) {
		const struct finding_line *line = &finding->lines[i];
		json_t *object = json_object();

		json_put_text(object, "file",
			      site->access_points[line->access_point].file);
		json_put_number(object, "line", line->place.line);
		json_put_number(object, "column", line->place.column);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *roams_value(const struct config_site *site, const struct finding *finding)
{
	json_t *array = json_array();

	for (size_t i = 0; i < finding->pair_count; i++) {
		json_t *object = json_object();

		json_put_text(object, "from", site->bsss[finding->pairs[i].from].name);
		json_put_text(object, "to", site->bsss[finding->pairs[i].to].name);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *findings_value(const struct twin_trial *trial)
{
	json_t *array = json_array();

	for (size_t i = 0; i < trial->findings.count; i++) {
		const struct finding *finding = trial->findings.items[i];
		json_t *object = json_object();

		json_put_text(object, "id", finding_id(finding));
		json_put_text(object, "severity",
			      finding_severity_name(finding->severity));
		json_put_text(object, "what", finding->what);
		json_put_text(object, "correct", finding->correct);
		json_put_flag(object, "mended", finding->mended);
		json_object_set_new(object, "lines", lines_value(&trial->site, finding));
		json_object_set_new(object, "roams", roams_value(&trial->site, finding));
		json_put_number(object, "explains",
				twin_finding_explains(&trial->outcome, i));
		json_put_number(object, "contradicted",
				twin_finding_contradicted(&trial->outcome,
							  &trial->findings, i));
		json_array_append_new(array, object);
	}
	return array;
}

/* The cause that is decided, and what else could have been. */
static void put_diagnosis(json_t *object, const struct twin_pair *pair)
{
	const struct diagnosis *diagnosis = twin_pair_diagnosis(pair);
	json_t *candidates = json_array();

	json_put_text(object, "cause",
		      diagnosis && diagnosis->cause < CAUSE_MAX
			      ? cause_text(diagnosis->cause)->id
			      : NULL);
	for (size_t i = 0; diagnosis && i < diagnosis->candidate_count; i++)
		json_array_append_new(
			candidates, json_text(cause_text(diagnosis->candidates[i])->id));
	json_object_set_new(object, "candidates", candidates);
}

static json_t *pairs_value(const struct twin_trial *trial)
{
	const struct twin_outcome *outcome = &trial->outcome;
	json_t *array = json_array();

	for (size_t i = 0; i < outcome->count; i++) {
		const struct twin_pair *pair = &outcome->pairs[i];
		json_t *object = json_object(), *findings = json_array();

		json_put_text(object, "from", trial->site.bsss[pair->from].name);
		json_put_text(object, "to", trial->site.bsss[pair->to].name);
		json_put_text(object, "via", via_name(pair->via));
		json_put_text(object, "state", twin_state_name(pair->state));
		json_put_text(object, "used",
			      pair->roam ? method_name(pair->roam->used) : NULL);
		json_put_number_or_null(object, "roam", pair->roam,
					pair->roam ? pair->roam->index : 0);
		put_diagnosis(object, pair);
		for (size_t j = 0; j < outcome->finding_count; j++)
			if (pair->findings[j])
				json_array_append_new(findings,
						      json_integer((json_int_t)j));
		json_object_set_new(object, "findings", findings);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *questions_value(const struct twin_trial *trial)
{
	cleanup_twin_questions_ struct twin_questions questions = { 0 };
	json_t *array = json_array();

	twin_questions_find(trial, &questions);
	for (size_t i = 0; i < questions.count; i++) {
		json_t *object = json_object();

		json_put_text(object, "id", questions.items[i].id);
		json_put_text(object, "question", questions.items[i].question);
		json_put_text(object, "answer", questions.items[i].answer);
		json_array_append_new(array, object);
	}
	return array;
}

static void put_trial(json_t *object, const struct twin_trial *trial)
{
	json_object_set_new(object, "access_points", access_points_value(&trial->site));
	json_object_set_new(object, "bsss", bsss_value(trial));
	json_object_set_new(object, "findings", findings_value(trial));
	json_object_set_new(object, "pairs", pairs_value(trial));
	json_put_number(object, "worked", trial->outcome.worked);
	json_put_number(object, "failed", trial->outcome.failed);
	json_put_text(object, "verdict", verdict_name(twin_trial_verdict(trial)));
}

void twin_json(const struct twin_trial *trial, const struct twin_trial *after,
	       struct text *out)
{
	json_t *root = json_object(), *mended = after ? json_object() : json_null();
	char *dumped;

	json_object_set_new(root, "format", json_integer(1));
	json_put_text(root, "roamtest", ROAMTEST_VERSION);
	json_put_text(root, "ssid", trial->site.ssid);
	put_trial(root, trial);
	json_object_set_new(root, "questions", questions_value(trial));
	if (after)
		put_trial(mended, after);
	json_object_set_new(root, "after", mended);
	dumped = json_dumps(root, JSON_INDENT(2));
	text_add(out, dumped);
	text_add_char(out, '\n');
	free(dumped);
	json_decref(root);
}

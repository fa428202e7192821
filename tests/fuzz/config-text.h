/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/diagnostic.h"
#include "base/hex.h"
#include "config/lint.h"
#include "config/mend.h"
#include "config/report-text.h"
#include "config/sarif.h"
#include "config/scenario-text.h"
#include "config/secret.h"
#include "twin/json.h"
#include "twin/page.h"

/* What is done with any text that is to be an access point's configuration: it is read,
 * or its mistakes have places; what was read is checked, mended, and read again. */

static inline void no_random(void *context, uint8_t *out, size_t length)
{
	(void)context;
	memset(out, 0x5a, length);
}

static inline void check_mistakes(const struct diagnostics *diagnostics, const char *text,
				  size_t length)
{
	cleanup_text_ struct text shown = { 0 };
	cleanup_free_ char *redacted = NULL;
	size_t redacted_length, digits = 0;

	for (size_t i = 0; i < diagnostics->count; i++)
		if (diagnostics->items[i].place.line == 0 ||
		    diagnostics->items[i].place.column == 0)
			abort();
	redacted = config_redact(text, length, &redacted_length);
	for (size_t i = 0; i < redacted_length; i++) {
		digits = hex_digit(redacted[i]) >= 0 ? digits + 1 : 0;
		if (digits >= 32)
			abort();
	}
	diagnostics_format(diagnostics, "fuzz", redacted, redacted_length, &shown);
}

static inline void check_values(const struct config_site *site)
{
	for (size_t i = 0; i < site->bss_count; i++)
		for (size_t j = 0; j < site->bsss[i].settings.count; j++) {
			const struct config_value *from =
				site->bsss[i].settings.items[j].from;

			if (from && (from->place.line == 0 || from->start > from->end ||
				     from->end > site->access_points[0].length))
				abort();
		}
}

/* The page without a run: the site goes to a trial for that, and comes back. */
static inline void check_page(struct config_site *site)
{
	static const struct text_style style = { .utf8 = true };
	struct twin_trial trial = { .site = *site };
	struct text out = { 0 };

	twin_stage_make(&trial.site, &trial.stage);
	twin_outcome_make(&trial.site, &trial.stage, &trial.findings, NULL,
			  &trial.outcome);
	twin_page(&trial, "live.yaml", &style, &out);
	twin_page_mended(&trial, &trial, "mended", &style, &out);
	twin_page_verdict(&trial, &style, &out);
	twin_json(&trial, &trial, &out);
	text_clear(&out);
	trial.site = (struct config_site){ 0 };
	twin_trial_clear(&trial);
}

static inline void check_site(struct config_site *site, enum config_format format,
			      const struct openwrt_release *release)
{
	const struct config_random random = { no_random, NULL };
	const struct config_scenario scenario = { .name = "fuzz" };
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_findings_ struct findings findings = { 0 };
	cleanup_config_site_ struct config_site again = { 0 };
	cleanup_text_ struct text out = { 0 }, mended = { 0 };
	cleanup_free_ char *sarif = NULL;

	check_values(site);
	check_page(site);
	config_scenario_format(site, &scenario, &out, NULL);
	for (size_t i = 0; i < site->bss_count; i++)
		config_print(site, i, &out);
	config_lint(site, &random, &findings);
	config_site_format(site, &out);
	findings_format(site, &findings, &out);
	config_notes_format(site, &out);
	sarif = findings_sarif(site, &findings);
	config_mend(site, 0, &mended);
	if (config_site_add(&again, "ap", "fuzz", mended.data, mended.length, format,
			    release, &diagnostics) < 0)
		abort();
}

static inline void try_text(const char *text, size_t length, enum config_format format,
			    const char *release_name)
{
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_config_site_ struct config_site site = { 0 };
	struct openwrt_release release;
	int r;

	openwrt_release_parse(release_name, &release);
	r = config_site_add(&site, "ap", "fuzz", text, length, format, &release,
			    &diagnostics);
	if ((r < 0) != (diagnostics.count > 0))
		abort();
	if (r < 0)
		check_mistakes(&diagnostics, text, length);
	else if (config_site_build(&site, NULL, NULL) == 0)
		check_site(&site, format, &release);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "twin/stage.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/memory.h"
#include "config/lint.h"
#include "config/scenario-text.h"

const char *twin_absence_name(enum twin_absence absence)
{
	static const char *const names[TWIN_ABSENCE_MAX] = {
		[TWIN_NOT_STARTED] = "not-started",
		[TWIN_BSSID_TAKEN] = "bssid-duplicate",
		[TWIN_NO_PASSWORD] = "no-password",
	};

	return names[absence];
}

const char *twin_absence_phrase(enum twin_absence absence)
{
	static const char *const phrases[TWIN_ABSENCE_MAX] = {
		[TWIN_PRESENT] = "is there",
		[TWIN_NOT_STARTED] = "does not start",
		[TWIN_BSSID_TAKEN] = "has another one's BSSID",
		[TWIN_NO_PASSWORD] = "has no password, and the lab no such network",
	};

	return phrases[absence];
}

static enum twin_absence absence_of(const struct config_site *site, size_t index)
{
	const unsigned simulated = 1u << AKM_PSK | 1u << AKM_PSK_SHA256 | 1u << AKM_SAE |
				   1u << AKM_FT_PSK | 1u << AKM_FT_SAE;
	const struct config_bss *bss = &site->bsss[index];

	if (!config_bss_starts(site, index))
		return TWIN_NOT_STARTED;
	if (!(bss->ft.akms & simulated))
		return TWIN_NO_PASSWORD;
	for (size_t i = 0; i < index; i++)
		if (mac_equal(site->bsss[i].bssid, bss->bssid))
			return TWIN_BSSID_TAKEN;
	return TWIN_PRESENT;
}

static bool is_present(const struct twin_stage *stage, size_t index)
{
	return stage->absence[index] == TWIN_PRESENT;
}

static bool has_ft(const struct config_bss *bss)
{
	return bss->ft.akms & (1u << AKM_FT_PSK | 1u << AKM_FT_SAE);
}

static size_t count_offering(const struct twin_stage *stage)
{
	size_t count = 0;

	for (size_t i = 0; i < stage->count; i++)
		count += is_present(stage, i) && stage->offers_ds[i];
	return count;
}

static void add_matrix_among(const struct config_site *site,
			     const struct twin_stage *stage, struct text *out)
{
	bool first = true;

	text_add(out, "  - matrix: { via: ds, among: [");
	for (size_t i = 0; i < stage->count; i++) {
		if (!is_present(stage, i) || !stage->offers_ds[i])
			continue;
		text_printf(out, "%s%s", first ? "" : ", ", site->bsss[i].name);
		first = false;
	}
	text_add(out, "] }\n");
}

/* A matrix has its way back, and that would begin where the DS is not offered. */
static void add_one_way(const struct config_site *site, const struct twin_stage *stage,
			struct text *out)
{
	for (size_t from = 0; from < stage->count; from++) {
		if (!is_present(stage, from) || !stage->offers_ds[from])
			continue;
		for (size_t to = 0; to < stage->count; to++)
			if (is_present(stage, to) && !stage->offers_ds[to])
				text_printf(out,
					    "  - associate: %s\n"
					    "  - roam: { to: %s, via: ds }\n",
					    site->bsss[from].name, site->bsss[to].name);
	}
}

static void add_steps(const struct config_site *site, const struct twin_stage *stage,
		      struct text *out)
{
	size_t offering = count_offering(stage);

	text_add(out, "steps:\n");
	if (stage->present < 2) {
		for (size_t i = 0; i < stage->count; i++)
			if (is_present(stage, i))
				text_printf(out, "  - associate: %s\n",
					    site->bsss[i].name);
		return;
	}
	if (offering == stage->present) {
		text_add(out, "  - matrix: { via: [air, ds] }\n");
		return;
	}
	text_add(out, "  - matrix: { via: air }\n");
	if (offering > 1)
		add_matrix_among(site, stage, out);
	add_one_way(site, stage, out);
}

static int format(const struct config_site *site, const struct twin_stage *stage,
		  bool live, const char *rest, char **ret, struct error *error)
{
	bool without[CONFIG_BSS_MAX] = { false };
	struct config_scenario scenario = {
		.name = live ? "twin-live" : "twin",
		.rest = rest,
		.without = without,
		.live = live,
	};
	cleanup_text_ struct text out = { 0 };
	int r;

	for (size_t i = 0; i < stage->count; i++)
		without[i] = !is_present(stage, i);
	if (live)
		text_add(&out,
			 "# What a simulation cannot know, asked on the site: \"roamtest "
			 "run\" on a laptop there.\n"
			 "# The password is that of the station's saved network; or "
			 "password-env: NAME.\n");
	r = config_scenario_format(site, &scenario, &out, error);
	if (r == 0)
		*ret = text_steal(&out);
	else if (out.data)
		explicit_bzero(out.data, out.length);
	return r;
}

static void add_scenarios(const struct config_site *site, struct twin_stage *stage)
{
	cleanup_text_ struct text steps = { 0 }, lab = { 0 }, live = { 0 };
	cleanup_error_ struct error error = { 0 };

	add_steps(site, stage, &steps);
	text_add(&lab, steps.data);
	/* Without a roam there is nothing to be expected of a tunnel. */
	if (stage->present > 1)
		text_add(&lab, "tunnel: { wireguard: lab }\n"
			       "expect:\n"
			       "  tunnel: { survives: true }\n");
	text_printf(&live,
		    "traffic:\n"
		    "  - { name: gateway, through: wifi, probe: icmp, every: 20ms }\n"
		    "%s",
		    steps.data);
	if (format(site, stage, false, lab.data, &stage->scenario, &error) < 0)
		stage->problem = memory_strdup(error.reason);
	else
		format(site, stage, true, live.data, &stage->live, NULL);
}

void twin_stage_make(const struct config_site *site, struct twin_stage *ret)
{
	*ret = (struct twin_stage){ .count = site->bss_count };
	ret->absence = memory_zero(ret->count, sizeof(*ret->absence));
	ret->offers_ds = memory_zero(ret->count, sizeof(*ret->offers_ds));
	for (size_t i = 0; i < ret->count; i++) {
		ret->absence[i] = absence_of(site, i);
		ret->offers_ds[i] = has_ft(&site->bsss[i]) && site->bsss[i].ft.over_ds;
		ret->present += is_present(ret, i);
	}
	if (ret->present > 0)
		add_scenarios(site, ret);
	else
		ret->problem = memory_strdup("no access point starts");
}

void twin_stage_clear(struct twin_stage *stage)
{
	if (stage->scenario)
		explicit_bzero(stage->scenario, strlen(stage->scenario));
	free(stage->scenario);
	free(stage->live);
	free(stage->problem);
	free(stage->absence);
	free(stage->offers_ds);
}

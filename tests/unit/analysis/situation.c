/* SPDX-License-Identifier: BSD-3-Clause */
#include "situation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"

static const uint8_t station[MAC_LENGTH] = { 2, 0, 0, 0, 0xff, 0 };

static struct scenario *scenario_of(const char *security, const char *steps)
{
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_text_ struct text mistakes = { 0 };
	struct scenario *scenario;
	cleanup_free_ char *yaml = memory_printf(
		"name: situation\n"
		"network: { ssid: corridor, security: %s, password: correct horse }\n"
		"access-points:\n"
		"  hall:   { bssid: \"" HALL_BSSID "\", channel: 1 }\n"
		"  stairs: { bssid: \"" STAIRS_BSSID "\", channel: 6 }\n"
		"  attic:  { bssid: \"" ATTIC_BSSID "\", channel: 11 }\n"
		"lab: {}\n"
		"steps: [ %s ]\n",
		security, steps);

	if (scenario_parse("situation.yaml", yaml, strlen(yaml), &diagnostics,
			   &scenario) >= 0)
		return scenario;
	diagnostics_format(&diagnostics, "situation.yaml", yaml, strlen(yaml), &mistakes);
	fputs(mistakes.data, stderr);
	abort();
}

static void advertise(struct advertised *advertised, unsigned frequency_mhz, uint32_t akm)
{
	*advertised = (struct advertised){
		.seen = true,
		.frequency_mhz = frequency_mhz,
		.elements = {
			.has_mde = true,
			.mobility_domain = 0xa1b2,
			.ft_capability = FT_CAPABILITY_OVER_DS,
			.has_rsne = true,
			.group_cipher = CIPHER_CCMP,
			.pairwise_ciphers = { CIPHER_CCMP },
			.pairwise_cipher_count = 1,
			.akms = { akm },
			.akm_count = 1,
			.rsn_capabilities = RSN_MFP_REQUIRED | RSN_MFP_CAPABLE,
		},
	};
}

/* It is known whose frames are the station's. */
static void show_station(struct situation *s)
{
	struct event event = { .kind = EVENT_FRAME, .frame.sent = true };

	event.frame.frame.kind = FRAME_AUTHENTICATION;
	memcpy(event.frame.frame.from, station, MAC_LENGTH);
	memcpy(event.frame.frame.to, s->scenario->access_points[HALL].bssid, MAC_LENGTH);
	site_facts_take(&s->facts, &event);
}

static struct situation *begin(const char *security, const char *steps, size_t step,
			       const char *command)
{
	struct situation *s = memory_zero(1, sizeof(*s));
	cleanup_free_ char *text = memory_strdup(command);
	struct event move = { .kind = EVENT_COMMAND, .command.text = text };
	bool sae = strstr(security, "sae");

	s->scenario = scenario_of(security, steps);
	s->plan = plan_make(s->scenario);
	site_facts_init(&s->facts, s->scenario);
	advertise(&s->from, 2412, sae ? AKM_FT_SAE : AKM_FT_PSK);
	advertise(&s->target, 2437, sae ? AKM_FT_SAE : AKM_FT_PSK);
	show_station(s);
	window_open(&s->window, s->scenario, s->plan, step);
	s->now_ns = SITUATION_START_NS;
	s->c = (struct diagnosis_case){
		.scenario = s->scenario,
		.window = &s->window,
		.symptom = &s->symptom,
		.from = s->window.from ? &s->from : NULL,
		.target = &s->target,
		.facts = &s->facts,
		.target_index = STAIRS,
		.keys = { .known = true, .r0kh = HALL, .since_ns = KEYS_SINCE_NS },
	};
	move.time_ns = s->now_ns;
	window_add(&s->window, &move);
	return s;
}

struct situation *situation_begin(const char *security, const char *via)
{
	cleanup_free_ char *steps =
		memory_printf("associate: hall, roam: { to: stairs, via: %s }", via);

	return begin(security, steps, 1,
		     strcmp(via, "ds") == 0 ? "FT_DS " STAIRS_BSSID
					    : "ROAM " STAIRS_BSSID);
}

struct situation *situation_of_association(const char *security)
{
	struct situation *s = begin(security, "associate: stairs", 0, "SELECT_NETWORK 0");

	s->c.keys.known = false;
	return s;
}

void situation_end(struct situation **situation)
{
	struct situation *s = *situation;

	site_facts_clear(&s->facts);
	window_clear(&s->window);
	plan_free(s->plan);
	scenario_free(s->scenario);
	free(s);
	*situation = NULL;
}

void situation_r0kh(struct situation *s, size_t access_point)
{
	s->c.keys.r0kh = access_point;
}

void situation_event(struct situation *s, struct event *event)
{
	s->now_ns += NS_PER_MS;
	event->time_ns = s->now_ns;
	site_facts_take(&s->facts, event);
	window_add(&s->window, event);
}

void situation_conf(struct situation *s, size_t access_point, const char *lines)
{
	cleanup_free_ char *text = memory_strdup(lines);
	struct event event = { .kind = EVENT_AP_CONF };

	event.ap_conf.access_point = access_point;
	event.ap_conf.text = text;
	situation_event(s, &event);
}

void situation_log(struct situation *s, size_t access_point, const char *line)
{
	cleanup_free_ char *text = memory_strdup(line);
	struct event event = { .kind = EVENT_AP_LOG };

	event.ap_log.access_point = access_point;
	event.ap_log.text = text;
	situation_event(s, &event);
}

void situation_outcome(struct situation *s, enum outcome outcome)
{
	struct event event = { .kind = EVENT_STEP_DONE, .step_done.outcome = outcome };

	situation_event(s, &event);
	window_close(&s->window, s->now_ns, true);
}

void situation_refused(struct situation *s, enum asked asked, unsigned status)
{
	s->symptom = (struct symptom){
		.kind = SYMPTOM_REFUSED,
		.asked = asked,
		.has_status = true,
		.status = status,
		.at_ns = SITUATION_START_NS + NS_PER_MS,
		.tried_ft = s->window.from,
		.sent = 1,
	};
	if (asked == ASKED_AUTHENTICATION && s->window.from) {
		s->symptom.has_algorithm = true;
		s->symptom.algorithm = AUTH_FT;
		s->symptom.transaction = 2;
	}
}

void situation_silent(struct situation *s)
{
	s->symptom = (struct symptom){
		.kind = SYMPTOM_SILENT,
		.asked = ASKED_AUTHENTICATION,
		.at_ns = SITUATION_START_NS + 300 * NS_PER_MS,
		.tried_ft = true,
		.sent = 3,
	};
}

void situation_silent_exchange(struct situation *s)
{
	s->symptom = (struct symptom){
		.kind = SYMPTOM_SILENT,
		.asked = ASKED_FT_REQUEST,
		.at_ns = SITUATION_START_NS + 5 * NS_PER_S,
		.tried_ft = true,
	};
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "story.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"

const uint8_t story_hall[MAC_LENGTH] = { 2, 0, 0, 0, 1, 0 };
const uint8_t story_stairs[MAC_LENGTH] = { 2, 0, 0, 0, 2, 0 };
const uint8_t story_elsewhere[MAC_LENGTH] = { 2, 0, 0, 0, 9, 0 };

struct story *story_begin(const char *security, const char *rest)
{
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_text_ struct text mistakes = { 0 };
	cleanup_free_ char *yaml = memory_printf(
		"name: story\n"
		"network: { ssid: corridor, security: %s, password: correct horse }\n"
		"access-points:\n"
		"  hall:   { bssid: \"02:00:00:00:01:00\", channel: 1 }\n"
		"  stairs: { bssid: \"02:00:00:00:02:00\", channel: 6 }\n"
		"lab: {}\n%s",
		security, rest);
	struct story *story = memory_zero(1, sizeof(*story));
	struct event start = { .kind = EVENT_RUN_START };

	if (scenario_parse("story.yaml", yaml, strlen(yaml), &diagnostics,
			   &story->scenario) < 0) {
		diagnostics_format(&diagnostics, "story.yaml", yaml, strlen(yaml),
				   &mistakes);
		fputs(mistakes.data, stderr);
		abort();
	}
	story->plan = plan_make(story->scenario);
	story->analysis = analysis_new(story->scenario, story->plan);
	story->step = -1;
	start.run_start.started = (char[]){ "2026-01-02T03:04:05Z" };
	start.run_start.environment = (struct environment){
		.lab = (char[]){ "qemu" },
		.clock = (char[]){ "real" },
		.driver = (char[]){ "mac80211_hwsim" },
		.has_seed = true,
		.seed = 7,
	};
	story_event(story, &start);
	return story;
}

struct story *story_end(struct story *story)
{
	analysis_free(story->analysis);
	plan_free(story->plan);
	scenario_free(story->scenario);
	free(story);
	return NULL;
}

struct results *story_results(struct story *story)
{
	story->step = -1;
	story_plain(story, EVENT_RUN_END);
	return analysis_finish(story->analysis, NULL, false);
}

void story_wait(struct story *story, uint64_t us)
{
	story->now_ns += us * NS_PER_US;
}

void story_event(struct story *story, struct event *event)
{
	event->time_ns = story->now_ns;
	event->step = story->step;
	analysis_feed(story->analysis, event);
}

void story_plain(struct story *story, enum event_kind kind)
{
	story_event(story, &(struct event){ .kind = kind });
}

void story_step(struct story *story, int step)
{
	story->step = step;
	story_plain(story, EVENT_STEP_START);
}

void story_command(struct story *story, const char *text, bool ok)
{
	cleanup_free_ char *copy = memory_strdup(text);
	struct event command = { .kind = EVENT_COMMAND, .command.text = copy };
	struct event reply = { .kind = EVENT_REPLY, .reply.ok = ok };

	story_event(story, &command);
	story_event(story, &reply);
}

void story_bss(struct story *story, const uint8_t *bssid, int mobility_domain,
	       uint32_t akm)
{
	struct event event = { .kind = EVENT_BSS };
	struct bss_elements *elements = &event.bss.elements;

	memcpy(event.bss.bssid, bssid, MAC_LENGTH);
	elements->has_mde = mobility_domain >= 0;
	elements->mobility_domain = mobility_domain >= 0 ? (uint16_t)mobility_domain : 0;
	elements->ft_capability = 1;
	elements->has_rsne = true;
	elements->akms[0] = akm;
	elements->akm_count = 1;
	story_event(story, &event);
}

void story_supplicant(struct story *story, enum supplicant_event what,
		      const uint8_t *bssid)
{
	struct event event = { .kind = EVENT_SUPPLICANT, .supplicant.what = what };

	memcpy(event.supplicant.bssid, bssid, MAC_LENGTH);
	story_event(story, &event);
}

void story_supplicant_status(struct story *story, enum supplicant_event what,
			     const uint8_t *bssid, unsigned status)
{
	struct event event = { .kind = EVENT_SUPPLICANT, .supplicant.what = what };

	memcpy(event.supplicant.bssid, bssid, MAC_LENGTH);
	event.supplicant.has_status = true;
	event.supplicant.status = status;
	story_event(story, &event);
}

void story_kernel(struct story *story, enum kernel_event what, const uint8_t *mac)
{
	struct event event = { .kind = EVENT_KERNEL, .kernel.what = what };

	memcpy(event.kernel.mac, mac, MAC_LENGTH);
	story_event(story, &event);
}

void story_authenticate(struct story *story, const uint8_t *from, unsigned algorithm,
			unsigned transaction, unsigned status)
{
	struct event event = { .kind = EVENT_KERNEL, .kernel.what = KERNEL_AUTHENTICATE };
	struct frame *frame = &event.kernel.frame;

	frame->kind = FRAME_AUTHENTICATION;
	memcpy(frame->from, from, MAC_LENGTH);
	frame->auth_algorithm = (uint16_t)algorithm;
	frame->auth_transaction = (uint16_t)transaction;
	frame->has_status = true;
	frame->status = (uint16_t)status;
	story_event(story, &event);
}

void story_associate(struct story *story, const uint8_t *from, unsigned status, bool ft)
{
	struct event event = { .kind = EVENT_KERNEL, .kernel.what = KERNEL_ASSOCIATE };
	struct frame *frame = &event.kernel.frame;

	frame->kind = FRAME_REASSOCIATION_RESPONSE;
	memcpy(frame->from, from, MAC_LENGTH);
	frame->has_status = true;
	frame->status = (uint16_t)status;
	frame->has_mde = frame->has_fte = ft;
	frame->mobility_domain = 0xa1b2;
	story_event(story, &event);
}

void story_timeout(struct story *story, enum kernel_event what, const uint8_t *mac)
{
	struct event event = { .kind = EVENT_KERNEL, .kernel.what = what };

	event.kernel.timed_out = true;
	memcpy(event.kernel.mac, mac, MAC_LENGTH);
	story_event(story, &event);
}

void story_ft_request(struct story *story, const uint8_t *target, bool readable)
{
	struct event event = {
		.kind = EVENT_KERNEL,
		.kernel.what = KERNEL_FRAME_TX_STATUS,
		.kernel.acknowledged = true,
	};

	if (readable) {
		event.kernel.frame.kind = FRAME_FT_REQUEST;
		memcpy(event.kernel.frame.target_ap, target, MAC_LENGTH);
	}
	story_event(story, &event);
}

void story_eapol(struct story *story, const uint8_t *to, unsigned message)
{
	struct event event = {
		.kind = EVENT_KERNEL,
		.kernel.what = KERNEL_EAPOL_TX_STATUS,
		.kernel.acknowledged = true,
	};

	event.kernel.frame.kind = FRAME_EAPOL_KEY;
	memcpy(event.kernel.frame.to, to, MAC_LENGTH);
	event.kernel.frame.eapol_message = message;
	story_event(story, &event);
}

void story_done(struct story *story, enum outcome outcome, int status)
{
	struct event event = { .kind = EVENT_STEP_DONE, .step_done.outcome = outcome };

	event.step_done.has_status = status >= 0;
	event.step_done.status = status >= 0 ? (unsigned)status : 0;
	story_event(story, &event);
}

void story_settled(struct story *story, bool recovered)
{
	struct event event = { .kind = EVENT_SETTLED, .settled.recovered = recovered };

	story_event(story, &event);
}

void story_probe(struct story *story, size_t stream, uint32_t sequence,
		 uint32_t reflected, uint64_t rtt_us)
{
	struct probe_sent sent = { .sequence = sequence, .at_ns = story->now_ns };
	struct probe_received received = {
		.sequence = sequence,
		.at_ns = story->now_ns + rtt_us * NS_PER_US,
		.reflector_sequence = reflected,
		.reflected_ns = story->now_ns + rtt_us * NS_PER_US / 2,
	};
	struct event event = { .kind = EVENT_PROBES };

	event.probes.stream = stream;
	event.probes.sent = &sent;
	event.probes.sent_count = 1;
	event.probes.received = &received;
	event.probes.received_count = rtt_us > 0;
	story->now_ns += rtt_us * NS_PER_US;
	story_event(story, &event);
	story->now_ns -= rtt_us * NS_PER_US;
}

static void move(struct story *story, const char *command, const uint8_t *target)
{
	char mac[MAC_FORMAT_MAX];
	cleanup_free_ char *text =
		memory_printf("%s %s", command, mac_format(mac, target));

	story_command(story, text, true);
	story_wait(story, 1000);
}

static void keys_and_done(struct story *story, const uint8_t *target)
{
	story_wait(story, 1000);
	story_supplicant(story, SUPPLICANT_KEYS_DONE, target);
	story_wait(story, 1000);
	story_supplicant(story, SUPPLICANT_CONNECTED, target);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
}

static void sae(struct story *story, const uint8_t *target)
{
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, target);
	story_wait(story, 2000);
	story_authenticate(story, target, AUTH_SAE, 1, 0);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, target);
	story_wait(story, 1000);
	story_authenticate(story, target, AUTH_SAE, 2, 0);
	story_supplicant(story, SUPPLICANT_ASSOCIATING, target);
	story_wait(story, 2000);
	story_associate(story, target, 0, true);
	story_supplicant(story, SUPPLICANT_ASSOCIATED, target);
	story_wait(story, 1000);
	story_supplicant(story, SUPPLICANT_EAPOL_RECEIVED, target);
	story_eapol(story, target, 2);
	story_wait(story, 1000);
	story_eapol(story, target, 4);
	keys_and_done(story, target);
}

void story_arrives(struct story *story, int step)
{
	story_step(story, step);
	story_command(story, "SELECT_NETWORK 0", true);
	story_wait(story, 1000);
	sae(story, story_hall);
}

void story_full(struct story *story, int step, const uint8_t *target)
{
	story_step(story, step);
	move(story, "ROAM", target);
	sae(story, target);
}

void story_ft_air(struct story *story, int step, const uint8_t *target)
{
	story_step(story, step);
	move(story, "ROAM", target);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, target);
	story_wait(story, 4000);
	story_authenticate(story, target, AUTH_FT, 2, 0);
	story_supplicant(story, SUPPLICANT_ASSOCIATING, target);
	story_wait(story, 3000);
	story_associate(story, target, 0, true);
	story_supplicant(story, SUPPLICANT_ASSOCIATED, target);
	keys_and_done(story, target);
}

void story_ft_ds(struct story *story, int step, const uint8_t *target)
{
	story_step(story, step);
	move(story, "FT_DS", target);
	story_ft_request(story, target, true);
	story_wait(story, 4000);
	story_supplicant_status(story, SUPPLICANT_FT_RESPONSE, target, 0);
	story_supplicant(story, SUPPLICANT_ASSOCIATING, target);
	story_wait(story, 3000);
	story_associate(story, target, 0, true);
	story_supplicant(story, SUPPLICANT_ASSOCIATED, target);
	keys_and_done(story, target);
}

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
const uint8_t story_station[MAC_LENGTH] = { 2, 0, 0, 0, 0xff, 0 };

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
	story->analysis = analysis_new(story->scenario, story->plan, NULL);
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
	return analysis_finish(story->analysis);
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

void story_skipped(struct story *story, int step)
{
	story->step = step;
	story_plain(story, EVENT_STEP_SKIPPED);
}

void story_round(struct story *story, bool more)
{
	struct event event = { .kind = EVENT_ROUND, .round.more = more };

	story_event(story, &event);
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
	memcpy(frame->to, story_station, MAC_LENGTH);
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
	memcpy(frame->to, story_station, MAC_LENGTH);
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

struct frame story_auth(unsigned algorithm, unsigned transaction, int status)
{
	struct frame frame = { 0 };

	if (algorithm == AUTH_FT)
		frame = story_ft_frame(FRAME_AUTHENTICATION, status);
	frame.kind = FRAME_AUTHENTICATION;
	frame.auth_algorithm = (uint16_t)algorithm;
	frame.auth_transaction = (uint16_t)transaction;
	frame.has_status = status >= 0;
	frame.status = status >= 0 ? (uint16_t)status : 0;
	return frame;
}

struct frame story_ft_frame(enum frame_kind kind, int status)
{
	bool names_r1 = kind == FRAME_REASSOCIATION_REQUEST ||
			kind == FRAME_REASSOCIATION_RESPONSE;
	struct frame frame = {
		.kind = kind,
		.has_status = status >= 0,
		.status = status >= 0 ? (uint16_t)status : 0,
		.has_mde = true,
		.mobility_domain = 0xa1b2,
		.ft_capability = 1,
		.has_fte = true,
		.r0kh_id = "hall.roamtest",
		.r0kh_id_length = 13,
		.has_r1kh_id = names_r1,
		.r1kh_id = { 2, 0, 0, 0, 2, 0 },
		.has_rsne = true,
		.group_cipher = 0x000fac04,
		.pairwise_cipher = 0x000fac04,
		.akm = 0x000fac09,
		.group_management_cipher = 0x000fac06,
		.rsn_capabilities = 0x00c0,
		.pmkid_count = 1,
	};

	memset(frame.pmkid, names_r1 ? 0x11 : 0x10, sizeof(frame.pmkid));
	return frame;
}

struct frame story_key_frame(unsigned message)
{
	return (struct frame){ .kind = FRAME_EAPOL_KEY, .eapol_message = message };
}

#define RADIOTAP_LENGTH 13

static void captured(struct story *story, struct frame frame, bool sent, size_t length)
{
	struct event event = { .kind = EVENT_FRAME };

	event.frame.sent = sent;
	event.frame.frame = frame;
	event.frame.header = RADIOTAP_LENGTH;
	event.frame.length = RADIOTAP_LENGTH + length;
	story_event(story, &event);
}

void story_sent(struct story *story, const uint8_t *to, struct frame frame)
{
	memcpy(frame.to, to, MAC_LENGTH);
	memcpy(frame.from, story_station, MAC_LENGTH);
	memcpy(frame.bssid, to, MAC_LENGTH);
	captured(story, frame, true, 200);
}

void story_received(struct story *story, const uint8_t *from, struct frame frame)
{
	memcpy(frame.to, story_station, MAC_LENGTH);
	memcpy(frame.from, from, MAC_LENGTH);
	memcpy(frame.bssid, from, MAC_LENGTH);
	captured(story, frame, false, 200);
}

void story_protected(struct story *story, bool sent, const uint8_t *ap, size_t length)
{
	struct frame frame = { .kind = FRAME_PROTECTED_ACTION };

	memcpy(frame.to, sent ? ap : story_station, MAC_LENGTH);
	memcpy(frame.from, sent ? story_station : ap, MAC_LENGTH);
	memcpy(frame.bssid, ap, MAC_LENGTH);
	captured(story, frame, sent, length);
}

static struct event trace(struct story *story, enum trace_event what, const uint8_t *mac)
{
	struct event event = { .kind = EVENT_TRACE, .trace.what = what };

	event.trace.began_ns = story->now_ns;
	if (mac)
		memcpy(event.trace.mac, mac, MAC_LENGTH);
	return event;
}

void story_trace(struct story *story, enum trace_event what, const uint8_t *mac,
		 uint64_t took_us)
{
	struct event event = trace(story, what, mac);

	event.trace.began_ns -= took_us * NS_PER_US;
	story_event(story, &event);
}

void story_authorized(struct story *story, const uint8_t *mac)
{
	struct event event = trace(story, TRACE_SET_STATION, mac);

	event.trace.authorized = true;
	story_event(story, &event);
}

void story_key(struct story *story, const uint8_t *mac, unsigned index, int result)
{
	struct event event = trace(story, TRACE_ADD_KEY, mac);

	event.trace.pairwise = mac;
	event.trace.key_index = index;
	event.trace.result = result;
	story_event(story, &event);
}

void story_link(struct story *story, bool carrier)
{
	struct event event = { .kind = EVENT_LINK, .link.what = LINK_STATE };

	event.link.carrier = carrier;
	story_event(story, &event);
}

void story_ft_keys(struct story *story, const uint8_t *bssid, enum ft_check check,
		   bool matches)
{
	struct event event = { .kind = EVENT_FT_KEYS, .ft_keys.check = check };

	memcpy(event.ft_keys.bssid, bssid, MAC_LENGTH);
	event.ft_keys.matches = matches;
	event.ft_keys.length = 16;
	memset(event.ft_keys.expected, 0xaa, 16);
	memset(event.ft_keys.found, matches ? 0xaa : 0xbb, 16);
	story_event(story, &event);
}

void story_source(struct story *story, enum source source, enum source_state state,
		  const char *reason, uint64_t clock_error_ns)
{
	cleanup_free_ char *copy = reason ? memory_strdup(reason) : NULL;
	struct event event = { .kind = EVENT_SOURCE };

	event.source.source = source;
	event.source.state = state;
	event.source.reason = copy;
	event.source.clock_error_ns = clock_error_ns;
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
	story_wait(story, 500);
	story_supplicant(story, SUPPLICANT_EAPOL_RECEIVED, target);
	story_wait(story, 500);
	story_eapol(story, target, 2);
	story_wait(story, 1000);
	story_eapol(story, target, 4);
	keys_and_done(story, target);
}

void story_arrives_at(struct story *story, int step, const uint8_t *target)
{
	story_step(story, step);
	story_command(story, "SELECT_NETWORK 0", true);
	story_wait(story, 1000);
	sae(story, target);
}

void story_arrives(struct story *story, int step)
{
	story_arrives_at(story, step, story_hall);
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

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/analysis.h"
#include "base/mac.h"
#include "scenario/plan.h"

/* A run told event by event, for the tests of analysis and report. Access points are
 * hall (02:00:00:00:01:00) and stairs (02:00:00:00:02:00); times are in microseconds
 * and only ever go forward: story_wait(). */

extern const uint8_t story_hall[MAC_LENGTH], story_stairs[MAC_LENGTH],
	story_elsewhere[MAC_LENGTH], story_station[MAC_LENGTH];

struct story {
	struct scenario *scenario;
	struct plan *plan;
	struct analysis *analysis;
	uint64_t now_ns;
	int step;
};

/* rest: the scenario's YAML after its network and access points (lab: included). */
struct story *story_begin(const char *security, const char *rest);
struct story *story_end(struct story *story);
/* Ends the run, and gives the results. */
struct results *story_results(struct story *story);

void story_wait(struct story *story, uint64_t us);
void story_event(struct story *story, struct event *event);
void story_plain(struct story *story, enum event_kind kind);
void story_step(struct story *story, int step);
void story_skipped(struct story *story, int step);
void story_round(struct story *story, bool more);
void story_command(struct story *story, const char *text, bool ok);
void story_bss(struct story *story, const uint8_t *bssid, int mobility_domain,
	       uint32_t akm);
void story_supplicant(struct story *story, enum supplicant_event what,
		      const uint8_t *bssid);
void story_supplicant_status(struct story *story, enum supplicant_event what,
			     const uint8_t *bssid, unsigned status);
void story_kernel(struct story *story, enum kernel_event what, const uint8_t *mac);
void story_authenticate(struct story *story, const uint8_t *from, unsigned algorithm,
			unsigned transaction, unsigned status);
void story_associate(struct story *story, const uint8_t *from, unsigned status, bool ft);
void story_timeout(struct story *story, enum kernel_event what, const uint8_t *mac);
void story_ft_request(struct story *story, const uint8_t *target, bool readable);
void story_eapol(struct story *story, const uint8_t *to, unsigned message);

/* Frames for the two functions that follow, with the elements that real ones have where
 * FT is used (without: those of an authentication by SAE or open system). status < 0:
 * none. */
struct frame story_auth(unsigned algorithm, unsigned transaction, int status);
/* An association frame, an FT request or response. */
struct frame story_ft_frame(enum frame_kind kind, int status);
struct frame story_key_frame(unsigned message);
/* On the monitor interface. */
void story_sent(struct story *story, const uint8_t *to, struct frame frame);
void story_received(struct story *story, const uint8_t *from, struct frame frame);
/* One that PMF hides, of length octets from its 802.11 header on. */
void story_protected(struct story *story, bool sent, const uint8_t *ap, size_t length);
/* A call that began so long ago, and returned 0. */
void story_trace(struct story *story, enum trace_event what, const uint8_t *mac,
		 uint64_t took_us);
void story_authorized(struct story *story, const uint8_t *mac);
/* mac NULL: a group key. */
void story_key(struct story *story, const uint8_t *mac, unsigned index, int result);
void story_link(struct story *story, bool carrier);
void story_ft_keys(struct story *story, const uint8_t *bssid, enum ft_check check,
		   bool matches);
/* reason may be NULL */
void story_source(struct story *story, enum source source, enum source_state state,
		  const char *reason, uint64_t clock_error_ns);

/* status < 0: none */
void story_done(struct story *story, enum outcome outcome, int status);
void story_settled(struct story *story, bool recovered);
/* One probe that is sent now and answered after rtt_us; 0: never. */
void story_probe(struct story *story, size_t stream, uint32_t sequence,
		 uint32_t reflected, uint64_t rtt_us);

/* Whole steps, as real ones go. Each takes 10 ms. */
void story_arrives(struct story *story, int step); /* associate: hall, FT-SAE */
void story_arrives_at(struct story *story, int step, const uint8_t *target);
void story_ft_air(struct story *story, int step, const uint8_t *target);
void story_ft_ds(struct story *story, int step, const uint8_t *target);
void story_full(struct story *story, int step, const uint8_t *target);

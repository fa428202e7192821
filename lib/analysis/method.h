/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/window.h"

/* Sentences that say which frames and events prove something. */
struct proof {
	char **items;
	size_t count, capacity;
	/* They decide the method. Else it is the most that may be claimed, and neither
	 * FT nor its absence is proven. */
	bool conclusive;
	/* The method, a full one by its kind: "ft-air", "full-sae", "full-psk", … */
	const char *exchange;
};
void proof_clear(struct proof *proof);

/* How the station got to the target, from what was seen and never from the command
 * that was given: the one place that decides it. target_bss is what the target
 * advertised, NULL if that was not seen. */
enum method method_judge(const struct window *window, const struct scenario *scenario,
			 const struct bss_elements *target_bss, struct proof *proof);

/* "over the air", "over the DS" */
const char *via_phrase(enum via via);
/* The method that a roam by that way should use. */
enum method via_method(enum via via);
/* For a sentence: "FT over the air", "a full authentication". */
const char *method_phrase(enum method method);
/* Adds "12.345678s". */
void time_add(struct text *out, uint64_t time_ns);
/* "authentication response, algorithm 2 (FT), status 53 (invalid PMKID)" */
void authentication_add(struct text *out, const struct frame *frame);
const char *auth_algorithm_name(unsigned algorithm);
/* Says no. Not every status other than 0 does: SAE asks for an anti-clogging token
 * (76) and agrees to hash-to-element (126) and to SAE-PK (127) in this way (IEEE
 * 802.11-2020 12.4.7.4). */
bool authentication_is_rejection(const struct frame *frame);

/* Suites of the RSNE (IEEE 802.11-2020 table 9-151). */
bool akm_is_ft(uint32_t akm);
bool akm_is_sae(uint32_t akm);

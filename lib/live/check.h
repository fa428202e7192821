/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "live/checks.h"

/* For those that make sections of checks. */

#define OTHER_RADIO                                                                 \
	"use a radio with a driver of mac80211's, such as iwlwifi, ath9k, ath10k, " \
	"ath11k, mt76 or rtw88"

/* Begins a section, to which the following are added. */
struct check_section *checks_section(struct checks *checks, enum check_scope scope,
				     const char *interface);
/* Adds a check and returns it. The strings are copied. */
struct check *checks_add(struct checks *checks, enum check_id id, enum check_state state,
			 const char *value, const char *sentence, ...)
	__attribute__((format(printf, 5, 6)));
void check_remedy(struct check *check, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Of a part that is there what there says, a format with one %s for its value; of one
 * that is not, its error's reason and remedy. */
void check_part(struct checks *checks, enum check_id id, enum check_state absent,
		const struct part *part, const char *there);

/* Whether a list of words, as wpa_supplicant writes AKMs, has one that begins so. */
bool words_have(const char *words, const char *beginning);

/* Who manages the interface, its wpa_supplicant, and the network that it is on. */
void checks_of_connection(const struct interface_facts *facts, struct checks *checks);
/* What of FT the wpa_supplicant of that version ("2.10") cannot do; monitor: frames will
 * be seen. */
void checks_of_supplicant(const char *version, bool monitor, struct checks *checks);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/diagnosis-case.h"
#include "base/time.h"
#include "scenario/plan.h"

/* A step that went as it should not, for the tests of what is concluded from it. Access
 * points are hall (02:00:00:00:01:00), stairs (…02:00) and attic (…03:00), the station is
 * 02:00:00:00:ff:00. The step is a roam from hall to stairs, or an association with
 * stairs; the station's keys are those of its first association, with hall. */

enum { HALL, STAIRS, ATTIC };

#define HALL_BSSID "02:00:00:00:01:00"
#define STAIRS_BSSID "02:00:00:00:02:00"
#define ATTIC_BSSID "02:00:00:00:03:00"
#define STATION "02:00:00:00:ff:00"
#define STRANGER "02:00:00:00:ee:00"

#define AKM_PSK 0x000fac02
#define AKM_SAE 0x000fac08
#define AKM_FT_PSK 0x000fac04
#define AKM_FT_SAE 0x000fac09
#define CIPHER_CCMP 0x000fac04
#define CIPHER_GCMP 0x000fac08

/* When the step's window begins; what is told after it is a millisecond later each. */
#define SITUATION_START_NS (10 * NS_PER_S)
#define KEYS_SINCE_NS (5 * NS_PER_S)

struct situation {
	struct scenario *scenario;
	struct plan *plan;
	struct window window;
	struct symptom symptom;
	struct advertised from, target; /* alike, of an FT network */
	struct site_facts facts;
	struct diagnosis_case c; /* points to all of these */
	uint64_t now_ns;
};

/* security: as in a scenario; via: "air" or "ds". */
struct situation *situation_begin(const char *security, const char *via);
struct situation *situation_of_association(const char *security);
/* For __attribute__((cleanup)). */
void situation_end(struct situation **situation);
#define cleanup_situation_ __attribute__((cleanup(situation_end)))

/* The station's keys are those of another access point. */
void situation_r0kh(struct situation *situation, size_t access_point);
void situation_conf(struct situation *situation, size_t access_point, const char *lines);
void situation_log(struct situation *situation, size_t access_point, const char *line);
void situation_event(struct situation *situation, struct event *event);
/* After this the window is closed, with what it was given. */
void situation_outcome(struct situation *situation, enum outcome outcome);

/* The target said no to a request with that status code. */
void situation_refused(struct situation *situation, enum asked asked, unsigned status);
/* It did not answer an FT authentication that was acknowledged. */
void situation_silent(struct situation *situation);
/* No answer came over the DS. */
void situation_silent_exchange(struct situation *situation);

/* Two that know each other, with one key for both directions. */
#define HALL_CONF                                                                        \
	"nas_identifier=hall\nr0kh=" STAIRS_BSSID " stairs key-1:64\nr1kh=" STAIRS_BSSID \
	" " STAIRS_BSSID " key-1:64\n"
#define STAIRS_CONF                                                                  \
	"nas_identifier=stairs\nr0kh=" HALL_BSSID " hall key-1:64\nr1kh=" HALL_BSSID \
	" " HALL_BSSID " key-1:64\n"

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdint.h>

#include "base/error.h"
#include "base/realtime.h"
#include "record/event.h"

/* Where a run's events come from, and what became of each source: used, not to be had, or
 * lost. Only wpa_supplicant's control interface is indispensable. */

struct capture;
struct link_watch;
struct nl80211_monitor;
struct nlmon;
struct run;
struct trace;

struct sources {
	struct realtime realtime; /* the clock of the kernel's stamps */
	/* NULL: not used */
	struct nlmon *nlmon;
	struct nl80211_monitor *nl80211;
	struct link_watch *link;
	struct trace *trace;
	struct capture *capture;
	struct {
		bool known; /* state holds */
		enum source_state state;
		char *reason;
	} told[SOURCE_MAX];
};

/* Opens what the run can do without, and records of each whether it is used. */
void sources_open(struct run *run);
/* Takes what every source, the control interface too, has to say so far. */
void sources_read(struct run *run);
/* Records of each source what became of it, with the error of its clock. */
void sources_tell(struct run *run);
void sources_close(struct run *run);

/* Notes and records a change of a source; reason (may be NULL) is borrowed. */
void source_set(struct run *run, enum source source, enum source_state state,
		const char *reason);

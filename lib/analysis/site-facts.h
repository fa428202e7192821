/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/ap-conf.h"
#include "explain/log-line.h"
#include "record/event.h"
#include "scenario/scenario.h"

/* What the access points themselves tell, and where the station's keys are: what a
 * diagnosis needs beside the step's own window. */

struct log_entry {
	uint64_t time_ns;
	size_t access_point;
	enum log_line what;
	char *text;
};

struct ap_facts {
	struct ap_conf conf;
	bool log_at_hand; /* what it does not say has not happened */
	bool off_air;	  /* its log says so */
	uint64_t off_air_ns;
	bool restarted; /* on the air anew in the run */
	uint64_t restarted_ns;
	/* On the station's way here by FT, from each R0KH: its FT authentication was
	 * left unanswered last at. One an access point. */
	uint64_t *unanswered_ns;
	/* The station has come here by FT with the key of that R0KH. */
	bool *reached;
	bool full_authentication; /* the station's last one here was no FT */
	/* A look around after a failure. */
	bool looked_for, found;
	unsigned found_mhz;
};

struct site_facts {
	const struct scenario *scenario;
	struct ap_facts *access_points;
	bool has_r0kh;
	size_t r0kh; /* the access point of the station's last full authentication */
	uint64_t r0kh_since_ns;
	/* The logs since the last reset, in the order in which they came. */
	struct log_entry *entries;
	size_t count, capacity;
};

void site_facts_init(struct site_facts *facts, const struct scenario *scenario);
void site_facts_clear(struct site_facts *facts);
void site_facts_take(struct site_facts *facts, const struct event *event);
/* A step begins: what the logs have said is forgotten. */
void site_facts_reset(struct site_facts *facts);

/* The first line of that kind that an access point has written from from_ns on, or NULL.
 */
const struct log_entry *log_find(const struct site_facts *facts, size_t access_point,
				 enum log_line what, uint64_t from_ns);

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
	/* A station, or the access point that a message came from: as the line says
	 * itself, or the last one before it that does. */
	bool has_about;
	uint8_t about[MAC_LENGTH];
	char *text;
};

struct ap_facts {
	struct ap_conf conf;
	/* Its log has what hostapd writes with -d: what it does not say has not
	 * happened. */
	bool log_at_hand;
	bool off_air; /* its log says so */
	uint64_t off_air_ns;
	bool restarted; /* on the air anew in the run */
	uint64_t restarted_ns;
	/* On the station's way here by FT, from each R0KH: its FT authentication was
	 * left unanswered last at. One an access point. */
	uint64_t *unanswered_ns;
	/* The station has come here by FT with the key of that R0KH. */
	bool *reached;
	bool full_authentication; /* the one under way here is no FT */
	uint32_t akm;		  /* what the station asked for here last, or 0 */
	/* A look around after a failure. */
	bool looked_for, found;
	unsigned found_mhz;
	/* Whom the last line of the log that says so was about. */
	bool has_about;
	uint8_t about[MAC_LENGTH];
};

/* A station may have an address for each network, and for each link. */
#define STATION_ADDRESSES_MAX 4
/* Lines of one step: what a busy site's logs say beyond is left. */
#define LOG_ENTRIES_MAX 4096

/* Whose keys the station has: those of its last full authentication. */
struct station_keys {
	bool known;
	size_t r0kh; /* the access point that it was with, which has its PMK-R0 */
	uint64_t since_ns;
	uint32_t akm; /* 0: no frame told */
};

struct site_facts {
	const struct scenario *scenario;
	struct ap_facts *access_points;
	struct station_keys keys;
	/* The station's addresses, as frames show them; the latest ones. */
	uint8_t stations[STATION_ADDRESSES_MAX][MAC_LENGTH];
	size_t station_count;
	/* The logs since the last reset, in the order in which they came. */
	struct log_entry *entries;
	size_t count, capacity;
};

void site_facts_init(struct site_facts *facts, const struct scenario *scenario);
void site_facts_clear(struct site_facts *facts);
void site_facts_take(struct site_facts *facts, const struct event *event);
/* A step begins: what the logs have said is forgotten. */
void site_facts_reset(struct site_facts *facts);

/* Whether the line may be about this station, or is about one of the scenario's access
 * points: a real site's logs tell of others, too. */
bool log_concerns(const struct site_facts *facts, const struct log_entry *entry);
/* The first line of that kind that an access point has written from from_ns on and that
 * concerns the station, or NULL. */
const struct log_entry *log_find(const struct site_facts *facts, size_t access_point,
				 enum log_line what, uint64_t from_ns);

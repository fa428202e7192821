/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/text.h"
#include "scenario/scenario.h"
#include "wifi/interface.h"
#include "wifi/scan.h"

/* A site as its station sees it, and the scenario that it makes. */

struct survey {
	char interface[IF_NAMESIZE];
	char *date; /* RFC 3339 */
	uint8_t ssid[SSID_LENGTH_MAX];
	size_t ssid_length;
	struct scan_results results; /* of the whole air */
	char *not_scanned;	     /* why these are not of a new scan; NULL: they are */
	bool has_gateway; /* of the default route through the interface, of IPv4 */
};

void survey_clear(struct survey *survey);

/* Scans, where it may, and reads the results. error: what the caller can do. -ENOTCONN:
 * the interface is on no network. */
int survey_make(const struct wireless_interface *interface, struct survey *ret,
		struct error *error);

/* What a scenario makes of a BSS. */
struct surveyed_bss {
	const struct scanned_bss *bss;
	char name[SCENARIO_LABEL_MAX + 1];
	unsigned channel;	       /* 0: a scenario has no number for it */
	bool securities[SECURITY_MAX]; /* those that a scenario can name */
	bool ft_akm, ft;	       /* one of its AKMs is of FT; and it has an MDE */
	bool target;		       /* one that the scenario uses */
	char *differs; /* from the first target, and if it is none, why; NULL: in nothing
			*/
};

/* The BSSs of the network: targets first, of these the one that the station is on or, if
 * that is none, the strongest; then by signal. */
struct surveyed_site {
	struct surveyed_bss *items;
	size_t count, target_count;
	size_t hidden_count;	       /* BSSs of any network that hide their SSID */
	bool ft;		       /* the targets are of one mobility domain */
	bool securities[SECURITY_MAX]; /* that all targets have */
};

/* Pure. -EOPNOTSUPP: no scenario can be made of it; error says why. */
int survey_judge(const struct survey *survey, struct surveyed_site *ret,
		 struct error *error);
void surveyed_site_clear(struct surveyed_site *site);

/* Writes the scenario. Pure. Errors as survey_judge(). */
int survey_write(const struct survey *survey, struct text *out, struct error *error);

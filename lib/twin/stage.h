/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "config/site.h"

/* What of a site is simulated, and how: each ordered pair of radios, over the air, and
 * over the DS where the one that a station leaves offers it, under a tunnel. */

/* Why a BSS is not simulated. */
enum twin_absence {
	TWIN_PRESENT,
	TWIN_NOT_STARTED, /* hostapd, or OpenWrt before it, refuses it */
	TWIN_BSSID_TAKEN, /* one before it has its BSSID */
	TWIN_NO_PASSWORD, /* it is open, or of 802.1X: the lab has none such */
	TWIN_ABSENCE_MAX
};

/* "not-started", …; NULL of one that is present. */
const char *twin_absence_name(enum twin_absence absence);
/* "does not start" */
const char *twin_absence_phrase(enum twin_absence absence);

struct twin_stage {
	size_t count;		    /* of BSSs */
	enum twin_absence *absence; /* of each BSS */
	bool *offers_ds;	    /* likewise: stations can leave it over the DS */
	size_t present;
	/* For the lab; it holds the password and the keys. NULL: problem says why there
	 * is none. */
	char *scenario;
	char *live; /* the same roams for a station on the site, without a secret */
	char *problem;
};

/* Of a site as it is read: config_lint() mends it. ret is released with
 * twin_stage_clear() in any case. */
void twin_stage_make(const struct config_site *site, struct twin_stage *ret);
void twin_stage_clear(struct twin_stage *stage);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/error.h"
#include "base/text.h"
#include "config/site.h"

/* The site as a scenario (roamtest-scenario(5)): its access points with their BSSIDs and
 * channels, and for the lab each one's options of hostapd.conf. */

struct config_scenario {
	const char *name;
	/* What is to be done there: the lines from "steps:" on, or NULL. */
	const char *rest;
	/* BSSs that are left out, one flag each; or NULL. */
	const bool *without;
	/* For the site itself: without a lab, and without the password, which the
	 * station's saved network has. */
	bool live;
};

/* Appends it. One for the lab holds the password and the keys. -EOPNOTSUPP: the lab has
 * no such network, and error says why. BSSs that do not start are in it: hostapd says so
 * then. */
int config_scenario_format(const struct config_site *site,
			   const struct config_scenario *scenario, struct text *out,
			   struct error *error);
/* The channel on which the lab has the BSS: its own unless the lab cannot have it. */
unsigned config_lab_channel(const struct config_site *site, size_t bss);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/redact.h"
#include "site/conceal.h"
#include "site/daemon.h"
#include "site/dhcp.h"
#include "site/hostapd-conf.h"
#include "site/medium.h"
#include "site/site.h"
#include "site/topology.h"

/* What the site's files share: site.c puts it together, startup.c has its programs,
 * mid-run.c changes it in mid-run. */

struct site_access_point {
	struct site *site;
	const struct access_point *access_point;
	struct daemon *hostapd;
	bool enabled; /* has said AP-ENABLED */
};

struct site {
	const struct scenario *scenario;
	struct site_options options; /* its strings are used by site_start() only */
	struct site_callbacks callbacks;
	void *userdata;

	struct topology topology;
	struct medium *medium; /* NULL: the kernel's own, which loses nothing */
	struct pair_keys keys;
	struct secrets secrets;
	struct concealment concealment;
	char **confs; /* of each access point's hostapd, without secrets */
	struct site_access_point *access_points;
	size_t access_point_count;
	struct daemon *supplicant;
	char *supplicant_folder; /* of its control socket */
	bool supplicant_ready;
	struct dhcp *dhcp; /* NULL: the station's address is fixed */
	bool *in_force;	   /* of each fault of the scenario: it is now */

	bool started; /* ended programs are the caller's concern from then on */
	bool timed_out;
	bool failed;
	struct error failure;

	char *control_path, *hostapd_version, *wpa_supplicant_version;
	struct site_view view;
};

/* site.c */

/* Some part of the site has ended by itself. */
void site_part_ended(struct site *site, const struct error *error);
/* Some part of the site has come to be. */
void site_progress(struct site *site);

/* startup.c */

/* Starts the programs and waits until all are ready; runs the loop meanwhile. */
int site_bring_up(struct site *site, sd_event *loop, struct error *error);
/* What the programs will need of their files is read by now. */
void site_fill_page_cache(const struct site *site);
/* Ends the programs (SIGTERM, then SIGKILL), closes the logs. */
void site_stop_programs(struct site *site);

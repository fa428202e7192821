/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/redact.h"
#include "site/conceal.h"
#include "site/daemon.h"
#include "site/dhcp.h"
#include "site/hostapd-conf.h"
#include "site/hostapd-control.h"
#include "site/medium.h"
#include "site/site.h"
#include "site/topology.h"

/* What the site's files share: site.c puts it together, startup.c has its programs,
 * mid-run.c changes it in mid-run. */

/* What hostapd is told in a row, in mid-run. */
#define ORDERS_MAX 3

struct orders {
	char *items[ORDERS_MAX]; /* commands of its control interface */
	size_t count, done;
	bool answered; /* the one under way */
};

/* hostapd is to end, then to be on the air anew. */
enum restart { RESTART_NONE, RESTART_ENDING, RESTART_BEGINNING };

struct site_access_point {
	struct site *site;
	const struct access_point *access_point;
	struct daemon *hostapd;
	char *control_path;
	bool enabled;	/* is on the air */
	bool tells_all; /* its log has what it says at debug level */
	struct hostapd_command *log_level;
	enum restart restart;

	/* mid-run.c */
	struct orders orders;
	struct hostapd_command *command;
	struct hostapd_command *deauthentication;
	sd_event_source *deauthenticate; /* the station, then */
};

struct site {
	const struct scenario *scenario;
	sd_event *loop;
	struct site_options options; /* its strings are borrowed */
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
	struct dhcp *dhcp;    /* NULL: the station's address is fixed */
	bool *in_force;	      /* of each fault of the scenario: it is now */
	struct error refusal; /* reason set: hostapd did not do as it was told */

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

int site_start_hostapd(struct site *site, size_t index, sd_event *loop,
		       struct error *error);
/* Starts the programs and waits until all are ready; runs the loop meanwhile. */
int site_bring_up(struct site *site, sd_event *loop, struct error *error);
/* What the programs will need of their files is read by now. */
void site_fill_page_cache(const struct site *site);
/* Ends the programs (SIGTERM, then SIGKILL), closes the logs. */
void site_stop_programs(struct site *site);

/* mid-run.c */

/* What hostapd says is read as it comes while something is expected of it, else with
 * site_read_logs() only. */
void site_listen(const struct site_access_point *ap);
/* hostapd has said a line, and what it says of itself is in ap. */
void site_hear(struct site_access_point *ap, const char *line);
/* hostapd has ended as it was told, and begins anew. */
void site_begin_anew(struct site_access_point *ap);
void site_forget_orders(struct site_access_point *ap);

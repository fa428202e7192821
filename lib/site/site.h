/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <systemd/sd-event.h>

#include "base/error.h"
#include "base/redact.h"
#include "scenario/scenario.h"

/* The site inside a guest: radios, namespaces, access points, distribution system,
 * server, station. One network namespace each; the caller stays where it was. */
struct site;

struct site_options {
	const char *hostapd, *wpa_supplicant; /* absolute paths */
	const char *run_folder; /* sockets and configuration, on a tmpfs: holds secrets */
	const char *log_folder; /* NAME.log of every program */
	uint64_t start_limit_ns; /* for all access points to be on the air */
	uint32_t seed;		 /* of the keys that the access points share */
	/* The station is the caller's: its radio alone is made, in the caller's network
	 * namespace; it has no address, and nothing associates it. */
	bool own_station;
};

struct site_view;

struct site_callbacks {
	void (*note)(void *userdata, const char *sentence);
	/* Some part of the site has come to be. */
	void (*progress)(void *userdata);
	/* All of it is there but its programs: for whoever adds to it. Negative, with the
	 * reason: the site is not to be. May be NULL. */
	int (*built)(void *userdata, const struct site_view *view, struct error *error);
	/* What an access point's hostapd says, a line; stamp_ns: when, since the epoch.
	 * From when the site is up, and upon site_read_logs() only, which is to come now
	 * and then. NULL: all of it goes to its log as it comes. */
	void (*log)(void *userdata, size_t access_point, uint64_t stamp_ns,
		    const char *line);
	/* A program of the site ended by itself; error says which and how. */
	void (*died)(void *userdata, const struct error *error);
};

/* What the station's side needs to know. Borrowed from the site. */
struct site_view {
	int station_netns, server_netns;
	const char *station_interface; /* "wlan0" */
	/* Of wpa_supplicant, with the interface; NULL as its version where the station is
	 * the caller's. */
	const char *control_path;
	int network_id;			/* of the configured network, disabled at first */
	struct in_addr station_address; /* on the plain network, /24; 0.0.0.0: of DHCP */
	struct in_addr server_address;	/* on the plain network, /24 */
	struct in6_addr station_address_v6, server_address_v6; /* likewise, /64, of a
								* site with IPv6 */
	const char *hostapd_version, *wpa_supplicant_version;  /* "2.10" */
	const char *driver;				       /* "mac80211_hwsim" */
	char *const *hostapd_confs;    /* one an access point, without secrets */
	const struct secrets *secrets; /* that no program's words are to show */
};

/* The strings of options, scenario and loop outlive the site.
 *
 * Builds it all and returns when every access point has said AP-ENABLED and the
 * supplicant's control socket answers; runs the loop meanwhile. On failure all is
 * taken down again and error says which part failed, with the last line of its log. */
int site_start(struct site **ret, sd_event *loop, const struct scenario *scenario,
	       const struct site_options *options, const struct site_callbacks *callbacks,
	       void *userdata, struct error *error);
const struct site_view *site_view(const struct site *site);
/* Hands over what the access points have said up to now. */
void site_read_logs(struct site *site);
/* In mid-run: begins all faults of a kind that are not in force, or ends all that are; a
 * note tells of each. What it takes may go on behind it, in the loop. */
int site_change_faults(struct site *site, enum fault_kind kind, bool begin,
		       struct error *error);
/* Whether that is done: 1, or 0: not yet, or negative: it came to nothing. */
int site_faults_changed(struct site *site, struct error *error);
/* Ends the programs (SIGTERM, then SIGKILL), closes the logs. */
struct site *site_stop(struct site *site);

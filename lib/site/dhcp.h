/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/error.h"
#include "base/text.h"
#include "scenario/scenario.h"
#include "site/daemon.h"
#include "site/topology.h"

/* The site's DHCP servers, dnsmasq in the server's namespace and in that of each access
 * point that is a router, and the station's client, dhcpcd. */
struct dhcp;

struct dhcp_options {
	const char *run_folder, *log_folder; /* as the site's */
	const struct secrets *secrets;	     /* outlive the programs */
	/* One of them has ended by itself. */
	void (*ended)(void *userdata, const struct error *error);
	void *userdata;
};

/* *ret is set in any case. */
int dhcp_start_servers(struct dhcp **ret, sd_event *loop, const struct topology *topology,
		       const struct dhcp_options *options, struct error *error);
/* Once the interface is the supplicant's. */
int dhcp_start_client(struct dhcp *dhcp, sd_event *loop, const struct topology *topology,
		      const struct dhcp_options *options, struct error *error);
/* The first program that was started and has not said that it is ready, or NULL. dhcp may
 * be NULL, as below. */
const struct daemon *dhcp_first_waiting(const struct dhcp *dhcp);
/* dnsmasq.conf of the server, and of an access point that is a router. Pure. */
void dhcp_format_server(const struct topology *topology, const char *run_folder,
			struct text *out);
void dhcp_format_router(const struct topology *topology, size_t access_point,
			const char *run_folder, struct text *out);
/* dhcpcd.conf. Pure. */
const char *dhcp_client_conf(const struct lab_station *station);
/* As daemon_stop() and daemon_free(). */
void dhcp_stop(struct dhcp *dhcp);
struct dhcp *dhcp_free(struct dhcp *dhcp, uint64_t deadline_ns);

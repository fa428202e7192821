/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <systemd/sd-event.h>

#include "run/run.h"
#include "site/site.h"

/* A program of the user's, in the station's network namespace, beside a run in a lab. */

#define BESIDE_FILE "beside.log" /* what it says, without the site's secrets */

struct beside;

/* command: for sh -c; folder: of BESIDE_FILE. That it has ended by itself is noted in the
 * run. run and site outlive it. */
int beside_start(struct beside **ret, sd_event *loop, const char *command,
		 const char *folder, const struct site_view *site, struct run *run,
		 struct error *error);
/* Ends it as a person at a terminal would: SIGINT, upon which ping(8) prints its summary;
 * if that is not enough SIGTERM, then SIGKILL. */
struct beside *beside_stop(struct beside *beside);

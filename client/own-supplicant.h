/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <systemd/sd-event.h>

#include "base/error.h"
#include "scenario/scenario.h"

/* A wpa_supplicant of roamtest's own, on an interface that nobody manages, with the
 * network of the scenario. It dies with the process that has started it. */
struct own_supplicant;

/* program NULL: from PATH; folder: of its configuration and its socket, is made and is to
 * be nobody else's; logs: of its log. Runs the loop until it listens: 0, with the path of
 * its control socket, borrowed. ended is told when it ends by itself. */
int own_supplicant_start(struct own_supplicant **ret, sd_event *loop,
			 const struct scenario *scenario, const char *program,
			 const char *folder, const char *logs,
			 void (*ended)(void *userdata, const struct error *error),
			 void *userdata, const char **ret_control_path,
			 struct error *error);
/* It takes its interface down if it has set it up; its files go. */
struct own_supplicant *own_supplicant_stop(struct own_supplicant *own);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <systemd/sd-event.h>

#include "base/error.h"

/* A command to an access point's hostapd, over its control socket. */
struct hostapd_command;

/* hostapd has answered: error is NULL, or says that it did not do it. Once; the command
 * may be freed here. */
typedef void (*hostapd_answered_fn)(void *userdata, const struct error *error);

/* path: of the socket, with the interface. name: "hostapd of hall", for errors. */
int hostapd_command_begin(struct hostapd_command **ret, sd_event *loop, const char *path,
			  const char *name, const char *command,
			  hostapd_answered_fn answered, void *userdata,
			  struct error *error);
/* answered is not called any more. */
struct hostapd_command *hostapd_command_free(struct hostapd_command *command);

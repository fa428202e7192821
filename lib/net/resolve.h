/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <systemd/sd-event.h>

#include "base/error.h"
#include "net/udp.h"

/* A name's address (getaddrinfo(3)), looked up while the loop goes on: in a thread of its
 * own, which shares nothing with this one but the looking-up itself, and that only until
 * it has told that it is done. */
struct resolution;

/* Called once, from the loop: 0 and the address with the port; or negative, and why. */
typedef void (*resolve_fn)(void *userdata, int r, const union udp_address *address,
			   const char *reason);

/* Looks host up in the namespace behind netns (-1: the calling thread's own). */
int resolve_start(struct resolution **ret, sd_event *loop, int netns, const char *host,
		  uint16_t port, resolve_fn done, void *userdata, struct error *error);
/* Also one that is not done yet: nothing is called any more. */
struct resolution *resolve_free(struct resolution *resolution);

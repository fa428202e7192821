/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>
#include <systemd/sd-event.h>

#include "base/error.h"
#include "net/reflect.h"
#include "net/udp.h"

struct realtime;

/* The stateful reflector (RFC 8762 4.3): one sequence a sender address and port. Whom
 * and what it answers: net/reflect.h and net/senders.h. The time at which a request came
 * is the kernel's stamp of it. */
struct reflector;

/* The port of roamtest reflect. Any user may have it, unlike STAMP_PORT, and Linux takes
 * none of its own choice from around it (ip_local_port_range). */
#define REFLECTOR_PORT 8620

/* A request came in and was answered, from a port (host order), at CLOCK_MONOTONIC
 * at_ns. */
typedef void (*reflector_heard_fn)(void *userdata, uint16_t from_port, uint32_t sequence,
				   uint64_t at_ns);

struct reflector_config {
	int netns; /* to open the socket in, -1: here */
	union udp_address address;
	reflector_heard_fn heard; /* may be NULL */
	void *userdata;
	/* Borrowed until the reflector is closed; NULL: of its own. */
	struct realtime *realtime;
};

int reflector_start(struct reflector **ret, sd_event *loop,
		    const struct reflector_config *config, struct error *error);
struct reflector *reflector_close(struct reflector *reflector);

/* Where it listens, the port also where the kernel chose it. 0, or -errno. */
int reflector_address(const struct reflector *reflector, union udp_address *ret);

/* Since it was started. */
struct reflector_tally {
	uint64_t senders;
	uint64_t packets[REFLECTION_MAX];
};

void reflector_tally(const struct reflector *reflector, struct reflector_tally *ret);

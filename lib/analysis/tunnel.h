/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "record/event.h"
#include "scenario/scenario.h"

/* A WireGuard tunnel, followed from one reading of its counters to the next, and by the
 * answers to the probes that go through it. */
struct tunnel_watch;

struct tunnel_watch *tunnel_watch_new(const struct scenario *scenario);
struct tunnel_watch *tunnel_watch_free(struct tunnel_watch *watch);

/* A step begins: what is read from now on counts for it. */
void tunnel_watch_open(struct tunnel_watch *watch);
/* A reading; roaming: the step under way is a roam that has begun. True if it shows a
 * handshake that the roam took, or that was due in it. */
bool tunnel_watch_reading(struct tunnel_watch *watch, const struct event *event,
			  bool roaming);
/* Probes: an answer through the tunnel is authenticated. */
void tunnel_watch_probes(struct tunnel_watch *watch, const struct event *event);
/* The roam is over; it knows already whether the tunnel has survived. */
void tunnel_watch_close(const struct tunnel_watch *watch, struct roam *roam);
/* Of the whole run. */
void tunnel_watch_finish(const struct tunnel_watch *watch, struct results *results);

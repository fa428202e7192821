/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "record/event.h"

/* The connection of a TCP stream, judged by what the kernel says of it (EVENT_CONNECTION)
 * and by its echoes: of the whole run, and of a roam's window. */
struct connection;

struct connection *connection_new(void);
struct connection *connection_free(struct connection *c);

void connection_window_open(struct connection *c, uint64_t start_ns);
void connection_take(struct connection *c, const struct event *event);
/* From begin_ns to end_ns no message was echoed and one was owed. */
void connection_stall(struct connection *c, uint64_t begin_ns, uint64_t end_ns);

bool connection_is_alive(const struct connection *c);
/* Until when messages can be owed: until it died, or until now_ns. */
uint64_t connection_end(const struct connection *c, uint64_t now_ns);
/* One of the ends has retransmitted since the window was opened. */
bool connection_retransmitted(const struct connection *c);

/* Of the window. */
void connection_window_result(const struct connection *c, struct connection_result *ret);
/* Of the run; its reason is the caller's. */
void connection_result(const struct connection *c, struct connection_result *ret);

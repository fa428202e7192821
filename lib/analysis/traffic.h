/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "analysis/samples.h"
#include "analysis/window.h"
#include "record/event.h"
#include "scenario/scenario.h"

/* One stream of probes, judged as its batches come. Memory does not grow with the
 * run but for four octets a probe for each distribution, and the silences: these are in
 * the spill (base/spill.h; borrowed; NULL: in memory). */
struct traffic_stream;

struct traffic_stream *traffic_stream_new(const struct stream *stream,
					  struct spill *spill);
struct traffic_stream *traffic_stream_free(struct traffic_stream *t);

/* The station has another address from then on, or none: the reflector may take it for
 * another sender. */
void traffic_address_changed(struct traffic_stream *t, uint64_t time_ns);

/* A roam's window: which silences, losses and first packets count for it. */
void traffic_window_open(struct traffic_stream *t, uint64_t start_ns);
/* The target let the station in: packets that arrive from now on came through it. */
void traffic_window_associated(struct traffic_stream *t, uint64_t time_ns);
/* The roam is over: data must flow again from here. */
void traffic_window_ended(struct traffic_stream *t, uint64_t time_ns);

void traffic_batch(struct traffic_stream *t, const struct event *event);
/* A reading of its connection (EVENT_CONNECTION). */
void traffic_connection(struct traffic_stream *t, const struct event *event);

/* The stream around the roam whose window is open. Times are of arrivals, 0: none. */
struct traffic_flow {
	bool associated; /* it is known when the new access point let the station in */
	uint64_t up_ns, down_ns;	       /* the first through it */
	uint64_t up_before_ns, down_before_ns; /* the last before the roam */
};
void traffic_window_flow(const struct traffic_stream *t, struct traffic_flow *ret);

struct outside;
struct passage;

/* Closes the window and fills the roam's gap and first packets of this stream from
 * it; roam has its start and total, seen is what was seen of it, and outside and
 * passage what all streams together show. ret_recovery_ns: from the roam's end until the
 * answer to a probe sent after it came, or UINT64_MAX. */
void traffic_window_close(struct traffic_stream *t, const struct window *seen,
			  const struct outside *outside, const struct passage *passage,
			  struct roam *roam, uint64_t *ret_recovery_ns);

/* Of the whole run. */
void traffic_finish(struct traffic_stream *t, struct traffic *ret);

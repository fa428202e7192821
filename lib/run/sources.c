/* SPDX-License-Identifier: BSD-3-Clause */
#include "run/sources.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "net/link-watch.h"
#include "netlink/netlink.h"
#include "netlink/nlmon.h"
#include "run/engine.h"
#include "wifi/capture.h"
#include "wifi/nl80211.h"
#include "wifi/supplicant.h"
#include "wifi/trace.h"

/* Whose times come of the kernel's stamps in CLOCK_REALTIME. Those of nl80211 and
 * rtnetlink are nlmon's. */
static bool is_converted(const struct run *run, enum source source)
{
	switch (source) {
	case SOURCE_CAPTURE:
	case SOURCE_NLMON:
	case SOURCE_CONTROL:
		return true;
	case SOURCE_NL80211:
	case SOURCE_RTNETLINK:
		return run->sources.nlmon;
	case SOURCE_TRACEFS:
	case SOURCE_PROBES:
	case SOURCE_MAX:
		break;
	}
	return false;
}

static void tell(struct run *run, enum source source)
{
	const struct sources *sources = &run->sources;
	struct event event = { .kind = EVENT_SOURCE };

	event.source.source = source;
	event.source.state = sources->told[source].state;
	event.source.reason = sources->told[source].reason;
	if (event.source.state != SOURCE_UNAVAILABLE && is_converted(run, source))
		event.source.clock_error_ns = realtime_error_ns(&sources->realtime);
	run_record(run, &event);
}

void source_set(struct run *run, enum source source, enum source_state state,
		const char *reason)
{
	struct sources *sources = &run->sources;

	sources->told[source].known = true;
	sources->told[source].state = state;
	free(sources->told[source].reason);
	sources->told[source].reason = reason ? memory_strdup(reason) : NULL;
	tell(run, source);
}

/* What nlmon did not know the time of has that of its reading. */
static void tell_unknown(struct run *run)
{
	struct sources *sources = &run->sources;
	uint64_t unknown = sources->nlmon ? nlmon_unknown(sources->nlmon) : 0;

	if (unknown == 0 || sources->told[SOURCE_NLMON].state != SOURCE_USED)
		return;
	free(sources->told[SOURCE_NLMON].reason);
	sources->told[SOURCE_NLMON].reason =
		memory_printf("%" PRIu64
			      " message%s the time of being read, not of being sent",
			      unknown, unknown == 1 ? " has" : "s have");
}

void sources_tell(struct run *run)
{
	tell_unknown(run);
	for (enum source i = 0; i < SOURCE_MAX; i++)
		if (run->sources.told[i].known)
			tell(run, i);
}

static void lose(struct run *run, enum source source, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
static void lose(struct run *run, enum source source, const char *fmt, ...)
{
	cleanup_free_ char *reason = NULL;
	va_list ap;

	va_start(ap, fmt);
	reason = memory_vprintf(fmt, ap);
	va_end(ap);
	source_set(run, source, SOURCE_LOST, reason);
}

/* A source that has dropped something is read on: what comes after it is worth as much as
 * before, and the event says where the hole is. */

static void on_frames_lost(void *userdata, unsigned count)
{
	lose(userdata, SOURCE_CAPTURE, "the kernel dropped %u frame%s", count,
	     count == 1 ? "" : "s");
}

static void on_capture_gone(void *userdata)
{
	struct run *run = userdata;

	run->sources.capture = capture_close(run->sources.capture);
	lose(run, SOURCE_CAPTURE, "the monitor interface is gone");
}

static void on_kernel_lost(void *userdata)
{
	lose(userdata, SOURCE_NL80211, "the kernel dropped messages");
}

static void on_link_lost(void *userdata)
{
	lose(userdata, SOURCE_RTNETLINK, "the kernel dropped messages");
}

static void on_trace_lost(void *userdata, uint64_t count)
{
	lose(userdata, SOURCE_TRACEFS, "the kernel dropped %" PRIu64 " entr%s", count,
	     count == 1 ? "y" : "ies");
}

static void on_link_event(void *userdata, uint64_t time_ns, const struct event *seen)
{
	struct run *run = userdata;
	struct event event = *seen;

	event.time_ns = run_since_start(run, time_ns);
	run_record(run, &event);
	if (event.link.what == LINK_ADDRESS || event.link.what == LINK_ROUTE)
		next_hops_record(run, event.time_ns);
	station_link_event(run, seen);
}

static void on_trace_event(void *userdata, uint64_t time_ns, const struct event *seen)
{
	struct run *run = userdata;
	struct event event = *seen;

	event.time_ns = run_since_start(run, time_ns);
	event.trace.began_ns = run_since_start(run, event.trace.began_ns);
	run_record(run, &event);
}

static int open_nlmon(void *userdata, struct error *error)
{
	struct run *run = userdata;

	return nlmon_open(&run->sources.nlmon, &run->sources.realtime, error);
}

static int open_trace(void *userdata, struct error *error)
{
	static const struct trace_callbacks callbacks = {
		.event = on_trace_event,
		.lost = on_trace_lost,
	};
	struct run *run = userdata;

	return trace_open(&run->sources.trace, run->station->interface, &callbacks, run,
			  error);
}

static int open_nl80211(void *userdata, struct error *error)
{
	struct run *run = userdata;

	return nl80211_monitor_open(&run->sources.nl80211, run->loop,
				    run->station->interface, run->sources.nlmon,
				    station_kernel_event, on_kernel_lost, run, error);
}

static int open_link(void *userdata, struct error *error)
{
	struct run *run = userdata;

	return link_watch_open(&run->sources.link, run->loop, run->station->interface,
			       run->sources.nlmon, on_link_event, on_link_lost, run,
			       error);
}

static int open_capture(void *userdata, struct error *error)
{
	static const struct capture_callbacks callbacks = {
		.frame = frames_captured,
		.lost = on_frames_lost,
		.gone = on_capture_gone,
	};
	struct run *run = userdata;

	return capture_open(&run->sources.capture, run->loop, run->station->interface,
			    &run->sources.realtime, &callbacks, run, error);
}

static void set_unavailable(struct run *run, enum source source,
			    const struct error *error)
{
	cleanup_free_ char *reason =
		error->remedy ? memory_printf("%s (%s)", error->reason, error->remedy)
			      : memory_strdup(error->reason);

	source_set(run, source, SOURCE_UNAVAILABLE, reason);
}

void sources_open(struct run *run)
{
	static const struct {
		enum source source;
		int (*open)(void *userdata, struct error *error);
	} optional[] = {
		{ SOURCE_NLMON, open_nlmon }, /* two others ask it */
		{ SOURCE_NL80211, open_nl80211 }, { SOURCE_RTNETLINK, open_link },
		{ SOURCE_TRACEFS, open_trace },	  { SOURCE_CAPTURE, open_capture },
	};

	for (size_t i = 0; i < ARRAY_SIZE(optional); i++) {
		enum source source = optional[i].source;
		cleanup_error_ struct error error = { 0 };

		if (run->station->without[source])
			source_set(run, source, SOURCE_UNAVAILABLE,
				   "left out by --without");
		else if (netns_run(run->station->netns, optional[i].open, run, &error) <
			 0)
			set_unavailable(run, source, &error);
		else
			source_set(run, source, SOURCE_USED, NULL);
	}
	if (run->plan->scenario->stream_count > 0)
		source_set(run, SOURCE_PROBES, SOURCE_USED, NULL);
}

void sources_read(struct run *run)
{
	struct sources *sources = &run->sources;
	int r;

	if (sources->capture)
		capture_read(sources->capture); /* it calls gone itself */
	if (sources->nl80211) {
		r = nl80211_monitor_read(sources->nl80211);
		if (r < 0) {
			sources->nl80211 = nl80211_monitor_close(sources->nl80211);
			lose(run, SOURCE_NL80211, "cannot be read: %s", strerror(-r));
		}
	}
	if (sources->link) {
		r = link_watch_read(sources->link);
		if (r < 0) {
			sources->link = link_watch_close(sources->link);
			lose(run, SOURCE_RTNETLINK, "cannot be read: %s", strerror(-r));
		}
	}
	if (sources->trace) {
		r = trace_read(sources->trace);
		if (r < 0) {
			sources->trace = trace_close(sources->trace);
			lose(run, SOURCE_TRACEFS, "cannot be read: %s", strerror(-r));
		}
	}
	if (run->supplicant)
		supplicant_read(run->supplicant); /* so does it */
}

void sources_close(struct run *run)
{
	struct sources *sources = &run->sources;

	sources->capture = capture_close(sources->capture);
	sources->trace = trace_close(sources->trace);
	sources->link = link_watch_close(sources->link);
	sources->nl80211 = nl80211_monitor_close(sources->nl80211);
	sources->nlmon = nlmon_close(sources->nlmon); /* which those two ask */
	for (size_t i = 0; i < SOURCE_MAX; i++) {
		free(sources->told[i].reason);
		sources->told[i].reason = NULL;
	}
}

int run_without(const char *list, bool without[SOURCE_MAX])
{
	while (*list) {
		size_t length = strcspn(list, ",");
		enum source source = 0;

		while (source < RUN_OPTIONAL_SOURCES &&
		       (strlen(source_name(source)) != length ||
			strncmp(list, source_name(source), length) != 0))
			source++;
		if (source == RUN_OPTIONAL_SOURCES)
			return -EINVAL;
		without[source] = true;
		list += length;
		if (*list == ',')
			list++;
	}
	return 0;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "record/event.h"

/* The pure part of trace.h: entries of the kernel's ring buffer into events. */

/* The event that tells of a call's return. */
enum trace_return {
	TRACE_RETURN_INT,    /* rdev_return_int */
	TRACE_RETURN_COOKIE, /* rdev_return_int_cookie */
	TRACE_RETURN_DRIVER, /* drv_return_int */
};

#define TRACE_NUMBERS_MAX 2

/* A trace event that is needed, and what is read of its entries. */
struct trace_point {
	const char *system, *name; /* "cfg80211", "rdev_auth" */
	enum trace_return with;
	bool returns; /* it is that return itself, not a call */
	bool silent;  /* a call that is not told */
	enum trace_event what;
	const char *mac; /* a field, or NULL */
	const char *numbers[TRACE_NUMBERS_MAX];
};

#define TRACE_POINT_COUNT 14
extern const struct trace_point trace_points[TRACE_POINT_COUNT];

/* The interface whose calls are wanted. */
struct trace_target {
	char wiphy[64];
	uint32_t ifindex;
	uint32_t wdev; /* the low half of NL80211_ATTR_WDEV */
};

/* Where in an entry. */
struct trace_field {
	size_t offset, size;
};

/* Looks for a field in a text as events/SYSTEM/NAME/format has it. */
bool trace_format_find(const char *format, const char *name, struct trace_field *ret);

struct trace_decoder;

struct trace_decoder *trace_decoder_new(void);
struct trace_decoder *trace_decoder_free(struct trace_decoder *decoder);

/* Takes how this kernel lays out an entry of trace_points[point], as events/SYSTEM/NAME/
 * format says (Documentation/trace/events.rst). -EBADMSG where it is not understood or
 * lacks a field that is needed; entries of this event are then left out. */
int trace_decoder_learn(struct trace_decoder *decoder, size_t point, const char *format);

/* Appends the filter (Documentation/trace/events.rst, "Event filtering") by which the
 * kernel keeps what is the target's, as far as an entry of trace_points[point] tells. */
void trace_decoder_filter(const struct trace_decoder *decoder, size_t point,
			  const struct trace_target *target, struct text *out);

/* Takes an entry; entries come in order of time. Where a call has returned that is told:
 * true, and an EVENT_TRACE of time_ns. Of rdev_change_station and drv_sta_state only
 * those are told that make the station authorized or end that. */
bool trace_decoder_take(struct trace_decoder *decoder, uint64_t time_ns,
			const void *entry, size_t length, struct event *ret);

/* Entries were lost: what has begun may have returned. */
void trace_decoder_forget(struct trace_decoder *decoder);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <string.h>
#include <systemd/sd-event.h>

#include "../cmocka-all.h"
#include "run/engine.h"

/* A run without a station, and what it has recorded. */
struct recording {
	struct scenario scenario;
	struct plan plan;
	struct run_station station;
	sd_event *loop;
	struct run *run;
	struct text lines;
	unsigned writes;
	size_t at; /* of the event that recording_next() gives */
};

static inline void recording_keep(void *userdata, const char *lines, size_t length)
{
	struct recording *recording = userdata;

	text_add_bytes(&recording->lines, lines, length);
	recording->writes++;
}

static inline void recording_begin(struct recording *recording)
{
	*recording = (struct recording){
		.station = { .netns = -1,
			     .interface = "none",
			     .control_path = "/nonexistent/none" },
	};
	recording->plan.scenario = &recording->scenario;
	assert_true(sd_event_new(&recording->loop) >= 0);
	recording->run = run_new(recording->loop, &recording->plan, &recording->station,
				 recording_keep, recording);
}

static inline void recording_end(struct recording *recording)
{
	run_free(recording->run);
	sd_event_unref(recording->loop);
	text_clear(&recording->lines);
}

/* The next event, to be cleared; false behind the last. */
static inline bool recording_next(struct recording *recording, struct event *ret)
{
	const char *line;
	size_t length;

	if (recording->at >= recording->lines.length)
		return false;
	line = recording->lines.data + recording->at;
	length = strcspn(line, "\n") + 1;
	assert_int_equal(event_parse(line, length, ret, NULL), 0);
	recording->at += length;
	return true;
}

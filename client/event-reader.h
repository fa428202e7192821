/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/error.h"
#include "base/text.h"
#include "record/event.h"

/* Reads a recording (events.jsonl) an event at a time: it may be larger than memory, and
 * may come from anybody. */
struct event_reader {
	const char *path; /* borrowed */
	const char *only; /* skips lines without this; NULL: none */
	int fd;
	struct text buffer;
	size_t next; /* in the buffer: the line to come */
	bool ended;  /* the buffer holds the file's end */
	unsigned long line;
};

int event_reader_open(struct event_reader *reader, const char *path, struct error *error);
void event_reader_close(struct event_reader *reader);
#define cleanup_event_reader_ __attribute__((cleanup(event_reader_close)))
/* 1 with the next event, which the caller clears; 0 at the end. What a crash or a full
 * disk has cut off at the end counts for nothing. -EBADMSG for a line that is no event:
 * error begins with its file and line. */
int event_reader_next(struct event_reader *reader, struct event *ret,
		      struct error *error);

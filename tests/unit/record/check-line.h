/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "../cmocka-all.h"
#include "record/event.h"

#define BSSID                          \
	{                              \
		0x02, 0, 0, 0, 0x01, 0 \
	}

/* The event is written as this line, and the line is read as this event. */
static inline void check_line(const struct event *event, const char *line)
{
	struct text first = { 0 }, second = { 0 };
	struct event parsed = { 0 };

	event_format(event, &first);
	assert_string_equal(first.data, line);
	assert_int_equal(event_parse(first.data, first.length, &parsed, NULL), 0);
	event_format(&parsed, &second);
	assert_string_equal(second.data, line);
	event_clear(&parsed);
	text_clear(&first);
	text_clear(&second);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "base/cleanup.h"
#include "record/event.h"

/* A line of events.jsonl; what was understood must survive being written again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_error_ struct error error = { 0 };
	cleanup_text_ struct text first = { 0 }, second = { 0 };
	struct event event = { 0 };

	if (event_parse((const char *)data, size, &event, &error) < 0) {
		if (!error.reason)
			abort();
		return 0;
	}
	event_format(&event, &first);
	event_clear(&event);
	if (event_parse(first.data, first.length, &event, NULL) < 0)
		abort();
	event_format(&event, &second);
	event_clear(&event);
	if (first.length != second.length ||
	    memcmp(first.data, second.data, first.length) != 0)
		abort();
	return 0;
}

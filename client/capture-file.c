/* SPDX-License-Identifier: BSD-3-Clause */
#include "capture-file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "report/frames.h"

/* Most lines of a recording are something else: not worth parsing. */
static bool may_be_frame(const char *line)
{
	return strstr(line, "\"event\":\"frame\"");
}

static int add_frames(FILE *recording, const struct results *results, struct text *out,
		      struct error *error)
{
	struct frames_report report;
	cleanup_free_ char *line = NULL;
	size_t size = 0, frames = 0;
	ssize_t length;

	while ((length = getline(&line, &size, recording)) > 0) {
		struct event event;
		int r;

		if (line[length - 1] != '\n')
			break; /* cut short by a full disk */
		if (!may_be_frame(line))
			continue;
		r = event_parse(line, (size_t)length, &event, error);
		if (r < 0)
			return r;
		if (frames++ == 0)
			frames_report_begin(&report, results, out);
		if (event.kind == EVENT_FRAME)
			frames_report_add(&report, &event);
		event_clear(&event);
	}
	return 0;
}

int capture_file_write(const char *folder, const struct results *results,
		       struct error *error)
{
	cleanup_free_ char *from = memory_printf("%s/events.jsonl", folder);
	cleanup_free_ char *to = memory_printf("%s/capture.pcapng", folder);
	cleanup_fclose_ FILE *recording = fopen(from, "re");
	cleanup_text_ struct text out = { 0 };
	int r;

	if (!recording)
		return error_errno(error, -errno, "cannot read %s", from);
	r = add_frames(recording, results, &out, error);
	if (r < 0)
		return error_prefix(error, r, "%s", from);
	return out.length ? file_write(to, out.data, out.length, 0666, error) : 0;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "capture-file.h"

#include <unistd.h>

#include "base/cleanup.h"
#include "base/sink.h"
#include "event-reader.h"
#include "report/frames.h"

/* 1 if there are frames, 0 if there are none. */
static int write_frames(const char *recording, const struct results *results,
			const struct sink *sink, struct error *error)
{
	cleanup_event_reader_ struct event_reader reader = { .fd = -1 };
	cleanup_text_ struct text out = { 0 };
	struct frames_report report;
	struct event event;
	bool begun = false;
	int r = event_reader_open(&reader, recording, error);

	/* Most lines of a recording are something else: not worth parsing. */
	reader.only = "\"event\":\"frame\"";
	while (r >= 0 && (r = event_reader_next(&reader, &event, error)) > 0) {
		if (event.kind == EVENT_FRAME) {
			if (!begun)
				frames_report_begin(&report, results, &out);
			begun = true;
			frames_report_add(&report, &event);
		}
		event_clear(&event);
		r = sink_take(sink, &out, false, error);
	}
	if (r >= 0)
		r = sink_take(sink, &out, true, error);
	return r < 0 ? r : begun;
}

int capture_file_write(const char *recording, const struct results *results,
		       const char *path, struct error *error)
{
	cleanup_output_file_ struct output_file file = { .fd = -1 };
	const struct sink sink = sink_to_file(&file);
	int r = output_file_open(&file, path, error);

	if (r >= 0)
		r = write_frames(recording, results, &sink, error);
	if (r > 0)
		return output_file_commit(&file, 0666, error);
	if (r == 0 && unlink(path) < 0 && errno != ENOENT)
		return error_errno(error, -errno, "cannot remove %s", path);
	return r;
}

int capture_print(const char *recording, const struct results *results, FILE *stream,
		  struct error *error)
{
	const struct sink sink = sink_to_stream(stream);
	int r = write_frames(recording, results, &sink, error);

	return r < 0 ? r : 0;
}

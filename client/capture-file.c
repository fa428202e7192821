/* SPDX-License-Identifier: BSD-3-Clause */
#include "capture-file.h"

#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "event-reader.h"
#include "report/frames.h"

/* Written when so much has come together. */
#define PIECE ((size_t)1 << 20)

/* Where a piece goes. */
struct sink {
	int (*write)(void *userdata, const struct text *piece, struct error *error);
	void *userdata;
};

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
		if (out.length < PIECE)
			continue;
		r = sink->write(sink->userdata, &out, error);
		text_reset(&out);
	}
	if (r >= 0 && out.length)
		r = sink->write(sink->userdata, &out, error);
	return r < 0 ? r : begun;
}

static int write_to_file(void *userdata, const struct text *piece, struct error *error)
{
	return output_file_add(userdata, piece->data, piece->length, error);
}

int capture_file_write(const char *recording, const struct results *results,
		       const char *path, struct error *error)
{
	cleanup_output_file_ struct output_file file = { .fd = -1 };
	const struct sink sink = { write_to_file, &file };
	int r = output_file_open(&file, path, error);

	if (r >= 0)
		r = write_frames(recording, results, &sink, error);
	if (r > 0)
		return output_file_commit(&file, 0666, error);
	if (r == 0 && unlink(path) < 0 && errno != ENOENT)
		return error_errno(error, -errno, "cannot remove %s", path);
	return r;
}

static int write_to_stream(void *userdata, const struct text *piece, struct error *error)
{
	if (fwrite(piece->data, 1, piece->length, userdata) != piece->length)
		return error_errno(error, -errno, "cannot write the report");
	return 0;
}

int capture_print(const char *recording, const struct results *results, FILE *stream,
		  struct error *error)
{
	const struct sink sink = { write_to_stream, stream };
	int r = write_frames(recording, results, &sink, error);

	return r < 0 ? r : 0;
}

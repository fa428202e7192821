/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/sink.h"

static int write_to_file(void *userdata, const struct text *piece, struct error *error)
{
	return output_file_add(userdata, piece->data, piece->length, error);
}

struct sink sink_to_file(struct output_file *file)
{
	return (struct sink){ write_to_file, file };
}

static int write_to_stream(void *userdata, const struct text *piece, struct error *error)
{
	if (fwrite(piece->data, 1, piece->length, userdata) != piece->length)
		return error_errno(error, -errno, "cannot write the report");
	return 0;
}

struct sink sink_to_stream(FILE *stream)
{
	return (struct sink){ write_to_stream, stream };
}

int sink_take(const struct sink *sink, struct text *out, bool end, struct error *error)
{
	int r = 0;

	if (out->length > 0 && (end || out->length >= SINK_PIECE)) {
		r = sink->write(sink->userdata, out, error);
		text_reset(out);
	}
	return r;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "event-reader.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "lab/watch.h"

#define CHUNK 65536

int event_reader_open(struct event_reader *reader, const char *path, struct error *error)
{
	*reader = (struct event_reader){ .path = path };
	reader->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (reader->fd < 0)
		return error_errno(error, -errno, "cannot open %s", path);
	return 0;
}

void event_reader_close(struct event_reader *reader)
{
	closep(&reader->fd);
	text_clear(&reader->buffer);
}

/* Drops the lines that were read, and reads more. */
static int fill(struct event_reader *reader, struct error *error)
{
	struct text *buffer = &reader->buffer;
	char chunk[CHUNK];
	ssize_t length;

	if (reader->next > 0) {
		memmove(buffer->data, buffer->data + reader->next,
			buffer->length - reader->next);
		buffer->length -= reader->next;
		reader->next = 0;
	}
	if (buffer->length > WATCH_LINE_MAX)
		return error_set(error, -EBADMSG,
				 "%s:%lu: a line of more than %zu octets", reader->path,
				 reader->line + 1, WATCH_LINE_MAX);
	do
		length = read(reader->fd, chunk, sizeof(chunk));
	while (length < 0 && errno == EINTR);
	if (length < 0)
		return error_errno(error, -errno, "cannot read %s", reader->path);
	reader->ended = length == 0;
	text_add_bytes(buffer, chunk, (size_t)length);
	return 0;
}

/* The next line with its newline, or what is left at the end without one; NULL with 0 at
 * the end. */
static int next_line(struct event_reader *reader, const char **ret, size_t *ret_length,
		     struct error *error)
{
	const struct text *buffer = &reader->buffer;
	size_t searched = reader->next;
	const char *newline = NULL;

	for (;;) {
		int r;

		if (buffer->length > searched)
			newline = memchr(buffer->data + searched, '\n',
					 buffer->length - searched);
		if (newline || reader->ended)
			break;
		searched = buffer->length - reader->next;
		r = fill(reader, error);
		if (r < 0)
			return r;
	}
	*ret = NULL;
	*ret_length = 0;
	if (reader->next == buffer->length)
		return 0;
	*ret = buffer->data + reader->next;
	*ret_length =
		newline ? (size_t)(newline + 1 - *ret) : buffer->length - reader->next;
	reader->next += *ret_length;
	reader->line++;
	return 0;
}

int event_reader_next(struct event_reader *reader, struct event *ret, struct error *error)
{
	const char *line;
	size_t length;
	bool whole;
	int r;

	do {
		r = next_line(reader, &line, &length, error);
		if (r < 0 || !line)
			return r;
	} while (reader->only &&
		 !memmem(line, length, reader->only, strlen(reader->only)));
	whole = line[length - 1] == '\n';
	r = event_parse(line, length, ret, whole ? error : NULL);
	if (r >= 0)
		return 1;
	return whole ? error_prefix(error, r, "%s:%lu", reader->path, reader->line) : 0;
}

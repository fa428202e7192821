/* SPDX-License-Identifier: BSD-3-Clause */
#include "run/log-follower.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "base/psk.h"
#include "base/redact.h"
#include "base/text.h"
#include "base/utf8.h"
#include "run/log-owners.h"

/* Octets at a time, and so many times before others get their turn: a log may grow faster
 * than it is read. */
#define READ_LENGTH 16384
#define READS_AT_ONCE 4
/* At the end, say, all that is there is wanted; but not from one that never stops. */
#define TURNS_MAX 64
/* Of what a file has at the start, so much is searched for whose the interfaces are. */
#define PAST_MAX (1 << 20)

struct log_file {
	struct log_follower *follower;
	const char *path; /* the scenario's */
	struct log_owners owners;
	int fd; /* -1: not there */
	dev_t device;
	ino_t inode;
	off_t at; /* all before it has been read */
	sd_event_source *file_watch, *folder_watch;
	sd_event_source *rest; /* reads on */
	struct text line;      /* not yet whole */
	bool cut;	       /* it is longer than is kept of it */
	bool begun;	       /* before the file was followed: its end is no line */
	uint64_t lines;
};

struct log_follower {
	sd_event *loop;
	log_follower_line_fn line;
	void *userdata;
	struct secrets secrets;
	struct log_file **files;
	size_t file_count, file_capacity;
};

/* What a terminal or a parser might take for more than text becomes a "?". */
static void add_plain(struct text *out, const struct text *line)
{
	const unsigned char *octets = (const unsigned char *)line->data;
	size_t size;
	uint32_t c;

	for (size_t i = 0; i < line->length; i += size) {
		size = utf8_decode(octets + i, line->length - i, &c);
		if (c == '\t' && size == 1)
			text_add_char(out, ' ');
		else if (size == 0 || c < 0x20 || (c >= 0x7f && c < 0xa0))
			text_add_char(out, '?');
		else
			text_add_bytes(out, octets + i, size);
		if (size == 0)
			size = 1;
	}
}

static void hand_over(struct log_file *file)
{
	const struct log_follower *follower = file->follower;
	cleanup_text_ struct text clean = { 0 }, plain = { 0 };
	uint64_t owners;

	secrets_redact(&follower->secrets, file->line.data, file->line.length, file->cut,
		       &clean);
	add_plain(&plain, &clean);
	file->lines++;
	log_owners_learn(&file->owners, plain.data);
	owners = log_owners_of(&file->owners, plain.data);
	for (size_t i = 0; i < SCENARIO_AP_MAX; i++)
		if (owners & UINT64_C(1) << i)
			follower->line(follower->userdata, i, plain.data);
}

static void forget_line(struct log_file *file)
{
	if (file->line.data)
		explicit_bzero(file->line.data, file->line.length);
	text_reset(&file->line);
	file->cut = file->begun = false;
}

static void take_octet(struct log_file *file, char octet)
{
	if (octet == '\n') {
		if (file->line.length > 0 && !file->begun)
			hand_over(file);
		forget_line(file);
	} else if (octet == '\0' || octet == '\r') {
		/* A file that was truncated under a writer that keeps its place begins
		 * with a hole, and the line behind it is whole. */
	} else if (file->line.length < LOG_FOLLOWER_LINE_MAX) {
		text_add_char(&file->line, octet);
	} else {
		file->cut = true;
	}
}

/* True where there may be more. */
static bool read_on(struct log_file *file)
{
	char buffer[READ_LENGTH];
	struct stat status;
	ssize_t n = 0;

	if (fstat(file->fd, &status) == 0 && status.st_size < file->at) {
		file->at = 0;
		forget_line(file);
	}
	for (int i = 0; i < READS_AT_ONCE; i++) {
		n = pread(file->fd, buffer, sizeof(buffer), file->at);
		if (n <= 0)
			break;
		file->at += n;
		for (ssize_t j = 0; j < n; j++)
			take_octet(file, buffer[j]);
	}
	explicit_bzero(buffer, sizeof(buffer));
	return n > 0;
}

static void leave(struct log_file *file)
{
	file->file_watch = sd_event_source_disable_unref(file->file_watch);
	if (file->fd >= 0)
		close(file->fd);
	file->fd = -1;
	file->at = 0;
	forget_line(file);
}

static int on_change(sd_event_source *source, const struct inotify_event *event,
		     void *userdata);

/* Opens what has the name now. 0, also where nothing has. */
static int find(struct log_file *file)
{
	struct stat status;
	int r;

	/* What is no file (any more) might block. */
	if (stat(file->path, &status) < 0 || !S_ISREG(status.st_mode))
		return 0;
	file->fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (file->fd < 0 || fstat(file->fd, &status) < 0) {
		r = errno == ENOENT ? 0 : -errno;
		leave(file);
		return r;
	}
	file->device = status.st_dev;
	file->inode = status.st_ino;
	/* Should another file have taken the name meanwhile, the folder's watch tells. */
	r = sd_event_add_inotify(file->follower->loop, &file->file_watch, file->path,
				 IN_MODIFY, on_change, file);
	return r == -ENOENT ? 0 : r;
}

static bool is_replaced(const struct log_file *file)
{
	struct stat status;

	if (stat(file->path, &status) < 0 || !S_ISREG(status.st_mode))
		return false; /* the old one may still be written to */
	return file->fd < 0 || status.st_dev != file->device ||
	       status.st_ino != file->inode;
}

/* True where there may be more. */
static bool look(struct log_file *file)
{
	if (file->fd >= 0 && read_on(file))
		return true;
	if (!is_replaced(file))
		return false;
	leave(file);
	/* Without a watch it is read when the run asks. */
	find(file);
	return file->fd >= 0;
}

static void look_and_come_back(struct log_file *file)
{
	if (look(file))
		sd_event_source_set_enabled(file->rest, SD_EVENT_ONESHOT);
}

static int on_change(sd_event_source *source, const struct inotify_event *event,
		     void *userdata)
{
	(void)source;
	(void)event;
	look_and_come_back(userdata);
	return 0;
}

static int on_folder_change(sd_event_source *source, const struct inotify_event *event,
			    void *userdata)
{
	struct log_file *file = userdata;
	const char *slash = strrchr(file->path, '/');

	(void)source;
	if (event->len == 0 || strcmp(event->name, slash ? slash + 1 : file->path) == 0)
		look_and_come_back(file);
	return 0;
}

static int on_rest(sd_event_source *source, void *userdata)
{
	(void)source;
	look_and_come_back(userdata);
	return 0;
}

static int watch_folder(struct log_file *file)
{
	const char *slash = strrchr(file->path, '/');
	cleanup_free_ char *folder = NULL;

	if (slash)
		folder = memory_strndup(file->path, (size_t)(slash - file->path) + 1);
	return sd_event_add_inotify(file->follower->loop, &file->folder_watch,
				    folder ? folder : ".",
				    IN_CREATE | IN_MOVED_TO | IN_ONLYDIR,
				    on_folder_change, file);
}

/* Whose the interfaces are stands where the file tells of its hostapd's start. */
static void learn_from_past(struct log_file *file, off_t end)
{
	size_t length = end < PAST_MAX ? (size_t)end : PAST_MAX;
	char *past = memory_zero(length + 1, 1), *line, *rest = past;
	ssize_t n = pread(file->fd, past, length, end - (off_t)length);

	for (ssize_t i = 0; i < n; i++)
		if (past[i] == '\0') /* where the text would end */
			past[i] = '\n';
	while (n > 0 && (line = strsep(&rest, "\n")))
		log_owners_learn(&file->owners, line);
	explicit_bzero(past, length);
	free(past);
}

static void go_to_end(struct log_file *file)
{
	off_t end = lseek(file->fd, 0, SEEK_END);
	char last = '\n';

	if (end <= 0)
		return;
	if (file->owners.count > 1)
		learn_from_past(file, end);
	file->begun = pread(file->fd, &last, 1, end - 1) == 1 && last != '\n';
	file->at = end;
}

static int open_file(struct log_file *file, struct error *error)
{
	int r = watch_folder(file);

	if (r >= 0)
		r = find(file);
	if (r >= 0)
		r = sd_event_add_defer(file->follower->loop, &file->rest, on_rest, file);
	if (r >= 0)
		r = sd_event_source_set_enabled(file->rest, SD_EVENT_OFF);
	if (r < 0)
		return error_errno(error, r, "cannot follow %s", file->path);
	if (file->fd >= 0)
		go_to_end(file);
	return 0;
}

/* The file that is already followed under another access point's name for it. */
static struct log_file *find_followed(const struct log_follower *follower,
				      const char *path)
{
	struct stat a, b;

	for (size_t i = 0; i < follower->file_count; i++) {
		struct log_file *file = follower->files[i];

		if (strcmp(file->path, path) == 0 ||
		    (stat(file->path, &a) == 0 && stat(path, &b) == 0 &&
		     a.st_dev == b.st_dev && a.st_ino == b.st_ino))
			return file;
	}
	return NULL;
}

static void add_access_point(struct log_follower *follower, size_t index,
			     const struct access_point *ap)
{
	struct log_file *file = find_followed(follower, ap->log);

	if (!file) {
		file = memory_zero(1, sizeof(*file));
		*file = (struct log_file){ .follower = follower,
					   .path = ap->log,
					   .fd = -1 };
		*array_add(follower->files, follower->file_count,
			   follower->file_capacity) = file;
	}
	log_owners_add(&file->owners, index, ap->bssid);
}

/* As hostapd writes octets: together, or, in a dump (wpa_hexdump()), apart. */
static void add_octets(struct secrets *secrets, const void *octets, size_t length)
{
	char *hex = memory_zero(2 * length + 1, 1),
	     *apart = memory_zero(3 * length + 1, 1);

	hex_format(hex, octets, length);
	for (size_t i = 0; i < length; i++) {
		memcpy(apart + 3 * i, hex + 2 * i, 2);
		apart[3 * i + 2] = i + 1 < length ? ' ' : '\0';
	}
	secrets_add(secrets, hex);
	secrets_add(secrets, apart);
	explicit_bzero(hex, 2 * length);
	explicit_bzero(apart, 3 * length);
	free(hex);
	free(apart);
}

/* hostapd shows keys only when it is told to (-K): nobody's log needs them all the same.
 */
static void add_secrets(struct secrets *secrets, const struct scenario *scenario)
{
	uint8_t psk[PSK_LENGTH];

	if (!scenario->password)
		return;
	secrets_add(secrets, scenario->password);
	add_octets(secrets, scenario->password, strlen(scenario->password));
	if (!scenario->securities[SECURITY_PSK] && !scenario->securities[SECURITY_FT_PSK])
		return;
	psk_from_password(scenario->password, scenario->ssid, psk);
	add_octets(secrets, psk, sizeof(psk));
	explicit_bzero(psk, sizeof(psk));
}

int log_follower_open(struct log_follower **ret, sd_event *loop,
		      const struct scenario *scenario, log_follower_line_fn line,
		      void *userdata, struct error *error)
{
	struct log_follower *follower = memory_zero(1, sizeof(*follower));
	int r = 0;

	follower->loop = sd_event_ref(loop);
	follower->line = line;
	follower->userdata = userdata;
	add_secrets(&follower->secrets, scenario);
	for (size_t i = 0; i < scenario->access_point_count; i++)
		if (scenario->access_points[i].log)
			add_access_point(follower, i, &scenario->access_points[i]);
	for (size_t i = 0; i < follower->file_count && r >= 0; i++)
		r = open_file(follower->files[i], error);
	if (r < 0) {
		log_follower_close(follower);
		return r;
	}
	*ret = follower;
	return 0;
}

void log_follower_read(struct log_follower *follower)
{
	for (size_t i = 0; i < follower->file_count; i++)
		for (int turn = 0; turn < TURNS_MAX && look(follower->files[i]); turn++)
			;
}

uint64_t log_follower_lines(const struct log_follower *follower, size_t access_point)
{
	for (size_t i = 0; i < follower->file_count; i++) {
		const struct log_owners *owners = &follower->files[i]->owners;

		for (size_t j = 0; j < owners->count; j++)
			if (owners->items[j].access_point == access_point)
				return follower->files[i]->lines;
	}
	return 0;
}

struct log_follower *log_follower_close(struct log_follower *follower)
{
	if (!follower)
		return NULL;
	for (size_t i = 0; i < follower->file_count; i++) {
		struct log_file *file = follower->files[i];

		leave(file);
		sd_event_source_disable_unref(file->folder_watch);
		sd_event_source_disable_unref(file->rest);
		log_owners_clear(&file->owners);
		text_clear(&file->line);
		free(file);
	}
	free(follower->files);
	secrets_clear(&follower->secrets);
	sd_event_unref(follower->loop);
	free(follower);
	return NULL;
}

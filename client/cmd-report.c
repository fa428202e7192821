/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "capture-file.h"
#include "command.h"
#include "event-reader.h"
#include "output-folder.h"
#include "recording.h"
#include "report/drawing.h"
#include "report/report.h"
#include "tty.h"

static const char help[] =
	"Usage: roamtest report [--format FORMAT | --out FOLDER] [--width COLUMNS]\n"
	"                       [--verbose] FILE\n"
	"\n"
	"Makes reports again from a saved run: FILE is its folder, the recording in it\n"
	"(events.jsonl), or its results.json. From a recording everything is judged "
	"anew,\n"
	"and comes out as the run had it, octet for octet; one that was cut off is "
	"judged\n"
	"as far as it goes.\n"
	"\n"
	"  --format FORMAT  to standard output: text (default), json, junit, or pcapng\n"
	"                   (only from a recording, and not to a terminal)\n"
	"  --width COLUMNS  draw the streams so wide, 80 to 1000, also where standard\n"
	"                   output is no terminal\n"
	"  --out FOLDER     write results.json, junit.xml and capture.pcapng into it\n"
	"  -v, --verbose    the text tells all that is known, and folds nothing\n"
	"  -h, --help       this text\n"
	"\n"
	"Exit status: 0 if the report was made, 2 if the file cannot be read or holds "
	"no\n"
	"run. The run's own verdict is part of the report.\n";

/* Far above what a run of SCENARIO_STEP_MAX roams leaves. */
#define RESULTS_SIZE_MAX ((size_t)1 << 30)

/* A recording's first line has this near its beginning, a results.json nowhere. */
#define EVENT_KEY "\"event\":"
#define EVENT_KEY_WITHIN 64

#define WIDTH_MAX 1000

enum format { TEXT, JSON, JUNIT, PCAPNG, FORMAT_MAX };

static const char *const format_names[FORMAT_MAX] = {
	[TEXT] = "text",
	[JSON] = "json",
	[JUNIT] = "junit",
	[PCAPNG] = "pcapng",
};

/* A saved run, read. */
struct saved {
	char *recording;   /* its path; NULL: read from a results.json */
	struct text shown; /* what the run printed */
	struct results *results;
};

static void saved_clear(struct saved *saved)
{
	free(saved->recording);
	text_clear(&saved->shown);
	results_free(saved->results);
}

static bool ends_with(const char *path, const char *end)
{
	size_t length = strlen(path), wanted = strlen(end);

	return length >= wanted && strcmp(path + length - wanted, end) == 0;
}

static bool begins_as_recording(const char *beginning, size_t length)
{
	return memmem(beginning, length < EVENT_KEY_WITHIN ? length : EVENT_KEY_WITHIN,
		      EVENT_KEY, strlen(EVENT_KEY)) != NULL;
}

/* By its name or its beginning. */
static bool is_recording(const char *path)
{
	cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	char beginning[EVENT_KEY_WITHIN];
	ssize_t length;

	if (ends_with(path, ".jsonl"))
		return true;
	length = fd < 0 ? -1 : read(fd, beginning, sizeof(beginning));
	return length > 0 && begins_as_recording(beginning, (size_t)length);
}

/* The path of the recording that is meant, or NULL: a results.json. A pipe can be read
 * only once, so it cannot be a recording, which is read again for its frames. */
static char *find_recording(const char *path)
{
	struct stat st;

	if (strcmp(path, "-") == 0 || stat(path, &st) < 0)
		return NULL;
	if (S_ISDIR(st.st_mode))
		return memory_printf("%s/events.jsonl", path);
	return S_ISREG(st.st_mode) && is_recording(path) ? memory_strdup(path) : NULL;
}

static int read_recording(struct saved *saved, const struct text_style *style,
			  struct error *error)
{
	cleanup_(recording_freep) struct recording *recording =
		recording_new(style, NULL, NULL);
	cleanup_event_reader_ struct event_reader reader = { .fd = -1 };
	int r = event_reader_open(&reader, saved->recording, error);
	struct event event;

	while (r >= 0 && (r = event_reader_next(&reader, &event, error)) > 0) {
		r = recording_take(recording, &event, &saved->shown, error);
		if (r < 0)
			error_prefix(error, r, "%s:%lu", reader.path, reader.line);
		event_clear(&event);
	}
	if (r < 0)
		return r;
	r = recording_finish(recording, &saved->shown, &saved->results, error);
	return r < 0 ? error_prefix(error, r, "%s", reader.path) : 0;
}

static int read_results(struct saved *saved, const char *path,
			const struct text_style *style, struct error *error)
{
	cleanup_free_ char *json = NULL;
	size_t length;
	int r = file_read(path, RESULTS_SIZE_MAX, &json, &length, error);

	if (r < 0)
		return r;
	if (begins_as_recording(json, length))
		return error_set(error, -EINVAL,
				 "%s: a recording is read twice: give it as a file, not "
				 "as a pipe",
				 path);
	if (json[strspn(json, " \t\r\n")] != '{')
		return error_set(error, -EINVAL,
				 "%s: neither a results.json nor a recording", path);
	r = report_parse_json(json, length, &saved->results, error);
	if (r < 0)
		return error_prefix(error, r, "%s", path);
	report_text(saved->results, style, &saved->shown);
	return 0;
}

static int print(const struct saved *saved, enum format format, struct error *error)
{
	const struct sink sink = sink_to_stream(stdout);
	cleanup_text_ struct text made = { 0 };
	const struct text *out = &made;
	int r = 0;

	switch (format) {
	case TEXT:
		out = &saved->shown;
		break;
	case JSON:
		r = report_json_write(saved->results, &sink, error);
		break;
	case JUNIT:
		report_junit(saved->results, &made);
		break;
	case PCAPNG:
		r = capture_print(saved->recording, saved->results, stdout, error);
		break;
	case FORMAT_MAX:
		break;
	}
	if (r < 0)
		return r;
	if (out->length && fwrite(out->data, 1, out->length, stdout) != out->length)
		return error_errno(error, -errno, "cannot write the report");
	return fflush(stdout) ? error_errno(error, -errno, "cannot write the report") : 0;
}

static int write_folder(const struct saved *saved, const char *folder,
			struct error *error)
{
	int r = folder_make(folder, error);

	return r < 0 ? r
		     : output_folder_write(folder, saved->results, saved->recording,
					   error);
}

static int report(const char *path, enum format format, const char *folder,
		  unsigned width, bool verbose)
{
	cleanup_(saved_clear) struct saved saved = { .recording = find_recording(path) };
	struct text_style style = tty_style(stdout);
	cleanup_error_ struct error error = { 0 };
	int r;

	style.verbose = verbose;
	if (width > 0)
		style.width = width;
	if (format == PCAPNG && !saved.recording) {
		fprintf(stderr,
			"roamtest report: the frames are in the recording: give the "
			"run's folder or its events.jsonl, not %s\n",
			path);
		return usage_error("report");
	}
	r = saved.recording ? read_recording(&saved, &style, &error)
			    : read_results(&saved, path, &style, &error);
	if (r < 0) {
		print_error(&error);
		return EXIT_USAGE;
	}
	r = folder ? write_folder(&saved, folder, &error) : print(&saved, format, &error);
	if (r < 0) {
		print_error(&error);
		/* A folder that was named and cannot be written to. */
		return folder ? EXIT_USAGE : EXIT_INTERNAL;
	}
	return EXIT_PASSED;
}

static int take_format(const char *word, enum format *ret)
{
	for (int i = 0; i < FORMAT_MAX; i++) {
		if (strcmp(word, format_names[i]) == 0) {
			*ret = (enum format)i;
			return 0;
		}
	}
	fprintf(stderr,
		"roamtest report: --format takes text, json, junit or pcapng, not "
		"'%s'\n",
		word);
	return -EINVAL;
}

static int take_width(const char *word, unsigned *ret)
{
	size_t digits = strspn(word, "0123456789");
	unsigned long width = strtoul(word, NULL, 10);

	if (digits == 0 || word[digits] || width < DRAWING_WIDTH_MIN ||
	    width > WIDTH_MAX) {
		fprintf(stderr,
			"roamtest report: --width takes a number from %d to %d, not "
			"'%s'\n",
			DRAWING_WIDTH_MIN, WIDTH_MAX, word);
		return -EINVAL;
	}
	*ret = (unsigned)width;
	return 0;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, 'f' },
		{ "out", required_argument, NULL, 'o' },
		{ "width", required_argument, NULL, 'w' },
		{ "verbose", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	enum format format = TEXT;
	const char *folder = NULL;
	bool formatted = false, verbose = false;
	unsigned width = 0;
	int option;

	while ((option = getopt_long(argc, argv, "hv", options, NULL)) != -1) {
		switch (option) {
		case 'f':
			if (take_format(optarg, &format) < 0)
				return usage_error("report");
			formatted = true;
			break;
		case 'o':
			folder = optarg;
			break;
		case 'w':
			if (take_width(optarg, &width) < 0)
				return usage_error("report");
			break;
		case 'v':
			verbose = true;
			break;
		case 'h':
			fputs(help, stdout);
			return EXIT_PASSED;
		default:
			return usage_error("report");
		}
	}
	if (argc - optind != 1) {
		fputs("roamtest report: give one run's folder, events.jsonl or "
		      "results.json\n",
		      stderr);
		return usage_error("report");
	}
	if (formatted && folder) {
		fputs("roamtest report: --out writes every format: give it or --format\n",
		      stderr);
		return usage_error("report");
	}
	if (format == PCAPNG && tty_is_watched(stdout)) {
		fputs("roamtest report: pcapng is not for a terminal: write it to a "
		      "file\n",
		      stderr);
		return usage_error("report");
	}
	return report(argv[optind], format, folder, width, verbose);
}

const struct command command_report = {
	.name = "report",
	.summary = "make reports again from a saved run",
	.run = run,
};

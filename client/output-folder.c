/* SPDX-License-Identifier: BSD-3-Clause */
#include "output-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "air.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "beside.h"
#include "capture-file.h"
#include "report/report.h"

/* Logs of an earlier run would be read as this one's. */
static void remove_logs(const char *folder)
{
	cleanup_free_ char *pattern = memory_printf("%s/logs/*.log", folder);
	glob_t found;

	if (glob(pattern, GLOB_NOSORT, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			unlink(found.gl_pathv[i]);
	globfree(&found);
}

int output_folder_begin(const char *folder, const char *path, int *ret_fd,
			struct error *error)
{
	static const char *const stale[] = { "results.json",   "junit.xml",
					     "capture.pcapng", AIR_FILE,
					     BESIDE_FILE,      ("logs/" AIR_FILE) };
	cleanup_close_ int fd = -1;
	int r = folder_make(folder, error);

	if (r < 0)
		return r;
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		return error_errno(error, -errno, "cannot write %s", path);
	/* Held as long as the run; a file system without locks goes without. */
	if (flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK) {
		error_set(error, -EBUSY, "another roamtest is writing to %s", folder);
		error_remedy(error, "choose another folder with --out");
		return -EBUSY;
	}
	/* What an earlier run left must not be taken for this one's if it fails. */
	for (size_t i = 0; i < ARRAY_SIZE(stale); i++) {
		cleanup_free_ char *name = memory_printf("%s/%s", folder, stale[i]);

		unlink(name);
	}
	remove_logs(folder);
	if (ftruncate(fd, 0) < 0)
		return error_errno(error, -errno, "cannot write %s", path);
	*ret_fd = TAKE_FD(fd);
	return 0;
}

void output_folder_take_logged(const char *folder, struct error *error)
{
	static const char *const names[] = { AIR_FILE, BESIDE_FILE };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		cleanup_free_ char *from = memory_printf("%s/logs/%s", folder, names[i]);
		cleanup_free_ char *to = memory_printf("%s/%s", folder, names[i]);

		/* A guest that was ended early may have left none. */
		if (rename(from, to) < 0 && errno != ENOENT) {
			error_errno(error, -errno, "cannot write %s", to);
			return;
		}
	}
}

static int write_results(const struct results *results, const char *path,
			 struct error *error)
{
	cleanup_output_file_ struct output_file file = { .fd = -1 };
	const struct sink sink = sink_to_file(&file);
	int r = output_file_open(&file, path, error);

	if (r >= 0)
		r = report_json_write(results, &sink, error);
	if (r >= 0)
		r = output_file_commit(&file, 0666, error);
	return r;
}

int output_folder_write(const char *folder, const struct results *results,
			const char *recording, struct error *error)
{
	cleanup_free_ char *json = memory_printf("%s/results.json", folder);
	cleanup_free_ char *junit = memory_printf("%s/junit.xml", folder);
	cleanup_free_ char *capture = memory_printf("%s/capture.pcapng", folder);
	cleanup_text_ struct text xml = { 0 };
	int r;

	r = write_results(results, json, error);
	if (r >= 0) {
		report_junit(results, &xml);
		r = file_write(junit, xml.data, xml.length, 0666, error);
	}
	if (r < 0 || !recording)
		return r;
	return capture_file_write(recording, results, capture, error);
}

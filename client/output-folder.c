/* SPDX-License-Identifier: BSD-3-Clause */
#include "output-folder.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "capture-file.h"
#include "report/report.h"

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

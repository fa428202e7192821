/* SPDX-License-Identifier: BSD-3-Clause */
#include "output-folder.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "capture-file.h"
#include "report/report.h"

int output_folder_write(const char *folder, const struct results *results,
			const char *recording, struct error *error)
{
	static const struct {
		const char *name;
		void (*make)(const struct results *results, struct text *out);
	} reports[] = { { "results.json", report_json }, { "junit.xml", report_junit } };
	cleanup_free_ char *capture = memory_printf("%s/capture.pcapng", folder);

	for (size_t i = 0; i < ARRAY_SIZE(reports); i++) {
		cleanup_free_ char *path =
			memory_printf("%s/%s", folder, reports[i].name);
		cleanup_text_ struct text out = { 0 };
		int r;

		reports[i].make(results, &out);
		r = file_write(path, out.data, out.length, 0666, error);
		if (r < 0)
			return r;
	}
	if (!recording)
		return 0;
	return capture_file_write(recording, results, capture, error);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "base/cleanup.h"
#include "report/report.h"

/* A saved results.json, through every report that is made from one. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct text_style style = { .colour = true, .width = 80, .utf8 = true };
	cleanup_(results_freep) struct results *results = NULL;
	cleanup_error_ struct error error = { 0 };
	cleanup_text_ struct text out = { 0 };

	if (report_parse_json((const char *)data, size, &results, &error) < 0) {
		if (!error.reason)
			abort();
		return 0;
	}
	report_json(results, &out);
	report_junit(results, &out);
	report_text(results, &style, &out);
	return 0;
}

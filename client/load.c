/* SPDX-License-Identifier: BSD-3-Clause */
#include "load.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "base/diagnostic.h"
#include "command.h"

int load_scenario(const char *path, struct scenario **ret)
{
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_error_ struct error error = { 0 };
	cleanup_text_ struct text out = { 0 };
	cleanup_free_ char *source = NULL;
	size_t length = 0;

	if (scenario_load(path, &diagnostics, ret, &source, &length, &error) >= 0)
		return EXIT_PASSED;
	if (source) {
		diagnostics_sort(&diagnostics);
		diagnostics_format(&diagnostics, path, source, length, &out);
		fputs(out.data ? out.data : "", stderr);
	} else {
		print_error(&error);
	}
	return EXIT_USAGE;
}

/* SPDX-License-Identifier: BSD-3-Clause */

/* Golden pairs of scenarios: NAME.yaml and NAME.expected, which holds, to the
 * letter, what "roamtest check" says of it.
 *
 *	golden-scenario errors FOLDER EXPECTED	each file is invalid: its diagnostics
 *	golden-scenario plans FOLDER EXPECTED	each file is valid: its plan
 *
 * With GOLDEN_UPDATE=1 in the environment it writes the .expected files instead of
 * comparing; read every one that changes before you commit it: is the message clear,
 * are the carets right, is the hint right, and is it one error a mistake? */

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/diagnostic.h"
#include "base/file.h"
#include "base/memory.h"
#include "scenario/plan.h"
#include "scenario/scenario.h"

#define FILE_MAX (1u << 20)

/* What the file in the current folder gives. */
static bool produce(const char *base, bool valid, struct text *out)
{
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_(scenario_freep) struct scenario *scenario = NULL;
	cleanup_(plan_freep) struct plan *plan = NULL;
	cleanup_error_ struct error error = { 0 };
	cleanup_free_ char *source = NULL;
	size_t length;
	int status;

	status = scenario_load(base, &diagnostics, &scenario, &source, &length, &error);
	if (!source) {
		fprintf(stderr, "%s\n", error.reason);
		return false;
	}
	diagnostics_format(&diagnostics, base, source, length, out);
	if (valid != (status == 0)) {
		fprintf(stderr, "%s is %s:\n%s", base, valid ? "not valid" : "valid",
			out->data ? out->data : "");
		return false;
	}
	if (valid) {
		plan = plan_make(scenario);
		plan_format(plan, out);
	}
	return true;
}

static bool compare(const char *path, const struct text *got)
{
	cleanup_error_ struct error error = { 0 };
	cleanup_free_ char *expected = NULL;
	size_t length;

	if (getenv("GOLDEN_UPDATE")) {
		if (file_write(path, got->data, got->length, 0644, &error) == 0)
			return true;
		fprintf(stderr, "%s\n", error.reason);
		return false;
	}
	if (file_read(path, FILE_MAX, &expected, &length, &error) < 0) {
		fprintf(stderr, "%s\n", error.reason);
		return false;
	}
	if (length == got->length && memcmp(expected, got->data, length) == 0)
		return true;
	fprintf(stderr, "%s differs; expected:\n%s\ngot:\n%s\n", path, expected,
		got->data);
	return false;
}

static int only_yaml(const struct dirent *entry)
{
	const char *end = strrchr(entry->d_name, '.');

	return end && strcmp(end, ".yaml") == 0;
}

int main(int argc, char **argv)
{
	struct dirent **entries = NULL;
	int count, failed = 0;
	bool valid;

	if (argc != 4) {
		fprintf(stderr, "usage: %s errors|plans FOLDER EXPECTED\n", argv[0]);
		return 2;
	}
	valid = strcmp(argv[1], "plans") == 0;
	count = scandir(argv[2], &entries, only_yaml, alphasort);
	if (count <= 0) {
		fprintf(stderr, "%s: no scenarios\n", argv[2]);
		return 1;
	}
	/* So that no folder is in what is said of a file, and of those that it names. */
	if (chdir(argv[2]) < 0) {
		perror(argv[2]);
		return 1;
	}
	for (int i = 0; i < count; i++) {
		const char *base = entries[i]->d_name;
		cleanup_free_ char *path = memory_printf("%s/%.*s.expected", argv[3],
							 (int)strlen(base) - 5, base);
		cleanup_text_ struct text got = { 0 };

		if (!produce(base, valid, &got) || !compare(path, &got))
			failed++;
		free(entries[i]);
	}
	free(entries);
	printf("%d of %d as expected\n", count - failed, count);
	return failed ? 1 : 0;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/cleanup.h"

/* A recording, line by line, judged as one of a site of three access points: whatever its
 * events say, and in whatever order they come. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char yaml[] = "network: { ssid: corridor, security: [ ft-sae, ft-psk ], "
			   "password: correct horse }\n"
			   "access-points:\n"
			   "  hall:   { bssid: \"02:00:00:00:01:00\", channel: 1 }\n"
			   "  stairs: { bssid: \"02:00:00:00:02:00\", channel: 6 }\n"
			   "  attic:  { bssid: \"02:00:00:00:03:00\", channel: 11 }\n"
			   "lab: {}\n"
			   "traffic: [ { name: voice, through: wifi, every: 20ms } ]\n"
			   "steps:\n"
			   "  - associate: hall\n"
			   "  - roam: { to: stairs, via: air }\n"
			   "    expect: { result: timeout }\n"
			   "  - roam: { to: stairs, via: ds }\n"
			   "  - associate: attic\n"
			   "  - roam: { to: hall, via: air }\n"
			   "  - roam: { to: stairs, via: ds }\n"
			   "  - repeat:\n"
			   "      for: 1h\n"
			   "      every: 1s\n"
			   "      steps: [ associate: hall, roam: stairs ]\n";

static void feed(struct analysis *analysis, const char *lines, size_t size)
{
	while (size > 0) {
		const char *end = memchr(lines, '\n', size);
		size_t length = end ? (size_t)(end - lines) : size;
		struct event event = { 0 };

		if (event_parse(lines, length, &event, NULL) >= 0) {
			analysis_feed(analysis, &event);
			event_clear(&event);
		}
		length += end != NULL;
		lines += length;
		size -= length;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	struct analysis *analysis;
	struct scenario *scenario;
	struct plan *plan;

	if (scenario_parse("fuzz.yaml", yaml, strlen(yaml), &diagnostics, &scenario) < 0)
		abort();
	plan = plan_make(scenario);
	analysis = analysis_new(scenario, plan, NULL);
	feed(analysis, (const char *)data, size);
	results_free(analysis_finish(analysis));
	analysis_free(analysis);
	plan_free(plan);
	scenario_free(scenario);
	return 0;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/diagnostic.h"
#include "base/memory.h"
#include "live/survey.h"

#define RESULTS_MAX 80

static void check_scenario(const struct text *out)
{
	struct diagnostics diagnostics = { 0 };
	struct scenario *scenario = NULL;

	if (scenario_parse("site.yaml", out->data, out->length, &diagnostics, &scenario) <
	    0)
		abort();
	scenario_free(scenario);
	diagnostics_clear(&diagnostics);
}

/* Scan results, each a message of nl80211's from its generic netlink header on with its
 * length in two octets before it (little endian). What the elements in them say came from
 * the air, and whatever it is, the scenario that is made of it must be a valid one. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct survey survey = { .interface = "wlan0", .has_gateway = size % 2 };
	struct scan_results *results = &survey.results;
	struct text out = { 0 };

	survey.date = memory_strdup("2026-01-02T03:04:05Z");
	while (size >= 2 && results->count < RESULTS_MAX) {
		size_t length = (size_t)(data[0] | data[1] << 8);
		struct scanned_bss bss;

		data += 2;
		size -= 2;
		if (length > size)
			length = size;
		if (scanned_bss_parse(data, length, &bss) == 0) {
			*array_add(results->items, results->count, results->capacity) =
				bss;
			/* Of the network that the last one with a name is of. */
			if (bss.ssid_length > 0) {
				survey.ssid_length = bss.ssid_length;
				memcpy(survey.ssid, bss.ssid, bss.ssid_length);
			}
		}
		data += length;
		size -= length;
	}
	if (survey.ssid_length > 0 && survey_write(&survey, &out, NULL) >= 0)
		check_scenario(&out);
	text_clear(&out);
	survey_clear(&survey);
	return 0;
}

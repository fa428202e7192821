/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/survey.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"

/* The kernel forgets in 30 s what it has heard, and a scan can take as long: some 60
 * channels, of which many are only listened to, for a ninth of a second each, and where
 * mac80211 does it in software the station goes back to its own channel in between, for
 * a fifth (net/mac80211/scan.c). */
#define READING_NS (10 * NS_PER_S)
#define SCAN_LIMIT_NS (120 * NS_PER_S)

void survey_clear(struct survey *survey)
{
	free(survey->date);
	free(survey->not_scanned);
	scan_results_clear(&survey->results);
	*survey = (struct survey){ 0 };
}

/* 0, or why not. What was heard is in results in each case. */
static int scan(const struct wireless_interface *interface, struct survey *survey,
		struct error *error)
{
	uint64_t start = clock_monotonic_ns(), last = start;
	struct scan *scan = NULL;
	int r = scan_start(&scan, interface, error);
	int ended = r;

	while (r >= 0) {
		struct scan_results results = { 0 };
		uint64_t now;

		ended = scan_wait(scan, last + READING_NS, error);
		r = scan_results_read(interface->ifindex, &results, NULL);
		now = clock_monotonic_ns();
		if (r >= 0)
			scan_results_merge(&survey->results, &results,
					   (now - last) / NS_PER_MS);
		last = now;
		if (ended == 0 && now - start > SCAN_LIMIT_NS)
			ended = error_set(error, -ETIMEDOUT, "the scan does not end");
		if (ended != 0)
			break;
	}
	scan_close(scan);
	return r < 0 ? r : ended < 0 ? ended : 0;
}

int survey_make(const struct wireless_interface *interface, struct survey *ret,
		struct error *error)
{
	struct survey survey = { .ssid_length = interface->ssid_length };
	cleanup_error_ struct error why = { 0 };
	char date[RFC3339_MAX];
	int r;

	if (interface->ssid_length == 0) {
		error_set(error, -ENOTCONN, "%s is on no network", interface->name);
		error_remedy(error, "connect it first: nmcli device connect %s",
			     interface->name);
		return -ENOTCONN;
	}
	memcpy(survey.interface, interface->name, sizeof(survey.interface));
	memcpy(survey.ssid, interface->ssid, interface->ssid_length);
	r = scan_results_read(interface->ifindex, &survey.results, error);
	if (r < 0)
		return r;
	/* Old results are better than none. */
	r = scan(interface, &survey, &why);
	if (r < 0)
		survey.not_scanned = memory_strdup(r == -EPERM ? "it takes CAP_NET_ADMIN"
							       : why.reason);
	survey.date = memory_strdup(rfc3339_now(date));
	*ret = survey;
	return 0;
}

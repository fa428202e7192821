/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/status-code.h"

#include <stddef.h>

#include "base/cleanup.h"

struct code {
	unsigned number;
	const char *name;
};

static const char *code_name(const struct code *codes, size_t count, unsigned number)
{
	for (size_t i = 0; i < count; i++)
		if (codes[i].number == number)
			return codes[i].name;
	return NULL;
}

const char *status_code_name(unsigned status)
{
	static const struct code codes[] = {
		{ 0, "success" },
		{ 1, "unspecified failure" },
		{ 10, "capabilities not supported" },
		{ 11, "reassociation denied: no association exists" },
		{ 12, "association denied" },
		{ 13, "authentication algorithm not supported" },
		{ 14, "authentication sequence number out of order" },
		{ 15, "challenge failure" },
		{ 16, "authentication timeout" },
		{ 17, "too many stations" },
		{ 18, "basic rates not supported" },
		{ 28, "R0KH unreachable" },
		{ 30, "refused temporarily" },
		{ 31, "robust management frame policy violation" },
		{ 37, "request declined" },
		{ 40, "invalid element" },
		{ 41, "invalid group cipher" },
		{ 42, "invalid pairwise cipher" },
		{ 43, "invalid AKMP" },
		{ 44, "unsupported RSNE version" },
		{ 45, "invalid RSNE capabilities" },
		{ 46, "cipher suite rejected because of security policy" },
		{ 52, "invalid FT Action frame count" },
		{ 53, "invalid PMKID" },
		{ 54, "invalid MDE" },
		{ 55, "invalid FTE" },
		{ 76, "anti-clogging token required" },
		{ 77, "finite cyclic group not supported" },
		{ 92, "denied, poor channel conditions" },
		{ 123, "unknown password identifier" },
		{ 126, "SAE hash to element" },
	};

	return code_name(codes, ARRAY_SIZE(codes), status);
}

const char *reason_code_name(unsigned reason)
{
	static const struct code codes[] = {
		{ 1, "unspecified" },
		{ 2, "authentication no longer valid" },
		{ 3, "station is leaving" },
		{ 4, "inactivity" },
		{ 5, "too many stations" },
		{ 6, "class 2 frame from a station that is not authenticated" },
		{ 7, "class 3 frame from a station that is not associated" },
		{ 8, "station has left the BSS" },
		{ 9, "station is not authenticated" },
		{ 13, "invalid element" },
		{ 14, "MIC failure" },
		{ 15, "4-way handshake timeout" },
		{ 16, "group key handshake timeout" },
		{ 17, "element of the 4-way handshake differs from the beacon's" },
		{ 18, "invalid group cipher" },
		{ 19, "invalid pairwise cipher" },
		{ 20, "invalid AKMP" },
		{ 23, "IEEE 802.1X authentication failed" },
		{ 24, "cipher suite rejected because of security policy" },
		{ 34, "poor channel conditions" },
		{ 48, "invalid FT Action frame count" },
		{ 49, "invalid PMKID" },
		{ 50, "invalid MDE" },
		{ 51, "invalid FTE" },
	};

	return code_name(codes, ARRAY_SIZE(codes), reason);
}

static void code_add(struct text *out, const char *what, unsigned number,
		     const char *name)
{
	text_printf(out, "%s %u", what, number);
	if (name)
		text_printf(out, " (%s)", name);
}

void status_code_add(struct text *out, unsigned status)
{
	code_add(out, "status", status, status_code_name(status));
}

void reason_code_add(struct text *out, unsigned reason)
{
	code_add(out, "reason", reason, reason_code_name(reason));
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "live/check.h"

/* What of FT a version of wpa_supplicant cannot do: from hostap's log. */
static const struct limit {
	enum check_id id;
	unsigned major, minor; /* the first that can; 0: none yet */
	const char *sentence;
} limits[] = {
	/* bbe5f0c1e "FT: Do not try to use FT protocol between mobility domains" */
	{ CHECK_FT_BETWEEN_DOMAINS, 2, 11,
	  "it tries FT towards another mobility domain, too, where a later version "
	  "authenticates in full: such a roam fails first" },
	/* f73dd0a69 "FT-SAE: Add RSNXE into FT MIC", 51d1924bd and those behind it */
	{ CHECK_FT_RSNXE, 2, 10,
	  "it leaves the RSNXE out of FT's MIC: FT-SAE fails with access points that "
	  "send one (SAE hash-to-element)" },
	/* 4f58afee9 "FT: Extend MIC derivation for FT-SAE-EXT-KEY" */
	{ CHECK_FT_EXT_KEY, 2, 11,
	  "it does not know SAE-EXT-KEY and FT-SAE-EXT-KEY, of access points with Wi-Fi "
	  "7" },
};

/* "2.10", "2.11-devel-…", "2.10-12+deb12u2": the first two numbers. */
static bool version_parse(const char *version, unsigned *ret_major, unsigned *ret_minor)
{
	return sscanf(version, "%4u.%4u", ret_major, ret_minor) == 2;
}

void checks_of_supplicant(const char *version, bool monitor, struct checks *checks)
{
	unsigned major, minor;

	/* Still so in 2.12-devel: events.c, ft_rx_action(), "TODO: report error". */
	checks_add(checks, CHECK_FT_DS_REFUSAL, monitor ? CHECK_OK : CHECK_WARNING, NULL,
		   "no wpa_supplicant tells that an access point refuses FT over the DS: "
		   "%s",
		   monitor ? "roamtest sees it in the frames, unless PMF encrypts them"
			   : "roamtest can only give up after a while");
	if (!version_parse(version, &major, &minor))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(limits); i++) {
		const struct limit *limit = &limits[i];
		struct check *check;

		if (major > limit->major ||
		    (major == limit->major && minor >= limit->minor))
			continue;
		check = checks_add(checks, limit->id, CHECK_WARNING, version, "%s",
				   limit->sentence);
		check_remedy(check, "install wpa_supplicant %u.%u or later", limit->major,
			     limit->minor);
	}
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "explain/log-line.h"

#include <stddef.h>
#include <string.h>

#include "base/cleanup.h"

/* Where one pattern is a part of another, the longer one comes first. */
static const struct {
	const char *pattern;
	enum log_line line;
} patterns[] = {
	{ "FT: Received authentication frame: STA=", LOG_FT_AUTHENTICATION },
	{ "FT: Received FT Action frame (STA=", LOG_FT_ACTION },
	{ "FT: Over-DS option disabled", LOG_OVER_DS_OFF },
	{ "FT: RRB send to ", LOG_RELAY_SENT },
	{ "FT: RRB received frame from remote AP", LOG_RELAY_RECEIVED },
	{ "FT: RRB authentication response:", LOG_FT_RESULT },
	{ "FT: FT Packet Type - Response", LOG_RELAY_ANSWER },
	{ "FT: Found PMKR1Name", LOG_R1_CACHED },
	{ "FT: STA R0KH-ID matching local configuration", LOG_R0_OWN },
	{ "FT: Did not find R0KH-ID", LOG_R0KH_UNKNOWN },
	{ "FT: No matching R0KH found", LOG_R0KH_UNKNOWN },
	{ "FT: R0KH-ID points to self", LOG_R0KH_SELF },
	{ "FT: R0KH-ID is temporarily blocked", LOG_R0KH_BLOCKED },
	{ "FT: Temporarily block R0KH-ID", LOG_R0KH_BLOCKS },
	{ "FT: Using wildcard R0KH-ID", LOG_WILDCARD },
	{ "FT: Send PMK-R1 pull request", LOG_PULL_SENT },
	{ "FT: Timeout pending pull request", LOG_PULL_TIMEOUT },
	{ "FT: Received PMK-R1 pull response", LOG_RESPONSE_RECEIVED },
	{ "FT: Did not have matching PMK-R1", LOG_NO_KEY },
	{ "FT: Did not find PSK to generate PMK-R1 locally", LOG_NO_PSK },
	{ "FT: Received PMK-R1 pull", LOG_PULL_RECEIVED },
	{ "FT: Did not find R1KH-ID", LOG_R1KH_UNKNOWN },
	{ "FT: No matching R1KH found", LOG_R1KH_UNKNOWN },
	{ "FT: No matching PMK-R0-Name found", LOG_R0_UNKNOWN },
	{ "FT: Send PMK-R1 pull response", LOG_RESPONSE_SENT },
	{ "FT: R1KH-ID=", LOG_R1KH_NAMED },
	{ "FT(RRB): Failed to decrypt", LOG_UNDECIPHERABLE },
	{ "FT: seq - local R0KH-ID and R1KH-ID", LOG_SEQUENCE_MISMATCH },
	{ "FT: seq - remote R0KH-ID and R1KH-ID", LOG_SEQUENCE_MISMATCH },
	{ "FT: R0KH-ID mismatch", LOG_ID_MISMATCH },
	{ "FT: R1KH-ID mismatch", LOG_ID_MISMATCH },
	{ "FT: Invalid MDIE", LOG_MDE },
	{ "FT: Invalid key mgmt", LOG_AKM },
	{ "FT: Invalid pairwise cipher", LOG_CIPHER },
	{ "FT: Pairwise cipher from PMK-R1 cache", LOG_CIPHER },
	{ "Invalid WPA pairwise cipher", LOG_CIPHER },
	{ "Invalid RSN pairwise cipher", LOG_CIPHER },
	{ "FT: Invalid MIC in FTIE", LOG_FTE_MIC },
	{ "Management frame protection required", LOG_PMF },
	{ "invalid MIC in msg 2/4", LOG_EAPOL_MIC },
	{ "SAE: Confirm mismatch", LOG_SAE_CONFIRM },
	{ "not allowed to authenticate", LOG_ACCESS_LIST },
	{ "no more room for new STAs", LOG_FULL },
	{ "association SA Query attempt", LOG_SA_QUERY },
	{ "AP-STA-CONNECTED", LOG_CONNECTED },
	{ "AP-STA-DISCONNECTED", LOG_DISCONNECTED },
	{ "AP-ENABLED", LOG_ENABLED },
	{ "AP-DISABLED", LOG_DISABLED },
	{ "AP-CSA-FINISHED", LOG_CHANNEL },
	{ "DFS-NEW-CHANNEL", LOG_CHANNEL },
	{ "ACS-COMPLETED", LOG_CHANNEL },
};

enum log_line log_line_find(const char *line)
{
	for (size_t i = 0; i < ARRAY_SIZE(patterns); i++)
		if (strstr(line, patterns[i].pattern))
			return patterns[i].line;
	return LOG_LINE_MAX;
}

const char *log_line_text(const char *line)
{
	static const char *const starts[] = { "FT: ",	  "FT(RRB): ", "SAE: ", "AP-",
					      "Station ", "DFS-",      "ACS-",	"STA " };
	const char *first = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(starts); i++) {
		const char *found = strstr(line, starts[i]);

		if (found && (!first || found < first))
			first = found;
	}
	return first ? first : line;
}

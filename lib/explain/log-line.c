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
	{ "authentication: STA=", LOG_AUTHENTICATION },	  /* deauthentication as well */
	{ "association request: STA=", LOG_ASSOCIATION }, /* and reassociation */
	{ "FT: RRB-OUI(", LOG_RRB_RECEIVED },
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
	{ "FT: seq - local R0KH-ID and R1KH-ID", LOG_SEQUENCE_OWN },
	{ "FT: seq - remote R0KH-ID and R1KH-ID", LOG_SEQUENCE_FOREIGN },
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
	static const char *const starts[] = {
		"FT: ",
		"FT(RRB): ",
		"SAE: ",
		"AP-",
		"Station ",
		"DFS-",
		"ACS-",
		"STA ",
		"deauthentication: ",
		"authentication: ",
		"reassociation request: ",
		"association request: ",
	};
	const char *first = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(starts); i++) {
		const char *found = strstr(line, starts[i]);

		if (found && (!first || found < first))
			first = found;
	}
	return first ? first : line;
}

/* "02:00:00:00:ff:00 …" */
static bool take_address(const char *text, uint8_t ret[static MAC_LENGTH])
{
	char address[MAC_FORMAT_MAX];
	size_t length = strnlen(text, sizeof(address) - 1);

	memcpy(address, text, length);
	address[length] = '\0';
	return mac_parse(address, ret) >= 0;
}

bool log_line_about(const char *line, uint8_t ret[static MAC_LENGTH])
{
	static const char *const before[] = { "STA=",
					      "received frame from remote AP ",
					      "pending pull request for ",
					      "AP-STA-CONNECTED ",
					      "AP-STA-DISCONNECTED ",
					      "Station ",
					      "STA " };

	for (size_t i = 0; i < ARRAY_SIZE(before); i++) {
		const char *found = strstr(line, before[i]);

		if (found && take_address(found + strlen(before[i]), ret))
			return true;
	}
	return false;
}

bool log_line_is_debug(enum log_line line)
{
	switch (line) {
	case LOG_UNDECIPHERABLE:
	case LOG_PMF:
	case LOG_EAPOL_MIC:
	case LOG_ACCESS_LIST:
	case LOG_SA_QUERY:
	case LOG_CONNECTED:
	case LOG_DISCONNECTED:
	case LOG_ENABLED:
	case LOG_DISABLED:
	case LOG_CHANNEL:
	case LOG_LINE_MAX:
		return false;
	case LOG_AUTHENTICATION:
	case LOG_ASSOCIATION:
	case LOG_RRB_RECEIVED:
	case LOG_FT_AUTHENTICATION:
	case LOG_FT_ACTION:
	case LOG_OVER_DS_OFF:
	case LOG_RELAY_SENT:
	case LOG_RELAY_RECEIVED:
	case LOG_FT_RESULT:
	case LOG_RELAY_ANSWER:
	case LOG_R1_CACHED:
	case LOG_R0_OWN:
	case LOG_R0KH_UNKNOWN:
	case LOG_R0KH_SELF:
	case LOG_R0KH_BLOCKED:
	case LOG_R0KH_BLOCKS:
	case LOG_WILDCARD:
	case LOG_PULL_SENT:
	case LOG_PULL_TIMEOUT:
	case LOG_RESPONSE_RECEIVED:
	case LOG_NO_KEY:
	case LOG_NO_PSK:
	case LOG_PULL_RECEIVED:
	case LOG_R1KH_UNKNOWN:
	case LOG_R0_UNKNOWN:
	case LOG_RESPONSE_SENT:
	case LOG_R1KH_NAMED:
	case LOG_SEQUENCE_OWN:
	case LOG_SEQUENCE_FOREIGN:
	case LOG_ID_MISMATCH:
	case LOG_MDE:
	case LOG_AKM:
	case LOG_CIPHER:
	case LOG_FTE_MIC:
	case LOG_SAE_CONFIRM:
	case LOG_FULL:
		break;
	}
	return true;
}

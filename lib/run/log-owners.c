/* SPDX-License-Identifier: BSD-3-Clause */
#include "run/log-owners.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "scenario/scenario.h"

_Static_assert(SCENARIO_AP_MAX <= 64, "an access point is a bit");

void log_owners_add(struct log_owners *owners, size_t access_point,
		    const uint8_t bssid[static MAC_LENGTH])
{
	struct log_owner *owner =
		array_add(owners->items, owners->count, owners->capacity);

	*owner = (struct log_owner){ .access_point = access_point };
	memcpy(owner->bssid, bssid, MAC_LENGTH);
}

void log_owners_clear(struct log_owners *owners)
{
	for (size_t i = 0; i < owners->count; i++)
		free(owners->items[i].interface);
	free(owners->items);
	*owners = (struct log_owners){ 0 };
}

/* Whether the text begins with the address, as hostapd writes it (MACSTR), and with
 * nothing that would make it another one. */
static bool is_address(const char *text, const uint8_t mac[static MAC_LENGTH])
{
	char address[MAC_FORMAT_MAX];
	size_t length;

	mac_format(address, mac);
	length = strlen(address);
	return strncasecmp(text, address, length) == 0 && text[length] != ':' &&
	       !isxdigit((unsigned char)text[length]);
}

void log_owners_learn(struct log_owners *owners, const char *line)
{
	static const char before[] = "Using interface ", between[] = " with hwaddr ";
	const char *name = strstr(line, before);
	const char *end;

	if (!name)
		return;
	name += strlen(before);
	end = strstr(name, between);
	if (!end || end == name)
		return;
	for (size_t i = 0; i < owners->count; i++) {
		struct log_owner *owner = &owners->items[i];

		if (!is_address(end + strlen(between), owner->bssid))
			continue;
		free(owner->interface);
		owner->interface = memory_strndup(name, (size_t)(end - name));
	}
}

/* What the name of an interface mostly consists of: "wlan0" is no part of "wlan0-1". */
static bool is_of_a_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.';
}

static bool names_interface(const char *line, const char *interface)
{
	size_t length = strlen(interface);

	for (const char *at = line; (at = strstr(at, interface)); at++)
		if ((at == line || !is_of_a_name(at[-1])) && !is_of_a_name(at[length]))
			return true;
	return false;
}

/* "FT: Received authentication frame: STA=… BSSID=…", "nl80211: … bssid=…"; "FT:
 * RRB-OUI(…) received frame from remote AP …"; "FT: Send PMK-R1 pull request from … to
 * remote R0KH address …". */
static bool is_own_bssid(const char *line, const uint8_t bssid[static MAC_LENGTH])
{
	static const char own[] = "BSSID=", oui[] = "RRB-OUI(", from[] = " from ",
			  to[] = " to ";
	const char *receiver = strstr(line, oui);

	if (receiver && is_address(receiver + strlen(oui), bssid))
		return true;
	for (const char *at = line; (at = strcasestr(at, own)); at++)
		if (is_address(at + strlen(own), bssid))
			return true;
	for (const char *at = line; (at = strstr(at, from)); at++)
		if (is_address(at + strlen(from), bssid) &&
		    strncmp(at + strlen(from) + MAC_FORMAT_MAX - 1, to, strlen(to)) == 0)
			return true;
	return false;
}

uint64_t log_owners_of(const struct log_owners *owners, const char *line)
{
	uint64_t by_interface = 0, by_bssid = 0, all = 0;

	for (size_t i = 0; i < owners->count; i++) {
		const struct log_owner *owner = &owners->items[i];
		uint64_t bit = UINT64_C(1) << owner->access_point;

		all |= bit;
		if (owners->count == 1)
			break;
		if (owner->interface && names_interface(line, owner->interface))
			by_interface |= bit;
		if (is_own_bssid(line, owner->bssid))
			by_bssid |= bit;
	}
	if (by_interface)
		return by_interface;
	return by_bssid ? by_bssid : all;
}

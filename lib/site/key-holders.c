/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/key-holders.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/memory.h"
#include "base/seed.h"

#define KEY_DIGITS (2 * RRB_KEY_LENGTH)
/* Too many for a key of 128 bits, too few for one of 256 (FAULT_RRB_KEY_LENGTH). */
#define ODD_KEY_DIGITS 40

static size_t pair_count(size_t access_points)
{
	return access_points ? access_points * (access_points - 1) / 2 : 0;
}

void pair_keys_make(size_t access_points, uint32_t seed, struct pair_keys *ret)
{
	size_t size = pair_count(access_points) * RRB_KEY_LENGTH;

	*ret = (struct pair_keys){ .keys = memory_zero(1, size ? size : 1),
				   .access_points = access_points };
	seed_octets(seed, "rrb-keys", ret->keys, size);
	seed_octets(seed, "rrb-common-key", ret->common, sizeof(ret->common));
}

void pair_keys_clear(struct pair_keys *keys)
{
	if (keys->keys)
		explicit_bzero(keys->keys,
			       pair_count(keys->access_points) * RRB_KEY_LENGTH);
	explicit_bzero(keys->common, sizeof(keys->common));
	free(keys->keys);
	*keys = (struct pair_keys){ 0 };
}

const uint8_t *pair_key(const struct pair_keys *keys, size_t a, size_t b)
{
	size_t low = a < b ? a : b, high = a < b ? b : a;

	/* The triangle below the diagonal, row by row. */
	return keys->keys[high * (high - 1) / 2 + low];
}

void hostapd_nas_identifier(const struct scenario *scenario, size_t index,
			    char ret[static NAS_IDENTIFIER_MAX])
{
	static const char suffix[] = ".roamtest";
	const char *name = scenario->access_points[index].name;
	size_t length = strlen(name);
	bool plain = length + sizeof(suffix) <= NAS_IDENTIFIER_MAX;

	/* An r0kh line is split at blanks. */
	for (size_t i = 0; i < length && plain; i++)
		plain = isalnum((unsigned char)name[i]) || strchr("-_.", name[i]);
	if (plain)
		snprintf(ret, NAS_IDENTIFIER_MAX, "%s%s", name, suffix);
	else
		/* With a colon, so that no name can be the same. */
		snprintf(ret, NAS_IDENTIFIER_MAX, "ap:%zu%s", index + 1, suffix);
}

/* "hall.roamtest" becomes "Hall.roamtest": identifiers are compared with their case.
 * There is a letter in each, at least behind the dot. */
static void change_case(char *identifier)
{
	while (!isalpha((unsigned char)*identifier))
		identifier++;
	*identifier ^= 'a' ^ 'A';
}

void key_holder_r0kh_id(const struct scenario *scenario, size_t index, bool own,
			char ret[static NAS_IDENTIFIER_MAX])
{
	const struct fault *duplicate = scenario_find_fault(
		scenario, FAULT_NAS_IDENTIFIER_DUPLICATE, index, FAULT_EVERY);

	hostapd_nas_identifier(scenario, duplicate ? duplicate->of : index, ret);
	if (own &&
	    scenario_find_fault(scenario, FAULT_NAS_IDENTIFIER, index, FAULT_EVERY))
		change_case(ret);
}

/* An address next to this one that is no access point's. */
static void change_mac(const struct scenario *scenario, uint8_t mac[static MAC_LENGTH])
{
	do {
		mac[MAC_LENGTH - 1]++;
	} while (scenario_find_bssid(scenario, mac));
}

void key_holder_r1kh_id(const struct scenario *scenario, size_t index, bool own,
			uint8_t ret[static MAC_LENGTH])
{
	const struct fault *duplicate = scenario_find_fault(
		scenario, FAULT_R1KH_ID_DUPLICATE, index, FAULT_EVERY);
	size_t whose = duplicate ? duplicate->of : index;

	memcpy(ret, scenario->access_points[whose].bssid, MAC_LENGTH);
	if (own && scenario_find_fault(scenario, FAULT_R1KH_ID, index, FAULT_EVERY))
		change_mac(scenario, ret);
}

/* One of the faults that both ends have, whichever end it is written at. */
static bool between(const struct scenario *scenario, enum fault_kind kind, size_t a,
		    size_t b)
{
	return scenario_find_fault(scenario, kind, a, b) ||
	       (b != FAULT_EVERY && scenario_find_fault(scenario, kind, b, a));
}

static bool has_wildcard(const struct scenario *scenario, size_t index)
{
	return scenario_find_fault(scenario, FAULT_WILDCARD_DISCOVERY, index,
				   FAULT_EVERY);
}

/* The key of index with other; FAULT_EVERY: that of a wildcard. */
static void take_key(const struct scenario *scenario, size_t index, size_t other,
		     const struct pair_keys *keys, uint8_t ret[static RRB_KEY_LENGTH])
{
	if (between(scenario, FAULT_RRB_KEY_ZERO, index, other))
		memset(ret, 0, RRB_KEY_LENGTH);
	else if (other == FAULT_EVERY || has_wildcard(scenario, index) ||
		 has_wildcard(scenario, other))
		memcpy(ret, keys->common, RRB_KEY_LENGTH);
	else
		memcpy(ret, pair_key(keys, index, other), RRB_KEY_LENGTH);
}

/* wrong: another one than the other end has. */
static void format_key(const struct scenario *scenario, size_t index, size_t other,
		       const struct pair_keys *keys, bool wrong,
		       char ret[static KEY_DIGITS + 1])
{
	uint8_t key[RRB_KEY_LENGTH];

	take_key(scenario, index, other, keys, key);
	for (size_t i = 0; i < sizeof(key) && wrong; i++)
		key[i] ^= 0xff;
	hex_format(ret, key, sizeof(key));
	explicit_bzero(key, sizeof(key));
	if (between(scenario, FAULT_RRB_KEY_LENGTH, index, other))
		ret[ODD_KEY_DIGITS] = '\0';
}

static void add_r0kh(struct hostapd_lines *lines, const struct scenario *scenario,
		     size_t index, size_t other, const struct pair_keys *keys)
{
	char mac[MAC_FORMAT_MAX], r0kh_id[NAS_IDENTIFIER_MAX], key[KEY_DIGITS + 1];
	uint8_t address[MAC_LENGTH];

	if (scenario_find_fault(scenario, FAULT_R0KH_MISSING, index, other))
		return;
	memcpy(address, scenario->access_points[other].bssid, MAC_LENGTH);
	if (scenario_find_fault(scenario, FAULT_R0KH_MAC, index, other))
		change_mac(scenario, address);
	key_holder_r0kh_id(scenario, other, false, r0kh_id);
	format_key(scenario, index, other, keys,
		   scenario_find_fault(scenario, FAULT_R0KH_KEY, index, other), key);
	hostapd_lines_add(lines, "r0kh", "%s %s %s", mac_format(mac, address), r0kh_id,
			  key);
	explicit_bzero(key, sizeof(key));
}

static void add_r1kh(struct hostapd_lines *lines, const struct scenario *scenario,
		     size_t index, size_t other, const struct pair_keys *keys)
{
	char mac[MAC_FORMAT_MAX], r1kh_id[MAC_FORMAT_MAX], key[KEY_DIGITS + 1];
	uint8_t identifier[MAC_LENGTH];

	if (scenario_find_fault(scenario, FAULT_R1KH_MISSING, index, other))
		return;
	key_holder_r1kh_id(scenario, other, false, identifier);
	format_key(scenario, index, other, keys,
		   scenario_find_fault(scenario, FAULT_R1KH_KEY, index, other), key);
	hostapd_lines_add(lines, "r1kh", "%s %s %s",
			  mac_format(mac, scenario->access_points[other].bssid),
			  mac_format(r1kh_id, identifier), key);
	explicit_bzero(key, sizeof(key));
}

void key_holders_add(struct hostapd_lines *lines, const struct scenario *scenario,
		     size_t index, size_t other, const struct pair_keys *keys)
{
	add_r0kh(lines, scenario, index, other, keys);
	add_r1kh(lines, scenario, index, other, keys);
}

bool key_holders_add_wildcard(struct hostapd_lines *lines,
			      const struct scenario *scenario, size_t index,
			      const struct pair_keys *keys)
{
	char key[KEY_DIGITS + 1];

	if (!has_wildcard(scenario, index))
		return false;
	format_key(scenario, index, FAULT_EVERY, keys, false, key);
	hostapd_lines_add(lines, "r0kh", "ff:ff:ff:ff:ff:ff * %s", key);
	hostapd_lines_add(lines, "r1kh", "00:00:00:00:00:00 00:00:00:00:00:00 %s", key);
	explicit_bzero(key, sizeof(key));
	return true;
}

static void add_secret(const uint8_t key[static RRB_KEY_LENGTH], struct secrets *out)
{
	char hex[KEY_DIGITS + 1];

	secrets_add(out, hex_format(hex, key, RRB_KEY_LENGTH));
	explicit_bzero(hex, sizeof(hex));
}

/* The keys that a fault makes. */
static void add_fault_secrets(const struct scenario *scenario, size_t index, size_t other,
			      const struct pair_keys *keys, struct secrets *out)
{
	bool wrong = scenario_find_fault(scenario, FAULT_R0KH_KEY, index, other) ||
		     scenario_find_fault(scenario, FAULT_R1KH_KEY, index, other);
	char key[KEY_DIGITS + 1];

	if (between(scenario, FAULT_RRB_KEY_LENGTH, index, other)) {
		format_key(scenario, index, other, keys, false, key);
		secrets_add(out, key);
	}
	if (wrong) {
		format_key(scenario, index, other, keys, true, key);
		secrets_add(out, key);
	}
	explicit_bzero(key, sizeof(key));
}

void key_holders_secrets(const struct scenario *scenario, const struct pair_keys *keys,
			 struct secrets *out)
{
	for (size_t i = 0; i < pair_count(keys->access_points); i++)
		add_secret(keys->keys[i], out);
	if (scenario->fault_count == 0)
		return;
	add_secret(keys->common, out);
	for (size_t i = 0; i < scenario->access_point_count; i++)
		for (size_t j = 0; j < scenario->access_point_count; j++)
			if (i != j)
				add_fault_secrets(scenario, i, j, keys, out);
}

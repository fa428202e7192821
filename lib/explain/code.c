/* SPDX-License-Identifier: BSD-3-Clause */
#include "explain/code.h"

#include "base/cleanup.h"

static const struct code_text statuses[] = {
	{ 0, "success", NULL, { NULL } },
	{ 1,
	  "unspecified failure",
	  "In an FT authentication: the target does not offer the station's AKM, or an "
	  "address list keeps it out. In SAE: hostapd 2.10 answers a wrong password so.",
	  { "no-ft-akm", "password", "access-list" } },
	{ 10, "capabilities not supported", NULL, { NULL } },
	{ 11, "reassociation denied: no association exists", NULL, { NULL } },
	{ 12, "association denied", NULL, { NULL } },
	{ 13,
	  "authentication algorithm not supported",
	  "In an FT authentication: the target has FT turned off.",
	  { "no-ft-akm" } },
	{ 14, "authentication sequence number out of order", NULL, { NULL } },
	{ 15, "challenge failure", "In SAE: the passwords differ.", { "password" } },
	{ 16, "authentication timeout", NULL, { NULL } },
	{ 17,
	  "too many stations",
	  "The target is full, or could not put the station into its driver.",
	  { "access-point-full", "association-held" } },
	{ 18, "basic rates not supported", NULL, { NULL } },
	{ 28,
	  "R0KH unreachable",
	  "The target did not reach the holder of the station's PMK-R0. hostapd never "
	  "sends it: it leaves the station without an answer, or says 53.",
	  { "r0kh-unreachable" } },
	{ 30,
	  "refused temporarily",
	  "The target still holds an association of the station and asks that one first "
	  "(SA Query); the answer says when to come back.",
	  { "association-held" } },
	{ 31, "robust management frame policy violation", NULL, { "pmf" } },
	{ 37, "request declined", NULL, { NULL } },
	{ 40, "invalid element", NULL, { NULL } },
	{ 41, "invalid group cipher", NULL, { "cipher" } },
	{ 42, "invalid pairwise cipher", NULL, { "cipher" } },
	{ 43, "invalid AKMP", NULL, { "no-ft-akm" } },
	{ 44, "unsupported RSNE version", NULL, { NULL } },
	{ 45, "invalid RSNE capabilities", NULL, { "pmf" } },
	{ 46, "cipher suite rejected because of security policy", NULL, { "cipher" } },
	{ 52, "invalid FT Action frame count", NULL, { NULL } },
	{ 53,
	  "invalid PMKID",
	  "The target has no key for the station and gets none: it does not know the "
	  "R0KH "
	  "that the station names, the R0KH has lost the key, or it could not be reached "
	  "a while ago.",
	  { "r0kh-missing", "nas-identifier", "generate-local-sae", "r0kh-restarted",
	    "negative-cache" } },
	{ 54,
	  "invalid MDE",
	  "The target is in another mobility domain.",
	  { "mobility-domain" } },
	{ 55,
	  "invalid FTE",
	  "The two sides do not have the same key or nonces: the MIC of the "
	  "reassociation "
	  "does not match, or an answer was mixed with that to an earlier try.",
	  { NULL } },
	{ 76, "anti-clogging token required", NULL, { NULL } },
	{ 77, "finite cyclic group not supported", NULL, { NULL } },
	{ 92, "denied, poor channel conditions", NULL, { NULL } },
	{ 123, "unknown password identifier", NULL, { "password" } },
	{ 126, "SAE hash to element", NULL, { NULL } },
};

static const struct code_text reasons[] = {
	{ 1, "unspecified", NULL, { NULL } },
	{ 2, "authentication no longer valid", NULL, { NULL } },
	{ 3, "station is leaving", "The sender went away by itself.", { NULL } },
	{ 4, "inactivity", NULL, { NULL } },
	{ 5, "too many stations", NULL, { "access-point-full" } },
	{ 6, "class 2 frame from a station that is not authenticated", NULL, { NULL } },
	{ 7,
	  "class 3 frame from a station that is not associated",
	  "The access point does not know the station (any more): it was restarted, or "
	  "has "
	  "dropped it.",
	  { NULL } },
	{ 8, "station has left the BSS", NULL, { NULL } },
	{ 9, "station is not authenticated", NULL, { NULL } },
	{ 13, "invalid element", NULL, { NULL } },
	{ 14, "MIC failure", NULL, { NULL } },
	{ 15,
	  "4-way handshake timeout",
	  "With PSK, as a rule: the passwords differ.",
	  { "password" } },
	{ 16, "group key handshake timeout", NULL, { NULL } },
	{ 17,
	  "element of the 4-way handshake differs from the beacon's",
	  NULL,
	  { NULL } },
	{ 18, "invalid group cipher", NULL, { "cipher" } },
	{ 19, "invalid pairwise cipher", NULL, { "cipher" } },
	{ 20, "invalid AKMP", NULL, { "no-ft-akm" } },
	{ 23, "IEEE 802.1X authentication failed", NULL, { NULL } },
	{ 24, "cipher suite rejected because of security policy", NULL, { NULL } },
	{ 34, "poor channel conditions", NULL, { NULL } },
	{ 48, "invalid FT Action frame count", NULL, { NULL } },
	{ 49, "invalid PMKID", NULL, { NULL } },
	{ 50, "invalid MDE", NULL, { "mobility-domain" } },
	{ 51, "invalid FTE", NULL, { NULL } },
};

static const struct {
	const char *name;
	const struct code_text *texts;
	size_t count;
} kinds[CODE_KIND_MAX] = {
	[CODE_STATUS] = { "status", statuses, ARRAY_SIZE(statuses) },
	[CODE_REASON] = { "reason", reasons, ARRAY_SIZE(reasons) },
};

const char *code_kind_name(enum code_kind kind)
{
	return kinds[kind].name;
}

size_t code_count(enum code_kind kind)
{
	return kinds[kind].count;
}

const struct code_text *code_text(enum code_kind kind, size_t index)
{
	return &kinds[kind].texts[index];
}

const struct code_text *code_find(enum code_kind kind, unsigned number)
{
	for (size_t i = 0; i < kinds[kind].count; i++)
		if (kinds[kind].texts[i].number == number)
			return &kinds[kind].texts[i];
	return NULL;
}

static const char *code_name(enum code_kind kind, unsigned number)
{
	const struct code_text *code = code_find(kind, number);

	return code ? code->name : NULL;
}

const char *status_code_name(unsigned status)
{
	return code_name(CODE_STATUS, status);
}

const char *reason_code_name(unsigned reason)
{
	return code_name(CODE_REASON, reason);
}

static void code_add(struct text *out, enum code_kind kind, unsigned number)
{
	const char *name = code_name(kind, number);

	text_printf(out, "%s %u", code_kind_name(kind), number);
	if (name)
		text_printf(out, " (%s)", name);
}

void status_code_add(struct text *out, unsigned status)
{
	code_add(out, CODE_STATUS, status);
}

void reason_code_add(struct text *out, unsigned reason)
{
	code_add(out, CODE_REASON, reason);
}

void either_code_add(struct text *out, unsigned number)
{
	const char *status = status_code_name(number), *reason = reason_code_name(number);

	text_printf(out, "%u", number);
	if (status && reason)
		text_printf(out, " (%s, or %s)", status, reason);
	else if (status || reason)
		text_printf(out, " (%s)", status ? status : reason);
}

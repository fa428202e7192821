/* SPDX-License-Identifier: BSD-3-Clause */
#include "scenario/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/time.h"
#include "scenario/scenario.h"

#define WORDS(name, max, ...)                                         \
	static const char *const name##_items[max] = { __VA_ARGS__ }; \
	const struct words name##_words = { name##_items, max }

WORDS(security, SECURITY_MAX, [SECURITY_OPEN] = "open", [SECURITY_PSK] = "psk",
      [SECURITY_SAE] = "sae", [SECURITY_FT_PSK] = "ft-psk", [SECURITY_FT_SAE] = "ft-sae");
WORDS(via, VIA_MAX, [VIA_AIR] = "air", [VIA_DS] = "ds");
WORDS(leg, LEG_MAX, [LEG_COLD] = "cold", [LEG_BACK] = "back", [LEG_WARM] = "warm");
WORDS(method, METHOD_MAX, [METHOD_NONE] = "none", [METHOD_FT_AIR] = "ft-air",
      [METHOD_FT_DS] = "ft-ds", [METHOD_FULL] = "full", [METHOD_PMKSA] = "pmksa");
WORDS(outcome, OUTCOME_MAX, [OUTCOME_OK] = "ok", [OUTCOME_REJECTED] = "rejected",
      [OUTCOME_TIMEOUT] = "timeout", [OUTCOME_DISCONNECTED] = "disconnected",
      [OUTCOME_WRONG_AP] = "wrong-ap");
WORDS(statistic, STATISTIC_COUNT, [STATISTIC_MIN] = "min", [STATISTIC_P50] = "p50",
      [STATISTIC_P95] = "p95", [STATISTIC_P99] = "p99", [STATISTIC_MAX] = "max");
WORDS(through, THROUGH_MAX, [THROUGH_WIFI] = "wifi", [THROUGH_TUNNEL] = "tunnel");
WORDS(probe,
      PROBE_MAX, [PROBE_STAMP] = "stamp", [PROBE_ICMP] = "icmp", [PROBE_TCP] = "tcp");
WORDS(gap_part, GAP_PART_MAX, [GAP_RADIO] = "radio", [GAP_CARRIER] = "carrier",
      [GAP_ADDRESS] = "address", [GAP_NEIGHBOUR] = "neighbour", [GAP_TUNNEL] = "tunnel",
      [GAP_QUEUE] = "queue", [GAP_FORWARDING] = "forwarding",
      [GAP_RETRANSMISSION] = "retransmission", [GAP_TRANSIT] = "transit",
      [GAP_INTERVAL] = "interval", [GAP_UNATTRIBUTED] = "unattributed");
WORDS(fault, FAULT_MAX, [FAULT_STALE_FORWARDING] = "stale-forwarding",
      [FAULT_SILENT_BRIDGE] = "silent-bridge",
      [FAULT_ENDPOINT_UNREACHABLE] = "endpoint-unreachable",
      [FAULT_RRB_BLOCKED] = "rrb-blocked", [FAULT_RELAY_BLOCKED] = "relay-blocked",
      [FAULT_R0KH_RESTARTED] = "r0kh-restarted",
      [FAULT_TARGET_OFF_AIR] = "target-off-air",
      [FAULT_TARGET_CHANNEL] = "target-channel",
      [FAULT_DEAUTHENTICATED_AFTER] = "deauthenticated-after",
      [FAULT_R0KH_MISSING] = "r0kh-missing", [FAULT_R0KH_MAC] = "r0kh-mac",
      [FAULT_R0KH_KEY] = "r0kh-key", [FAULT_R1KH_MISSING] = "r1kh-missing",
      [FAULT_R1KH_KEY] = "r1kh-key", [FAULT_R1KH_ID] = "r1kh-id",
      [FAULT_R1KH_ID_DUPLICATE] = "r1kh-id-duplicate",
      [FAULT_NAS_IDENTIFIER] = "nas-identifier",
      [FAULT_NAS_IDENTIFIER_DUPLICATE] = "nas-identifier-duplicate",
      [FAULT_GENERATE_LOCAL_SAE] = "generate-local-sae",
      [FAULT_OVER_DS_OFF] = "over-ds-off", [FAULT_MOBILITY_DOMAIN] = "mobility-domain",
      [FAULT_NO_FT_AKM] = "no-ft-akm", [FAULT_CIPHER] = "cipher", [FAULT_PMF] = "pmf",
      [FAULT_PASSWORD] = "password", [FAULT_ACCESS_LIST] = "access-list",
      [FAULT_ACCESS_POINT_FULL] = "access-point-full",
      [FAULT_WILDCARD_DISCOVERY] = "wildcard-discovery",
      [FAULT_REASSOCIATION_DEADLINE] = "reassociation-deadline",
      [FAULT_RRB_KEY_ZERO] = "rrb-key-zero", [FAULT_RRB_KEY_LENGTH] = "rrb-key-length");
WORDS(metric, METRIC_MAX, [METRIC_FAST_TRANSITION] = "fast-transition",
      [METRIC_ROAM_TIME] = "roam-time", [METRIC_GAP] = "gap",
      [METRIC_GAP_PART] = "largest-part", [METRIC_ROUND_TRIP] = "round-trip",
      [METRIC_LOSS] = "loss", [METRIC_CONNECTION_SURVIVES] = "connection.survives",
      [METRIC_CONNECTION_RETRANSMISSIONS] = "connection.retransmissions",
      [METRIC_TUNNEL_SURVIVES] = "tunnel.survives",
      [METRIC_TUNNEL_HANDSHAKES] = "tunnel.handshakes", [METRIC_STEP_RESULT] = "result",
      [METRIC_STEP_STATUS] = "status", [METRIC_STEP_USED] = "used",
      [METRIC_STEP_CAUSE] = "cause", [METRIC_WARNINGS] = "warnings");

static const char *name_of(const struct words *words, size_t i)
{
	return i < words->count ? words->items[i] : NULL;
}

const char *security_name(enum security security)
{
	return name_of(&security_words, security);
}

const char *via_name(enum via via)
{
	return name_of(&via_words, via);
}

const char *leg_name(enum leg leg)
{
	return name_of(&leg_words, leg);
}

const char *method_name(enum method method)
{
	return name_of(&method_words, method);
}

const char *outcome_name(enum outcome outcome)
{
	return name_of(&outcome_words, outcome);
}

const char *gap_part_name(enum gap_part_kind part)
{
	return name_of(&gap_part_words, part);
}

const char *probe_name(enum probe_kind probe)
{
	return name_of(&probe_words, probe);
}

const char *fault_name(enum fault_kind fault)
{
	return name_of(&fault_words, fault);
}

const char *metric_name(enum metric metric)
{
	return name_of(&metric_words, metric);
}

const char *statistic_name(enum statistic statistic)
{
	return name_of(&statistic_words, statistic);
}

bool security_is_ft(enum security security)
{
	return security == SECURITY_FT_PSK || security == SECURITY_FT_SAE;
}

int words_find(const struct words *words, const char *word)
{
	for (size_t i = 0; i < words->count; i++)
		if (strcmp(words->items[i], word) == 0)
			return (int)i;
	return -1;
}

char *duration_exact(char buffer[static DURATION_EXACT_MAX], uint64_t ns)
{
	static const struct {
		uint64_t ns;
		const char *unit;
	} units[] = {
		{ 3600 * NS_PER_S, "h" }, { 60 * NS_PER_S, "m" }, { NS_PER_S, "s" },
		{ NS_PER_MS, "ms" },	  { NS_PER_US, "us" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		if (ns == 0 || ns % units[i].ns)
			continue;
		snprintf(buffer, DURATION_EXACT_MAX, "%" PRIu64 "%s", ns / units[i].ns,
			 units[i].unit);
		return buffer;
	}
	snprintf(buffer, DURATION_EXACT_MAX, "%" PRIu64 "ns", ns);
	return buffer;
}

char *shown_text(char buffer[static SHOWN_MAX], const char *text)
{
	static const char dots[] = "...";
	size_t length = strlen(text), kept = length;

	if (length >= SHOWN_MAX) {
		kept = SHOWN_MAX - sizeof(dots);
		while (kept > 0 && ((unsigned char)text[kept] & 0xc0) == 0x80)
			kept--;
	}
	for (size_t i = 0; i < kept; i++) {
		unsigned char c = (unsigned char)text[i];

		buffer[i] = (char)(c < 0x20 || c == 0x7f ? '?' : c);
	}
	buffer[kept] = '\0';
	if (kept < length)
		memcpy(buffer + kept, dots, sizeof(dots));
	return buffer;
}

unsigned channel_frequency_mhz(unsigned channel)
{
	if (channel >= 1 && channel <= 13)
		return 2407 + 5 * channel;
	if (channel == 14)
		return 2484;
	if ((channel >= 36 && channel <= 64) || (channel >= 100 && channel <= 144))
		return channel % 4 == 0 ? 5000 + 5 * channel : 0;
	if (channel >= 149 && channel <= 177)
		return channel % 4 == 1 ? 5000 + 5 * channel : 0;
	return 0;
}

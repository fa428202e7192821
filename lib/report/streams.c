/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/streams.h"

#include <inttypes.h>
#include <string.h>

#include "analysis/gap-sum.h"
#include "report/fixes.h"
#include "report/style.h"

/* The parts of all its gaps, of each the longer direction's, the largest first. */
static void add_gap_parts(const struct results *results, size_t stream, struct text *out)
{
	uint64_t sums[GAP_PART_MAX], whole;
	bool first = true;

	whole = gap_parts_sum(results, stream, sums);
	if (whole == 0)
		return;
	text_add(out, "             in all gaps together: ");
	for (;;) {
		enum gap_part_kind largest = gap_parts_largest(sums);

		if (sums[largest] == 0)
			break;
		text_add(out, first ? "" : ", ");
		text_add(out, gap_part_name(largest));
		text_add(out, " ");
		duration_add(out, sums[largest]);
		sums[largest] = 0;
		first = false;
	}
	text_add(out, "\n");
}

static void add_lost(const struct traffic *t, struct text *out)
{
	/* Echo requests and replies are alike. */
	if (t->probe == PROBE_ICMP) {
		text_printf(out, ", lost %" PRIu64 ", direction unknown: ICMP",
			    t->lost_unknown);
		return;
	}
	text_printf(out, ", lost %" PRIu64 " up, %" PRIu64 " down", t->lost_up,
		    t->lost_down);
	if (t->lost_unknown > 0)
		text_printf(out, ", %" PRIu64 " without a direction", t->lost_unknown);
}

/* "alive, longest stall 1.06s, 7 retransmissions, RTO up to 820ms" */
static void add_connection(const struct connection_result *c, struct text *out)
{
	if (c->alive) {
		text_add(out, "alive");
	} else {
		text_add(out, "died at ");
		duration_add(out, c->died_at_ns);
		text_add(out, " (");
		plain_add(out, c->reason ? c->reason : "unknown");
		text_add(out, ")");
	}
	text_add(out, ", longest stall ");
	duration_add(out, c->stall_ns);
	text_printf(out, ", %" PRIu64 " retransmission%s", c->retransmissions,
		    c->retransmissions == 1 ? "" : "s");
	if (c->far_retransmissions > 0)
		text_printf(out, " and %" PRIu64 " of the far end",
			    c->far_retransmissions);
	text_add(out, ", RTO up to ");
	duration_add(out, c->rto_max_ns);
	text_add(out, "\n             ");
}

/* Where they are known; the round trip is among the metrics. */
static void add_delays(const struct traffic *t, struct text *out)
{
	if (t->delay_up.n == 0 || t->delay_down.n == 0)
		return;
	text_add(out, "             one way ");
	duration_add(out, t->delay_up.p50_ns);
	text_add(out, " up, ");
	duration_add(out, t->delay_down.p50_ns);
	text_add(out, " down (p50), ");
	duration_add(out, t->delay_up.p99_ns);
	text_add(out, " up, ");
	duration_add(out, t->delay_down.p99_ns);
	text_add(out, " down (p99)\n");
}

static bool is_tunnel(const struct traffic *t)
{
	return t->through && strcmp(t->through, "tunnel") == 0;
}

void streams_add(const struct results *results, struct text *out)
{
	for (size_t i = 0; i < results->traffic_count; i++) {
		const struct traffic *t = &results->traffic[i];
		uint64_t up = t->gap_up_ns, down = t->gap_down_ns;

		text_add(out, i == 0 ? "\nstream       " : "             ");
		plain_add(out, t->name);
		text_add(out, " (");
		if (t->probe != PROBE_STAMP)
			text_printf(out, "%s, ", probe_name(t->probe));
		text_printf(out, "%s%s): ", is_tunnel(t) ? "tunnel" : "wifi",
			    t->ipv6 ? ", IPv6" : "");
		if (t->connection.present)
			add_connection(&t->connection, out);
		text_printf(out, "%" PRIu64 " sent, %" PRIu64 " %s", t->sent, t->received,
			    t->probe == PROBE_TCP ? "echoed" : "answered");
		add_lost(t, out);
		if (t->duplicates > 0)
			text_printf(out, ", %" PRIu64 " twice", t->duplicates);
		if (t->reordered > 0)
			text_printf(out, ", %" PRIu64 " out of order", t->reordered);
		text_add(out, "\n             longest gap ");
		duration_add(out, up > down ? up : down);
		text_add(out, t->probe == PROBE_ICMP ? "" : up > down ? " up" : " down");
		text_add(out, " at ");
		duration_add(out, up > down ? t->gap_up_at_ns : t->gap_down_at_ns);
		text_add(out, ", probes sent late by ");
		duration_add(out, t->timer_error.p99_ns);
		text_add(out, " (p99)\n");
		add_delays(t, out);
		add_gap_parts(results, i, out);
	}
	advice_add(results, out);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/settle.h"

static void settle_string(struct spill *spill, char **string)
{
	*string = spill_take_over_string(spill, *string);
}

static void settle_strings(struct spill *spill, char **strings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		settle_string(spill, &strings[i]);
}

static void settle_phases(struct spill *spill, struct phase *phases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		settle_string(spill, &phases[i].name);
		settle_string(spill, &phases[i].source);
	}
}

static void settle_aftermath(struct spill *spill, struct aftermath *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		settle_string(spill, &list[i].name);
		settle_string(spill, &list[i].source);
	}
}

static void settle_parts(struct spill *spill, struct gap_part *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		settle_string(spill, &parts[i].name);
}

static void settle_gap(struct spill *spill, struct gap *gap)
{
	settle_string(spill, &gap->stream);
	settle_string(spill, &gap->connection.reason);
	settle_parts(spill, gap->up_parts, gap->up_part_count);
	settle_parts(spill, gap->down_parts, gap->down_part_count);
	spill_take_over(spill, gap->up_parts, gap->up_part_count, gap->up_part_capacity);
	spill_take_over(spill, gap->down_parts, gap->down_part_count,
			gap->down_part_capacity);
}

static void settle_diagnosis(struct spill *spill, struct diagnosis *d)
{
	spill_take_over(spill, d->candidates, d->candidate_count, d->candidate_capacity);
	settle_strings(spill, d->evidence, d->evidence_count);
	spill_take_over(spill, d->evidence, d->evidence_count, d->evidence_capacity);
	settle_string(spill, &d->decide);
	settle_string(spill, &d->remedy.access_point);
	settle_string(spill, &d->remedy.text);
	settle_string(spill, &d->remedy.hostapd);
	settle_string(spill, &d->remedy.openwrt);
}

static void settle_negotiation(struct spill *spill, struct negotiation *negotiated)
{
	spill_take_over(spill, negotiated->checks, negotiated->check_count,
			negotiated->check_capacity);
}

void roam_settle(struct spill *spill, struct roam *roam)
{
	if (!spill)
		return;
	settle_string(spill, &roam->from);
	settle_string(spill, &roam->to);
	settle_string(spill, &roam->exchange);
	settle_strings(spill, roam->proof, roam->proof_count);
	spill_take_over(spill, roam->proof, roam->proof_count, roam->proof_capacity);
	settle_phases(spill, roam->phases, roam->phase_count);
	spill_take_over(spill, roam->phases, roam->phase_count, roam->phase_capacity);
	settle_aftermath(spill, roam->aftermath, roam->aftermath_count);
	spill_take_over(spill, roam->aftermath, roam->aftermath_count,
			roam->aftermath_capacity);
	for (size_t i = 0; i < roam->first_packet_count; i++) {
		settle_string(spill, &roam->first_packets[i].stream);
		settle_string(spill, &roam->first_packets[i].source);
	}
	spill_take_over(spill, roam->first_packets, roam->first_packet_count,
			roam->first_packet_capacity);
	settle_negotiation(spill, &roam->negotiated);
	for (size_t i = 0; i < roam->gap_count; i++)
		settle_gap(spill, &roam->gaps[i]);
	spill_take_over(spill, roam->gaps, roam->gap_count, roam->gap_capacity);
	settle_string(spill, &roam->tunnel.endpoint);
	settle_string(spill, &roam->tunnel.last.source);
	settle_diagnosis(spill, &roam->diagnosis);
	settle_string(spill, &roam->explanation);
}

void association_settle(struct spill *spill, struct association *association)
{
	if (!spill)
		return;
	settle_string(spill, &association->to);
	settle_string(spill, &association->exchange);
	settle_phases(spill, association->phases, association->phase_count);
	spill_take_over(spill, association->phases, association->phase_count,
			association->phase_capacity);
	settle_aftermath(spill, association->aftermath, association->aftermath_count);
	spill_take_over(spill, association->aftermath, association->aftermath_count,
			association->aftermath_capacity);
	settle_negotiation(spill, &association->negotiated);
	settle_diagnosis(spill, &association->diagnosis);
	settle_string(spill, &association->explanation);
}

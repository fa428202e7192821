/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/loss.h"

/* One of those that were given up for lost came after all. */
static void come_after_all(struct loss *loss)
{
	if (loss->unknown_before > 0)
		loss->unknown_before--;
	else if (loss->down_before > 0)
		loss->down_before--;
	else if (loss->up_before > 0)
		loss->up_before--;
}

void loss_answer(struct loss *loss, uint32_t sequence, uint32_t reflector_sequence)
{
	if (loss->answered && sequence < loss->first) {
		come_after_all(loss);
		return;
	}
	loss->received++;
	if (!loss->answered || sequence > loss->sequence)
		loss->sequence = sequence;
	if (!loss->answered || reflector_sequence > loss->reflector_sequence)
		loss->reflector_sequence = reflector_sequence;
	loss->answered = true;
}

void loss_duplicate(struct loss *loss, uint32_t reflector_sequence, bool twice)
{
	if (!twice)
		return;
	loss->duplicates_up++;
	if (reflector_sequence > loss->reflector_sequence)
		loss->reflector_sequence = reflector_sequence;
}

int64_t loss_up(const struct loss *loss)
{
	if (!loss->answered)
		return 0;
	return (int64_t)loss->up_before + (int64_t)loss->sequence - (int64_t)loss->first -
	       ((int64_t)loss->reflector_sequence - (int64_t)loss->reflector_first) +
	       (int64_t)loss->duplicates_up;
}

int64_t loss_down(const struct loss *loss)
{
	if (!loss->answered)
		return 0;
	return (int64_t)loss->down_before + (int64_t)loss->reflector_sequence -
	       (int64_t)loss->reflector_first + 1 - (int64_t)loss->received -
	       (int64_t)loss->duplicates_up;
}

uint64_t loss_unknown(const struct loss *loss)
{
	return loss->unknown_before;
}

void loss_anew(struct loss *loss, uint32_t sequence, uint32_t reflector_sequence,
	       int64_t heard)
{
	int64_t up = loss_up(loss), down = loss_down(loss);
	uint64_t between = sequence - loss->sequence - 1, lost_down = 0;

	/* A new count's own answers are told by it; one that goes on tells nothing. */
	if (heard >= 0)
		lost_down = (uint64_t)heard;
	else if (reflector_sequence <= between)
		lost_down = reflector_sequence;
	if (lost_down > between)
		lost_down = between;
	loss->down_before = (down > 0 ? (uint64_t)down : 0) + lost_down;
	loss->up_before = up > 0 ? (uint64_t)up : 0;
	if (heard < 0)
		loss->unknown_before += between - lost_down;
	else
		loss->up_before += between - lost_down;
	loss->first = loss->sequence = sequence;
	loss->reflector_first = loss->reflector_sequence = reflector_sequence;
	loss->received = loss->duplicates_up = 0;
}

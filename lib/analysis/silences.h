/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "base/spill.h"

/* Every silence of a stream in which a packet that was due is missing, over the whole run
 * and in the order in which they ended. */
struct silences {
	struct spill *spill; /* where they are kept, or NULL (base/spill.h) */
	struct stream_silence *items;
	size_t count, capacity;
	size_t claimed; /* those before it are no later roam's */
	/* Of a silence that a roam left behind: when it began. */
	struct {
		unsigned roam; /* 0: none was left */
		uint64_t begin_ns;
	} open_up, open_down;
};

/* A silence in one direction has ended: kept if it is longer than two intervals, or if a
 * probe was lost in it. */
void silences_add(struct silences *silences, const struct stream_silence *silence,
		  uint64_t every_ns, bool lost);
/* Those that end after start_ns, and no earlier roam has, are this roam's. */
void silences_claim(struct silences *silences, uint64_t start_ns, unsigned roam);
/* The roam left a silence that began then: it is this roam's whenever it ends, unless it
 * is an earlier one's. */
void silences_claim_open(struct silences *silences, bool up, uint64_t begin_ns,
			 unsigned roam);
/* Hands them over, which are in the spill as before; silences is empty afterwards. */
void silences_take(struct silences *silences, struct traffic *ret);
void silences_clear(struct silences *silences);

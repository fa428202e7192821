/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* A time in which nothing arrived in one direction. */
struct silence {
	uint64_t begin_ns, end_ns;
	uint64_t ender_sent_ns; /* the packet that ended it was sent then; 0: not known */
	uint64_t up_flows_ns; /* of one on the way down: the first arrival up in it, or 0
			       */
	bool lost;	      /* a probe was, in it */
};

static inline uint64_t silence_ns(const struct silence *silence)
{
	return silence->end_ns - silence->begin_ns;
}

/* Replaces *longest if the other one is longer. */
void silence_keep_longer(struct silence *longest, const struct silence *silence);
void silence_longer(struct silence *longest, uint64_t begin_ns, uint64_t end_ns);

/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/silence.h"

void silence_keep_longer(struct silence *longest, const struct silence *silence)
{
	if (silence->end_ns > silence->begin_ns &&
	    silence_ns(silence) > silence_ns(longest))
		*longest = *silence;
}

void silence_longer(struct silence *longest, uint64_t begin_ns, uint64_t end_ns)
{
	silence_keep_longer(longest,
			    &(struct silence){ .begin_ns = begin_ns, .end_ns = end_ns });
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "wifi/nl80211.h"

/* A message of nl80211's from its generic netlink header on. The kernel made it, but a
 * frame in it came from the air. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct event event;

	if (nl80211_parse_event(data, size, 7, UINT64_C(0x200000001), &event))
		event_clear(&event);
	return 0;
}

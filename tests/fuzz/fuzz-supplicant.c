/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "wifi/supplicant.h"

/* A datagram of wpa_supplicant's: a control event, or the reply to BSS. SSIDs and
 * elements in it came from the air. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct event event;

	if (!text)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	if (supplicant_parse_event(text, &event))
		event_clear(&event);
	if (supplicant_parse_bss(text, &event) == 0)
		event_clear(&event);
	free(text);
	return 0;
}

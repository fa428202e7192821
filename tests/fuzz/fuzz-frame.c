/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "wifi/frame.h"

/* What the air, the kernel and the supplicant hand over. libFuzzer gives them in a
 * block of exactly their size, so that one octet too far is seen. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bss_elements elements;
	struct frame frame;

	frame_parse(data, size, &frame);
	frame_parse_data(data, size, &frame);
	frame_parse_eapol(data, size, &frame);
	bss_elements_parse(data, size, &elements);
	return 0;
}

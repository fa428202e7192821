/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "wifi/radiotap.h"

/* What a monitor interface hands over. libFuzzer gives it in a block of exactly its
 * size, so that one octet too far is seen. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct radiotap radiotap;

	/* Where the frame begins is within the packet. */
	if (radiotap_parse(data, size, &radiotap) == 0 && radiotap.length > size)
		abort();
	return 0;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>

#include "config-text.h"

/* hostapd.conf as somebody has it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	try_text((const char *)data, size, CONFIG_HOSTAPD, "25.12");
	return 0;
}

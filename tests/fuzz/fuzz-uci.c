/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>

#include "config-text.h"

/* OpenWrt's wireless configuration, in any of its forms. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* The shell's way and the ucode's. */
	try_text((const char *)data, size, CONFIG_UCI, "23.05.2");
	try_text((const char *)data, size, CONFIG_UCI, "25.12");
	return 0;
}

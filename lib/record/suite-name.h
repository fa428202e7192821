/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Suite selectors of the RSNE by name: "FT-SAE", "CCMP-128"; one that is not known as
 * "00-0F-AC:99". IEEE 802.11-2020 tables 9-149 (ciphers) and 9-151 (AKMs). */
#define SUITE_NAME_MAX 24

const char *akm_name(char buffer[static SUITE_NAME_MAX], uint32_t akm);
const char *cipher_name(char buffer[static SUITE_NAME_MAX], uint32_t cipher);
/* The reverse; false for what is no such name. */
bool akm_parse(const char *name, uint32_t *ret);
bool cipher_parse(const char *name, uint32_t *ret);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Octets as hexadecimal digits, written in lower case, read in either. */

/* 0 to 15, or -1. */
int hex_digit(char c);
/* Reads length octets from 2 * length digits. 0 or -EINVAL. */
int hex_parse(const char *digits, uint8_t *ret, size_t length);
/* Writes 2 * length digits and a NUL. Returns buffer. */
char *hex_format(char *buffer, const void *octets, size_t length);
void text_add_hex(struct text *out, const void *octets, size_t length);

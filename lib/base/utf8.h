/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Decodes the character at s, of which left octets (one at least) are there. Returns its
 * octets, or 0 if it is malformed: overlong forms, surrogates and what lies past U+10FFFF
 * are (RFC 3629 4). */
size_t utf8_decode(const unsigned char *s, size_t left, uint32_t *ret);

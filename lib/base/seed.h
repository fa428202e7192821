/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* What a lab makes up (keys, ports) follows from a seed, so that two runs are the same.
 * For labs only: the seed stands in the results, so nothing that it gives is secret. */

/* A decimal number, digits only. 0, -EINVAL or, above UINT32_MAX, -ERANGE. */
int seed_parse(const char *digits, uint32_t *ret);

/* The same octets every time for the same seed and purpose; those of another seed or
 * purpose have nothing in common with them. */
void seed_octets(uint32_t seed, const char *purpose, void *out, size_t length);

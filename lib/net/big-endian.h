/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdint.h>

/* Numbers in network order, at any address. */

static inline void put_be16(uint8_t *octets, uint16_t value)
{
	octets[0] = (uint8_t)(value >> 8);
	octets[1] = (uint8_t)value;
}

static inline void put_be32(uint8_t *octets, uint32_t value)
{
	put_be16(octets, (uint16_t)(value >> 16));
	put_be16(octets + 2, (uint16_t)value);
}

static inline void put_be64(uint8_t *octets, uint64_t value)
{
	put_be32(octets, (uint32_t)(value >> 32));
	put_be32(octets + 4, (uint32_t)value);
}

static inline uint16_t get_be16(const uint8_t *octets)
{
	return (uint16_t)(octets[0] << 8 | octets[1]);
}

static inline uint32_t get_be32(const uint8_t *octets)
{
	return (uint32_t)get_be16(octets) << 16 | get_be16(octets + 2);
}

static inline uint64_t get_be64(const uint8_t *octets)
{
	return (uint64_t)get_be32(octets) << 32 | get_be32(octets + 4);
}

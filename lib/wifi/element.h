/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wifi/frame.h"

/* Information elements (IEEE 802.11-2020 9.4.2.1). */

enum element_id {
	ELEMENT_SSID = 0,
	ELEMENT_RSN = 48,
	ELEMENT_MOBILITY_DOMAIN = 54,
	ELEMENT_FAST_BSS_TRANSITION = 55,
	ELEMENT_TIMEOUT_INTERVAL = 56,
	ELEMENT_RIC_DATA = 57,	       /* begins a RIC-Request or RIC-Response */
	ELEMENT_VENDOR_SPECIFIC = 221, /* and the KDEs of an EAPOL-Key frame */
	ELEMENT_FRAGMENT = 242,
	ELEMENT_RSN_EXTENSION = 244,
};

struct element {
	uint8_t id;
	size_t length;
	const uint8_t *body;
	bool fragmented; /* goes on in a Fragment element (9.4.2.188) */
};

/* The element at *at, which moves behind it. 1, 0 at the end, -EINVAL if the element
 * passes the end. */
int element_next(const uint8_t *octets, size_t length, size_t *at, struct element *ret);

/* Takes what struct frame wants of a frame's elements. 0, or -EINVAL for an element
 * that does not fit. */
int elements_take(const uint8_t *elements, size_t length, struct frame *frame);

static inline uint16_t get_le16(const uint8_t *octets)
{
	return (uint16_t)(octets[0] | octets[1] << 8);
}

static inline uint32_t get_le32(const uint8_t *octets)
{
	return get_le16(octets) | (uint32_t)get_le16(octets + 2) << 16;
}

static inline uint16_t get_be16(const uint8_t *octets)
{
	return (uint16_t)(octets[0] << 8 | octets[1]);
}

static inline uint32_t get_be32(const uint8_t *octets)
{
	return (uint32_t)get_be16(octets) << 16 | get_be16(octets + 2);
}

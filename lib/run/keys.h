/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "record/event.h"

/* The network's secret while a run goes on, and what it tells of the frames captured
 * (wifi/ft-check.h). No key leaves it. */
struct keys;

/* NULL where there is nothing to check: the network has no FT-PSK. */
struct keys *keys_new(const struct scenario *scenario);
/* Wipes. */
struct keys *keys_free(struct keys *keys);

/* A captured frame, from its 802.11 header, without FCS; time_ns is the time of the
 * events that found() gets, borrowed. *frame is as frame_parse() or frame_parse_data()
 * has it; what only the keys let one read is added: of a message 3, the elements, with
 * the reassociation deadline. Does nothing without keys. */
void keys_frame(struct keys *keys, uint64_t time_ns, bool sent, const uint8_t *octets,
		size_t length, struct frame *frame,
		void (*found)(void *userdata, const struct event *event), void *userdata);

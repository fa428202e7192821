/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The messages of a TCP stream and their echoes: a header, and zeros up to the length.
 *
 *	0  magic, "RTM1"
 *	4  length of the whole message, octets
 *	8  sequence, from 0
 *	12 of an echo: the far end's own count, from 0
 *	16 of an echo: when the message came, NTP format (RFC 5905 6); of a message: 0
 *	24 of an echo: segments that the far end has retransmitted so far
 *
 * All in network order. An echo is as long as its message and says of itself that it is
 * one, so that nobody echoes it. Pure. */

#define MESSAGE_HEADER 28
#define MESSAGE_MAX 2048

struct message {
	uint32_t length, sequence, far_sequence;
	uint64_t received_ns; /* far end's CLOCK_REALTIME; 0: no echo */
	uint32_t far_retransmissions;
};

/* Writes message->length octets. */
void message_format(const struct message *message, uint8_t *octets);
/* Reads the header. 0, or -EBADMSG: no message begins here. */
int message_parse(const uint8_t octets[static MESSAGE_HEADER], struct message *ret);
/* Makes a message its echo. */
void message_echo(uint8_t octets[static MESSAGE_HEADER], uint32_t far_sequence,
		  uint64_t received_ns, uint32_t far_retransmissions);

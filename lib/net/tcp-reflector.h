/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "net/reflector.h"

/* The far end of TCP streams: echoes the messages of net/message.h as they come, one
 * after the other, and closes a connection on which anything else comes. It sends as many
 * octets as it was sent, to who has completed TCP's handshake, and no others. */
struct tcp_reflector;

#define TCP_CONNECTIONS_MAX 256
/* Of one source, as in net/senders.h. */
#define TCP_CONNECTIONS_OF_A_SOURCE_MAX 32
/* The kernel's buffers of a connection, each way, in octets; roamtest's own has room for
 * one message. */
#define TCP_CONNECTION_BUFFER (1 << 18)

/* A newcomer for whom there is no place takes that of the connection that is silent
 * longest (of its source, or of all), if that is past SENDER_SILENCE_NS (net/senders.h);
 * else it is refused. Of one connection SENDER_RATE messages a second are read, and as
 * many at once; the others wait, which TCP tells the sender. */

/* config->address's port may be 0; heard is told of each message. */
int tcp_reflector_start(struct tcp_reflector **ret, sd_event *loop,
			const struct reflector_config *config, struct error *error);
struct tcp_reflector *tcp_reflector_close(struct tcp_reflector *reflector);

/* Since it was started. */
struct tcp_reflector_tally {
	uint64_t connections, refused, malformed; /* connections */
	uint64_t messages;			  /* echoed */
};

void tcp_reflector_tally(const struct tcp_reflector *reflector,
			 struct tcp_reflector_tally *ret);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <systemd/sd-event.h>

#include "base/error.h"
#include "net/udp.h"
#include "record/event.h"

struct realtime;

/* Messages on one TCP connection (net/message.h), sent on absolute timers and echoed by
 * the far end (net/tcp-reflector.h). Connects once and never again: what happens to the
 * connection is what is to be seen. */
struct tcp_stream;

/* What the socket does not take waits here; more than that is not sent, and its sequence
 * numbers are missing. */
#define TCP_STREAM_BACKLOG_MAX (1u << 20)

struct tcp_stream_config {
	int netns;	       /* to open the socket in, -1: here */
	const char *interface; /* the only one to use; NULL: as the routes have it */
	union udp_address source, destination;
	uint64_t every_ns;
	unsigned size; /* of a message: MESSAGE_HEADER to MESSAGE_MAX octets */
	/* Borrowed until the stream is closed; NULL: of its own. */
	struct realtime *realtime;
};

/* sent: the message was written, or waits for its turn. received: its echo is complete;
 * at_ns is the kernel's stamp of its last octet, or of an octet before it that came
 * later: a segment that has overtaken another has not arrived before that. Times and
 * sequences are as in net/probe.h. changed: the connection has retransmitted, or has come
 * to be established, since the last reading that was told or taken. died: it is of no use
 * any more, for that reason; nothing is sent any more. */
struct tcp_stream_callbacks {
	void (*sent)(void *userdata, const struct probe_sent *sent);
	void (*received)(void *userdata, const struct probe_received *received);
	void (*changed)(void *userdata, const struct connection_reading *reading);
	void (*died)(void *userdata, const struct connection_reading *reading,
		     const char *reason);
};

int tcp_stream_open(struct tcp_stream **ret, sd_event *loop,
		    const struct tcp_stream_config *config,
		    const struct tcp_stream_callbacks *callbacks, void *userdata,
		    struct error *error);
/* False once died() was called. */
bool tcp_stream_is_alive(const struct tcp_stream *stream);
/* 0, or -errno. */
int tcp_stream_read(struct tcp_stream *stream, struct connection_reading *ret);
/* No more messages; echoes are still read. */
void tcp_stream_stop(struct tcp_stream *stream);
struct tcp_stream *tcp_stream_close(struct tcp_stream *stream);

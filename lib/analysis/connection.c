/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/connection.h"

#include <stdlib.h>

#include "analysis/silence.h"
#include "base/memory.h"

/* What is counted of one span of time. */
struct span {
	uint64_t start_ns;
	uint32_t retransmissions, far_retransmissions; /* before it */
	uint64_t rto_max_ns;
	struct silence stall;
};

struct connection {
	struct connection_reading last;
	bool died;
	uint64_t died_at_ns;
	char *reason;
	struct span run, window;
};

struct connection *connection_new(void)
{
	return memory_zero(1, sizeof(struct connection));
}

struct connection *connection_free(struct connection *c)
{
	if (!c)
		return NULL;
	free(c->reason);
	free(c);
	return NULL;
}

void connection_window_open(struct connection *c, uint64_t start_ns)
{
	c->window = (struct span){
		.start_ns = start_ns,
		.retransmissions = c->last.retransmissions,
		.far_retransmissions = c->last.far_retransmissions,
	};
}

static void span_take(struct span *span, const struct connection_reading *reading)
{
	if (reading->rto_ns > span->rto_max_ns)
		span->rto_max_ns = reading->rto_ns;
}

void connection_take(struct connection *c, const struct event *event)
{
	const struct connection_reading *reading = &event->connection.reading;

	if (c->died)
		return;
	c->last = *reading;
	/* Before the handshake there is a timer that no round trip has set (RFC 6298
	 * 2.1), and behind the end none. */
	if (reading->state == CONNECTION_ESTABLISHED) {
		span_take(&c->run, reading);
		span_take(&c->window, reading);
	}
	if (!event->connection.died)
		return;
	c->died = true;
	c->died_at_ns = event->time_ns;
	c->reason = memory_strdup(event->connection.reason ? event->connection.reason
							   : "unknown");
}

static void span_stall(struct span *span, uint64_t begin_ns, uint64_t end_ns)
{
	if (end_ns > span->start_ns)
		silence_longer(&span->stall, begin_ns, end_ns);
}

void connection_stall(struct connection *c, uint64_t begin_ns, uint64_t end_ns)
{
	span_stall(&c->run, begin_ns, end_ns);
	span_stall(&c->window, begin_ns, end_ns);
}

bool connection_is_alive(const struct connection *c)
{
	return !c->died;
}

uint64_t connection_end(const struct connection *c, uint64_t now_ns)
{
	return c->died && c->died_at_ns < now_ns ? c->died_at_ns : now_ns;
}

/* Counters of a damaged recording may go back. */
static uint64_t since(uint32_t now, uint32_t before)
{
	return now > before ? now - before : 0;
}

static void span_result(const struct connection *c, const struct span *span,
			struct connection_result *ret)
{
	*ret = (struct connection_result){
		.present = true,
		.alive = !c->died,
		.stall_ns = silence_ns(&span->stall),
		.retransmissions = since(c->last.retransmissions, span->retransmissions),
		.far_retransmissions =
			since(c->last.far_retransmissions, span->far_retransmissions),
		.rto_max_ns = span->rto_max_ns,
	};
}

bool connection_retransmitted(const struct connection *c)
{
	struct connection_result result;

	span_result(c, &c->window, &result);
	return result.retransmissions + result.far_retransmissions > 0;
}

void connection_window_result(const struct connection *c, struct connection_result *ret)
{
	span_result(c, &c->window, ret);
}

void connection_result(const struct connection *c, struct connection_result *ret)
{
	span_result(c, &c->run, ret);
	if (!c->died)
		return;
	ret->died_at_ns = c->died_at_ns;
	ret->reason = memory_strdup(c->reason);
}

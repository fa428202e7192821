/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/memory.h"
#include "base/time.h"
#include "net/probe.h"

/* A stream of probes, by itself: probe-sender ADDRESS PORT COUNT EVERY_US SIZE sends
 * COUNT probes and prints what became of them and what they cost, as a JSON object. For
 * the tests beside it. */
struct tally {
	sd_event *loop;
	struct probe_stream *stream;
	uint32_t count;
	uint64_t *sent_ns;  /* by sequence */
	uint64_t *late_ns;  /* in the order of sending */
	uint64_t *delay_ns; /* from the call to the interface */
	uint32_t sent, received, left;
	uint32_t disordered; /* times that contradict each other */
};

static void on_sent(void *userdata, const struct probe_sent *sent)
{
	struct tally *t = userdata;

	t->sent_ns[sent->sequence] = sent->at_ns;
	t->late_ns[t->sent++] = sent->late_ns;
	if (t->sent == t->count)
		probe_stream_stop(t->stream);
}

static void on_received(void *userdata, const struct probe_received *received)
{
	struct tally *t = userdata;

	if (received->reflected_ns < t->sent_ns[received->sequence] ||
	    received->at_ns < received->reflected_ns)
		t->disordered++;
	if (++t->received == t->count)
		sd_event_exit(t->loop, 0);
}

static void on_left(void *userdata, uint32_t sequence, uint64_t at_ns)
{
	struct tally *t = userdata;

	t->delay_ns[t->left++] = at_ns - t->sent_ns[sequence];
}

static int compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static uint64_t median(uint64_t *values, uint32_t count)
{
	qsort(values, count, sizeof(*values), compare);
	return count > 0 ? values[count / 2] : 0;
}

static uint64_t processor_ns(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * NS_PER_S +
	       (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * NS_PER_US;
}

int main(int argc, char **argv)
{
	const struct probe_callbacks callbacks = { on_sent, on_received, on_left };
	struct probe_stream_config config = { .netns = -1 };
	union udp_address address;
	struct tally t = { 0 };
	uint64_t begun_ns;

	if (argc != 6 ||
	    udp_address_parse(argv[1], (uint16_t)atoi(argv[2]), &address) < 0 ||
	    sd_event_new(&t.loop) < 0)
		return 2;
	config.destination = address;
	t.count = (uint32_t)atoi(argv[3]);
	config.every_ns = (uint64_t)atoi(argv[4]) * NS_PER_US;
	config.size = (unsigned)atoi(argv[5]);
	t.sent_ns = memory_zero(t.count, sizeof(*t.sent_ns));
	t.late_ns = memory_zero(t.count, sizeof(*t.late_ns));
	t.delay_ns = memory_zero(t.count, sizeof(*t.delay_ns));
	begun_ns = processor_ns();
	if (probe_stream_open(&t.stream, t.loop, &config, &callbacks, &t, NULL) < 0)
		return 1;
	/* What is not answered a second after the last probe is lost. */
	sd_event_add_time_relative(t.loop, NULL, CLOCK_MONOTONIC,
				   t.count * config.every_ns / NS_PER_US + 1000000, 1,
				   NULL, NULL);
	if (sd_event_loop(t.loop) < 0)
		return 1;
	printf("{\"sent\": %" PRIu32 ", \"received\": %" PRIu32 ", \"left\": %" PRIu32
	       ", \"disordered\": %" PRIu32 ", \"processor_ns\": %" PRIu64
	       ", \"late_ns\": %" PRIu64 ", \"delay_ns\": %" PRIu64 "}\n",
	       t.sent, t.received, t.left, t.disordered, processor_ns() - begun_ns,
	       median(t.late_ns, t.sent), median(t.delay_ns, t.left));
	probe_stream_close(t.stream);
	sd_event_unref(t.loop);
	free(t.sent_ns);
	free(t.late_ns);
	free(t.delay_ns);
	return 0;
}

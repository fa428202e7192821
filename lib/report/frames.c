/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/frames.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

void frames_report_begin(struct frames_report *report, const struct results *results,
			 struct text *out)
{
	cleanup_free_ char *application = memory_printf("roamtest %s", results->version);

	*report = (struct frames_report){ .results = results };
	pcapng_begin(&report->pcapng, out, results->started, application,
		     results->scenario_name);
	pcapng_interface(&report->pcapng, LINKTYPE_IEEE802_11_RADIOTAP, EVENT_PACKET_MAX,
			 "station", "the station's radio");
}

static uint64_t roam_start(const struct results *results, size_t i)
{
	return results_roam(results, i)->start_ns;
}

static uint64_t association_start(const struct results *results, size_t i)
{
	return results_association(results, i)->start_ns;
}

/* Of steps that follow one another, how many have begun at that time. */
static size_t count_begun(const struct results *results, size_t count,
			  uint64_t (*start)(const struct results *results, size_t i),
			  uint64_t time_ns)
{
	size_t begun = 0;

	while (begun < count) {
		size_t middle = begun + (count - begun) / 2;

		if (start(results, middle) <= time_ns)
			begun = middle + 1;
		else
			count = middle;
	}
	return begun;
}

/* NULL: none was under way. */
static const struct roam *find_roam(const struct results *results, uint64_t time_ns)
{
	size_t begun = count_begun(results, results->roam_count, roam_start, time_ns);
	const struct roam *last = begun ? results_roam(results, begun - 1) : NULL;

	return last && time_ns - last->start_ns <= last->total_ns ? last : NULL;
}

static const struct association *find_association(const struct results *results,
						  uint64_t time_ns)
{
	size_t begun = count_begun(results, results->association_count, association_start,
				   time_ns);
	const struct association *last =
		begun ? results_association(results, begun - 1) : NULL;

	return last && time_ns - last->start_ns <= last->total_ns ? last : NULL;
}

/* A phase that starts or ends with a frame does so at the frame's own time. */
static void add_phases(struct text *out, const struct phase *phases, size_t count,
		       uint64_t time_ns)
{
	const char *before = ": ";

	for (size_t i = 0; i < count; i++) {
		if (phases[i].end_ns == time_ns && phases[i].start_ns < time_ns) {
			text_printf(out, "%sends %s", before, phases[i].name);
			before = ", ";
		}
	}
	for (size_t i = 0; i < count; i++) {
		if (phases[i].start_ns == time_ns) {
			text_printf(out, "%sstarts %s", before, phases[i].name);
			before = ", ";
		}
	}
	/* One that took no time, as on a virtual clock. */
	for (size_t i = 0; i < count; i++) {
		if (phases[i].end_ns == time_ns && phases[i].start_ns == time_ns) {
			text_printf(out, "%sends %s", before, phases[i].name);
			before = ", ";
		}
	}
}

static void describe(const struct results *results, uint64_t time_ns, struct text *out)
{
	const struct roam *roam = find_roam(results, time_ns);
	const struct association *association;

	if (roam) {
		text_printf(out, "roam %u %s -> %s", roam->index, roam->from, roam->to);
		add_phases(out, roam->phases, roam->phase_count, time_ns);
		return;
	}
	association = find_association(results, time_ns);
	if (association) {
		text_printf(out, "association %u %s", association->index,
			    association->to);
		add_phases(out, association->phases, association->phase_count, time_ns);
	}
}

void frames_report_add(struct frames_report *report, const struct event *event)
{
	cleanup_text_ struct text comment = { 0 };
	const char *comments[1];
	struct pcapng_packet packet = {
		.at_ns = event->time_ns,
		.octets = event->frame.packet,
		.captured = (uint32_t)event->frame.length,
		.length = (uint32_t)event->frame.length,
		.direction = event->frame.sent ? PCAPNG_OUTBOUND : PCAPNG_INBOUND,
	};

	describe(report->results, event->time_ns, &comment);
	if (comment.data) {
		comments[0] = comment.data;
		packet.comments = comments;
		packet.comment_count = 1;
	}
	pcapng_packet(&report->pcapng, &packet);
}

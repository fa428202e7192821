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

/* Of steps that follow one another, how many have begun at that time; begun: at another
 * time, near it. */
static size_t count_begun(const struct results *results, size_t count, size_t begun,
			  uint64_t (*start)(const struct results *results, size_t i),
			  uint64_t time_ns)
{
	while (begun < count && start(results, begun) <= time_ns)
		begun++;
	while (begun > 0 && start(results, begun - 1) > time_ns)
		begun--;
	return begun;
}

/* NULL: none was under way. */
static const struct roam *find_roam(struct frames_report *report, uint64_t time_ns)
{
	const struct results *results = report->results;
	const struct roam *last;

	report->roams_begun = count_begun(results, results->roam_count,
					  report->roams_begun, roam_start, time_ns);
	if (report->roams_begun == 0)
		return NULL;
	last = results_roam(results, report->roams_begun - 1);
	return time_ns - last->start_ns <= last->total_ns ? last : NULL;
}

static const struct association *find_association(struct frames_report *report,
						  uint64_t time_ns)
{
	const struct results *results = report->results;
	const struct association *last;

	report->associations_begun =
		count_begun(results, results->association_count,
			    report->associations_begun, association_start, time_ns);
	if (report->associations_begun == 0)
		return NULL;
	last = results_association(results, report->associations_begun - 1);
	return time_ns - last->start_ns <= last->total_ns ? last : NULL;
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

static void describe(struct frames_report *report, uint64_t time_ns, struct text *out)
{
	const struct roam *roam = find_roam(report, time_ns);
	const struct association *association;

	if (roam) {
		text_printf(out, "roam %u %s -> %s", roam->index, roam->from, roam->to);
		add_phases(out, roam->phases, roam->phase_count, time_ns);
		return;
	}
	association = find_association(report, time_ns);
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

	describe(report, event->time_ns, &comment);
	if (comment.data) {
		comments[0] = comment.data;
		packet.comments = comments;
		packet.comment_count = 1;
	}
	pcapng_packet(&report->pcapng, &packet);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/frames.h"

#include <string.h>

#include "base/cleanup.h"

#define LINKTYPE_IEEE802_11_RADIOTAP 127

void frames_report_begin(struct frames_report *report, const struct results *results,
			 struct text *out)
{
	*report = (struct frames_report){ .results = results };
	pcapng_begin(&report->pcapng, out, results->started, results->scenario_name);
	pcapng_interface(&report->pcapng, LINKTYPE_IEEE802_11_RADIOTAP, EVENT_PACKET_MAX,
			 "station", "the station's radio");
}

/* The step that a frame belongs to, as far as a comment speaks of it. */
struct commented_step {
	const char *kind; /* "roam" or "association" */
	unsigned index;
	const uint8_t *bssid;
	const struct phase *phases;
	size_t phase_count;
	uint64_t start_ns, end_ns;
};

static struct commented_step of_roam(const struct roam *roam)
{
	return (struct commented_step){ "roam",
					roam->index,
					roam->bssid,
					roam->phases,
					roam->phase_count,
					roam->start_ns,
					roam->start_ns + roam->total_ns };
}

static struct commented_step of_association(const struct association *association)
{
	return (struct commented_step){ "association",
					association->index,
					association->bssid,
					association->phases,
					association->phase_count,
					association->start_ns,
					association->start_ns + association->total_ns };
}

/* Steps follow one another, and so do frames: those that have ended are passed over for
 * good. */
static bool find_step(struct frames_report *report, uint64_t time_ns,
		      struct commented_step *ret)
{
	const struct results *results = report->results;

	for (; report->next_roam < results->roam_count; report->next_roam++) {
		*ret = of_roam(&results->roams[report->next_roam]);
		if (time_ns <= ret->end_ns)
			break;
	}
	if (report->next_roam < results->roam_count && time_ns >= ret->start_ns)
		return true;
	for (; report->next_association < results->association_count;
	     report->next_association++) {
		*ret = of_association(&results->associations[report->next_association]);
		if (time_ns <= ret->end_ns)
			break;
	}
	return report->next_association < results->association_count &&
	       time_ns >= ret->start_ns;
}

/* The phase that ends where this response is received (analysis/phases.h). */
static const char *phase_ended_by(const struct frame *frame)
{
	switch (frame->kind) {
	case FRAME_AUTHENTICATION:
		switch (frame->auth_algorithm) {
		case AUTH_FT:
			return "ft-authentication";
		case AUTH_SAE:
			return frame->auth_transaction == 1 ? "sae-commit"
							    : "sae-confirm";
		case AUTH_OPEN:
			return "open-authentication";
		}
		return NULL;
	case FRAME_ASSOCIATION_RESPONSE:
		return "association";
	case FRAME_REASSOCIATION_RESPONSE:
		return "reassociation";
	case FRAME_FT_RESPONSE:
		return "ft-action-exchange";
	case FRAME_NONE:
	case FRAME_ASSOCIATION_REQUEST:
	case FRAME_REASSOCIATION_REQUEST:
	case FRAME_DEAUTHENTICATION:
	case FRAME_DISASSOCIATION:
	case FRAME_FT_REQUEST:
	case FRAME_FT_CONFIRM:
	case FRAME_FT_ACK:
	case FRAME_EAPOL_KEY:
	case FRAME_KIND_MAX:
		break;
	}
	return NULL;
}

static bool has_phase(const struct commented_step *step, const char *name)
{
	for (size_t i = 0; i < step->phase_count; i++) {
		if (strcmp(step->phases[i].name, name) == 0)
			return true;
	}
	return false;
}

static void describe(const struct event *event, const struct commented_step *step,
		     struct text *out)
{
	const struct frame *frame = &event->frame.frame;
	const char *phase = phase_ended_by(frame);
	/* Over the DS the current access point passes on what the target says. */
	const uint8_t *speaker =
		frame->kind == FRAME_FT_RESPONSE ? frame->target_ap : frame->from;

	text_printf(out, "%s %u: ", step->kind, step->index);
	if (frame->kind == FRAME_NONE)
		text_add(out, "a frame whose content is not known (protected, or none "
			      "that roamtest looks at)");
	else
		text_add(out, frame_kind_name(frame->kind));
	if (frame->kind == FRAME_AUTHENTICATION)
		text_printf(out, ", algorithm %u, transaction %u", frame->auth_algorithm,
			    frame->auth_transaction);
	if (frame->kind == FRAME_EAPOL_KEY && frame->eapol_message)
		text_printf(out, ", message %u of 4", frame->eapol_message);
	if (frame->has_status)
		text_printf(out, ", status %u", frame->status);
	if (phase && !event->frame.sent && mac_equal(speaker, step->bssid) &&
	    has_phase(step, phase))
		text_printf(out, "; ends the phase %s", phase);
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
	struct commented_step step;

	if (find_step(report, event->time_ns, &step)) {
		describe(event, &step, &comment);
		comments[0] = comment.data;
		packet.comments = comments;
		packet.comment_count = 1;
	}
	pcapng_packet(&report->pcapng, &packet);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "run/engine.h"
#include "run/keys.h"
#include "wifi/radiotap.h"

/* The frames that the station's radio sends and receives, with the kernel's stamps. */

#define FCS_LENGTH 4

static void on_verdict(void *userdata, const struct event *event)
{
	struct event own = *event;

	run_record(userdata, &own);
}

/* A radio may hear what its channel's other stations are told, and it may be an access
 * point's too. The station's own address is the one that it sends from, which may be
 * another at each association. */
static bool is_for_others(struct run *run, bool sent, const struct frame *frame)
{
	if (frame->kind == FRAME_NONE)
		return false;
	if (sent && mac_equal(frame->from, frame->bssid))
		return true;
	if (sent) {
		memcpy(run->sent_from, frame->from, MAC_LENGTH);
		return false;
	}
	return !mac_is_zero(run->sent_from) && !(frame->to[0] & 1) &&
	       !mac_equal(frame->to, run->sent_from);
}

void frames_captured(void *userdata, uint64_t time_ns, const uint8_t *octets,
		     size_t length)
{
	struct event event = { .kind = EVENT_FRAME };
	struct run *run = userdata;
	struct radiotap radiotap;
	const uint8_t *frame;
	size_t rest;

	if (length > EVENT_PACKET_MAX || radiotap_parse(octets, length, &radiotap) < 0 ||
	    radiotap.bad_fcs)
		return;
	frame = octets + radiotap.length;
	rest = length - radiotap.length;
	if (radiotap.has_fcs)
		rest -= rest < FCS_LENGTH ? rest : FCS_LENGTH;
	/* One that is not understood is a part of the capture all the same. */
	if (frame_parse(frame, rest, &event.frame.frame) < 0)
		(void)frame_parse_data(frame, rest, &event.frame.frame);
	if (is_for_others(run, radiotap.sent, &event.frame.frame))
		return;
	event.time_ns = run_since_start(run, time_ns);
	keys_frame(run->keys, event.time_ns, radiotap.sent, frame, rest,
		   &event.frame.frame, on_verdict, run);
	event.frame.sent = radiotap.sent;
	event.frame.unacknowledged = radiotap.sent && radiotap.unacknowledged;
	event.frame.header = radiotap.length;
	event.frame.packet = (uint8_t *)(uintptr_t)octets; /* borrowed */
	event.frame.length = length;
	run_record(run, &event);
}

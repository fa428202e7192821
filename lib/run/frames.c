/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "netlink/netlink.h"
#include "run/engine.h"
#include "wifi/capture.h"
#include "wifi/radiotap.h"

/* The frames that the station's radio sends and receives, with the kernel's stamps. A run
 * does without where the driver has no monitor mode. */

#define FCS_LENGTH 4

static void on_frame(void *userdata, uint64_t time_ns, const uint8_t *octets,
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
	event.time_ns = run_since_start(run, time_ns);
	event.frame.sent = radiotap.sent;
	event.frame.header = radiotap.length;
	event.frame.packet = (uint8_t *)(uintptr_t)octets; /* borrowed */
	event.frame.length = length;
	run_record(run, &event);
}

static void on_lost(void *userdata, unsigned count)
{
	run_note(userdata, "The kernel dropped %u captured frame%s", count,
		 count == 1 ? "" : "s");
}

static void on_gone(void *userdata)
{
	struct run *run = userdata;

	run->capture = capture_close(run->capture);
	run_note(run, "The monitor interface is gone: no more frames are captured");
}

static int open_capture(void *userdata, struct error *error)
{
	static const struct capture_callbacks callbacks = {
		.frame = on_frame,
		.lost = on_lost,
		.gone = on_gone,
	};
	struct run *run = userdata;

	return capture_open(&run->capture, run->loop, run->station->interface, &callbacks,
			    run, error);
}

void frames_open(struct run *run)
{
	cleanup_error_ struct error error = { 0 };

	if (netns_run(run->station->netns, open_capture, run, &error) < 0)
		run_note(run, "No frames are captured: %s", error.reason);
}

void frames_read(struct run *run)
{
	if (run->capture)
		capture_read(run->capture);
}

void frames_close(struct run *run)
{
	run->capture = capture_close(run->capture);
}

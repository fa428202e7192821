/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "analysis/window.h"

/* One direction's silence. */
struct gap_silence {
	uint64_t begin_ns, end_ns;
	bool up;
	bool through_tunnel;
	size_t stream;		/* index into the scenario's streams */
	bool ipv6;		/* the stream's own packets */
	uint64_t every_ns;	/* between the stream's packets */
	uint64_t next_sent_ns;	/* the first packet that was sent in the silence, or 0 */
	uint64_t ender_sent_ns; /* the packet that ended it was sent then; 0: not known */
	uint64_t transit_max_ns; /* what the path takes, at most */
	bool retransmitted; /* of TCP, and an end of it has sent again in this roam */
	/* Of a silence on the way down: when the first packet arrived up in it, or 0. */
	uint64_t up_flows_ns;
	/* When the first packet came through the new access point in the other
	 * direction, or 0: that is not known. */
	uint64_t other_flows_ns;
	/* Of a stream through the tunnel, where others outside it flow in this direction,
	 * or 0: its first packet that was sent once they did so through the new access
	 * point; and its first one after they did so before the roam, in the silence. */
	uint64_t outside_sent_ns, outside_before_ns;
	/* Where nothing of any stream passes the new access point, or 0: the first packet
	 * that was sent once it had let the station in; and likewise the one before,
	 * until the roam began. */
	uint64_t nothing_sent_ns, nothing_before_ns;
};

/* Splits it; the parts' sum is the silence. window is closed. Parts of no length are left
 * out. */
void gap_split(const struct window *window, const struct gap_silence *silence,
	       struct gap_part **parts, size_t *count, size_t *capacity);

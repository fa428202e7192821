/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/probe-wire.h"
#include "net/stamp.h"

/* STAMP, RFC 8762: the far end tells of itself. */

static void format(const struct probe_question *question, uint8_t *packet, size_t length)
{
	const struct stamp_request request = {
		.sequence = question->sequence,
		.sent_ns = question->sent_ns,
	};

	stamp_format_request(&request, packet, length);
}

static void parse_sent(const uint8_t *packet, size_t length, uint32_t *ret_sequence,
		       uint64_t *ret_sent_ns)
{
	struct stamp_request request = { 0 };

	stamp_parse_request(packet, length, &request);
	*ret_sequence = request.sequence;
	*ret_sent_ns = request.sent_ns;
}

static int parse_answer(const struct probe_question *of, const uint8_t *packet,
			size_t length, struct probe_answer *ret)
{
	struct stamp_reply reply;
	int r = stamp_parse_reply(packet, length, &reply);

	(void)of;
	if (r < 0)
		return r;
	*ret = (struct probe_answer){
		.sequence = reply.sequence,
		.reflector_sequence = reply.reflector_sequence,
		.reflected_ns = reply.received_ns,
	};
	return 0;
}

const struct probe_wire probe_stamp = {
	.name = "a STAMP probe",
	.size_min = STAMP_PACKET_MIN,
	.size_max = 65507, /* UDP over IPv4 takes no more */
	.has_ports = true,
	.open = udp_open,
	.format = format,
	.parse_sent = parse_sent,
	.parse_answer = parse_answer,
};

/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/message.h"

#include <errno.h>
#include <string.h>

#include "net/big-endian.h"
#include "net/stamp.h"

#define MAGIC UINT32_C(0x52544d31)

#define LENGTH 4
#define SEQUENCE 8
#define FAR_SEQUENCE 12
#define RECEIVED 16
#define FAR_RETRANSMISSIONS 24

void message_format(const struct message *message, uint8_t *octets)
{
	memset(octets, 0, message->length);
	put_be32(octets, MAGIC);
	put_be32(octets + LENGTH, message->length);
	put_be32(octets + SEQUENCE, message->sequence);
	if (message->received_ns)
		message_echo(octets, message->far_sequence, message->received_ns,
			     message->far_retransmissions);
}

int message_parse(const uint8_t octets[static MESSAGE_HEADER], struct message *ret)
{
	uint64_t received = get_be64(octets + RECEIVED);
	struct message message = {
		.length = get_be32(octets + LENGTH),
		.sequence = get_be32(octets + SEQUENCE),
		.far_sequence = get_be32(octets + FAR_SEQUENCE),
		.received_ns = received ? ntp_to_ns(received) : 0,
		.far_retransmissions = get_be32(octets + FAR_RETRANSMISSIONS),
	};

	if (get_be32(octets) != MAGIC || message.length < MESSAGE_HEADER ||
	    message.length > MESSAGE_MAX)
		return -EBADMSG;
	/* A clock that was never set, and what a message does not have. */
	if (received ? message.received_ns == 0
		     : message.far_sequence != 0 || message.far_retransmissions != 0)
		return -EBADMSG;
	*ret = message;
	return 0;
}

void message_echo(uint8_t octets[static MESSAGE_HEADER], uint32_t far_sequence,
		  uint64_t received_ns, uint32_t far_retransmissions)
{
	put_be32(octets + FAR_SEQUENCE, far_sequence);
	put_be64(octets + RECEIVED, ntp_from_ns(received_ns));
	put_be32(octets + FAR_RETRANSMISSIONS, far_retransmissions);
}

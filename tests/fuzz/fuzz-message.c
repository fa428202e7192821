/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "net/message.h"

/* The octets of a TCP connection, message by message, as the far end reads them. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool so)
{
	if (!so)
		abort();
}

static void echo(const uint8_t *octets, const struct message *message)
{
	uint8_t copy[MESSAGE_HEADER];
	struct message again;

	memcpy(copy, octets, sizeof(copy));
	message_echo(copy, 3, 1000000000, 4);
	/* An echo is as long as its message, and says that it is one. */
	require(message_parse(copy, &again) == 0);
	require(again.length == message->length && again.sequence == message->sequence);
	require(again.far_sequence == 3 && again.far_retransmissions == 4 &&
		again.received_ns == 1000000000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct message message;

	while (size >= MESSAGE_HEADER && message_parse(data, &message) == 0) {
		require(message.length >= MESSAGE_HEADER &&
			message.length <= MESSAGE_MAX);
		if (message.received_ns == 0)
			echo(data, &message);
		if (message.length > size)
			break;
		data += message.length;
		size -= message.length;
	}
	return 0;
}

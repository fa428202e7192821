/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/stamp.h"

/* A datagram that arrived on a probe's or a reflector's socket. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct stamp_request request;
	struct stamp_reply reply;

	stamp_parse_request(data, size, &request);
	stamp_parse_reply(data, size, &reply);
	stamp_is_reply(data, size);
	return 0;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "net/echo.h"

/* An ICMP packet as a raw socket gives it; the first octet chooses the family. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool so)
{
	if (!so)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t packet[ECHO_HEADER + ECHO_DATA_MIN];
	struct echo echo, again;
	int family;

	if (size == 0)
		return 0;
	family = data[0] % 2 ? AF_INET6 : AF_INET;
	echo_parse_request(family, data + 1, size - 1, &echo);
	if (echo_parse_reply(family, data + 1, size - 1, &echo) < 0)
		return 0;
	/* What is in a reply can have been in a request. */
	echo_format(&echo, family, packet, sizeof(packet));
	require(echo_parse_request(family, packet, sizeof(packet), &again) == 0);
	require(again.sequence == echo.sequence && again.identifier == echo.identifier);
	return 0;
}

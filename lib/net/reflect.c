/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/reflect.h"

#include <errno.h>
#include <string.h>

#include "net/stamp.h"

#define PRIVILEGED_PORTS 1024

static bool is_one_host(const struct in6_addr *address)
{
	if (IN6_IS_ADDR_V4MAPPED(address)) {
		uint8_t first = address->s6_addr[12];

		/* RFC 6890: 0/8 is "this network"; from 224 on groups, reserved addresses
		 * and the limited broadcast. A subnet's broadcast is left to the kernel,
		 * which sends to none without SO_BROADCAST. */
		return first != 0 && first < 224;
	}
	return !IN6_IS_ADDR_UNSPECIFIED(address) && !IN6_IS_ADDR_MULTICAST(address);
}

static bool is_foreign(const struct reflect_arrival *arrival)
{
	return arrival->to_group || !is_one_host(&arrival->from) ||
	       (arrival->port < PRIVILEGED_PORTS && arrival->port != STAMP_PORT);
}

enum reflection reflect(struct senders *senders, const struct reflect_arrival *arrival,
			uint64_t reflected_ns, uint8_t *packet, size_t size)
{
	uint8_t base[STAMP_PACKET_MIN];
	struct stamp_reply reply = {
		.reflected_ns = reflected_ns,
		.received_ns = arrival->received_ns,
		.ttl = arrival->ttl,
	};

	if (size < STAMP_PACKET_MIN || size > REFLECT_PACKET_MAX ||
	    stamp_is_reply(packet, size))
		return REFLECTION_MALFORMED;
	if (is_foreign(arrival))
		return REFLECTION_FOREIGN;
	switch (senders_take(senders, &arrival->from, arrival->port, arrival->now_ns,
			     &reply.reflector_sequence)) {
	case -EBUSY:
		return REFLECTION_TOO_FAST;
	case -ENOSPC:
		return REFLECTION_NO_PLACE;
	}
	stamp_format_reply(&reply, base, sizeof(base));
	stamp_copy_sender(base, packet);
	memcpy(packet, base, sizeof(base));
	return REFLECTION_ANSWERED;
}

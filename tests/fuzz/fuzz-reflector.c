/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "net/reflect.h"
#include "net/stamp.h"

/* Datagrams as they came in, one behind the other: two octets for the address (of a few
 * kinds), two for the port, one for the time since the last and whether it was sent to a
 * group, two for the size, and the octets. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEADER 7

static struct senders senders;

static void require(bool so)
{
	if (!so)
		abort();
}

static struct in6_addr address_of(const uint8_t *octets)
{
	static const uint8_t prefixes[][8] = {
		{ 0x20, 0x01, 0x0d, 0xb8 }, /* global */
		{ 0xfe, 0x80 },		    /* link-local */
		{ 0xff, 0x02 },		    /* multicast */
		{ 0 },			    /* IPv4, below */
	};
	struct in6_addr address = { 0 };
	size_t kind = octets[0] % 4;

	memcpy(address.s6_addr, prefixes[kind], sizeof(prefixes[kind]));
	address.s6_addr[7] = octets[0] / 4;
	address.s6_addr[15] = octets[1];
	if (kind == 3) {
		address.s6_addr[7] = 0;
		address.s6_addr[10] = address.s6_addr[11] = 0xff;
		address.s6_addr[12] = octets[0];
	}
	return address;
}

static void answer(struct reflect_arrival *arrival, uint8_t *packet,
		   const uint8_t *as_was, size_t size)
{
	enum reflection reflection = reflect(&senders, arrival, 2, packet, size);

	require(senders.count <= SENDERS_MAX && reflection < REFLECTION_UNSENT);
	if (reflection != REFLECTION_ANSWERED) {
		require(memcmp(packet, as_was, size) == 0);
		return;
	}
	require(size >= STAMP_PACKET_MIN && !arrival->to_group);
	require(arrival->port >= 1024 || arrival->port == STAMP_PORT);
	require(!IN6_IS_ADDR_MULTICAST(&arrival->from));
	require(memcmp(packet + STAMP_PACKET_MIN, as_was + STAMP_PACKET_MIN,
		       size - STAMP_PACKET_MIN) == 0);
	/* Another reflector leaves it at that. */
	require(reflect(&senders, arrival, 2, packet, size) == REFLECTION_MALFORMED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reflect_arrival arrival = { .ttl = 64, .received_ns = 1 };

	memset(&senders, 0, sizeof(senders));
	while (size >= HEADER) {
		size_t length = (size_t)(data[5] << 8 | data[6]);
		uint8_t *packet;

		if (length > size - HEADER)
			length = size - HEADER;
		arrival.from = address_of(data);
		arrival.port = (uint16_t)(data[2] << 8 | data[3]);
		arrival.to_group = data[4] & 1;
		arrival.now_ns += (uint64_t)(data[4] >> 1) * NS_PER_S;
		data += HEADER;
		size -= HEADER;
		packet = malloc(length > 0 ? length : 1);
		if (!packet)
			abort();
		memcpy(packet, data, length);
		answer(&arrival, packet, data, length);
		free(packet);
		data += length;
		size -= length;
	}
	return 0;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/echo.h"

#include <assert.h>
#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <string.h>

#include "net/big-endian.h"
#include "net/stamp.h"

/* Offsets; the data begins at ECHO_HEADER. */
#define TYPE 0
#define CODE 1
#define CHECKSUM 2
#define IDENTIFIER 4
#define SEQUENCE 6
#define DATA_SEQUENCE 8
#define DATA_TIMESTAMP 12

#define IPV4_HEADER_MIN 20

/* RFC 1071. */
static uint16_t checksum(const uint8_t *octets, size_t length)
{
	uint32_t sum = 0;

	for (size_t i = 0; i + 1 < length; i += 2)
		sum += get_be16(octets + i);
	if (length % 2)
		sum += (uint32_t)octets[length - 1] << 8;
	while (sum >> 16)
		sum = (sum & UINT16_MAX) + (sum >> 16);
	return (uint16_t)~sum;
}

void echo_format(const struct echo *echo, int family, uint8_t *packet, size_t length)
{
	assert(length >= ECHO_HEADER + ECHO_DATA_MIN);
	memset(packet, 0, length);
	packet[TYPE] = family == AF_INET ? ICMP_ECHO : ICMP6_ECHO_REQUEST;
	put_be16(packet + IDENTIFIER, echo->identifier);
	put_be16(packet + SEQUENCE, (uint16_t)echo->sequence);
	put_be32(packet + DATA_SEQUENCE, echo->sequence);
	put_be64(packet + DATA_TIMESTAMP, ntp_from_ns(echo->sent_ns));
	if (family == AF_INET)
		put_be16(packet + CHECKSUM, checksum(packet, length));
}

static int parse(uint8_t type, const uint8_t *packet, size_t length, struct echo *ret)
{
	if (length < ECHO_HEADER + ECHO_DATA_MIN || packet[TYPE] != type ||
	    packet[CODE] != 0 ||
	    get_be16(packet + SEQUENCE) != (uint16_t)get_be32(packet + DATA_SEQUENCE))
		return -EBADMSG;
	*ret = (struct echo){
		.identifier = get_be16(packet + IDENTIFIER),
		.sequence = get_be32(packet + DATA_SEQUENCE),
		.sent_ns = ntp_to_ns(get_be64(packet + DATA_TIMESTAMP)),
	};
	return 0;
}

int echo_parse_request(int family, const uint8_t *packet, size_t length, struct echo *ret)
{
	return parse(family == AF_INET ? ICMP_ECHO : ICMP6_ECHO_REQUEST, packet, length,
		     ret);
}

int echo_parse_reply(int family, const uint8_t *packet, size_t length, struct echo *ret)
{
	size_t header;

	if (family != AF_INET)
		return parse(ICMP6_ECHO_REPLY, packet, length, ret);
	if (length < IPV4_HEADER_MIN)
		return -EBADMSG;
	/* Its type would be IP's version 0. */
	if (packet[TYPE] == ICMP_ECHOREPLY)
		return parse(ICMP_ECHOREPLY, packet, length, ret);
	header = (size_t)(packet[0] & 0xf) * 4;
	if (packet[0] >> 4 != 4 || header < IPV4_HEADER_MIN || header > length)
		return -EBADMSG;
	return parse(ICMP_ECHOREPLY, packet + header, length - header, ret);
}

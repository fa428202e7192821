/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/stamp.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "base/time.h"
#include "net/big-endian.h"

/* Offsets of both packets (RFC 8762 figures 2 and 5; 14 and 15 hold the SSID of RFC
 * 8972, zero here). */
#define SEQUENCE 0
#define TIMESTAMP 4
#define ERROR_ESTIMATE 12
#define RECEIVE_TIMESTAMP 16
#define SENDER_SEQUENCE 24
#define SENDER_TIMESTAMP 28
#define SENDER_ERROR_ESTIMATE 36
#define SENDER_TTL 40

/* RFC 4656 4.1.2: S (synchronised with UTC) and Z (NTP format) 0, scale, multiplier:
 * 1 * 2^-32 * 2^20 s, some 244 us, what a busy machine is late. The multiplier must
 * not be 0. */
#define OWN_ERROR_ESTIMATE 0x1401

/* Seconds from 1900 to 1970: 70 years, 17 of them leap years. */
#define NTP_UNIX_EPOCH UINT64_C(2208988800)

uint64_t ntp_from_ns(uint64_t unix_ns)
{
	uint64_t seconds = unix_ns / NS_PER_S + NTP_UNIX_EPOCH;
	uint64_t ns = unix_ns % NS_PER_S;

	/* Rounded up, so that the way back, which rounds down, gives the same ns: one
	 * is more than four units of the fraction. Less than 2^32, as ns < 10^9. */
	return seconds << 32 | ((ns << 32) + NS_PER_S - 1) / NS_PER_S;
}

uint64_t ntp_to_ns(uint64_t ntp)
{
	uint64_t seconds = ntp >> 32;
	uint64_t ns = ((ntp & UINT32_MAX) * NS_PER_S) >> 32;

	if (seconds < NTP_UNIX_EPOCH) /* before 1970: a clock that was never set */
		return 0;
	return (seconds - NTP_UNIX_EPOCH) * NS_PER_S + ns;
}

void stamp_format_request(const struct stamp_request *request, uint8_t *packet,
			  size_t size)
{
	assert(size >= STAMP_PACKET_MIN);
	memset(packet, 0, size);
	put_be32(packet + SEQUENCE, request->sequence);
	put_be64(packet + TIMESTAMP, ntp_from_ns(request->sent_ns));
	put_be16(packet + ERROR_ESTIMATE, OWN_ERROR_ESTIMATE);
}

void stamp_format_reply(const struct stamp_reply *reply, uint8_t *packet, size_t size)
{
	assert(size >= STAMP_PACKET_MIN);
	memset(packet, 0, size);
	put_be32(packet + SEQUENCE, reply->reflector_sequence);
	put_be64(packet + TIMESTAMP, ntp_from_ns(reply->reflected_ns));
	put_be16(packet + ERROR_ESTIMATE, OWN_ERROR_ESTIMATE);
	put_be64(packet + RECEIVE_TIMESTAMP, ntp_from_ns(reply->received_ns));
	put_be32(packet + SENDER_SEQUENCE, reply->sequence);
	put_be64(packet + SENDER_TIMESTAMP, ntp_from_ns(reply->sent_ns));
	put_be16(packet + SENDER_ERROR_ESTIMATE, OWN_ERROR_ESTIMATE);
	packet[SENDER_TTL] = reply->ttl;
}

int stamp_parse_request(const uint8_t *packet, size_t size, struct stamp_request *ret)
{
	if (size < STAMP_PACKET_MIN)
		return -EBADMSG;
	*ret = (struct stamp_request){
		.sequence = get_be32(packet + SEQUENCE),
		.sent_ns = ntp_to_ns(get_be64(packet + TIMESTAMP)),
	};
	return 0;
}

int stamp_parse_reply(const uint8_t *packet, size_t size, struct stamp_reply *ret)
{
	if (size < STAMP_PACKET_MIN)
		return -EBADMSG;
	*ret = (struct stamp_reply){
		.reflector_sequence = get_be32(packet + SEQUENCE),
		.reflected_ns = ntp_to_ns(get_be64(packet + TIMESTAMP)),
		.received_ns = ntp_to_ns(get_be64(packet + RECEIVE_TIMESTAMP)),
		.sequence = get_be32(packet + SENDER_SEQUENCE),
		.sent_ns = ntp_to_ns(get_be64(packet + SENDER_TIMESTAMP)),
		.ttl = packet[SENDER_TTL],
	};
	return 0;
}

void stamp_copy_sender(uint8_t *reply, const uint8_t *request)
{
	/* Sequence, timestamp and error estimate stand in the same order in both. */
	memcpy(reply + SENDER_SEQUENCE, request + SEQUENCE,
	       SENDER_ERROR_ESTIMATE + 2 - SENDER_SEQUENCE);
}

bool stamp_is_reply(const uint8_t *packet, size_t size)
{
	return size >= STAMP_PACKET_MIN && get_be64(packet + RECEIVE_TIMESTAMP) != 0;
}

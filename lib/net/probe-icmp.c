/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <linux/icmp.h>
#include <netinet/icmp6.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "net/echo.h"
#include "net/probe-wire.h"

/* ICMP echo: any host answers, as fast as it likes to (many limit the rate), and does not
 * tell when or how often it was asked. */

/* Echo replies and nothing else: a raw socket is given all ICMP that comes in. */
static int take_replies_only(int fd, int family)
{
	struct icmp_filter v4 = { .data = ~(1u << ICMP_ECHOREPLY) };
	struct icmp6_filter v6;
	int r;

	if (family == AF_INET) {
		r = setsockopt(fd, SOL_RAW, ICMP_FILTER, &v4, sizeof(v4));
	} else {
		ICMP6_FILTER_SETBLOCKALL(&v6);
		ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, &v6);
		r = setsockopt(fd, IPPROTO_ICMPV6, ICMP6_FILTER, &v6, sizeof(v6));
	}
	return r < 0 ? -errno : 0;
}

static int open_icmp(int netns, const union udp_address *source, struct error *error)
{
	int family = source->any.sa_family, r;
	int protocol = family == AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
	cleanup_close_ int fd = inet_open(netns, source, SOCK_RAW, protocol, error);

	/* What ping(8) does without privileges (icmp(7), ping_group_range): the kernel
	 * lets such a socket send echo requests only, with its port for an identifier,
	 * and gives it the replies to these. */
	if (fd == -EPERM) {
		r = inet_open(netns, source, SOCK_DGRAM, protocol, NULL);
		if (r >= 0)
			error_clear(error);
		return r >= 0 ? r : fd;
	}
	if (fd < 0)
		return fd;
	r = take_replies_only(fd, family);
	if (r < 0)
		return error_errno(error, r, "cannot filter ICMP");
	return TAKE_FD(fd);
}

static void format(const struct probe_question *question, uint8_t *packet, size_t length)
{
	const struct echo echo = {
		.identifier = question->identifier,
		.sequence = question->sequence,
		.sent_ns = question->sent_ns,
	};

	echo_format(&echo, question->family, packet, length);
}

static void parse_sent(const uint8_t *packet, size_t length, uint32_t *ret_sequence,
		       uint64_t *ret_sent_ns)
{
	struct echo echo = { .sequence = UINT32_MAX, .sent_ns = UINT64_MAX };

	if (echo_parse_request(AF_INET, packet, length, &echo) < 0)
		echo_parse_request(AF_INET6, packet, length, &echo);
	*ret_sequence = echo.sequence;
	*ret_sent_ns = echo.sent_ns;
}

static int parse_answer(const struct probe_question *of, const uint8_t *packet,
			size_t length, struct probe_answer *ret)
{
	struct echo echo;
	int r = echo_parse_reply(of->family, packet, length, &echo);

	if (r < 0)
		return r;
	if (echo.identifier != of->identifier)
		return -EBADMSG;
	*ret = (struct probe_answer){ .sequence = echo.sequence, .echo = true };
	return 0;
}

const struct probe_wire probe_icmp = {
	.name = "an ICMP echo request",
	.size_min = ECHO_DATA_MIN,
	.size_max = 65535 - 60 - ECHO_HEADER,
	.header = ECHO_HEADER,
	.open = open_icmp,
	.format = format,
	.parse_sent = parse_sent,
	.parse_answer = parse_answer,
};

/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/udp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "netlink/netlink.h"

int udp_address_parse(const char *literal, uint16_t port, union udp_address *ret)
{
	const struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST,
		.ai_socktype = SOCK_DGRAM,
	};
	union udp_address address = { 0 };
	struct addrinfo *found;

	if (inet_pton(AF_INET, literal, &address.v4.sin_addr) == 1) {
		address.v4.sin_family = AF_INET;
		address.v4.sin_port = htons(port);
		*ret = address;
		return 0;
	}
	/* It knows the zone of a link-local address; and takes "1" for 0.0.0.1, which is
	 * nobody's meaning. */
	if (!strchr(literal, ':') || getaddrinfo(literal, NULL, &hints, &found) != 0)
		return -EINVAL;
	memcpy(&address.v6, found->ai_addr, sizeof(address.v6));
	freeaddrinfo(found);
	address.v6.sin6_port = htons(port);
	*ret = address;
	return 0;
}

union udp_address udp_address_of(const struct ip_address *address, uint16_t port)
{
	union udp_address of = { 0 };

	of.any.sa_family = address->family;
	if (address->family == AF_INET6) {
		of.v6.sin6_addr = address->v6;
		of.v6.sin6_port = htons(port);
	} else {
		of.v4.sin_addr = address->v4;
		of.v4.sin_port = htons(port);
	}
	return of;
}

char *udp_address_format(char buffer[static UDP_ADDRESS_FORMAT_MAX],
			 const union udp_address *address)
{
	char host[INET6_ADDRSTRLEN], zone[sizeof("%4294967295")] = "";

	if (address->any.sa_family == AF_INET) {
		inet_ntop(AF_INET, &address->v4.sin_addr, host, sizeof(host));
		snprintf(buffer, UDP_ADDRESS_FORMAT_MAX, "%s:%u", host,
			 udp_address_port(address));
		return buffer;
	}
	inet_ntop(AF_INET6, &address->v6.sin6_addr, host, sizeof(host));
	if (address->v6.sin6_scope_id != 0)
		snprintf(zone, sizeof(zone), "%%%u", address->v6.sin6_scope_id);
	snprintf(buffer, UDP_ADDRESS_FORMAT_MAX, "[%s%s]:%u", host, zone,
		 udp_address_port(address));
	return buffer;
}

socklen_t udp_address_length(const union udp_address *address)
{
	return address->any.sa_family == AF_INET ? sizeof(address->v4)
						 : sizeof(address->v6);
}

uint16_t udp_address_port(const union udp_address *address)
{
	return ntohs(address->any.sa_family == AF_INET ? address->v4.sin_port
						       : address->v6.sin6_port);
}

void udp_address_set_port(union udp_address *address, uint16_t port)
{
	if (address->any.sa_family == AF_INET)
		address->v4.sin_port = htons(port);
	else
		address->v6.sin6_port = htons(port);
}

struct in6_addr udp_address_host(const union udp_address *address)
{
	struct in6_addr host = { .s6_addr = { [10] = 0xff, [11] = 0xff } };

	if (address->any.sa_family != AF_INET)
		return address->v6.sin6_addr;
	memcpy(host.s6_addr + 12, &address->v4.sin_addr, sizeof(address->v4.sin_addr));
	return host;
}

struct opening {
	int family, type, protocol;
};

static const char *type_name(int type)
{
	return type == SOCK_DGRAM ? "UDP" : type == SOCK_STREAM ? "TCP" : "raw";
}

static int open_here(void *userdata, struct error *error)
{
	const struct opening *opening = userdata;
	int fd = socket(opening->family, opening->type | SOCK_CLOEXEC | SOCK_NONBLOCK,
			opening->protocol);

	if (fd < 0)
		return error_errno(error, -errno, "cannot open a %s socket",
				   type_name(opening->type));
	return fd;
}

int inet_open(int netns, const union udp_address *address, int type, int protocol,
	      struct error *error)
{
	struct opening opening = { address->any.sa_family, type, protocol };
	/* A socket keeps the namespace that it was made in. */
	cleanup_close_ int fd = netns_run(netns, open_here, &opening, error);
	char text[UDP_ADDRESS_FORMAT_MAX];
	int zero = 0, one = 1;

	if (fd < 0)
		return fd;
	/* Whatever net.ipv6.bindv6only says. */
	if (opening.family == AF_INET6 && type != SOCK_RAW &&
	    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof(zero)) < 0)
		return error_errno(error, -errno, "cannot have IPv4 on an IPv6 socket");
	/* What is left of connections that have ended (TIME-WAIT) is in nobody's way. */
	if (type == SOCK_STREAM &&
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) < 0)
		return error_errno(error, -errno, "cannot have a TCP port again");
	if (bind(fd, &address->any, udp_address_length(address)) < 0) {
		int r = -errno;

		return error_errno(error, r, "cannot use the %s address %s",
				   type_name(type), udp_address_format(text, address));
	}
	return TAKE_FD(fd);
}

int udp_open(int netns, const union udp_address *address, struct error *error)
{
	return inet_open(netns, address, SOCK_DGRAM, 0, error);
}

int inet_bind_interface(int fd, const char *interface, struct error *error)
{
	if (!interface || setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, interface,
				     (socklen_t)strlen(interface) + 1) == 0)
		return 0;
	return error_errno(error, -errno, "cannot have a socket use %s", interface);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>
#include <stdint.h>

#include "base/error.h"
#include "base/ip.h"

/* An IPv4 or IPv6 address and a port. */
union udp_address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* From a literal, not a name: "192.0.2.1", "2001:db8::1", "fe80::1%wlan0"; the port is in
 * host order. -EINVAL: it is none. */
int udp_address_parse(const char *literal, uint16_t port, union udp_address *ret);
union udp_address udp_address_of(const struct ip_address *address, uint16_t port);
/* "192.0.2.1:8620", "[2001:db8::1]:8620", "[fe80::1%3]:8620". Returns buffer. */
#define UDP_ADDRESS_FORMAT_MAX (INET6_ADDRSTRLEN + sizeof("[%4294967295]:65535"))
char *udp_address_format(char buffer[static UDP_ADDRESS_FORMAT_MAX],
			 const union udp_address *address);
/* What the system calls want beside the address. */
socklen_t udp_address_length(const union udp_address *address);
/* In host order. */
uint16_t udp_address_port(const union udp_address *address);
void udp_address_set_port(union udp_address *address, uint16_t port);
/* The address alone; IPv4 as ::ffff:a.b.c.d (RFC 4291 2.5.5.2). */
struct in6_addr udp_address_host(const union udp_address *address);

/* A nonblocking, close-on-exec UDP socket of the namespace behind netns (-1: the
 * calling thread's own), bound to address. One that is bound to :: takes IPv4 too. */
int udp_open(int netns, const union udp_address *address, struct error *error);
/* The same of another type: SOCK_STREAM (TCP), SOCK_RAW with its protocol. */
int inet_open(int netns, const union udp_address *address, int type, int protocol,
	      struct error *error);
/* What the socket sends goes out of that interface, whatever the routes prefer, and only
 * what comes in there is for it. NULL: as it is. */
int inet_bind_interface(int fd, const char *interface, struct error *error);

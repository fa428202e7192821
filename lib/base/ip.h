/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

/* IP addresses of either family, without a port. */

struct ip_address {
	sa_family_t family; /* AF_INET, AF_INET6; 0: none */
	union {
		struct in_addr v4;
		struct in6_addr v6;
		uint8_t octets[16]; /* 4 of them for IPv4; network order */
	};
};

/* An address with the length of its network's prefix. */
struct ip_network {
	struct ip_address address;
	unsigned prefix; /* at most 32, 128 */
};

/* From a literal: "192.0.2.1", "2001:db8::1"; without a zone. 0 or -EINVAL. */
int ip_address_parse(const char *literal, struct ip_address *ret);
/* "192.0.2.1", "2001:db8::1". Returns buffer. */
char *ip_address_format(char buffer[static INET6_ADDRSTRLEN],
			const struct ip_address *address);
bool ip_address_equal(const struct ip_address *a, const struct ip_address *b);
/* 32 or 128: the prefix that is one address. */
unsigned ip_address_bits(const struct ip_address *address);

/* "192.0.2.0/24"; without a prefix it is one address. 0 or -EINVAL. */
int ip_network_parse(const char *text, struct ip_network *ret);
#define IP_NETWORK_FORMAT_MAX (INET6_ADDRSTRLEN + sizeof("/128"))
char *ip_network_format(char buffer[static IP_NETWORK_FORMAT_MAX],
			const struct ip_network *network);
bool ip_network_holds(const struct ip_network *network, const struct ip_address *address);
/* The same network with its host part zero. */
struct ip_network ip_network_masked(const struct ip_network *network);

/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/hop.h"

#include <arpa/inet.h>
#include <string.h>

bool hop_parse(const char *text, struct in6_addr *ret)
{
	struct in6_addr address = { .s6_addr = { [10] = 0xff, [11] = 0xff } };

	if (!text || (inet_pton(AF_INET, text, &address.s6_addr[12]) != 1 &&
		      inet_pton(AF_INET6, text, &address) != 1))
		return false;
	*ret = address;
	return true;
}

bool hop_parse_own(const char *text, struct in6_addr *ret)
{
	char address[INET6_ADDRSTRLEN];
	size_t length = text ? strcspn(text, "/") : 0;

	if (length == 0 || length >= sizeof(address))
		return false;
	memcpy(address, text, length);
	address[length] = '\0';
	return hop_parse(address, ret);
}

struct hop hop_of(const struct event *event)
{
	struct hop hop = { .told = true };

	hop.ipv6 = hop_text_is_ipv6(event->next_hop.destination);
	hop.there = hop_parse(event->next_hop.address, &hop.address);
	return hop;
}

bool hop_text_is_ipv6(const char *text)
{
	return text && strchr(text, ':');
}

bool hop_text_is_link_local(const char *text)
{
	return text && strncmp(text, "fe80:", 5) == 0;
}

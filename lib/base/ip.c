/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/ip.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

int ip_address_parse(const char *literal, struct ip_address *ret)
{
	struct ip_address address = { .family =
					      strchr(literal, ':') ? AF_INET6 : AF_INET };

	if (inet_pton(address.family, literal, address.octets) != 1)
		return -EINVAL;
	*ret = address;
	return 0;
}

char *ip_address_format(char buffer[static INET6_ADDRSTRLEN],
			const struct ip_address *address)
{
	if (!inet_ntop(address->family, address->octets, buffer, INET6_ADDRSTRLEN))
		buffer[0] = '\0';
	return buffer;
}

unsigned ip_address_bits(const struct ip_address *address)
{
	return address->family == AF_INET6 ? 128 : 32;
}

bool ip_address_equal(const struct ip_address *a, const struct ip_address *b)
{
	return a->family == b->family &&
	       memcmp(a->octets, b->octets, ip_address_bits(a) / 8) == 0;
}

int ip_network_parse(const char *text, struct ip_network *ret)
{
	const char *slash = strchr(text, '/');
	char literal[INET6_ADDRSTRLEN];
	size_t length = slash ? (size_t)(slash - text) : strlen(text);
	struct ip_network network;
	unsigned prefix = 0;

	if (length >= sizeof(literal))
		return -EINVAL;
	memcpy(literal, text, length);
	literal[length] = '\0';
	if (ip_address_parse(literal, &network.address) < 0)
		return -EINVAL;
	network.prefix = ip_address_bits(&network.address);
	if (slash) {
		size_t digits = strspn(slash + 1, "0123456789");

		if (digits < 1 || digits > 3 || slash[1 + digits])
			return -EINVAL;
		for (size_t i = 1; i <= digits; i++)
			prefix = 10 * prefix + (unsigned)(slash[i] - '0');
		if (prefix > network.prefix)
			return -EINVAL;
		network.prefix = prefix;
	}
	*ret = network;
	return 0;
}

char *ip_network_format(char buffer[static IP_NETWORK_FORMAT_MAX],
			const struct ip_network *network)
{
	char address[INET6_ADDRSTRLEN];

	snprintf(buffer, IP_NETWORK_FORMAT_MAX, "%s/%u",
		 ip_address_format(address, &network->address), network->prefix);
	return buffer;
}

struct ip_network ip_network_masked(const struct ip_network *network)
{
	struct ip_network masked = *network;

	for (unsigned bit = network->prefix; bit < ip_address_bits(&network->address);
	     bit++)
		masked.address.octets[bit / 8] &= (uint8_t) ~(0x80u >> bit % 8);
	return masked;
}

bool ip_network_holds(const struct ip_network *network, const struct ip_address *address)
{
	struct ip_network own = ip_network_masked(network);
	struct ip_network other = { *address, network->prefix };

	if (network->address.family != address->family)
		return false;
	other = ip_network_masked(&other);
	return ip_address_equal(&own.address, &other.address);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/senders.h"

#include <errno.h>
#include <string.h>

#define NS_A_REQUEST (NS_PER_S / SENDER_RATE)

bool senders_are_one_source(const struct in6_addr *a, const struct in6_addr *b)
{
	bool mapped = IN6_IS_ADDR_V4MAPPED(a) || IN6_IS_ADDR_V4MAPPED(b);

	return memcmp(a, b, mapped ? sizeof(*a) : sizeof(*a) / 2) == 0;
}

static bool may_lose_its_place(const struct sender *sender, uint64_t now_ns)
{
	return !sender->lasting || now_ns - sender->heard_ns > SENDER_SILENCE_NS;
}

/* The one that loses its place first; either may be NULL. */
static struct sender *lesser(struct sender *a, struct sender *b)
{
	if (!a || !b)
		return a ? a : b;
	if (a->lasting != b->lasting)
		return a->lasting ? b : a;
	return b->heard_ns < a->heard_ns ? b : a;
}

static int take(struct sender *sender, uint64_t now_ns, uint32_t *ret_sequence)
{
	uint64_t from_ns = sender->spent_ns > now_ns ? sender->spent_ns : now_ns;

	sender->heard_ns = now_ns;
	if (from_ns - now_ns > NS_PER_S - NS_A_REQUEST)
		return -EBUSY;
	sender->spent_ns = from_ns + NS_A_REQUEST;
	*ret_sequence = sender->next++;
	return 0;
}

int senders_take(struct senders *senders, const struct in6_addr *address, uint16_t port,
		 uint64_t now_ns, uint32_t *ret_sequence)
{
	struct sender *of_source = NULL, *of_all = NULL, *place;
	size_t source_count = 0;

	for (size_t i = 0; i < senders->count; i++) {
		struct sender *sender = &senders->senders[i];
		bool same_source = senders_are_one_source(&sender->address, address);

		if (sender->port == port &&
		    IN6_ARE_ADDR_EQUAL(&sender->address, address)) {
			sender->lasting = true;
			return take(sender, now_ns, ret_sequence);
		}
		source_count += same_source;
		if (!may_lose_its_place(sender, now_ns))
			continue;
		of_all = lesser(of_all, sender);
		if (same_source)
			of_source = lesser(of_source, sender);
	}
	if (source_count >= SENDERS_OF_A_SOURCE_MAX)
		place = of_source;
	else if (senders->count < SENDERS_MAX)
		place = &senders->senders[senders->count++];
	else
		place = of_all;
	if (!place)
		return -ENOSPC;
	*place = (struct sender){ .address = *address, .port = port };
	senders->let_in++;
	return take(place, now_ns, ret_sequence);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "record/fix.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

/* Documentation/networking/ip-sysctl.rst; net/ipv4/arp.c arp_netdev_event() and
 * net/ipv6/ndisc.c ndisc_netdev_event(). */
static const struct fix_entry entries[FIX_MAX] = {
	[FIX_ARP_EVICT] = {
		.id = "arp-evict",
		.folder = "ipv4/conf",
		.name = "arp_evict_nocarrier",
		.value = "0",
		.part = GAP_NEIGHBOUR,
		.cause = "The kernel forgets ARP entries with the carrier",
		.since = "5.16",
	},
	[FIX_NDISC_EVICT] = {
		.id = "ndisc-evict",
		.folder = "ipv6/conf",
		.name = "ndisc_evict_nocarrier",
		.value = "0",
		.part = GAP_NEIGHBOUR,
		.ipv6 = true,
		.cause = "The kernel forgets IPv6 neighbours with the carrier",
		.since = "5.16",
	},
};

const struct fix_entry *fix_entry(enum fix fix)
{
	return &entries[fix];
}

enum fix fix_find(const char *id)
{
	for (enum fix fix = FIX_NONE + 1; fix < FIX_MAX; fix++)
		if (strcmp(entries[fix].id, id) == 0)
			return fix;
	return FIX_NONE;
}

enum fix fix_for(enum gap_part_kind part, bool ipv6)
{
	for (enum fix fix = FIX_NONE + 1; fix < FIX_MAX; fix++)
		if (entries[fix].part == part && entries[fix].ipv6 == ipv6)
			return fix;
	return FIX_NONE;
}

static void replace(char *string, char one, char other)
{
	for (; *string; string++)
		if (*string == one)
			*string = other;
}

char *fix_setting(enum fix fix, const char *interface)
{
	cleanup_free_ char *folder = memory_strdup(entries[fix].folder);
	cleanup_free_ char *own = memory_strdup(interface);

	/* sysctl(8) takes a dot of a name as '/'. */
	replace(folder, '/', '.');
	replace(own, '.', '/');
	return memory_printf("net.%s.%s.%s", folder, own, entries[fix].name);
}

char *fix_path(enum fix fix, const char *interface)
{
	return memory_printf("/proc/sys/net/%s/%s/%s", entries[fix].folder, interface,
			     entries[fix].name);
}

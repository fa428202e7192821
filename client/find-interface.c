/* SPDX-License-Identifier: BSD-3-Clause */
#include "find-interface.h"

#include <linux/nl80211.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/suggest.h"

const struct wireless_interface *
find_interface(const char *command, const struct wireless_interfaces *interfaces,
	       const char *name)
{
	const struct wireless_interface *found =
		wireless_interfaces_find(interfaces, name);
	const char **names, *near;
	size_t count = 0;

	if (found)
		return found;
	names = memory_zero(interfaces->count + 1, sizeof(*names));
	/* A monitor beside a station is a means of somebody's. */
	for (size_t i = 0; i < interfaces->count; i++)
		if (interfaces->items[i].type != NL80211_IFTYPE_MONITOR)
			names[count++] = interfaces->items[i].name;
	near = suggest_nearest(name, names, count);
	fprintf(stderr, "roamtest %s: there is no wireless interface '%s'", command,
		name);
	if (near) {
		fprintf(stderr, "; did you mean '%s'?\n", near);
	} else {
		fputs(count ? "\n          there is:" : "\n          there is none",
		      stderr);
		for (size_t i = 0; i < count; i++)
			fprintf(stderr, "%s %s", i ? "," : "", names[i]);
		fputc('\n', stderr);
	}
	free(names);
	return NULL;
}

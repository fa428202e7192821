/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/aftermath.h"

#include <string.h>

#include "analysis/milestone.h"
#include "base/memory.h"

static const char *name_of(enum milestone what)
{
	if (what == MILESTONE_EAPOL_4)
		return "eapol-4";
	if (what == MILESTONE_PTK_INSTALLED)
		return "ptk-installed";
	if (what == MILESTONE_GTK_INSTALLED)
		return "gtk-installed";
	if (what == MILESTONE_PORT_OPEN)
		return "port-open";
	return what == MILESTONE_CARRIER ? "carrier" : NULL;
}

static bool is_known(const struct roam *roam, const char *name)
{
	for (size_t i = 0; i < roam->phase_count; i++)
		if (strcmp(roam->phases[i].name, name) == 0)
			return true;
	for (size_t i = 0; i < roam->aftermath_count; i++)
		if (strcmp(roam->aftermath[i].name, name) == 0)
			return true;
	return false;
}

void aftermath_find(const struct window *window, struct roam *roam)
{
	if (window->outcome != OUTCOME_OK)
		return;
	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];
		const char *name = name_of(milestone_of(m, window));
		struct aftermath *after;

		if (m->time_ns <= window->end_ns || !name || is_known(roam, name))
			continue;
		after = array_add(roam->aftermath, roam->aftermath_count,
				  roam->aftermath_capacity);
		after->name = memory_strdup(name);
		after->at_ns = m->time_ns;
		after->after_ns = m->time_ns - window->start_ns;
		after->source = memory_strdup(moment_source(m));
	}
}

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

static bool has_phase(const struct phase *phases, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(phases[i].name, name) == 0)
			return true;
	return false;
}

static bool is_told(const struct aftermath *list, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].name, name) == 0)
			return true;
	return false;
}

void aftermath_find(const struct window *window, const struct phase *phases,
		    size_t phase_count, struct aftermath **list, size_t *count,
		    size_t *capacity)
{
	bool associated = false;

	if (window->outcome != OUTCOME_OK)
		return;
	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];
		enum milestone what = milestone_of(m, window);
		const char *name = name_of(what);
		struct aftermath *after;

		if (m->time_ns < window->start_ns)
			continue;
		if (m->time_ns >= window->left_ns)
			break;
		associated |= what == MILESTONE_ASSOC_RECEIVED;
		if (!name ||
		    (m->time_ns <= window->end_ns &&
		     (what != MILESTONE_CARRIER || !associated)) ||
		    has_phase(phases, phase_count, name) || is_told(*list, *count, name))
			continue;
		after = array_add(*list, *count, *capacity);
		after->name = memory_strdup(name);
		after->at_ns = m->time_ns;
		after->after_ns = m->time_ns - window->start_ns;
		after->source = memory_strdup(moment_source(m));
	}
}

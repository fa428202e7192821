/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/run-facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static char *copy(const char *string)
{
	return string ? memory_strdup(string) : NULL;
}

void results_take_start(struct results *results, const struct event *event)
{
	const struct environment *from = &event->run_start.environment;

	if (results->started) /* a run starts once */
		return;
	results->started =
		memory_strdup(event->run_start.started ? event->run_start.started : "");
	results->version =
		memory_strdup(event->run_start.roamtest ? event->run_start.roamtest : "");
	results->environment = (struct environment){
		.lab = copy(from->lab),
		.clock = copy(from->clock),
		.accelerator = copy(from->accelerator),
		.kernel = copy(from->kernel),
		.hostapd = copy(from->hostapd),
		.wpa_supplicant = copy(from->wpa_supplicant),
		.driver = copy(from->driver),
		.interface = copy(from->interface),
		.has_seed = from->has_seed,
		.seed = from->seed,
	};
}

/* What is said last holds, but a source that was used for a part of the run was lost, and
 * not unavailable. */
void results_take_source(struct results *results, const struct event *event)
{
	struct source_result *source = &results->sources[event->source.source];

	source->known = true;
	source->state = event->source.state;
	if (event->source.reason) {
		free(source->reason);
		source->reason = memory_strdup(event->source.reason);
	}
	if (event->source.clock_error_ns > source->clock_error_ns)
		source->clock_error_ns = event->source.clock_error_ns;
}

/* Set before the first step, and put back at the end. */
void results_take_fix(struct results *results, const struct event *event)
{
	struct fix_result *fix = results->fixes;

	for (size_t i = 0; i < results->fix_count; i++, fix++)
		if (strcmp(fix->id, event->fix.id) == 0)
			break;
	if (fix == results->fixes + results->fix_count) {
		fix = array_add(results->fixes, results->fix_count,
				results->fix_capacity);
		fix->id = memory_strdup(event->fix.id);
		fix->setting = memory_strdup(event->fix.setting);
		fix->before = memory_strdup(event->fix.before);
		fix->after = memory_strdup(event->fix.after);
	}
	fix->restored = event->fix.restored;
}

void results_take_restored(struct results *results, const struct event *event)
{
	results->has_station_end = true;
	results->station_end = event->restored.end;
	free(results->station_problem);
	results->station_problem = copy(event->restored.problem);
}

void results_take_problem(struct results *results, const struct event *event)
{
	if (results->problem)
		return;
	results->problem =
		memory_strdup(event->problem.reason ? event->problem.reason : "");
	results->problem_remedy = copy(event->problem.remedy);
}

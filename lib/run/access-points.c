/* SPDX-License-Identifier: BSD-3-Clause */
#include "explain/log-line.h"
#include "run/engine.h"

/* What is known of the access points themselves: their configuration, and what their logs
 * say while the run goes on. */

void access_points_record(struct run *run)
{
	char *const *confs = run->station->access_point_confs;

	for (size_t i = 0; confs && i < run->plan->scenario->access_point_count; i++) {
		struct event event = { .kind = EVENT_AP_CONF };

		if (!confs[i])
			continue;
		event.ap_conf.access_point = i;
		event.ap_conf.text = confs[i]; /* borrowed */
		run_record(run, &event);
	}
}

void access_points_read(struct run *run)
{
	if (run->station->read_logs)
		run->station->read_logs(run->userdata);
}

void run_access_point_log(struct run *run, size_t access_point, uint64_t stamp_ns,
			  const char *line)
{
	struct event event = { .kind = EVENT_AP_LOG };

	if (log_line_find(line) == LOG_LINE_MAX)
		return;
	event.ap_log.access_point = access_point;
	event.ap_log.text = (char *)(uintptr_t)log_line_text(line); /* borrowed */
	if (stamp_ns > 0)
		event.time_ns = run_since_start(
			run, realtime_to_monotonic(&run->sources.realtime, stamp_ns));
	run_record(run, &event);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/cleanup.h"
#include "base/time.h"
#include "explain/log-line.h"
#include "run/engine.h"
#include "run/log-follower.h"

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
	/* hostapd cuts its stamps off at the microsecond: what was recorded before it
	 * said this can be of the same one. */
	if (stamp_ns > 0)
		event.time_ns = run_since_start(
			run, realtime_to_monotonic(&run->sources.realtime,
						   stamp_ns + NS_PER_US - 1));
	run_record(run, &event);
}

static void on_line(void *userdata, size_t access_point, const char *line)
{
	run_access_point_log(userdata, access_point, 0, line);
}

static bool is_in_lab(const struct run *run)
{
	const char *lab = run->station->environment.lab;

	return lab && strcmp(lab, "none") != 0;
}

void access_points_follow(struct run *run)
{
	const struct scenario *scenario = run->plan->scenario;
	cleanup_error_ struct error error = { 0 };
	size_t logs = 0;

	for (size_t i = 0; i < scenario->access_point_count; i++)
		logs += scenario->access_points[i].log != NULL;
	if (logs == 0)
		return;
	if (is_in_lab(run))
		run_note(run, "The lab has the logs of its access points: the files that "
			      "the scenario names are not looked at");
	else if (log_follower_open(&run->logs, run->loop, scenario, on_line, run,
				   &error) < 0)
		run_warn(run, "without the access points' logs: %s", error.reason);
}

void access_points_catch_up(struct run *run)
{
	if (run->logs)
		log_follower_read(run->logs);
}

/* Whoever starts what writes a log wants to know that it was for nothing. */
void access_points_tell_silent(struct run *run)
{
	const struct scenario *scenario = run->plan->scenario;

	for (size_t i = 0; run->logs && i < scenario->access_point_count; i++) {
		const struct access_point *ap = &scenario->access_points[i];

		if (ap->log && log_follower_lines(run->logs, i) == 0)
			run_warn(run, "nothing came to %s's log in this run: %s",
				 ap->name, ap->log);
	}
}

void access_points_close(struct run *run)
{
	run->logs = log_follower_close(run->logs);
}

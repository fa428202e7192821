/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>

#include "run/engine.h"

/* A step in which faults of the lab begin or end. */

/* For an access point to end and to be on the air again; on an emulated processor that
 * takes its time. */
#define CHANGE_LIMIT_NS (60 * NS_PER_S)

struct change {
	int done;
	struct error *error;
};

static bool is_changed(const struct run *run, void *userdata)
{
	struct change *change = userdata;

	change->done = run->station->faults_changed(run->userdata, change->error);
	return change->done != 0;
}

static int tell_timeout(const struct step *step, struct error *error)
{
	char limit[DURATION_FORMAT_MAX];

	error_set(error, -ETIMEDOUT, "the fault %s did not %s within %s",
		  fault_name(step->fault), step->begins ? "begin" : "end",
		  duration_format(limit, CHANGE_LIMIT_NS));
	error_remedy(error, "look at the end of the log of the access point's hostapd");
	return -ETIMEDOUT;
}

int fault_step(struct run *run, const struct step *step, struct error *error)
{
	const struct run_station *station = run->station;
	struct change change = { .error = error };
	int r;

	if (!station->change_faults) {
		error_set(error, -ENOTSUP,
			  "the fault %s is to %s, and nobody can make it do so",
			  fault_name(step->fault), step->begins ? "begin" : "end");
		error_remedy(error, "faults are a lab's: run it there");
		return -ENOTSUP;
	}
	r = station->change_faults(run->userdata, step->fault, step->begins, error);
	if (r >= 0)
		r = run_wait(run, is_changed, &change, CHANGE_LIMIT_NS);
	if (r == -ETIMEDOUT && run->problem_code >= 0)
		return tell_timeout(step, error);
	return r < 0 ? r : change.done < 0 ? change.done : 0;
}

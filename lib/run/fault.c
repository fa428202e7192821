/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>

#include "run/engine.h"

/* A step in which faults of the lab begin or end. */

int fault_step(struct run *run, const struct step *step, struct error *error)
{
	const struct run_station *station = run->station;

	if (!station->change_faults) {
		error_set(error, -ENOTSUP,
			  "the fault %s is to %s, and nobody can make it do so",
			  fault_name(step->fault), step->begins ? "begin" : "end");
		error_remedy(error, "faults are a lab's: run it there");
		return -ENOTSUP;
	}
	return station->change_faults(run->userdata, step->fault, step->begins, error);
}

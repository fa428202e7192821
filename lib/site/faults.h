/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

#include "base/error.h"
#include "scenario/scenario.h"
#include "site/topology.h"

/* The faults of a scenario's "lab:". */

/* All that are there from the start. Before there are programs in the site. */
int faults_apply(const struct scenario *scenario, const struct topology *topology,
		 struct error *error);
/* Begins one that is not in force, or ends one that is. */
int fault_change(const struct scenario *scenario, const struct topology *topology,
		 const struct fault *fault, bool begins, struct error *error);

/* "the distribution system does not learn who is behind stairs", to be freed. Pure. */
char *fault_sentence(const struct scenario *scenario, const struct fault *fault);
/* A sentence for each of those that are there from the start. Pure. */
void faults_tell(const struct scenario *scenario,
		 void (*note)(void *userdata, const char *sentence), void *userdata);

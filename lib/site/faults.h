/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/error.h"
#include "scenario/scenario.h"
#include "site/topology.h"

/* The faults of a scenario's "lab:". */

/* Before there are programs in the site. */
int faults_apply(const struct scenario *scenario, const struct topology *topology,
		 struct error *error);
/* A sentence for each of them. Pure. */
void faults_tell(const struct scenario *scenario,
		 void (*note)(void *userdata, const char *sentence), void *userdata);

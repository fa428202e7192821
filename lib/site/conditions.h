/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/error.h"
#include "scenario/scenario.h"
#include "site/topology.h"

/* What a scenario's "lab:" makes different about the site: the station's settings, the
 * air, the backbone. Its faults: site/faults.h. */

/* All but the air, which is a medium of its own (site/medium.h). Before there are
 * programs in the site. */
int conditions_apply(const struct scenario *scenario, const struct topology *topology,
		     struct error *error);
/* A sentence for each of them. Pure. */
void conditions_tell(const struct scenario *scenario,
		     void (*note)(void *userdata, const char *sentence), void *userdata);

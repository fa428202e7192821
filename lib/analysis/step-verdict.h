/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/judgement.h"

/* Every step's own expectation, a line in the scenario a time. */
void verdict_of_steps(const struct judgement *judgement);
/* True if the run's expectation of fast transitions (always, else never) is about this
 * step too: one that expects another result, or names a method that contradicts it,
 * has the more particular word. */
bool step_leaves_method_open(const struct step *step, bool always);
/* Its own expectation and every limit of the run's that one roam or association
 * can break alone. */
bool roam_met(const struct scenario *scenario, const struct step *step,
	      const struct roam *roam);
bool association_met(const struct step *step, const struct association *association);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"

/* Which pairs fail, and which do not, tells where to look: a mistake in one access
 * point's list of key holders shows in the roams into it, one in its name as a key holder
 * in those from it, a wall between two parts of the network in those across it.
 *
 * Adds the patterns of a matrix whose cells are there. A pattern holds for every pair
 * that was tried; of one that was skipped nothing is known. A matrix that was not carried
 * out to its end has none. The scenario tells of which device an access point is, and
 * whether there is FT to fail. */
void matrix_patterns_find(struct matrix_result *matrix, const struct scenario *scenario);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "base/spill.h"

/* Moves all that a row points at into the spill, as it will not be changed any more.
 * Nothing happens where spill is NULL. */
void roam_settle(struct spill *spill, struct roam *roam);
void association_settle(struct spill *spill, struct association *association);

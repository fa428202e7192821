/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/diagnosis-case.h"

/* Proofs of what can be wrong with the keys between two access points: CAUSE_R0KH_MISSING
 * to CAUSE_WILDCARD_DISCOVERY. The R0KH of the case has to be known. *ret may be written
 * to where nothing is proven, too. */
bool key_cause_is_proven(const struct diagnosis_case *c, enum cause cause,
			 struct quotes *ret);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/judgement.h"

/* Fills results->matrices: what became of each leg of each pair of every "matrix" step,
 * and the patterns in it. After all roams are known. */
void matrices_find(const struct judgement *judgement);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"

/* Adds the patterns of matrices to the evidence of the roams that make them; where
 * nothing has decided, the candidates that a pattern speaks for come first. After
 * matrices_find(). */
void matrix_evidence_add(struct results *results);

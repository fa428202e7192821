/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"

/* Fills results->phase_tables from the roams that arrived: one table a kind of roam. */
void phase_tables_find(struct results *results);

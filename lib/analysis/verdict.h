/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/judgement.h"

/* Judges every expectation of the steps and of the run, then the run itself. */
void verdict_find(const struct judgement *judgement);

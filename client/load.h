/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "scenario/scenario.h"

/* Loads a scenario for a command; what is wrong with it is printed to stderr. 0, or
 * the exit code. */
int load_scenario(const char *path, struct scenario **ret);

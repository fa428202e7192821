/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "live/facts.h"

/* Looks for what a lab needs, as lab_run() would. Boots nothing. */
void lab_facts_gather(struct lab_facts *ret);

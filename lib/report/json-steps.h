/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <jansson.h>

#include "analysis/results.h"

/* Elements of results.json's "associations" and "roams". */
json_t *json_association(const struct association *association);
json_t *json_roam(const struct roam *roam);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/json-document.h"
#include "report/json-value.h"

/* The run's changed settings in results.json, and back. */

json_t *json_fixes(const struct results *results);
void report_read_fixes(struct document *document, const json_t *root,
		       struct results *results);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/json-document.h"
#include "report/json-value.h"

/* Why a step went as it should not, and what is configured wrong, in results.json, and
 * back. */

/* null where there is nothing to explain. */
json_t *json_diagnosis(const struct diagnosis *diagnosis);
json_t *json_warnings(const struct results *results);
/* Of results from before there were diagnoses only the explanation. */
void report_read_diagnosis(struct document *document, const json_t *step,
			   char **ret_explanation, struct diagnosis *ret);
void report_read_warnings(struct document *document, const json_t *root,
			  struct results *results);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/report.h"

/* Parts of the text report: why steps went as they should not, and what is configured
 * wrong. */

/* Of all steps: one matter fits a screen (24 lines of 80 columns), several share one; and
 * the warnings. Verbose: all that is known, step by step. */
void diagnoses_add(const struct results *results, const struct text_style *style,
		   struct text *out);
/* Of the steps that broke an expectation, without a style. */
void diagnoses_add_of(const struct results *results,
		      const struct expectation_result *expectation, struct text *out);
/* "r0kh-missing, password": of these steps; NULL: none has a diagnosis. Owned by the
 * caller. */
char *diagnoses_name(const struct results *results,
		     const struct expectation_result *expectation);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/report.h"

/* Part of the text report: what is configured wrong, each matter with where and what to
 * do; those that are alike are one. Marks what it names. True if all is told. */
bool warnings_add(const struct results *results, const struct text_style *style,
		  bool named[static CAUSE_MAX], struct text *out);

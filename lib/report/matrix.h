/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/report.h"

/* Part of the text report: each matrix as a table, access points down and across, for
 * each way, and what its failures have in common. As wide as the style says, or 80
 * columns: with many access points each pair shrinks to a mark, and where there is no
 * room for marks the pairs that fail are listed. */
void matrices_add(const struct results *results, const struct text_style *style,
		  struct text *out);
/* One of them. */
void matrix_add(const struct results *results, const struct matrix_result *matrix,
		const struct text_style *style, struct text *out);

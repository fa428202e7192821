/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/report.h"

/* Narrower ones have no room for it. */
#define DRAWING_WIDTH_MIN 80

/* Part of the text report: the streams over the whole run, a line each, with the roams
 * marked; and the roam with the longest silence, drawn large, with its phases and the
 * parts of its gaps. A column shows the worst that was in it. Nothing where the style's
 * width is too small or not known. */
void drawing_add(const struct results *results, const struct text_style *style,
		 struct text *out);

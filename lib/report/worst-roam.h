/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/report.h"

/* The roam with the longest silence, drawn large, from shortly before it until all that
 * belongs to it is over: its phases, the streams, the parts of their gaps. Nothing where
 * no packet is missing in any roam. */
void worst_roam_add(const struct results *results, const struct text_style *style,
		    struct text *out);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/report.h"

/* Part of the text report: the settings that were others for the time of the run. */
void fixes_add(const struct results *results, struct text *out);
/* And which setting would remove the largest part of a stream's gaps, if there is one
 * that was not tried. */
void advice_add(const struct results *results, struct text *out);

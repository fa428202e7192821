/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/report.h"

/* Part of the text report: for each kind of roam, its phases with the source of their
 * ends; the means add up to the total's. */
void phase_tables_add(const struct results *results, const struct text_style *style,
		      struct text *out);
/* "FT over the air", "full authentication, SAE": the kind itself where it has no phrase.
 */
const char *report_exchange_phrase(const char *exchange);
/* Where the events came from, and what of it was not to be had. */
void sources_add(const struct results *results, struct text *out);
/* What was negotiated, where all roams agree in it. */
void negotiated_add(const struct results *results, struct text *out);

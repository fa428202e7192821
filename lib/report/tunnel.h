/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/report.h"

/* Part of the text report: how many roams the tunnel survived, and what is known of
 * those that it did not. */
void tunnel_add(const struct results *results, const struct text_style *style,
		struct text *out);

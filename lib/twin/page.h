/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/report.h"
#include "twin/trial.h"

/* One page on a site: what became of each ordered pair, what explains it, what explains
 * nothing, and what no simulation knows. It shows no secret. live: the scenario for the
 * site's own run as a file, or NULL: none was written. */
void twin_page(const struct twin_trial *trial, const char *live,
	       const struct text_style *style, struct text *out);
/* The same site before and after its files were mended, side by side. folder: where the
 * mended files are. */
void twin_page_mended(const struct twin_trial *before, const struct twin_trial *after,
		      const char *folder, const struct text_style *style,
		      struct text *out);
/* The last line: what it comes to. */
void twin_page_verdict(const struct twin_trial *trial, const struct text_style *style,
		       struct text *out);

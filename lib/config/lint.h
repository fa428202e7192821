/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/finding.h"

/* Finds what is wrong with a site before anything runs: file by file, and for each
 * ordered pair of BSSs by hostapd's own rules (pull.h). Of several ways to mend a pair
 * the one is taken that mends most, so that the line it changes is the one that is wrong.
 */

/* Where new keys come from. */
struct config_random {
	void (*fill)(void *context, uint8_t *out, size_t length);
	void *context;
};

/* The site's model is then the mended one, for config_mend(): its settings still are
 * those of the files. Findings are sorted. */
void config_lint(struct config_site *site, const struct config_random *random,
		 struct findings *ret);

/* Whether a BSS comes up at all, as far as its file tells it. Of a site that
 * config_lint() has not mended. */
bool config_bss_starts(const struct config_site *site, size_t bss);

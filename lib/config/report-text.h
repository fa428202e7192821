/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/text.h"
#include "config/finding.h"

/* What was read and found, as text for a terminal. It shows no secret. */

/* The BSSs, a line each: name, BSSID, channel, AKMs, mobility domain. */
void config_site_format(const struct config_site *site, struct text *out);
/* Each finding with its places, why it matters, and the correct line. */
void findings_format(const struct config_site *site, const struct findings *findings,
		     struct text *out);
/* One of them; without the reasons where one like it has been told. */
void finding_format(const struct config_site *site, const struct finding *finding,
		    bool reasons, struct text *out);
/* A further row of it, wrapped: "      what      …". */
void finding_row_add(struct text *out, const char *label, const char *text);
/* How each file was read: what was filled in, left out, not understood. */
void config_notes_format(const struct config_site *site, struct text *out);
/* hostapd.conf of a BSS, each line with where it comes from; passwords and keys are named
 * and not shown. */
void config_print(const struct config_site *site, size_t bss, struct text *out);

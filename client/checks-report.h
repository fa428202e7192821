/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "live/checks.h"
#include "report/report.h"

/* What roamtest doctor prints. interface: the one that was asked about, or NULL. */
void checks_text(const struct checks *checks, const char *interface,
		 const struct text_style *style, struct text *out);
/* docs/doctor.schema.json */
void checks_json(const struct checks *checks, const char *interface, struct text *out);

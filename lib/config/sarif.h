/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "config/finding.h"

/* The findings as SARIF 2.1.0 (OASIS), for editors and code review. Indented, with a line
 * end. Owned by the caller. It shows no secret. */
char *findings_sarif(const struct config_site *site, const struct findings *findings);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/text.h"

/* IEEE 802.11-2020 table 9-50 (status codes) and table 9-49 (reason codes): those
 * that a station meets on the way into an infrastructure network. NULL for
 * others. */
const char *status_code_name(unsigned status);
const char *reason_code_name(unsigned reason);

/* "status 53 (invalid PMKID)", "reason 15 (4-way handshake timeout)". */
void status_code_add(struct text *out, unsigned status);
void reason_code_add(struct text *out, unsigned reason);

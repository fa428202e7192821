/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "scenario/scenario.h"
#include "site/hostapd-conf.h"
#include "site/hostapd-lines.h"

/* Changes the generated lines of access point number index as the scenario's faults want
 * it; those about key holders are in them already (site/key-holders.h). Pure. */
void hostapd_faults_apply(struct hostapd_lines *lines, const struct scenario *scenario,
			  size_t index, const struct hostapd_place *place);

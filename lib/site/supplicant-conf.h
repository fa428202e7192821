/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/text.h"
#include "scenario/scenario.h"

/* wpa_supplicant.conf of the station: one network, disabled, which is number 0. country:
 * whose rules hold for the radio, or NULL: as they are. Pure. */
void supplicant_conf_format(const struct scenario *scenario, const char *control_folder,
			    const char *country, struct text *out);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/redact.h"
#include "base/text.h"
#include "scenario/scenario.h"
#include "site/key-holders.h"

/* The configuration of one access point's hostapd. */

struct hostapd_place {
	const char *interface, *bridge, *control_folder;
	const char *deny_file; /* addresses that have no access (FAULT_ACCESS_LIST) */
};

/* hostapd.conf of the scenario's access point number index: generated lines, with
 * the scenario's faults, then the options common to all access points, then its own, each
 * of which replaces every line of its name. Pure. */
void hostapd_conf_format(const struct scenario *scenario, size_t index,
			 const struct hostapd_place *place, const struct pair_keys *keys,
			 struct text *out);

/* What of the configurations must not be seen. */
void hostapd_conf_secrets(const struct scenario *scenario, const struct pair_keys *keys,
			  struct secrets *out);

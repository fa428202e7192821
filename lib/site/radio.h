/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdint.h>

#include "base/error.h"
#include "base/mac.h"

/* mac80211_hwsim's radios. They hear each other across network namespaces, since all
 * are made in one (drivers/net/wireless/mac80211_hwsim.c, netgroup). */

/* Makes a radio whose permanent address is mac, moves it into the namespace behind
 * netns, and names its interface there. name becomes the wiphy's name. */
int radio_make(const char *name, const uint8_t mac[static MAC_LENGTH], int netns,
	       const char *interface, struct error *error);

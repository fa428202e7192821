/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/interface.h"
#include "wifi/wiphy.h"

/* What nl80211 says of a radio or an interface, from the generic netlink header on. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wireless_interface interface;
	struct wiphy wiphy = { 0 };

	if (wiphy_take(data, size, &wiphy) == 0) {
		wiphy_take(data, size, &wiphy); /* a second message adds to it */
		wiphy_can_monitor_beside_station(&wiphy);
		wiphy_sme(&wiphy);
	}
	wireless_interface_parse(data, size, &interface);
	return 0;
}

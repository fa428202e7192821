/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdint.h>

/* mac80211_hwsim's netlink interface: drivers/net/wireless/virtual/mac80211_hwsim.h,
 * which is not among the kernel's UAPI headers. */

#define HWSIM_FAMILY "MAC80211_HWSIM"
#define HWSIM_VERSION 1

enum {
	HWSIM_CMD_REGISTER = 1,
	HWSIM_CMD_FRAME = 2,
	HWSIM_CMD_TX_INFO_FRAME = 3,
	HWSIM_CMD_NEW_RADIO = 4,
};

enum {
	HWSIM_ATTR_ADDR_RECEIVER = 1,
	HWSIM_ATTR_ADDR_TRANSMITTER = 2,
	HWSIM_ATTR_FRAME = 3,
	HWSIM_ATTR_FLAGS = 4,
	HWSIM_ATTR_RX_RATE = 5,
	HWSIM_ATTR_SIGNAL = 6,
	HWSIM_ATTR_TX_INFO = 7,
	HWSIM_ATTR_COOKIE = 8,
	HWSIM_ATTR_RADIO_NAME = 17,
	HWSIM_ATTR_FREQ = 19,
	HWSIM_ATTR_PERM_ADDR = 22,
	HWSIM_ATTR_KNOWN = HWSIM_ATTR_PERM_ADDR,
};

/* HWSIM_ATTR_FLAGS */
#define HWSIM_TX_CTL_NO_ACK (1u << 1) /* nobody is to acknowledge it */
#define HWSIM_TX_STAT_ACK (1u << 2)

/* HWSIM_ATTR_TX_INFO has IEEE80211_TX_MAX_RATES of these, struct hwsim_tx_rate: a rate
 * and how often to try it, or how often it was tried. */
#define HWSIM_RATES 4
struct hwsim_rate {
	int8_t index; /* into a table of the driver's, negative: no more rates */
	uint8_t count;
};

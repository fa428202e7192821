/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mac.h"
#include "wifi/frame.h"

/* The wireless interfaces of a network namespace (NL80211_CMD_GET_INTERFACE). */

struct wireless_interface {
	char name[IF_NAMESIZE];
	uint32_t ifindex, wiphy; /* wiphy: number of its radio */
	unsigned type;		 /* enum nl80211_iftype */
	uint8_t mac[MAC_LENGTH];
	uint8_t ssid[SSID_LENGTH_MAX]; /* of the network that it is on */
	size_t ssid_length;	       /* 0: of none */
	unsigned frequency_mhz;	       /* of its channel; 0: it has none */
};

/* Parses a message, from its generic netlink header on. Pure. 0; -ENODEV for an interface
 * without a network device (of P2P, say); -EBADMSG. */
int wireless_interface_parse(const void *message, size_t length,
			     struct wireless_interface *ret);

struct wireless_interfaces {
	struct wireless_interface *items; /* by name */
	size_t count, capacity;
};

/* Those of the calling thread's network namespace. A kernel without wireless has none,
 * which is no error. */
int wireless_interfaces_list(struct wireless_interfaces *ret, struct error *error);
void wireless_interfaces_clear(struct wireless_interfaces *interfaces);
#define cleanup_wireless_interfaces_ __attribute__((cleanup(wireless_interfaces_clear)))
/* NULL: there is none of that name. */
const struct wireless_interface *
wireless_interfaces_find(const struct wireless_interfaces *interfaces, const char *name);

/* Of the station ifname. *ret is whether the kernel lets the radio sleep between beacons.
 * Negative errno where the driver does not tell. */
int wireless_interface_power_save(uint32_t ifindex, bool *ret);

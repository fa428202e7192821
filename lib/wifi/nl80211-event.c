/* SPDX-License-Identifier: BSD-3-Clause */
#include <limits.h>
#include <linux/nl80211.h>
#include <net/ethernet.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <stddef.h>
#include <string.h>

#include "wifi/element.h"
#include "wifi/nl80211.h"

static enum kernel_event event_of_command(uint8_t command)
{
	switch (command) {
	case NL80211_CMD_TRIGGER_SCAN:
		return KERNEL_SCAN_STARTED;
	case NL80211_CMD_NEW_SCAN_RESULTS:
		return KERNEL_SCAN_DONE;
	case NL80211_CMD_SCAN_ABORTED:
		return KERNEL_SCAN_ABORTED;
	case NL80211_CMD_AUTHENTICATE:
		return KERNEL_AUTHENTICATE;
	case NL80211_CMD_ASSOCIATE:
		return KERNEL_ASSOCIATE;
	case NL80211_CMD_DEAUTHENTICATE:
		return KERNEL_DEAUTHENTICATE;
	case NL80211_CMD_DISASSOCIATE:
		return KERNEL_DISASSOCIATE;
	case NL80211_CMD_CONNECT:
		return KERNEL_CONNECT;
	case NL80211_CMD_DISCONNECT:
		return KERNEL_DISCONNECT;
	case NL80211_CMD_FRAME_TX_STATUS:
		return KERNEL_FRAME_TX_STATUS;
	case NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS:
		return KERNEL_EAPOL_TX_STATUS;
	case NL80211_CMD_PORT_AUTHORIZED:
		return KERNEL_PORT_AUTHORIZED;
	case NL80211_CMD_NEW_STATION:
		return KERNEL_NEW_STATION;
	case NL80211_CMD_DEL_STATION:
		return KERNEL_DEL_STATION;
	case NL80211_CMD_ASSOC_COMEBACK:
		return KERNEL_ASSOC_COMEBACK;
	}
	return KERNEL_OTHER;
}

/* The attributes that are looked at. nla_parse() checks each one's length. */
static const struct nla_policy policy[NL80211_ATTR_MAX + 1] = {
	[NL80211_ATTR_IFINDEX] = { .type = NLA_U32 },
	[NL80211_ATTR_WDEV] = { .type = NLA_U64 },
	[NL80211_ATTR_MAC] = { .minlen = MAC_LENGTH },
};

#define FRAME_OCTETS_MAX 4096

/* A management frame as the kernel hands it over: decrypted, but still with the
 * Protected bit that it was received with (net/mac80211/wpa.c). */
static void take_frame(const struct nlattr *attr, struct frame *ret)
{
	uint8_t octets[FRAME_OCTETS_MAX];
	size_t length = (size_t)nla_len(attr);

	if (length < 2 || length > sizeof(octets))
		return;
	memcpy(octets, nla_data(attr), length);
	octets[1] &= (uint8_t)~0x40;
	frame_parse(octets, length, ret);
}

/* What went out over the control port is an Ethernet frame (net/mac80211/tx.c,
 * ieee80211_tx_control_port()). */
static void take_ethernet(const struct nlattr *attr, struct frame *ret)
{
	const uint8_t *octets = nla_data(attr);
	size_t length = (size_t)nla_len(attr);

	if (length < ETH_HLEN ||
	    get_be16(octets + offsetof(struct ether_header, ether_type)) != ETH_P_PAE)
		return;
	if (frame_parse_eapol(octets + ETH_HLEN, length - ETH_HLEN, ret) < 0)
		return;
	memcpy(ret->to, octets, MAC_LENGTH);
	memcpy(ret->from, octets + MAC_LENGTH, MAC_LENGTH);
}

bool nl80211_parse_event(const void *message, size_t length, uint32_t ifindex,
			 uint64_t wdev, struct event *ret)
{
	const struct genlmsghdr *genl = message;
	struct nlattr *attrs[NL80211_ATTR_MAX + 1];
	struct event event = { .kind = EVENT_KERNEL };

	if (length < GENL_HDRLEN || length > INT_MAX)
		return false;
	if (nla_parse(attrs, NL80211_ATTR_MAX, genlmsg_attrdata(genl, 0),
		      (int)(length - GENL_HDRLEN), policy) < 0)
		return false;
	if (attrs[NL80211_ATTR_IFINDEX]) {
		if (nla_get_u32(attrs[NL80211_ATTR_IFINDEX]) != ifindex)
			return false;
	} else if (!attrs[NL80211_ATTR_WDEV] ||
		   nla_get_u64(attrs[NL80211_ATTR_WDEV]) != wdev) {
		return false;
	}

	event.kernel.what = event_of_command(genl->cmd);
	event.kernel.timed_out = attrs[NL80211_ATTR_TIMED_OUT] != NULL;
	event.kernel.acknowledged = attrs[NL80211_ATTR_ACK] != NULL;
	if (attrs[NL80211_ATTR_MAC])
		memcpy(event.kernel.mac, nla_data(attrs[NL80211_ATTR_MAC]), MAC_LENGTH);
	if (attrs[NL80211_ATTR_FRAME]) {
		if (event.kernel.what == KERNEL_EAPOL_TX_STATUS)
			take_ethernet(attrs[NL80211_ATTR_FRAME], &event.kernel.frame);
		else
			take_frame(attrs[NL80211_ATTR_FRAME], &event.kernel.frame);
	}
	*ret = event;
	return true;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/interface.h"

#include <limits.h>
#include <linux/nl80211.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "netlink/netlink.h"

static const struct nla_policy policy[NL80211_ATTR_MAX + 1] = {
	[NL80211_ATTR_IFINDEX] = { .type = NLA_U32 },
	[NL80211_ATTR_IFNAME] = { .type = NLA_NUL_STRING },
	[NL80211_ATTR_IFTYPE] = { .type = NLA_U32 },
	[NL80211_ATTR_WIPHY] = { .type = NLA_U32 },
	[NL80211_ATTR_WIPHY_FREQ] = { .type = NLA_U32 },
	[NL80211_ATTR_MAC] = { .minlen = MAC_LENGTH },
	[NL80211_ATTR_PS_STATE] = { .type = NLA_U32 },
};

static int parse(const void *message, size_t length, struct nlattr **attrs)
{
	if (length < GENL_HDRLEN || length > INT_MAX ||
	    nla_parse(attrs, NL80211_ATTR_MAX, genlmsg_attrdata(message, 0),
		      (int)(length - GENL_HDRLEN), policy) < 0)
		return -EBADMSG;
	return 0;
}

int wireless_interface_parse(const void *message, size_t length,
			     struct wireless_interface *ret)
{
	struct nlattr *attrs[NL80211_ATTR_MAX + 1], *ssid;
	struct wireless_interface interface = { 0 };

	if (parse(message, length, attrs) < 0)
		return -EBADMSG;
	if (!attrs[NL80211_ATTR_IFINDEX] || !attrs[NL80211_ATTR_IFNAME])
		return -ENODEV;
	if (!attrs[NL80211_ATTR_IFTYPE] || !attrs[NL80211_ATTR_WIPHY])
		return -EBADMSG;
	nla_strlcpy(interface.name, attrs[NL80211_ATTR_IFNAME], sizeof(interface.name));
	interface.ifindex = nla_get_u32(attrs[NL80211_ATTR_IFINDEX]);
	interface.type = nla_get_u32(attrs[NL80211_ATTR_IFTYPE]);
	interface.wiphy = nla_get_u32(attrs[NL80211_ATTR_WIPHY]);
	if (attrs[NL80211_ATTR_WIPHY_FREQ])
		interface.frequency_mhz = nla_get_u32(attrs[NL80211_ATTR_WIPHY_FREQ]);
	if (attrs[NL80211_ATTR_MAC])
		memcpy(interface.mac, nla_data(attrs[NL80211_ATTR_MAC]), MAC_LENGTH);
	ssid = attrs[NL80211_ATTR_SSID];
	if (ssid && (size_t)nla_len(ssid) <= sizeof(interface.ssid)) {
		interface.ssid_length = (size_t)nla_len(ssid);
		memcpy(interface.ssid, nla_data(ssid), interface.ssid_length);
	}
	*ret = interface;
	return 0;
}

static int take_interface(struct nl_msg *msg, void *userdata)
{
	struct wireless_interfaces *interfaces = userdata;
	struct wireless_interface interface;
	int r = wireless_interface_parse(nlmsg_data(nlmsg_hdr(msg)),
					 (size_t)nlmsg_datalen(nlmsg_hdr(msg)),
					 &interface);

	if (r == -ENODEV)
		return 0;
	if (r == 0)
		*array_add(interfaces->items, interfaces->count, interfaces->capacity) =
			interface;
	return r;
}

static int by_name(const void *a, const void *b)
{
	const struct wireless_interface *one = a, *other = b;

	return strverscmp(one->name, other->name);
}

int wireless_interfaces_list(struct wireless_interfaces *ret, struct error *error)
{
	cleanup_wireless_interfaces_ struct wireless_interfaces interfaces = { 0 };
	cleanup_(netlink_closep) struct nl_sock *sock = NULL;
	struct nl_msg *msg;
	int r = genetlink_open(&sock, error);

	if (r < 0)
		return r;
	r = genetlink_family(sock, NL80211_GENL_NAME, error);
	if (r == -ENOENT) {
		error_clear(error);
		*ret = (struct wireless_interfaces){ 0 };
		return 0;
	}
	if (r < 0)
		return r;
	msg = nlmsg_alloc();
	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, r, 0, NLM_F_DUMP,
				 NL80211_CMD_GET_INTERFACE, 0)) {
		nlmsg_free(msg);
		return error_errno(error, -ENOMEM, "cannot list wireless interfaces");
	}
	r = netlink_request(sock, msg, take_interface, &interfaces,
			    "list wireless interfaces", error);
	if (r < 0)
		return r;
	if (interfaces.count > 0)
		qsort(interfaces.items, interfaces.count, sizeof(*interfaces.items),
		      by_name);
	*ret = interfaces;
	interfaces = (struct wireless_interfaces){ 0 };
	return 0;
}

void wireless_interfaces_clear(struct wireless_interfaces *interfaces)
{
	free(interfaces->items);
	*interfaces = (struct wireless_interfaces){ 0 };
}

const struct wireless_interface *
wireless_interfaces_find(const struct wireless_interfaces *interfaces, const char *name)
{
	for (size_t i = 0; i < interfaces->count; i++)
		if (strcmp(interfaces->items[i].name, name) == 0)
			return &interfaces->items[i];
	return NULL;
}

static int take_power_save(struct nl_msg *msg, void *userdata)
{
	struct nlattr *attrs[NL80211_ATTR_MAX + 1];
	int *state = userdata;

	if (parse(nlmsg_data(nlmsg_hdr(msg)), (size_t)nlmsg_datalen(nlmsg_hdr(msg)),
		  attrs) < 0)
		return -EBADMSG;
	if (attrs[NL80211_ATTR_PS_STATE])
		*state = nla_get_u32(attrs[NL80211_ATTR_PS_STATE]) == NL80211_PS_ENABLED;
	return 0;
}

int wireless_interface_power_save(uint32_t ifindex, bool *ret)
{
	cleanup_(netlink_closep) struct nl_sock *sock = NULL;
	int state = -ENODATA, r = genetlink_open(&sock, NULL);
	struct nl_msg *msg;

	if (r < 0)
		return r;
	r = genetlink_family(sock, NL80211_GENL_NAME, NULL);
	if (r < 0)
		return r;
	msg = nlmsg_alloc();
	if (!msg ||
	    !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, r, 0, 0,
			 NL80211_CMD_GET_POWER_SAVE, 0) ||
	    nla_put_u32(msg, NL80211_ATTR_IFINDEX, ifindex) < 0) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	r = netlink_request(sock, msg, take_power_save, &state, "ask for power save",
			    NULL);
	if (r < 0)
		return r;
	if (state < 0)
		return state;
	*ret = state;
	return 0;
}

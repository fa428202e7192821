/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/wiphy.h"

#include <limits.h>
#include <linux/nl80211.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <string.h>

#include "base/cleanup.h"
#include "netlink/netlink.h"

static const struct nla_policy policy[NL80211_ATTR_MAX + 1] = {
	[NL80211_ATTR_WIPHY_NAME] = { .type = NLA_NUL_STRING },
	[NL80211_ATTR_SUPPORTED_IFTYPES] = { .type = NLA_NESTED },
	[NL80211_ATTR_SOFTWARE_IFTYPES] = { .type = NLA_NESTED },
	[NL80211_ATTR_SUPPORTED_COMMANDS] = { .type = NLA_NESTED },
	[NL80211_ATTR_INTERFACE_COMBINATIONS] = { .type = NLA_NESTED },
	[NL80211_ATTR_MAX_NUM_SCAN_SSIDS] = { .type = NLA_U8 },
	[NL80211_ATTR_ROAM_SUPPORT] = { .type = NLA_FLAG },
	[NL80211_ATTR_WIPHY_BANDS] = { .type = NLA_NESTED },
};

static const struct nla_policy band_policy[NL80211_BAND_ATTR_MAX + 1] = {
	[NL80211_BAND_ATTR_FREQS] = { .type = NLA_NESTED },
};

static const struct nla_policy frequency_policy[NL80211_FREQUENCY_ATTR_MAX + 1] = {
	[NL80211_FREQUENCY_ATTR_FREQ] = { .type = NLA_U32 },
	[NL80211_FREQUENCY_ATTR_DISABLED] = { .type = NLA_FLAG },
};

static const struct nla_policy combination_policy[MAX_NL80211_IFACE_COMB + 1] = {
	[NL80211_IFACE_COMB_LIMITS] = { .type = NLA_NESTED },
	[NL80211_IFACE_COMB_MAXNUM] = { .type = NLA_U32 },
	[NL80211_IFACE_COMB_NUM_CHANNELS] = { .type = NLA_U32 },
};

static const struct nla_policy limit_policy[MAX_NL80211_IFACE_LIMIT + 1] = {
	[NL80211_IFACE_LIMIT_MAX] = { .type = NLA_U32 },
	[NL80211_IFACE_LIMIT_TYPES] = { .type = NLA_NESTED },
};

/* Flags whose attributes' types are the interface types. */
static uint32_t take_types(const struct nlattr *nest)
{
	const struct nlattr *attr;
	uint32_t types = 0;
	int left;

	nla_for_each_nested(attr, (struct nlattr *)(uintptr_t)nest, left)
	{
		if (nla_type(attr) < 32)
			types |= UINT32_C(1) << nla_type(attr);
	}
	return types;
}

static void take_commands(const struct nlattr *nest, struct wiphy *wiphy)
{
	const struct nlattr *attr;
	int left;

	nla_for_each_nested(attr, (struct nlattr *)(uintptr_t)nest, left)
	{
		uint32_t command;

		if (nla_len(attr) < (int)sizeof(command))
			continue;
		command = nla_get_u32(attr);
		if (command < WIPHY_COMMANDS_MAX)
			wiphy->commands[command / 8] |= (uint8_t)(1 << command % 8);
	}
}

static void take_limits(const struct nlattr *nest, struct interface_combination *c)
{
	struct nlattr *attrs[MAX_NL80211_IFACE_LIMIT + 1], *attr;
	int left;

	nla_for_each_nested(attr, (struct nlattr *)(uintptr_t)nest, left)
	{
		struct interface_limit *limit = &c->limits[c->limit_count];

		if (c->limit_count == WIPHY_LIMITS_MAX ||
		    nla_parse_nested(attrs, MAX_NL80211_IFACE_LIMIT, attr, limit_policy) <
			    0 ||
		    !attrs[NL80211_IFACE_LIMIT_MAX] || !attrs[NL80211_IFACE_LIMIT_TYPES])
			continue;
		limit->max = nla_get_u32(attrs[NL80211_IFACE_LIMIT_MAX]);
		limit->types = take_types(attrs[NL80211_IFACE_LIMIT_TYPES]);
		c->limit_count++;
	}
}

static void take_combinations(const struct nlattr *nest, struct wiphy *wiphy)
{
	struct nlattr *attrs[MAX_NL80211_IFACE_COMB + 1], *attr;
	int left;

	nla_for_each_nested(attr, (struct nlattr *)(uintptr_t)nest, left)
	{
		struct interface_combination *c;

		if (wiphy->combination_count == WIPHY_COMBINATIONS_MAX ||
		    nla_parse_nested(attrs, MAX_NL80211_IFACE_COMB, attr,
				     combination_policy) < 0 ||
		    !attrs[NL80211_IFACE_COMB_LIMITS] ||
		    !attrs[NL80211_IFACE_COMB_MAXNUM])
			continue;
		c = &wiphy->combinations[wiphy->combination_count++];
		*c = (struct interface_combination){
			.max = nla_get_u32(attrs[NL80211_IFACE_COMB_MAXNUM]),
		};
		if (attrs[NL80211_IFACE_COMB_NUM_CHANNELS])
			c->channels = nla_get_u32(attrs[NL80211_IFACE_COMB_NUM_CHANNELS]);
		take_limits(attrs[NL80211_IFACE_COMB_LIMITS], c);
	}
}

static void take_akms(const struct nlattr *attr, struct wiphy *wiphy)
{
	size_t count = (size_t)nla_len(attr) / sizeof(uint32_t);

	if (count > WIPHY_AKMS_MAX)
		count = WIPHY_AKMS_MAX;
	memcpy(wiphy->akms, nla_data(attr), count * sizeof(uint32_t));
	wiphy->akm_count = count;
}

static void take_features(const struct nlattr *attr, struct wiphy *wiphy)
{
	size_t length = (size_t)nla_len(attr);

	if (length > sizeof(wiphy->features))
		length = sizeof(wiphy->features);
	memcpy(wiphy->features, nla_data(attr), length);
}

/* As cfg80211_channel_is_psc(), net/wireless/util.c: every fourth channel of 20 MHz,
 * from 5 on. */
static bool is_preferred(unsigned mhz)
{
	return mhz > 5950 && (mhz - 5950) / 5 % 16 == 5;
}

/* Of S1G, at 900 MHz, and 60 GHz no access point is one of a Wi-Fi network. */
static void take_band(const struct nlattr *band, struct wiphy *wiphy)
{
	struct nlattr *attrs[NL80211_BAND_ATTR_MAX + 1],
		*frequency[NL80211_FREQUENCY_ATTR_MAX + 1], *attr;
	int type = nla_type(band), left;

	if ((type != NL80211_BAND_2GHZ && type != NL80211_BAND_5GHZ &&
	     type != NL80211_BAND_6GHZ) ||
	    nla_parse_nested(attrs, NL80211_BAND_ATTR_MAX,
			     (struct nlattr *)(uintptr_t)band, band_policy) < 0 ||
	    !attrs[NL80211_BAND_ATTR_FREQS])
		return;
	nla_for_each_nested(attr, attrs[NL80211_BAND_ATTR_FREQS], left)
	{
		unsigned mhz;

		if (wiphy->frequency_count == WIPHY_FREQUENCIES_MAX ||
		    nla_parse_nested(frequency, NL80211_FREQUENCY_ATTR_MAX, attr,
				     frequency_policy) < 0 ||
		    !frequency[NL80211_FREQUENCY_ATTR_FREQ] ||
		    frequency[NL80211_FREQUENCY_ATTR_DISABLED])
			continue;
		mhz = nla_get_u32(frequency[NL80211_FREQUENCY_ATTR_FREQ]);
		if (type != NL80211_BAND_6GHZ || is_preferred(mhz))
			wiphy->frequencies[wiphy->frequency_count++] = mhz;
	}
}

static void take_bands(const struct nlattr *nest, struct wiphy *wiphy)
{
	const struct nlattr *attr;
	int left;

	nla_for_each_nested(attr, (struct nlattr *)(uintptr_t)nest, left)
	{
		take_band(attr, wiphy);
	}
}

int wiphy_take(const void *message, size_t length, struct wiphy *wiphy)
{
	const struct genlmsghdr *genl = message;
	struct nlattr *attrs[NL80211_ATTR_MAX + 1];

	if (length < GENL_HDRLEN || length > INT_MAX ||
	    nla_parse(attrs, NL80211_ATTR_MAX, genlmsg_attrdata(genl, 0),
		      (int)(length - GENL_HDRLEN), policy) < 0)
		return -EBADMSG;
	if (attrs[NL80211_ATTR_WIPHY_NAME])
		nla_strlcpy(wiphy->name, attrs[NL80211_ATTR_WIPHY_NAME],
			    sizeof(wiphy->name));
	if (attrs[NL80211_ATTR_SUPPORTED_IFTYPES])
		wiphy->types = take_types(attrs[NL80211_ATTR_SUPPORTED_IFTYPES]);
	if (attrs[NL80211_ATTR_SOFTWARE_IFTYPES])
		wiphy->software_types = take_types(attrs[NL80211_ATTR_SOFTWARE_IFTYPES]);
	if (attrs[NL80211_ATTR_SUPPORTED_COMMANDS])
		take_commands(attrs[NL80211_ATTR_SUPPORTED_COMMANDS], wiphy);
	if (attrs[NL80211_ATTR_INTERFACE_COMBINATIONS])
		take_combinations(attrs[NL80211_ATTR_INTERFACE_COMBINATIONS], wiphy);
	if (attrs[NL80211_ATTR_AKM_SUITES])
		take_akms(attrs[NL80211_ATTR_AKM_SUITES], wiphy);
	if (attrs[NL80211_ATTR_EXT_FEATURES])
		take_features(attrs[NL80211_ATTR_EXT_FEATURES], wiphy);
	if (attrs[NL80211_ATTR_MAX_NUM_SCAN_SSIDS])
		wiphy->scan_ssids = nla_get_u8(attrs[NL80211_ATTR_MAX_NUM_SCAN_SSIDS]);
	if (attrs[NL80211_ATTR_WIPHY_BANDS])
		take_bands(attrs[NL80211_ATTR_WIPHY_BANDS], wiphy);
	if (attrs[NL80211_ATTR_ROAM_SUPPORT])
		wiphy->firmware_roams = true;
	return 0;
}

static int take_message(struct nl_msg *msg, void *userdata)
{
	return wiphy_take(nlmsg_data(nlmsg_hdr(msg)),
			  (size_t)nlmsg_datalen(nlmsg_hdr(msg)), userdata);
}

int wiphy_read(uint32_t number, struct wiphy *ret, struct error *error)
{
	cleanup_(netlink_closep) struct nl_sock *sock = NULL;
	struct wiphy wiphy = { 0 };
	struct nl_msg *msg;
	int r;

	r = genetlink_open(&sock, error);
	if (r < 0)
		return r;
	r = genetlink_family(sock, NL80211_GENL_NAME, error);
	if (r < 0)
		return r;
	msg = nlmsg_alloc();
	/* One message would not hold it all. */
	if (!msg ||
	    !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, r, 0, NLM_F_DUMP,
			 NL80211_CMD_GET_WIPHY, 0) ||
	    nla_put_u32(msg, NL80211_ATTR_WIPHY, number) < 0 ||
	    nla_put_flag(msg, NL80211_ATTR_SPLIT_WIPHY_DUMP) < 0) {
		nlmsg_free(msg);
		return error_errno(error, -ENOMEM, "cannot ask about a radio");
	}
	r = netlink_request(sock, msg, take_message, &wiphy, "ask what the radio can do",
			    error);
	if (r < 0)
		return r;
	*ret = wiphy;
	return 0;
}

bool wiphy_has_command(const struct wiphy *wiphy, unsigned command)
{
	return command < WIPHY_COMMANDS_MAX &&
	       (wiphy->commands[command / 8] & 1 << command % 8);
}

bool wiphy_has_feature(const struct wiphy *wiphy, unsigned feature)
{
	return feature / 8 < WIPHY_FEATURE_OCTETS_MAX &&
	       (wiphy->features[feature / 8] & 1 << feature % 8);
}

enum sme wiphy_sme(const struct wiphy *wiphy)
{
	if (wiphy_has_command(wiphy, NL80211_CMD_AUTHENTICATE) &&
	    wiphy_has_command(wiphy, NL80211_CMD_ASSOCIATE))
		return SME_SUPPLICANT;
	return wiphy_has_command(wiphy, NL80211_CMD_CONNECT) ? SME_FIRMWARE : SME_NONE;
}

static bool combination_allows(const struct interface_combination *c, uint32_t one,
			       uint32_t other)
{
	if (c->max < 2)
		return false;
	for (size_t i = 0; i < c->limit_count; i++) {
		if (!(c->limits[i].types & one) || c->limits[i].max < 1)
			continue;
		for (size_t j = 0; j < c->limit_count; j++)
			if ((c->limits[j].types & other) &&
			    c->limits[j].max >= (i == j ? 2u : 1u))
				return true;
	}
	return false;
}

bool wiphy_can_monitor_beside_station(const struct wiphy *wiphy)
{
	const uint32_t monitor = UINT32_C(1) << NL80211_IFTYPE_MONITOR;
	const uint32_t station = UINT32_C(1) << NL80211_IFTYPE_STATION;

	if (!(wiphy->types & monitor))
		return false;
	if (wiphy->software_types & monitor)
		return true;
	for (size_t i = 0; i < wiphy->combination_count; i++)
		if (combination_allows(&wiphy->combinations[i], station, monitor))
			return true;
	return false;
}

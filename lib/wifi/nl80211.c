/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/nl80211.h"

#include <errno.h>
#include <linux/nl80211.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "netlink/listener.h"
#include "netlink/netlink.h"

struct nl80211_monitor {
	struct netlink_listener *listener;
	int family;
	uint32_t ifindex;
	uint64_t wdev;
	void (*event)(void *userdata, uint64_t time_ns, const struct event *event);
	void (*lost)(void *userdata);
	void *userdata;
};

static void on_message(void *userdata, uint64_t time_ns, const struct nlmsghdr *header)
{
	const struct nl80211_monitor *monitor = userdata;
	struct event event;

	if (header->nlmsg_type == monitor->family &&
	    nl80211_parse_event(nlmsg_data(header), (size_t)nlmsg_datalen(header),
				monitor->ifindex, monitor->wdev, &event))
		monitor->event(monitor->userdata, time_ns, &event);
}

static void on_lost(void *userdata)
{
	const struct nl80211_monitor *monitor = userdata;

	if (monitor->lost)
		monitor->lost(monitor->userdata);
}

static int take_wdev(struct nl_msg *msg, void *userdata)
{
	static const struct nla_policy wdev_policy[NL80211_ATTR_MAX + 1] = {
		[NL80211_ATTR_WDEV] = { .type = NLA_U64 },
	};
	struct nlattr *attrs[NL80211_ATTR_MAX + 1];
	uint64_t *wdev = userdata;

	if (genlmsg_parse(nlmsg_hdr(msg), 0, attrs, NL80211_ATTR_MAX, wdev_policy) == 0 &&
	    attrs[NL80211_ATTR_WDEV])
		*wdev = nla_get_u64(attrs[NL80211_ATTR_WDEV]);
	return 0;
}

/* Messages before an interface is up, or about its wiphy, may name it by this. */
static int find_wdev(struct nl80211_monitor *monitor, struct nl_sock *sock,
		     const char *ifname, struct error *error)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (!msg ||
	    !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, monitor->family, 0, 0,
			 NL80211_CMD_GET_INTERFACE, 0) ||
	    nla_put_u32(msg, NL80211_ATTR_IFINDEX, monitor->ifindex) < 0) {
		nlmsg_free(msg);
		return error_errno(error, -ENOMEM, "cannot ask about %s", ifname);
	}
	return netlink_request(sock, msg, take_wdev, &monitor->wdev,
			       "find the wireless interface", error);
}

/* All are looked up before the first is joined: from then on answers and multicasts
 * would mix. */
static int listen_to_groups(struct nl80211_monitor *monitor, sd_event *loop,
			    struct nl_sock **sock, struct nlmon *nlmon,
			    struct error *error)
{
	static const struct netlink_listener_callbacks callbacks = {
		.message = on_message,
		.lost = on_lost,
	};
	static const char *const groups[] = { NL80211_MULTICAST_GROUP_CONFIG,
					      NL80211_MULTICAST_GROUP_SCAN,
					      NL80211_MULTICAST_GROUP_MLME };
	int numbers[ARRAY_SIZE(groups)], r;

	for (size_t i = 0; i < ARRAY_SIZE(groups); i++) {
		numbers[i] = genetlink_group(*sock, NL80211_GENL_NAME, groups[i], error);
		if (numbers[i] < 0)
			return numbers[i];
	}
	r = netlink_listener_open(&monitor->listener, loop, *sock, numbers,
				  ARRAY_SIZE(numbers), nlmon, &callbacks, monitor, error);
	if (r < 0) {
		error_prefix(error, r, "nl80211");
		return r;
	}
	*sock = NULL;
	return 0;
}

int nl80211_monitor_open(struct nl80211_monitor **ret, sd_event *loop, const char *ifname,
			 struct nlmon *nlmon,
			 void (*event)(void *userdata, uint64_t time_ns,
				       const struct event *event),
			 void (*lost)(void *userdata), void *userdata,
			 struct error *error)
{
	struct nl80211_monitor *monitor = memory_zero(1, sizeof(*monitor));
	cleanup_(netlink_closep) struct nl_sock *sock = NULL;
	int r;

	monitor->event = event;
	monitor->lost = lost;
	monitor->userdata = userdata;
	monitor->ifindex = if_nametoindex(ifname);
	if (monitor->ifindex == 0) {
		r = error_errno(error, -errno, "no interface %s", ifname);
		goto fail;
	}
	r = genetlink_open(&sock, error);
	if (r < 0)
		goto fail;
	r = genetlink_family(sock, NL80211_GENL_NAME, error);
	if (r < 0)
		goto fail;
	monitor->family = r;
	r = find_wdev(monitor, sock, ifname, error);
	if (r < 0) {
		error_prefix(error, r, "%s", ifname);
		goto fail;
	}
	r = listen_to_groups(monitor, loop, &sock, nlmon, error);
	if (r < 0)
		goto fail;
	*ret = monitor;
	return 0;
fail:
	nl80211_monitor_close(monitor);
	return r;
}

int nl80211_monitor_read(struct nl80211_monitor *monitor)
{
	return netlink_listener_read(monitor->listener);
}

struct nl80211_monitor *nl80211_monitor_close(struct nl80211_monitor *monitor)
{
	if (!monitor)
		return NULL;
	netlink_listener_close(monitor->listener);
	free(monitor);
	return NULL;
}

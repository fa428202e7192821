/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/nl80211.h"

#include <errno.h>
#include <linux/nl80211.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/socket.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "netlink/netlink.h"

/* Multicasts wait in the kernel while the loop is busy; past the buffer they are
 * dropped (ENOBUFS). The largest, a frame with its request's elements, is some 5 kB
 * with the kernel's overhead. */
#define RECEIVE_BUFFER (4 * 1024 * 1024)
#define MESSAGE_MAX 32768
#define MESSAGES_AT_ONCE 256

struct nl80211_monitor {
	/* A callback may close the monitor that calls it. */
	unsigned references;
	bool closed;
	struct nl_sock *sock;
	sd_event_source *source;
	int family;
	uint32_t ifindex;
	uint64_t wdev;
	void (*event)(void *userdata, uint64_t time_ns, const struct event *event);
	void (*lost)(void *userdata);
	void *userdata;
	_Alignas(struct nlmsghdr) uint8_t buffer[MESSAGE_MAX];
};

static void unref(struct nl80211_monitor *monitor)
{
	if (--monitor->references == 0)
		free(monitor);
}

static void take_datagram(struct nl80211_monitor *monitor, size_t length)
{
	uint64_t now = clock_monotonic_ns();
	struct nlmsghdr *header = (struct nlmsghdr *)monitor->buffer;
	struct event event;
	int left = (int)length;

	for (; nlmsg_ok(header, left) && !monitor->closed;
	     header = nlmsg_next(header, &left)) {
		if (header->nlmsg_type == monitor->family &&
		    nl80211_parse_event(nlmsg_data(header), (size_t)nlmsg_datalen(header),
					monitor->ifindex, monitor->wdev, &event))
			monitor->event(monitor->userdata, now, &event);
	}
}

static void tell_lost(struct nl80211_monitor *monitor)
{
	if (monitor->lost)
		monitor->lost(monitor->userdata);
}

int nl80211_monitor_read(struct nl80211_monitor *monitor)
{
	int fd, r = 0;

	/* A callback that asks for what its caller is reading already. */
	if (monitor->closed || monitor->references > 1)
		return 0;
	fd = nl_socket_get_fd(monitor->sock);
	monitor->references++;
	for (int i = 0; i < MESSAGES_AT_ONCE && !monitor->closed; i++) {
		struct sockaddr_nl from = { 0 };
		socklen_t from_length = sizeof(from);
		ssize_t length = recvfrom(fd, monitor->buffer, sizeof(monitor->buffer),
					  MSG_DONTWAIT | MSG_TRUNC,
					  (struct sockaddr *)&from, &from_length);

		if (length < 0) {
			if (errno == EINTR)
				continue;
			if (errno == EAGAIN)
				break;
			r = errno == ENOBUFS ? 0 : -errno;
			tell_lost(monitor);
			if (r < 0)
				break;
		} else if ((size_t)length > sizeof(monitor->buffer)) {
			tell_lost(monitor);
		} else if (from.nl_pid == 0) { /* from the kernel, not a neighbour */
			take_datagram(monitor, (size_t)length);
		}
	}
	unref(monitor);
	return r;
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	(void)source;
	(void)fd;
	(void)revents;
	return nl80211_monitor_read(userdata);
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
static int find_wdev(struct nl80211_monitor *monitor, const char *ifname,
		     struct error *error)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (!msg ||
	    !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, monitor->family, 0, 0,
			 NL80211_CMD_GET_INTERFACE, 0) ||
	    nla_put_u32(msg, NL80211_ATTR_IFINDEX, monitor->ifindex) < 0) {
		nlmsg_free(msg);
		return error_errno(error, -ENOMEM, "cannot ask about %s", ifname);
	}
	return netlink_request(monitor->sock, msg, take_wdev, &monitor->wdev,
			       "find the wireless interface", error);
}

static int join_groups(struct nl80211_monitor *monitor, struct error *error)
{
	static const char *const groups[] = { NL80211_MULTICAST_GROUP_CONFIG,
					      NL80211_MULTICAST_GROUP_SCAN,
					      NL80211_MULTICAST_GROUP_MLME };
	int numbers[ARRAY_SIZE(groups)];

	/* All are looked up before the first is joined: from then on answers and
	 * multicasts would mix. */
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++) {
		numbers[i] = genetlink_group(monitor->sock, NL80211_GENL_NAME, groups[i],
					     error);
		if (numbers[i] < 0)
			return numbers[i];
	}
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++) {
		int nle = nl_socket_add_membership(monitor->sock, numbers[i]);

		if (nle < 0)
			return error_errno(error, netlink_errno(nle),
					   "cannot listen to nl80211's group %s",
					   groups[i]);
	}
	return 0;
}

int nl80211_monitor_open(struct nl80211_monitor **ret, sd_event *loop, const char *ifname,
			 void (*event)(void *userdata, uint64_t time_ns,
				       const struct event *event),
			 void (*lost)(void *userdata), void *userdata,
			 struct error *error)
{
	struct nl80211_monitor *monitor = memory_zero(1, sizeof(*monitor));
	int r, fd, size = RECEIVE_BUFFER;

	monitor->references = 1;
	monitor->event = event;
	monitor->lost = lost;
	monitor->userdata = userdata;
	monitor->ifindex = if_nametoindex(ifname);
	if (monitor->ifindex == 0) {
		r = error_errno(error, -errno, "no interface %s", ifname);
		goto fail;
	}
	r = genetlink_open(&monitor->sock, error);
	if (r < 0)
		goto fail;
	r = genetlink_family(monitor->sock, NL80211_GENL_NAME, error);
	if (r < 0)
		goto fail;
	monitor->family = r;
	r = find_wdev(monitor, ifname, error);
	if (r < 0) {
		error_prefix(error, r, "%s", ifname);
		goto fail;
	}
	fd = nl_socket_get_fd(monitor->sock);
	/* Past the system's limit only with CAP_NET_ADMIN; up to it without. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	r = join_groups(monitor, error);
	if (r < 0)
		goto fail;
	r = sd_event_add_io(loop, &monitor->source, fd, EPOLLIN, on_io, monitor);
	if (r < 0) {
		error_errno(error, r, "cannot watch nl80211's messages");
		goto fail;
	}
	*ret = monitor;
	return 0;
fail:
	nl80211_monitor_close(monitor);
	return r;
}

struct nl80211_monitor *nl80211_monitor_close(struct nl80211_monitor *monitor)
{
	if (!monitor)
		return NULL;
	monitor->closed = true;
	monitor->source = sd_event_source_disable_unref(monitor->source);
	netlink_close(monitor->sock);
	monitor->sock = NULL;
	unref(monitor);
	return NULL;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/link-watch.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/msg.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/mac.h"
#include "base/memory.h"
#include "netlink/listener.h"
#include "netlink/netlink.h"

/* The kernel itself keeps at most 1024 neighbours
 * (net.ipv4.neigh.default.gc_thresh3). */
#define KNOWN_MAX 4096

struct link_watch {
	struct netlink_listener *listener;
	uint32_t ifindex;
	/* What was told last of each address, route and neighbour that is there, and of
	 * the link. */
	struct event *known;
	size_t known_count, known_capacity;
	void (*event)(void *userdata, uint64_t time_ns, const struct event *event);
	void (*lost)(void *userdata);
	void *userdata;
};

static bool text_equal(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static size_t find_known(const struct link_watch *watch, const struct event *event)
{
	size_t i = 0;

	while (i < watch->known_count &&
	       (watch->known[i].link.what != event->link.what ||
		!text_equal(watch->known[i].link.text, event->link.text)))
		i++;
	return i;
}

/* The kernel repeats itself: when counters change, when a lifetime is renewed. */
static bool is_news(const struct link_watch *watch, const struct event *event)
{
	size_t i = find_known(watch, event);
	const struct event *known = i < watch->known_count ? &watch->known[i] : NULL;

	if (event->link.removed)
		return known != NULL;
	return !known || known->link.carrier != event->link.carrier ||
	       !text_equal(known->link.operstate, event->link.operstate) ||
	       !mac_equal(known->link.mac, event->link.mac) ||
	       !text_equal(known->link.state, event->link.state);
}

static char *copy_text(const char *text)
{
	return text ? memory_strdup(text) : NULL;
}

static void remember(struct link_watch *watch, const struct event *event)
{
	size_t i = find_known(watch, event);
	bool is_known = i < watch->known_count;

	if (is_known)
		event_clear(&watch->known[i]);
	if (event->link.removed) {
		if (is_known)
			watch->known[i] = watch->known[--watch->known_count];
		return;
	}
	if (!is_known) {
		/* Then its repetitions will be told, and its removal will not. */
		if (watch->known_count == KNOWN_MAX)
			return;
		array_add(watch->known, watch->known_count, watch->known_capacity);
	}
	watch->known[i] = *event;
	watch->known[i].link.text = copy_text(event->link.text);
	watch->known[i].link.operstate = copy_text(event->link.operstate);
	watch->known[i].link.state = copy_text(event->link.state);
}

static void on_message(void *userdata, uint64_t time_ns, const struct nlmsghdr *header)
{
	struct link_watch *watch = userdata;
	struct event event;

	if (!link_parse_event(header, watch->ifindex, &event))
		return;
	if (is_news(watch, &event)) {
		remember(watch, &event);
		watch->event(watch->userdata, time_ns, &event);
	}
	event_clear(&event);
}

static void on_lost(void *userdata)
{
	const struct link_watch *watch = userdata;

	if (watch->lost)
		watch->lost(watch->userdata);
}

static int learn(struct nl_msg *msg, void *userdata)
{
	struct link_watch *watch = userdata;
	struct event event;

	if (link_parse_event(nlmsg_hdr(msg), watch->ifindex, &event)) {
		remember(watch, &event);
		event_clear(&event);
	}
	return 0;
}

/* What is there before anything changes. Asked after the groups were joined, so that a
 * change in between is seen, if at its reading as nothing new. */
static int learn_all(struct link_watch *watch, struct error *error)
{
	static const int requests[] = { RTM_GETLINK, RTM_GETADDR, RTM_GETROUTE,
					RTM_GETNEIGH };
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	int r = rtnetlink_open(&rt, error);

	for (size_t i = 0; i < ARRAY_SIZE(requests) && r == 0; i++) {
		/* The longest of the headers; the kernel looks at the family, here
		 * AF_UNSPEC. */
		struct ifinfomsg header = { 0 };
		struct nl_msg *msg =
			nlmsg_alloc_simple(requests[i], NLM_F_REQUEST | NLM_F_DUMP);

		if (!msg ||
		    nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO) < 0) {
			nlmsg_free(msg);
			return error_errno(error, -ENOMEM, "cannot ask about the link");
		}
		r = netlink_request(rt, msg, learn, watch,
				    "find addresses, routes and neighbours", error);
	}
	return r;
}

static int listen_to_groups(struct link_watch *watch, sd_event *loop, struct nlmon *nlmon,
			    struct error *error)
{
	static const struct netlink_listener_callbacks callbacks = {
		.message = on_message,
		.lost = on_lost,
	};
	static const int groups[] = { RTNLGRP_LINK,	   RTNLGRP_IPV4_IFADDR,
				      RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV4_ROUTE,
				      RTNLGRP_IPV6_ROUTE,  RTNLGRP_NEIGH };
	struct nl_sock *sock = NULL;
	int r = rtnetlink_open(&sock, error);

	if (r < 0)
		return r;
	r = netlink_listener_open(&watch->listener, loop, sock, groups,
				  ARRAY_SIZE(groups), nlmon, &callbacks, watch, error);
	if (r < 0)
		netlink_close(sock);
	return r;
}

int link_watch_open(struct link_watch **ret, sd_event *loop, const char *ifname,
		    struct nlmon *nlmon,
		    void (*event)(void *userdata, uint64_t time_ns,
				  const struct event *event),
		    void (*lost)(void *userdata), void *userdata, struct error *error)
{
	struct link_watch *watch = memory_zero(1, sizeof(*watch));
	int r = 0;

	watch->event = event;
	watch->lost = lost;
	watch->userdata = userdata;
	watch->ifindex = if_nametoindex(ifname);
	if (watch->ifindex == 0)
		r = error_errno(error, -errno, "no interface %s", ifname);
	if (r == 0)
		r = listen_to_groups(watch, loop, nlmon, error);
	if (r == 0)
		r = learn_all(watch, error);
	if (r < 0) {
		link_watch_close(watch);
		return r;
	}
	*ret = watch;
	return 0;
}

int link_watch_read(struct link_watch *watch)
{
	return netlink_listener_read(watch->listener);
}

struct link_watch *link_watch_close(struct link_watch *watch)
{
	if (!watch)
		return NULL;
	netlink_listener_close(watch->listener);
	for (size_t i = 0; i < watch->known_count; i++)
		event_clear(&watch->known[i]);
	free(watch->known);
	free(watch);
	return NULL;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/scan.h"

#include <errno.h>
#include <limits.h>
#include <linux/nl80211.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "netlink/netlink.h"
#include "wifi/element.h"
#include "wifi/nl80211.h"
#include "wifi/wiphy.h"

#define CAPABILITY_PRIVACY 0x0010 /* IEEE 802.11-2020 9.4.1.4 */

static const struct nla_policy policy[NL80211_ATTR_MAX + 1] = {
	[NL80211_ATTR_BSS] = { .type = NLA_NESTED },
};

static const struct nla_policy bss_policy[NL80211_BSS_MAX + 1] = {
	[NL80211_BSS_BSSID] = { .minlen = MAC_LENGTH },
	[NL80211_BSS_FREQUENCY] = { .type = NLA_U32 },
	[NL80211_BSS_CAPABILITY] = { .type = NLA_U16 },
	[NL80211_BSS_SIGNAL_MBM] = { .type = NLA_U32 },
	[NL80211_BSS_STATUS] = { .type = NLA_U32 },
	[NL80211_BSS_SEEN_MS_AGO] = { .type = NLA_U32 },
};

/* A hidden SSID is empty, or as long as it is and all zeros. */
static void take_ssid(const struct element *element, struct scanned_bss *bss)
{
	bool hidden = true;

	if (element->length > SSID_LENGTH_MAX || bss->ssid_length > 0)
		return;
	for (size_t i = 0; i < element->length; i++)
		hidden &= element->body[i] == 0;
	if (hidden)
		return;
	memcpy(bss->ssid, element->body, element->length);
	bss->ssid_length = element->length;
}

static void take_elements(const uint8_t *octets, size_t length, struct scanned_bss *bss)
{
	static const uint8_t wpa[] = { 0x00, 0x50, 0xf2, 1 };
	struct element element;
	size_t at = 0;

	while (element_next(octets, length, &at, &element) > 0) {
		if (element.id == ELEMENT_SSID)
			take_ssid(&element, bss);
		else if (element.id == ELEMENT_VENDOR_SPECIFIC &&
			 element.length >= sizeof(wpa) &&
			 memcmp(element.body, wpa, sizeof(wpa)) == 0)
			bss->has_wpa = true;
	}
	bss->malformed = bss_elements_parse(octets, length, &bss->elements) < 0;
}

int scanned_bss_parse(const void *message, size_t length, struct scanned_bss *ret)
{
	struct nlattr *attrs[NL80211_ATTR_MAX + 1], *bss_attrs[NL80211_BSS_MAX + 1];
	const struct nlattr *status, *elements;
	struct scanned_bss bss = { 0 };

	if (length < GENL_HDRLEN || length > INT_MAX ||
	    nla_parse(attrs, NL80211_ATTR_MAX, genlmsg_attrdata(message, 0),
		      (int)(length - GENL_HDRLEN), policy) < 0 ||
	    !attrs[NL80211_ATTR_BSS] ||
	    nla_parse_nested(bss_attrs, NL80211_BSS_MAX, attrs[NL80211_ATTR_BSS],
			     bss_policy) < 0 ||
	    !bss_attrs[NL80211_BSS_BSSID] || !bss_attrs[NL80211_BSS_FREQUENCY])
		return -EBADMSG;
	memcpy(bss.bssid, nla_data(bss_attrs[NL80211_BSS_BSSID]), MAC_LENGTH);
	bss.frequency_mhz = nla_get_u32(bss_attrs[NL80211_BSS_FREQUENCY]);
	if (bss_attrs[NL80211_BSS_SIGNAL_MBM]) {
		bss.has_signal = true;
		bss.signal_dbm =
			(int32_t)nla_get_u32(bss_attrs[NL80211_BSS_SIGNAL_MBM]) / 100;
	}
	if (bss_attrs[NL80211_BSS_CAPABILITY])
		bss.privacy = nla_get_u16(bss_attrs[NL80211_BSS_CAPABILITY]) &
			      CAPABILITY_PRIVACY;
	if (bss_attrs[NL80211_BSS_SEEN_MS_AGO])
		bss.seen_ms_ago = nla_get_u32(bss_attrs[NL80211_BSS_SEEN_MS_AGO]);
	status = bss_attrs[NL80211_BSS_STATUS];
	bss.associated = status && nla_get_u32(status) == NL80211_BSS_STATUS_ASSOCIATED;
	elements = bss_attrs[NL80211_BSS_INFORMATION_ELEMENTS];
	if (elements)
		take_elements(nla_data(elements), (size_t)nla_len(elements), &bss);
	*ret = bss;
	return 0;
}

static int take_bss(struct nl_msg *msg, void *userdata)
{
	struct scan_results *results = userdata;
	struct scanned_bss bss;

	if (scanned_bss_parse(nlmsg_data(nlmsg_hdr(msg)),
			      (size_t)nlmsg_datalen(nlmsg_hdr(msg)), &bss) < 0)
		return -EBADMSG;
	*array_add(results->items, results->count, results->capacity) = bss;
	return 0;
}

/* A message of nl80211's about an interface, to be added to. */
static int start_message(struct nl_sock *sock, uint8_t command, int flags,
			 uint32_t ifindex, struct nl_msg **ret, struct error *error)
{
	int family = genetlink_family(sock, NL80211_GENL_NAME, error);
	struct nl_msg *msg = NULL;

	if (family < 0)
		return family;
	msg = nlmsg_alloc();
	if (!msg ||
	    !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0, flags, command, 0) ||
	    nla_put_u32(msg, NL80211_ATTR_IFINDEX, ifindex) < 0) {
		nlmsg_free(msg);
		return error_errno(error, -ENOMEM, "cannot make a message");
	}
	*ret = msg;
	return 0;
}

int scan_results_read(uint32_t ifindex, struct scan_results *ret, struct error *error)
{
	cleanup_scan_results_ struct scan_results results = { 0 };
	cleanup_(netlink_closep) struct nl_sock *sock = NULL;
	struct nl_msg *msg = NULL;
	int r = genetlink_open(&sock, error);

	if (r >= 0)
		r = start_message(sock, NL80211_CMD_GET_SCAN, NLM_F_DUMP, ifindex, &msg,
				  error);
	if (r >= 0)
		r = netlink_request(sock, msg, take_bss, &results,
				    "read the scan's results", error);
	if (r < 0)
		return r;
	*ret = results;
	results = (struct scan_results){ 0 };
	return 0;
}

void scan_results_clear(struct scan_results *results)
{
	free(results->items);
	*results = (struct scan_results){ 0 };
}

static struct scanned_bss *find_same(const struct scan_results *results,
				     const struct scanned_bss *bss)
{
	for (size_t i = 0; i < results->count; i++) {
		struct scanned_bss *one = &results->items[i];

		if (mac_equal(one->bssid, bss->bssid) &&
		    one->frequency_mhz == bss->frequency_mhz &&
		    one->ssid_length == bss->ssid_length &&
		    memcmp(one->ssid, bss->ssid, bss->ssid_length) == 0)
			return one;
	}
	return NULL;
}

void scan_results_merge(struct scan_results *results, struct scan_results *later,
			uint64_t age_ms)
{
	for (size_t i = 0; i < results->count; i++) {
		results->items[i].seen_ms_ago += age_ms;
		results->items[i].associated = false;
	}
	for (size_t i = 0; i < later->count; i++) {
		struct scanned_bss *same = find_same(results, &later->items[i]);

		if (!same)
			same = array_add(results->items, results->count,
					 results->capacity);
		*same = later->items[i];
	}
	scan_results_clear(later);
}

struct scan {
	sd_event *loop;
	struct nl80211_monitor *monitor;
	bool done, aborted;
};

static void on_event(void *userdata, uint64_t time_ns, const struct event *event)
{
	struct scan *scan = userdata;

	(void)time_ns;
	scan->done |= event->kernel.what == KERNEL_SCAN_DONE;
	scan->aborted |= event->kernel.what == KERNEL_SCAN_ABORTED;
}

/* An empty SSID asks everybody. */
static int put_ssids(struct nl_msg *msg, const struct wireless_interface *interface)
{
	struct nlattr *ssids = nla_nest_start(msg, NL80211_ATTR_SCAN_SSIDS);

	if (!ssids || nla_put(msg, 1, (int)interface->ssid_length, interface->ssid) < 0 ||
	    (interface->ssid_length > 0 && nla_put(msg, 2, 0, NULL) < 0))
		return -ENOMEM;
	nla_nest_end(msg, ssids);
	return 0;
}

/* A radio has channels by the hundred, a fifth to a third of a second each. What is on
 * one of 6 GHz that is not asked for is told by its neighbours (reduced neighbour
 * reports), and a driver that scans this band apart then goes there, too
 * (net/wireless/scan.c, cfg80211_scan_6ghz()). */
static int put_channels(struct nl_msg *msg, const struct wiphy *wiphy)
{
	struct nlattr *frequencies;

	if (wiphy->frequency_count == 0)
		return 0;
	frequencies = nla_nest_start(msg, NL80211_ATTR_SCAN_FREQUENCIES);
	if (!frequencies)
		return -ENOMEM;
	for (size_t i = 0; i < wiphy->frequency_count; i++)
		if (nla_put_u32(msg, (int)i + 1, wiphy->frequencies[i]) < 0)
			return -ENOMEM;
	nla_nest_end(msg, frequencies);
	return nla_put_u32(msg, NL80211_ATTR_SCAN_FLAGS,
			   NL80211_SCAN_FLAG_COLOCATED_6GHZ) < 0
		       ? -ENOMEM
		       : 0;
}

static int trigger(const struct wireless_interface *interface, struct error *error)
{
	cleanup_(netlink_closep) struct nl_sock *sock = NULL;
	struct wiphy wiphy = { 0 };
	struct nl_msg *msg = NULL;
	int r = genetlink_open(&sock, error);

	if (r >= 0)
		r = start_message(sock, NL80211_CMD_TRIGGER_SCAN, 0, interface->ifindex,
				  &msg, error);
	if (r < 0)
		return r;
	/* If it does not tell its channels they are scanned all. */
	wiphy_read(interface->wiphy, &wiphy, NULL);
	if (put_ssids(msg, interface) < 0 || put_channels(msg, &wiphy) < 0) {
		nlmsg_free(msg);
		return error_errno(error, -ENOMEM, "cannot make a message");
	}
	return netlink_request(sock, msg, NULL, NULL, "scan", error);
}

int scan_start(struct scan **ret, const struct wireless_interface *interface,
	       struct error *error)
{
	struct scan *scan = memory_zero(1, sizeof(*scan));
	int r = sd_event_new(&scan->loop);

	if (r < 0)
		error_errno(error, r, "cannot make an event loop");
	/* Before it is asked for: its end is not to be missed. */
	if (r >= 0)
		r = nl80211_monitor_open(&scan->monitor, scan->loop, interface->name,
					 NULL, on_event, NULL, scan, error);
	if (r >= 0) {
		r = trigger(interface, error);
		if (r == -EBUSY) {
			error_clear(error);
			r = 0;
		}
	}
	if (r < 0) {
		scan_close(scan);
		return r;
	}
	*ret = scan;
	return 0;
}

int scan_wait(struct scan *scan, uint64_t deadline_ns, struct error *error)
{
	while (!scan->done && !scan->aborted) {
		uint64_t now = clock_monotonic_ns();
		int r;

		if (now >= deadline_ns)
			return 0;
		r = sd_event_run(scan->loop, (deadline_ns - now) / NS_PER_US + 1);
		if (r < 0)
			return error_errno(error, r, "the event loop has failed");
	}
	return scan->done ? 1
			  : error_set(error, -ECANCELED, "the kernel gave the scan up");
}

struct scan *scan_close(struct scan *scan)
{
	if (!scan)
		return NULL;
	nl80211_monitor_close(scan->monitor);
	sd_event_unref(scan->loop);
	free(scan);
	return NULL;
}

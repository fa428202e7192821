/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/capture.h"

#include <errno.h>
#include <linux/nl80211.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <pcap/pcap.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "netlink/netlink.h"

const char capture_filter[] =
	"(type mgt and not subtype beacon and not subtype probe-req"
	" and not subtype probe-resp) or (type data and ether proto 0x888e)";

/* Management frames have up to 2,304 octets of body (IEEE 802.11-2020 Table 9-34), and
 * the radiotap header of one received by several antennas some 100. */
#define SNAPSHOT_LENGTH 4096
/* What waits while the loop is busy: with libpcap's two pages a frame, 256 frames. */
#define RING_LENGTH (2 * 1024 * 1024)
#define FRAMES_AT_ONCE 256
/* The kernel puts the first free number there. */
#define INTERFACE_NAME "roamtest-mon%d"

struct capture {
	/* A callback may close the capture that calls it. */
	unsigned references;
	bool closed, is_gone;
	struct nl_sock *sock; /* owns the interface */
	int family;
	uint32_t ifindex; /* 0: none was made */
	char name[IF_NAMESIZE];
	pcap_t *pcap;
	sd_event_source *source;
	struct realtime *realtime;
	unsigned dropped; /* told so far */
	const struct capture_callbacks *callbacks;
	void *userdata;
};

static int take_interface(struct nl_msg *msg, void *userdata)
{
	static const struct nla_policy policy[NL80211_ATTR_MAX + 1] = {
		[NL80211_ATTR_IFINDEX] = { .type = NLA_U32 },
		[NL80211_ATTR_IFNAME] = { .type = NLA_NUL_STRING,
					  .maxlen = IF_NAMESIZE - 1 },
	};
	struct nlattr *attrs[NL80211_ATTR_MAX + 1];
	struct capture *capture = userdata;

	if (genlmsg_parse(nlmsg_hdr(msg), 0, attrs, NL80211_ATTR_MAX, policy) < 0 ||
	    !attrs[NL80211_ATTR_IFINDEX] || !attrs[NL80211_ATTR_IFNAME])
		return -EBADMSG;
	capture->ifindex = nla_get_u32(attrs[NL80211_ATTR_IFINDEX]);
	nla_strlcpy(capture->name, attrs[NL80211_ATTR_IFNAME], sizeof(capture->name));
	return 0;
}

static int make_interface(struct capture *capture, const char *ifname,
			  struct error *error)
{
	uint32_t ifindex = if_nametoindex(ifname);
	struct nlattr *flags;
	struct nl_msg *msg;
	int r;

	if (ifindex == 0)
		return error_errno(error, -errno, "no interface %s", ifname);
	msg = nlmsg_alloc();
	if (!msg ||
	    !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, capture->family, 0, 0,
			 NL80211_CMD_NEW_INTERFACE, 0) ||
	    nla_put_u32(msg, NL80211_ATTR_IFINDEX, ifindex) < 0 ||
	    nla_put_string(msg, NL80211_ATTR_IFNAME, INTERFACE_NAME) < 0 ||
	    nla_put_u32(msg, NL80211_ATTR_IFTYPE, NL80211_IFTYPE_MONITOR) < 0 ||
	    nla_put_flag(msg, NL80211_ATTR_SOCKET_OWNER) < 0 ||
	    !(flags = nla_nest_start(msg, NL80211_ATTR_MNTR_FLAGS))) {
		nlmsg_free(msg);
		return error_errno(error, -ENOMEM, "cannot make a monitor interface");
	}
	/* Left out, they would be mac80211's own choice, which has other BSSs in it
	 * (net/mac80211/iface.c, ieee80211_setup_sdata()). */
	nla_nest_end(msg, flags);
	r = netlink_request(capture->sock, msg, take_interface, capture,
			    "make a monitor interface", error);
	if (r == -EOPNOTSUPP)
		return error_set(error, r,
				 "the driver of %s has no monitor mode: frames on the "
				 "air are not seen",
				 ifname);
	if (r == 0 && capture->ifindex == 0)
		r = error_errno(error, -EBADMSG, "cannot make a monitor interface");
	return r;
}

static int set_up(struct capture *capture, struct error *error)
{
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	int r = rtnetlink_open(&rt, error);

	return r < 0 ? r : link_set_up(rt, capture->name, true, error);
}

static int errno_of_pcap(int code)
{
	switch (code) {
	case PCAP_ERROR_PERM_DENIED:
	case PCAP_ERROR_PROMISC_PERM_DENIED:
		return -EPERM;
	case PCAP_ERROR_NO_SUCH_DEVICE:
		return -ENODEV;
	case PCAP_ERROR_IFACE_NOT_UP:
		return -ENETDOWN;
	}
	return -EIO;
}

static int open_pcap(struct capture *capture, const char *filter, struct error *error)
{
	char why[PCAP_ERRBUF_SIZE] = "";
	struct bpf_program program;
	int r;

	capture->pcap = pcap_create(capture->name, why);
	if (!capture->pcap)
		return error_set(error, -ENOMEM, "cannot capture: %s", why);
	pcap_set_snaplen(capture->pcap, SNAPSHOT_LENGTH);
	pcap_set_buffer_size(capture->pcap, RING_LENGTH);
	pcap_set_tstamp_precision(capture->pcap, PCAP_TSTAMP_PRECISION_NANO);
	/* Without, the ring is a TPACKET_V3: its blocks are handed over when they are
	 * full or when a timer of the kernel's says so, which on a virtual clock would
	 * never let time stand still. */
	pcap_set_immediate_mode(capture->pcap, 1);
	r = pcap_activate(capture->pcap);
	if (r < 0)
		return error_set(error, errno_of_pcap(r), "cannot capture: %s: %s",
				 pcap_statustostr(r), pcap_geterr(capture->pcap));
	if (pcap_datalink(capture->pcap) != DLT_IEEE802_11_RADIO)
		return error_set(error, -EOPNOTSUPP,
				 "the driver's monitor mode has no radiotap headers");
	if (pcap_setnonblock(capture->pcap, 1, why) < 0)
		return error_set(error, -EIO, "cannot capture: %s", why);
	if (pcap_compile(capture->pcap, &program, filter, 1, PCAP_NETMASK_UNKNOWN) < 0)
		return error_set(error, -EINVAL, "cannot capture: %s",
				 pcap_geterr(capture->pcap));
	r = pcap_setfilter(capture->pcap, &program);
	pcap_freecode(&program);
	if (r < 0)
		return error_set(error, -EIO, "cannot capture: %s",
				 pcap_geterr(capture->pcap));
	return 0;
}

static void on_packet(unsigned char *userdata, const struct pcap_pkthdr *header,
		      const unsigned char *octets)
{
	struct capture *capture = (struct capture *)(void *)userdata;
	uint64_t stamp;

	if (capture->closed)
		return;
	/* Of this precision, tv_usec is nanoseconds (man 3 pcap_set_tstamp_precision). */
	stamp = (uint64_t)header->ts.tv_sec * NS_PER_S + (uint64_t)header->ts.tv_usec;
	capture->callbacks->frame(capture->userdata,
				  realtime_to_monotonic(capture->realtime, stamp), octets,
				  header->caplen);
}

static void tell_lost(struct capture *capture)
{
	struct pcap_stat stats;
	unsigned fresh;

	if (pcap_stats(capture->pcap, &stats) < 0)
		return;
	fresh = stats.ps_drop - capture->dropped;
	capture->dropped = stats.ps_drop;
	if (fresh)
		capture->callbacks->lost(capture->userdata, fresh);
}

/* libpcap waits for an interface that went down to come back, but mac80211 takes all of a
 * radio's down where one switches it off, and nobody will set this one up again. */
static bool is_up(const struct capture *capture)
{
	struct ifreq request = { 0 };

	memcpy(request.ifr_name, capture->name, sizeof(request.ifr_name));
	return ioctl(pcap_fileno(capture->pcap), SIOCGIFFLAGS, &request) == 0 &&
	       (request.ifr_flags & IFF_UP);
}

static void tell_gone(struct capture *capture)
{
	capture->is_gone = true;
	capture->source = sd_event_source_disable_unref(capture->source);
	capture->callbacks->gone(capture->userdata);
}

static void delete_interface(struct capture *capture)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (!msg ||
	    !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, capture->family, 0, 0,
			 NL80211_CMD_DEL_INTERFACE, 0) ||
	    nla_put_u32(msg, NL80211_ATTR_IFINDEX, capture->ifindex) < 0) {
		nlmsg_free(msg); /* it goes with the socket */
		return;
	}
	/* An error is one of an interface that has gone already. */
	netlink_request(capture->sock, msg, NULL, NULL, "remove a monitor interface",
			NULL);
}

static void unref(struct capture *capture)
{
	if (--capture->references > 0)
		return;
	if (capture->pcap)
		pcap_close(capture->pcap);
	if (capture->ifindex != 0)
		delete_interface(capture);
	netlink_close(capture->sock);
	free(capture);
}

/* woken: by the loop, with something to say. Whoever asks in passing would pay for a look
 * at the interface each time. */
static int read_frames(struct capture *capture, bool woken)
{
	int r;

	if (capture->is_gone)
		return -ENETDOWN;
	/* A callback that asks for what its caller is reading already. */
	if (capture->closed || capture->references > 1)
		return 0;
	capture->references++;
	r = pcap_dispatch(capture->pcap, FRAMES_AT_ONCE, on_packet,
			  (unsigned char *)capture);
	r = r < 0 ? errno_of_pcap(r) : r;
	if (r == 0 && woken &&
	    !is_up(capture)) /* asked when its socket has nothing else to say */
		r = -ENETDOWN;
	/* Only a ring that was full has dropped any. */
	if (r > 0 && !capture->closed)
		tell_lost(capture);
	if (r < 0 && !capture->closed)
		tell_gone(capture);
	unref(capture);
	return r < 0 ? r : 0;
}

int capture_read(struct capture *capture)
{
	return read_frames(capture, false);
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	(void)source;
	(void)fd;
	(void)revents;
	read_frames(userdata, true);
	return 0;
}

static struct capture *capture_new(struct realtime *realtime,
				   const struct capture_callbacks *callbacks,
				   void *userdata)
{
	struct capture *capture = memory_zero(1, sizeof(*capture));

	capture->references = 1;
	capture->realtime = realtime;
	capture->callbacks = callbacks;
	capture->userdata = userdata;
	return capture;
}

static int start(struct capture *capture, sd_event *loop, const char *filter,
		 struct error *error)
{
	int r = open_pcap(capture, filter, error);

	if (r < 0)
		return r;
	r = sd_event_add_io(loop, &capture->source, pcap_get_selectable_fd(capture->pcap),
			    EPOLLIN, on_io, capture);
	return r < 0 ? error_errno(error, r, "cannot watch captured frames") : 0;
}

int capture_open(struct capture **ret, sd_event *loop, const char *ifname,
		 struct realtime *realtime, const struct capture_callbacks *callbacks,
		 void *userdata, struct error *error)
{
	struct capture *capture = capture_new(realtime, callbacks, userdata);
	int r;

	r = genetlink_open(&capture->sock, error);
	if (r < 0)
		goto fail;
	r = genetlink_family(capture->sock, NL80211_GENL_NAME, error);
	if (r < 0)
		goto fail;
	capture->family = r;
	r = make_interface(capture, ifname, error);
	if (r < 0)
		goto fail;
	r = set_up(capture, error);
	if (r < 0)
		goto fail;
	r = start(capture, loop, capture_filter, error);
	if (r < 0)
		goto fail;
	*ret = capture;
	return 0;
fail:
	capture_close(capture);
	return r;
}

int capture_open_existing(struct capture **ret, sd_event *loop, const char *ifname,
			  const char *filter, struct realtime *realtime,
			  const struct capture_callbacks *callbacks, void *userdata,
			  struct error *error)
{
	struct capture *capture = capture_new(realtime, callbacks, userdata);
	int r = -ENODEV;

	if (strlen(ifname) < sizeof(capture->name)) {
		memcpy(capture->name, ifname, strlen(ifname) + 1);
		r = start(capture, loop, filter, error);
	} else {
		error_errno(error, r, "no interface %s", ifname);
	}
	if (r < 0) {
		capture_close(capture);
		return r;
	}
	*ret = capture;
	return 0;
}

struct capture *capture_close(struct capture *capture)
{
	if (!capture)
		return NULL;
	capture->closed = true;
	capture->source = sd_event_source_disable_unref(capture->source);
	unref(capture);
	return NULL;
}

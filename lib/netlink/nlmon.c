/* SPDX-License-Identifier: BSD-3-Clause */
#include "netlink/nlmon.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/nl80211.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "netlink/netlink.h"

#define INTERFACE_NAME "roamtest-nl%u"
#define INTERFACES_MAX 16

/* How much of a message is looked at: of nl80211's what tells two apart, not their
 * frames' ends; rtnetlink's differ in counters and times at theirs. */
#define NL80211_OCTETS 256
#define ROUTE_OCTETS 4096

#define RECEIVE_BUFFER (4 * 1024 * 1024)
#define DATAGRAMS_AT_ONCE 4096
/* Copies of a message that was sent to several sockets follow each other at once, but a
 * virtual processor may be taken away in between. */
#define COPIES_WITHIN_NS (100 * NS_PER_MS)

/* A datagram that passed. */
struct passed {
	uint64_t checksum;
	uint64_t time_ns;
	size_t length;
	int protocol;
};
#define PASSED_MAX 512

struct nlmon {
	struct realtime *realtime;
	struct nl_sock *rt; /* of the namespace that the interface is in */
	int lock;	    /* a socket that is bound to the interface's name */
	int fd;
	char name[IF_NAMESIZE]; /* "": not made */
	struct passed passed[PASSED_MAX];
	size_t count;
	struct passed last_route, last_generic; /* found last */
	uint64_t unknown;			/* messages asked for in vain */
};

/* nlmsg_len as octets: the filter's own loads are big-endian. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define LENGTH_OCTET(n) (n)
#define TYPE_LOW_OCTET offsetof(struct nlmsghdr, nlmsg_type)
#else
#define LENGTH_OCTET(n) (3 - (n))
#define TYPE_LOW_OCTET (offsetof(struct nlmsghdr, nlmsg_type) + 1)
#endif
#define LENGTH_HIGH_HALF (LENGTH_OCTET(2) < LENGTH_OCTET(3) ? 2 : 0)

#define REFUSE BPF_STMT(BPF_RET | BPF_K, 0)
/* Each goes on with the next instruction but one, or with the next, which refuses. */
#define GO_ON_IF_EQUAL(k) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (k), 1, 0), REFUSE
#define GO_ON_IF_X BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_X, 0, 1, 0), REFUSE
#define GO_ON_UNLESS_SET(k) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (k), 0, 1), REFUSE

size_t nlmon_filter(int nl80211, struct sock_filter *ret_filter)
{
	/* -1 equals no half word. */
	const uint32_t family = nl80211 < 0 ? UINT32_MAX : htons((uint16_t)nl80211);
	const struct sock_filter filter[] = {
		/* nlmsg_len is the datagram's */
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, LENGTH_HIGH_HALF),
		GO_ON_IF_EQUAL(0),
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, LENGTH_OCTET(0)),
		BPF_STMT(BPF_MISC | BPF_TAX, 0),
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, LENGTH_OCTET(1)),
		BPF_STMT(BPF_ALU | BPF_LSH | BPF_K, 8),
		BPF_STMT(BPF_ALU | BPF_OR | BPF_X, 0),
		BPF_STMT(BPF_MISC | BPF_TAX, 0),
		BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0),
		GO_ON_IF_X,
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS,
			 offsetof(struct nlmsghdr, nlmsg_flags)),
		GO_ON_UNLESS_SET(htons(NLM_F_REQUEST | NLM_F_MULTI)),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 (uint32_t)(SKF_AD_OFF + SKF_AD_PROTOCOL)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NETLINK_ROUTE, 0, 4),
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, TYPE_LOW_OCTET),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, NLMSG_MIN_TYPE, 1, 0),
		REFUSE,
		BPF_STMT(BPF_RET | BPF_K, ROUTE_OCTETS),
		GO_ON_IF_EQUAL(NETLINK_GENERIC),
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, offsetof(struct nlmsghdr, nlmsg_type)),
		GO_ON_IF_EQUAL(family),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct nlmsghdr, nlmsg_pid)),
		GO_ON_IF_EQUAL(0),
		BPF_STMT(BPF_RET | BPF_K, NL80211_OCTETS),
	};

	_Static_assert(ARRAY_SIZE(filter) <= NLMON_FILTER_MAX, "the filter has grown");
	memcpy(ret_filter, filter, sizeof(filter));
	return ARRAY_SIZE(filter);
}

/* FNV-1a, of as much as the filter lets through. */
static uint64_t checksum(int protocol, const uint8_t *octets, size_t length)
{
	size_t most = protocol == NETLINK_ROUTE ? ROUTE_OCTETS : NL80211_OCTETS;
	uint64_t sum = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < length && i < most; i++)
		sum = (sum ^ octets[i]) * UINT64_C(0x100000001b3);
	return sum;
}

static void keep(struct nlmon *nlmon, const struct passed *passed)
{
	/* Nobody asks for what is so old. */
	if (nlmon->count == PASSED_MAX) {
		nlmon->count = PASSED_MAX / 2;
		memmove(nlmon->passed, nlmon->passed + PASSED_MAX / 2,
			nlmon->count * sizeof(nlmon->passed[0]));
	}
	nlmon->passed[nlmon->count++] = *passed;
}

/* Keeps what has passed since. An interface that somebody has taken away lets nothing
 * pass. */
static void read_passed(struct nlmon *nlmon)
{
	_Alignas(struct nlmsghdr) uint8_t octets[ROUTE_OCTETS];
	_Alignas(struct cmsghdr) uint8_t control[REALTIME_CONTROL_MAX];

	for (int i = 0; i < DATAGRAMS_AT_ONCE; i++) {
		struct sockaddr_ll from = { 0 };
		struct iovec iovec = { octets, sizeof(octets) };
		struct msghdr message = {
			.msg_name = &from,
			.msg_namelen = sizeof(from),
			.msg_iov = &iovec,
			.msg_iovlen = 1,
			.msg_control = control,
			.msg_controllen = sizeof(control),
		};
		const struct nlmsghdr *header = (const struct nlmsghdr *)octets;
		ssize_t length = recvmsg(nlmon->fd, &message, MSG_DONTWAIT);
		struct passed passed;
		uint64_t stamp;

		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0)
			break;
		if ((size_t)length < sizeof(*header) ||
		    !realtime_of_message(&message, &stamp))
			continue;
		passed.protocol = ntohs(from.sll_protocol);
		passed.length = header->nlmsg_len; /* which the filter has cut */
		passed.checksum = checksum(passed.protocol, octets, (size_t)length);
		passed.time_ns = realtime_to_monotonic(nlmon->realtime, stamp);
		keep(nlmon, &passed);
	}
}

static bool is_same(const struct passed *a, const struct passed *b)
{
	return a->checksum == b->checksum && a->length == b->length &&
	       a->protocol == b->protocol;
}

/* Each socket has its messages in the order in which they passed. */
static void forget_until(struct nlmon *nlmon, int protocol, size_t index)
{
	size_t kept = 0;

	for (size_t i = 0; i < nlmon->count; i++) {
		if (i > index || nlmon->passed[i].protocol != protocol)
			nlmon->passed[kept++] = nlmon->passed[i];
	}
	nlmon->count = kept;
}

static bool find(struct nlmon *nlmon, const struct passed *wanted,
		 uint64_t *ret_monotonic_ns)
{
	struct passed *last = wanted->protocol == NETLINK_ROUTE ? &nlmon->last_route
								: &nlmon->last_generic;

	for (size_t i = 0; i < nlmon->count; i++) {
		const struct passed *passed = &nlmon->passed[i];

		if (!is_same(passed, wanted) ||
		    (is_same(passed, last) &&
		     passed->time_ns <= last->time_ns + COPIES_WITHIN_NS))
			continue;
		*last = *passed;
		*ret_monotonic_ns = passed->time_ns;
		forget_until(nlmon, wanted->protocol, i);
		return true;
	}
	return false;
}

bool nlmon_stamp(struct nlmon *nlmon, int protocol, const void *message, size_t length,
		 uint64_t *ret_monotonic_ns)
{
	const struct passed wanted = {
		.checksum = checksum(protocol, message, length),
		.length = length,
		.protocol = protocol,
	};

	if (find(nlmon, &wanted, ret_monotonic_ns))
		return true;
	read_passed(nlmon);
	if (find(nlmon, &wanted, ret_monotonic_ns))
		return true;
	nlmon->unknown++;
	return false;
}

uint64_t nlmon_unknown(const struct nlmon *nlmon)
{
	return nlmon->unknown;
}

/* A socket that is bound to the name in this network namespace, or -errno: -EADDRINUSE
 * where another process has it. */
static int lock_name(const char *name)
{
	cleanup_close_ int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length = strlen(name);

	memcpy(address.sun_path + 1, name, length); /* behind the NUL: abstract */
	if (fd < 0 ||
	    bind(fd, (struct sockaddr *)&address,
		 (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length)) < 0)
		return -errno;
	return TAKE_FD(fd);
}

/* Takes the first name that is free, and removes every interface whose owner has
 * died. */
static int take_name(struct nlmon *nlmon, char name[IF_NAMESIZE], struct error *error)
{
	for (unsigned i = 0; i < INTERFACES_MAX; i++) {
		cleanup_close_ int lock = -1;
		char candidate[IF_NAMESIZE] = "";

		snprintf(candidate, sizeof(candidate), INTERFACE_NAME, i);
		if (nlmon->lock >= 0 && if_nametoindex(candidate) == 0)
			continue;
		lock = lock_name(candidate);
		if (lock < 0)
			continue;
		/* Looked for under the lock: until then its owner may remove it. */
		if (if_nametoindex(candidate) != 0) {
			int r = link_delete(nlmon->rt, candidate, error);

			if (r < 0)
				return r;
		}
		if (nlmon->lock < 0) {
			nlmon->lock = TAKE_FD(lock);
			memcpy(name, candidate, IF_NAMESIZE);
		}
	}
	if (nlmon->lock < 0)
		return error_set(error, -EBUSY, "%d other processes watch netlink here",
				 INTERFACES_MAX);
	return 0;
}

unsigned nlmon_clean(void)
{
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	unsigned removed = 0;

	if (rtnetlink_open(&rt, NULL) < 0)
		return 0;
	for (unsigned i = 0; i < INTERFACES_MAX; i++) {
		cleanup_close_ int lock = -1;
		char name[IF_NAMESIZE] = "";

		snprintf(name, sizeof(name), INTERFACE_NAME, i);
		if (if_nametoindex(name) == 0)
			continue;
		lock = lock_name(name);
		removed += lock >= 0 && if_nametoindex(name) != 0 &&
			   link_delete(rt, name, NULL) >= 0;
	}
	return removed;
}

static int make_interface(struct nlmon *nlmon, struct error *error)
{
	char name[IF_NAMESIZE];
	int r = take_name(nlmon, name, error);

	if (r < 0)
		return r;
	r = link_make(nlmon->rt, name, "nlmon", error);
	if (r == 0)
		memcpy(nlmon->name, name, sizeof(nlmon->name));
	return r;
}

/* Protocol 0: nothing is received until the socket is bound, which is after the filter
 * has been put in place. */
static int open_socket(struct nlmon *nlmon, struct error *error)
{
	struct sock_filter filter[NLMON_FILTER_MAX];
	struct sock_fprog program = { .filter = filter };
	cleanup_(netlink_closep) struct nl_sock *genl = NULL;
	int r, size = RECEIVE_BUFFER;

	r = genetlink_open(&genl, error);
	if (r < 0)
		return r;
	program.len = (unsigned short)nlmon_filter(
		genetlink_family(genl, NL80211_GENL_NAME, NULL), filter);
	nlmon->fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (nlmon->fd < 0)
		return error_errno(error, -errno, "cannot open a packet socket");
	if (setsockopt(nlmon->fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
		       sizeof(program)) < 0)
		return error_errno(error, -errno, "cannot filter netlink messages");
	r = realtime_stamp_socket(nlmon->fd);
	if (r < 0)
		return error_errno(error, r, "cannot have netlink messages stamped");
	if (setsockopt(nlmon->fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
		setsockopt(nlmon->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	return 0;
}

/* The interface is up: a socket that is bound before has ENETDOWN to say first. */
static int bind_socket(struct nlmon *nlmon, struct error *error)
{
	struct sockaddr_ll address = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = (int)if_nametoindex(nlmon->name),
	};

	if (bind(nlmon->fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return error_errno(error, -errno, "cannot listen at %s", nlmon->name);
	return 0;
}

int nlmon_open(struct nlmon **ret, struct realtime *realtime, struct error *error)
{
	struct nlmon *nlmon = memory_zero(1, sizeof(*nlmon));
	int r = rtnetlink_open(&nlmon->rt, error);

	nlmon->realtime = realtime;
	nlmon->lock = nlmon->fd = -1;
	if (r == 0)
		r = make_interface(nlmon, error);
	if (r == 0)
		r = open_socket(nlmon, error);
	if (r == 0)
		r = link_set_up(nlmon->rt, nlmon->name, true, error);
	if (r == 0)
		r = bind_socket(nlmon, error);
	if (r < 0) {
		nlmon_close(nlmon);
		return r;
	}
	*ret = nlmon;
	return 0;
}

struct nlmon *nlmon_close(struct nlmon *nlmon)
{
	if (!nlmon)
		return NULL;
	closep(&nlmon->fd);
	/* An error is one of an interface that has gone already. */
	if (nlmon->name[0])
		link_delete(nlmon->rt, nlmon->name, NULL);
	netlink_close(nlmon->rt);
	closep(&nlmon->lock); /* last: who has it may remove the interface */
	free(nlmon);
	return NULL;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>

#include "base/cleanup.h"
#include "netlink/netlink.h"

/* A network namespace belongs to a thread, and /proc/self is the thread group's
 * leader, so the calling thread's own is asked for. */
static int open_own(void)
{
	int fd = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

int netns_current(struct error *error)
{
	int fd = open_own();

	if (fd < 0)
		return error_errno(error, fd, "cannot open the own network namespace");
	return fd;
}

int netns_enter(int netns, struct error *error)
{
	if (setns(netns, CLONE_NEWNET) < 0)
		return error_errno(error, -errno, "cannot enter a network namespace");
	return 0;
}

static int loopback_up(struct error *error)
{
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	int r = rtnetlink_open(&rt, error);

	return r < 0 ? r : link_set_up(rt, "lo", true, error);
}

int netns_new(struct error *error)
{
	cleanup_close_ int own = netns_current(error), fresh = -1;
	int r;

	if (own < 0)
		return own;
	if (unshare(CLONE_NEWNET) < 0)
		return error_errno(error, -errno, "cannot make a network namespace");
	fresh = open_own();
	r = fresh < 0 ? error_errno(error, fresh, "cannot open a network namespace")
		      : loopback_up(error);
	/* The way back matters more than what went wrong before. */
	if (setns(own, CLONE_NEWNET) < 0)
		return error_errno(error, -errno,
				   "cannot return to the own network namespace");
	return r < 0 ? r : TAKE_FD(fresh);
}

struct rtnetlink_call {
	int (*function)(struct nl_sock *rt, const void *what, struct error *error);
	const void *what;
};

static int call_with_socket(void *userdata, struct error *error)
{
	const struct rtnetlink_call *call = userdata;
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	int r = rtnetlink_open(&rt, error);

	return r < 0 ? r : call->function(rt, call->what, error);
}

int rtnetlink_run(int netns,
		  int (*function)(struct nl_sock *rt, const void *what,
				  struct error *error),
		  const void *what, struct error *error)
{
	return netns_run(netns, call_with_socket,
			 &(struct rtnetlink_call){ function, what }, error);
}

int netns_run(int netns, int (*function)(void *userdata, struct error *error),
	      void *userdata, struct error *error)
{
	cleanup_close_ int own = -1;
	int r;

	if (netns < 0)
		return function(userdata, error);
	own = netns_current(error);
	if (own < 0)
		return own;
	r = netns_enter(netns, error);
	if (r < 0)
		return r;
	r = function(userdata, error);
	if (setns(own, CLONE_NEWNET) < 0)
		return error_errno(error, -errno,
				   "cannot return to the own network namespace");
	return r;
}

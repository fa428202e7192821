/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

/* cmocka's prerequisites */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sched.h>
#include <stdbool.h>

#include "netlink/netlink.h"

/* Puts the test into network namespaces of its own, as root or in a user namespace;
 * false where neither is allowed, and the tests that need it skip. */
static inline bool in_own_namespace(void)
{
	static int in = -1;

	if (in < 0)
		in = unshare(CLONE_NEWNET) == 0 ||
		     unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
	return in;
}

/* Sets lo up in the namespace, for tests over loopback. */
static inline int loopback_up(void)
{
	struct nl_sock *rt;
	int r = rtnetlink_open(&rt, NULL);

	if (r < 0)
		return r;
	r = link_set_up(rt, "lo", true, NULL);
	netlink_close(rt);
	return r;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <errno.h>
#include <netlink/msg.h>

#include "base/cleanup.h"
#include "base/error.h"

/* Messages under construction, inside this room. */

static inline void nlmsg_freep(struct nl_msg **msg)
{
	if (*msg)
		nlmsg_free(*msg);
}

#define cleanup_msg_ cleanup_(nlmsg_freep)

static inline int no_memory(const char *what, struct error *error)
{
	return error_errno(error, -ENOMEM, "cannot %s", what);
}

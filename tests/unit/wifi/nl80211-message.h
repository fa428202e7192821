/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "cmocka-all.h"

#include <linux/nl80211.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

/* A message as the kernel would send it, to be added to. */
static inline struct nl_msg *message_new(uint8_t command)
{
	struct nl_msg *msg = nlmsg_alloc();

	assert_non_null(msg);
	assert_non_null(genlmsg_put(msg, 0, 0, 30, 0, 0, command, 1));
	return msg;
}

static inline const void *message_octets(struct nl_msg *msg, size_t *ret_length)
{
	*ret_length = (size_t)nlmsg_datalen(nlmsg_hdr(msg));
	return nlmsg_data(nlmsg_hdr(msg));
}

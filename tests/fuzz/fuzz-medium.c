/* SPDX-License-Identifier: BSD-3-Clause */
#include <linux/netlink.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>

#include "site/medium-message.h"

/* A message of mac80211_hwsim's. The kernel made it, but the frame in it is whatever was
 * to be transmitted. Its length is as netlink_listener_read() would have it: no longer
 * than what was received. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct nlmsghdr *message;
	struct medium_frame frame;

	if (size < sizeof(*message))
		return 0;
	message = malloc(size);
	if (!message)
		abort();
	memcpy(message, data, size);
	if (message->nlmsg_len >= sizeof(*message) && message->nlmsg_len <= size &&
	    medium_frame_parse(message, &frame))
		nlmsg_free(medium_deliver(40, 1, &frame, medium_frame_receiver(&frame),
					  true, true));
	free(message);
	return 0;
}

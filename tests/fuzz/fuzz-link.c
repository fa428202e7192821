/* SPDX-License-Identifier: BSD-3-Clause */
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>

#include "net/link-watch.h"

/* A message of rtnetlink's about interface 3. Its length is as netlink_listener_read()
 * would have it: no longer than what was received. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct nlmsghdr *message;
	struct event event;

	if (size < sizeof(*message))
		return 0;
	message = malloc(size);
	if (!message)
		abort();
	memcpy(message, data, size);
	if (message->nlmsg_len >= sizeof(*message) && message->nlmsg_len <= size &&
	    link_parse_event(message, 3, &event))
		event_clear(&event);
	free(message);
	return 0;
}

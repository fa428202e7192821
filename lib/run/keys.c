/* SPDX-License-Identifier: BSD-3-Clause */
#include "run/keys.h"

#include <stdlib.h>

#include "base/memory.h"
#include "wifi/ft-check.h"

struct keys {
	struct ft_checker checker;
};

struct keys *keys_new(const struct scenario *scenario)
{
	struct keys *keys;

	if (!scenario->securities[SECURITY_FT_PSK] || !scenario->password)
		return NULL;
	keys = memory_zero(1, sizeof(*keys));
	ft_checker_init(&keys->checker, scenario->password, scenario->ssid);
	return keys;
}

struct keys *keys_free(struct keys *keys)
{
	if (keys)
		ft_checker_clear(&keys->checker);
	free(keys);
	return NULL;
}

void keys_frame(struct keys *keys, uint64_t time_ns, bool sent, const uint8_t *octets,
		size_t length, struct frame *frame,
		void (*found)(void *userdata, const struct event *event), void *userdata)
{
	if (keys)
		ft_checker_frame(&keys->checker, time_ns, sent, octets, length, frame,
				 found, userdata);
}

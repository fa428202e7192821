/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/error.h"

/* Whether the machine tells senders of better ways. A kernel that sets a WireGuard
 * interface up switches it off for all interfaces, and not on again
 * (drivers/net/wireguard/device.c, wg_open()). */
#define SYSCTL_SEND_REDIRECTS "/proc/sys/net/ipv4/conf/all/send_redirects"

/* Reads a value, without its line end; to be freed. */
int sysctl_get(const char *path, char **ret, struct error *error);
/* Writes a value to a file below /proc/sys/net, which is that of the calling thread's
 * network namespace. */
int sysctl_set(const char *path, const char *value, struct error *error);

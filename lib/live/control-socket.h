/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Where the wpa_supplicant of an interface listens. */

/* Looks in /run/wpa_supplicant and wherever else a socket of this interface's name is
 * bound (/proc/net/unix), which everybody can see, also who may not read a configuration
 * that names its folder. 0 with the path of a socket behind which somebody answers;
 * -ENOENT: there is none; -EACCES: there is one that this user may not use. error's
 * remedy mends that, and a wpa_supplicant that has the interface and no socket. */
int control_socket_find(const char *interface, char **ret, struct error *error);

/* A list of paths, each of them once. */
struct paths {
	char **items;
	size_t count, capacity;
};

void paths_clear(struct paths *paths);
#define cleanup_paths_ __attribute__((cleanup(paths_clear)))

/* The paths of datagram sockets of that file name, of a table in the form of
 * /proc/net/unix. Pure. */
void control_socket_bound(const char *table, const char *interface, struct paths *paths);
/* Whether the arguments of a wpa_supplicant, in the form of /proc/PID/cmdline (each
 * argument with a NUL behind it), name the interface. Pure. */
bool control_socket_owner(const char *arguments, size_t length, const char *interface);

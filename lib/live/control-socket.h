/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>

#include "base/error.h"

/* Where the wpa_supplicant of an interface listens. */

/* Looks in /run/wpa_supplicant and in the folders that running wpa_supplicants were told
 * of, by their command lines or, where it can be read, in their configuration. 0 with the
 * path of a socket behind which somebody answers; -ENOENT: there is none; -EACCES: there
 * is one that this user may not use, which error's remedy mends. */
int control_socket_find(const char *interface, char **ret, struct error *error);

/* A list of paths, each of them once. */
struct paths {
	char **items;
	size_t count, capacity;
};

void paths_clear(struct paths *paths);
#define cleanup_paths_ __attribute__((cleanup(paths_clear)))

/* The folders that the arguments of a wpa_supplicant name, in the form of
 * /proc/PID/cmdline (each argument with a NUL behind it), and, apart from them, its
 * configuration files. Pure. */
void control_socket_arguments(const char *arguments, size_t length, struct paths *folders,
			      struct paths *configurations);
/* The folder that a configuration names. Pure. */
void control_socket_configuration(const char *text, struct paths *folders);

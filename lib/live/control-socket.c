/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/control-socket.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "wifi/supplicant-talk.h"

#define DEFAULT_FOLDER "/run/wpa_supplicant"

/* Files of /proc have no more. */
#define ARGUMENTS_MAX (64u << 10)
#define SOCKETS_MAX (16u << 20)
#define LINE_MAX_OCTETS 256 /* a path has at most 108: unix(7) */

void paths_clear(struct paths *paths)
{
	for (size_t i = 0; i < paths->count; i++)
		free(paths->items[i]);
	free(paths->items);
	*paths = (struct paths){ 0 };
}

static void add_path(struct paths *paths, const char *path, size_t length)
{
	for (size_t i = 0; i < paths->count; i++)
		if (strlen(paths->items[i]) == length &&
		    strncmp(paths->items[i], path, length) == 0)
			return;
	*array_add(paths->items, paths->count, paths->capacity) =
		memory_strndup(path, length);
}

/* Whether it ends in "/NAME". */
static bool has_name(const char *path, size_t length, const char *name)
{
	size_t wanted = strlen(name);

	return length > wanted && path[length - wanted - 1] == '/' &&
	       memcmp(path + length - wanted, name, wanted) == 0;
}

/* "0000000000000000: 00000002 00000000 00000000 0002 01 20511 /run/wpa_supplicant/wlan0":
 * net/unix/af_unix.c, unix_seq_show(). What does not begin with a '/' is of a folder that
 * nobody knows, or of none. */
static void take_line(const char *line, const char *interface, struct paths *paths)
{
	unsigned type;
	int at = 0;

	if (sscanf(line, "%*[^: ]: %*x %*x %*x %x %*x %*u %n", &type, &at) == 1 &&
	    type == SOCK_DGRAM && line[at] == '/' &&
	    has_name(line + at, strlen(line + at), interface))
		add_path(paths, line + at, strlen(line + at));
}

void control_socket_bound(const char *table, const char *interface, struct paths *paths)
{
	while (*table) {
		char line[LINE_MAX_OCTETS];
		size_t length = strcspn(table, "\n");

		if (length < sizeof(line)) {
			memcpy(line, table, length);
			line[length] = '\0';
			take_line(line, interface, paths);
		}
		table += length + (table[length] == '\n');
	}
}

/* getopt(3): "-c", "FILE" or "-cFILE"; of several letters in one argument only the last
 * can have a value. */
static const char *value_of(const char *argument, char option, const char *next)
{
	static const char flags[] = "BdhKLMNqRstuvW";
	const char *letter = argument + 1;

	if (*argument != '-')
		return NULL;
	letter += strspn(letter, flags);
	if (*letter != option)
		return NULL;
	return letter[1] ? letter + 1 : next;
}

bool control_socket_owner(const char *arguments, size_t length, const char *interface)
{
	const char *end = arguments + length;

	if (length == 0 || end[-1] != '\0')
		return false;
	for (const char *argument = arguments; argument < end;) {
		const char *next = argument + strlen(argument) + 1;
		const char *value = value_of(argument, 'i', next < end ? next : NULL);

		if (value && strcmp(value, interface) == 0)
			return true;
		argument = next;
	}
	return false;
}

static bool is_owner(const char *process, const char *interface)
{
	cleanup_free_ char *comm = memory_printf("/proc/%s/comm", process);
	cleanup_free_ char *cmdline = memory_printf("/proc/%s/cmdline", process);
	cleanup_free_ char *name = NULL, *arguments = NULL;
	size_t length;

	return file_read(comm, ARGUMENTS_MAX, &name, &length, NULL) == 0 &&
	       strcmp(name, "wpa_supplicant\n") == 0 &&
	       file_read(cmdline, ARGUMENTS_MAX, &arguments, &length, NULL) == 0 &&
	       control_socket_owner(arguments, length, interface);
}

static int explain_none(const char *interface, struct error *error)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	int r = error_set(error, -ENOENT, "no wpa_supplicant has a control socket for %s",
			  interface);

	while (proc && (entry = readdir(proc))) {
		const char *process = entry->d_name;

		if (*process < '1' || *process > '9' || !is_owner(process, interface))
			continue;
		error_set(error, -ENOENT,
			  "the wpa_supplicant that has %s (process %s) has no control "
			  "socket",
			  interface, process);
		error_remedy(error,
			     "add the line \"ctrl_interface=DIR=%s GROUP=netdev\" "
			     "to its configuration, and start it anew",
			     DEFAULT_FOLDER);
		break;
	}
	if (proc)
		closedir(proc);
	return r;
}

/* Another user of this machine could play a wpa_supplicant. */
static bool is_trusted(const char *path)
{
	struct stat found;

	return stat(path, &found) < 0 || found.st_uid == 0 || found.st_uid == geteuid();
}

static void find_sockets(const char *interface, struct paths *paths)
{
	cleanup_free_ char *first = memory_printf("%s/%s", DEFAULT_FOLDER, interface);
	cleanup_free_ char *table = NULL;
	size_t length;

	add_path(paths, first, strlen(first));
	if (file_read("/proc/net/unix", SOCKETS_MAX, &table, &length, NULL) == 0)
		control_socket_bound(table, interface, paths);
}

int control_socket_find(const char *interface, char **ret, struct error *error)
{
	cleanup_paths_ struct paths paths = { 0 };
	int result = -ENOENT;

	find_sockets(interface, &paths);
	for (size_t i = 0; i < paths.count; i++) {
		cleanup_(supplicant_talk_closep) struct supplicant_talk *talk = NULL;
		const char *path = paths.items[i];
		int r = is_trusted(path) ? supplicant_talk_open(&talk, path, NULL)
					 : -ENOENT;

		if (r >= 0) {
			*ret = memory_strdup(path);
			return 0;
		}
		if (r != -EACCES && r != -EPERM)
			continue;
		result = error_set(error, -EACCES,
				   "this user may not use wpa_supplicant's control "
				   "socket %s",
				   path);
		error_remedy(error,
			     "run roamtest with sudo, or join the group that its folder "
			     "belongs to (ls -ld %.*s), such as netdev: sudo adduser "
			     "$USER netdev, and log in again",
			     (int)(strrchr(path, '/') - path), path);
	}
	return result == -ENOENT ? explain_none(interface, error) : result;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/control-socket.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "wifi/supplicant-talk.h"

#define DEFAULT_FOLDER "/run/wpa_supplicant"

/* Files of /proc and configurations have no more. */
#define ARGUMENTS_MAX (64u << 10)
#define CONFIGURATION_MAX (1u << 20)

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

/* "/run/wpa_supplicant", "DIR=/run/wpa_supplicant GROUP=netdev": wpa_supplicant.conf(5),
 * ctrl_interface. Others are no folders ("udp"). */
static void add_folder(struct paths *folders, const char *value)
{
	if (strncmp(value, "DIR=", 4) == 0)
		value += 4;
	if (*value == '/')
		add_path(folders, value, strcspn(value, " \t\r\n"));
}

void control_socket_configuration(const char *text, struct paths *folders)
{
	static const char key[] = "ctrl_interface=";

	while (*text) {
		text += strspn(text, " \t");
		if (strncmp(text, key, strlen(key)) == 0)
			add_folder(folders, text + strlen(key));
		text += strcspn(text, "\n");
		text += *text == '\n';
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

void control_socket_arguments(const char *arguments, size_t length, struct paths *folders,
			      struct paths *configurations)
{
	const char *end = arguments + length;

	if (length == 0 || end[-1] != '\0')
		return;
	for (const char *argument = arguments; argument < end;) {
		const char *next = argument + strlen(argument) + 1;
		const char *following = next < end ? next : NULL;
		const char *value = value_of(argument, 'c', following);

		if (value)
			add_path(configurations, value, strlen(value));
		value = value_of(argument, 'C', following);
		if (!value)
			value = value_of(argument, 'O', following);
		if (value)
			add_folder(folders, value);
		argument = next;
	}
}

static bool is_supplicant(const char *process)
{
	cleanup_free_ char *path = memory_printf("/proc/%s/comm", process);
	cleanup_free_ char *name = NULL;
	size_t length;

	return file_read(path, ARGUMENTS_MAX, &name, &length, NULL) == 0 &&
	       strcmp(name, "wpa_supplicant\n") == 0;
}

/* The folder in which a process began is not known: what it names without a '/' in front
 * is left. */
static void read_configuration(const char *path, struct paths *folders)
{
	cleanup_free_ char *text = NULL;
	size_t length;

	if (path[0] != '/' ||
	    file_read(path, CONFIGURATION_MAX, &text, &length, NULL) < 0)
		return;
	control_socket_configuration(text, folders);
	explicit_bzero(text, length); /* passwords */
}

static void add_folders_of(const char *process, struct paths *folders)
{
	cleanup_free_ char *path = memory_printf("/proc/%s/cmdline", process);
	cleanup_paths_ struct paths configurations = { 0 };
	cleanup_free_ char *arguments = NULL;
	size_t length;

	if (!is_supplicant(process) ||
	    file_read(path, ARGUMENTS_MAX, &arguments, &length, NULL) < 0)
		return;
	control_socket_arguments(arguments, length, folders, &configurations);
	for (size_t i = 0; i < configurations.count; i++)
		read_configuration(configurations.items[i], folders);
}

static void find_folders(struct paths *folders)
{
	struct dirent *entry;
	DIR *proc;

	add_path(folders, DEFAULT_FOLDER, strlen(DEFAULT_FOLDER));
	proc = opendir("/proc");
	if (!proc)
		return;
	while ((entry = readdir(proc)))
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
			add_folders_of(entry->d_name, folders);
	closedir(proc);
}

int control_socket_find(const char *interface, char **ret, struct error *error)
{
	cleanup_paths_ struct paths folders = { 0 };
	int result = -ENOENT;

	find_folders(&folders);
	for (size_t i = 0; i < folders.count; i++) {
		cleanup_(supplicant_talk_closep) struct supplicant_talk *talk = NULL;
		cleanup_free_ char *path =
			memory_printf("%s/%s", folders.items[i], interface);
		int r = supplicant_talk_open(&talk, path, NULL);

		if (r >= 0) {
			*ret = TAKE_PTR(path);
			return 0;
		}
		if (r != -EACCES && r != -EPERM)
			continue;
		result = error_set(error, -EACCES,
				   "this user may not use wpa_supplicant's control "
				   "socket in %s",
				   folders.items[i]);
		error_remedy(error,
			     "run roamtest with sudo, or join the group that the folder "
			     "belongs to (ls -ld %s), such as netdev: sudo adduser $USER "
			     "netdev, and log in again",
			     folders.items[i]);
	}
	if (result == -ENOENT)
		error_set(error, -ENOENT, "no wpa_supplicant has a control socket for %s",
			  interface);
	return result;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/journal.h"

#include <dirent.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

#define FOLDER "/run/roamtest"
#define ENDING ".json"
#define LOCK_ENDING ".lock"
#define FORMAT 1
#define SIZE_MAX_OCTETS (1u << 20)

static const char *const manager_names[MANAGER_MAX] = {
	[MANAGER_NONE] = "none",
	[MANAGER_NETWORK_MANAGER] = "network-manager",
	[MANAGER_SUPPLICANT] = "wpa_supplicant",
	[MANAGER_IWD] = "iwd",
};

void journal_clear(struct journal *journal)
{
	free(journal->interface);
	free(journal->device);
	free(journal->connection);
	free(journal->name);
	free(journal->control_path);
	free(journal->ssid);
	free(journal->bgscan);
	free(journal->others);
	for (size_t i = 0; i < journal->interface_count; i++)
		free(journal->interfaces[i]);
	free(journal->interfaces);
	for (size_t i = 0; i < journal->setting_count; i++) {
		free(journal->settings[i].name);
		free(journal->settings[i].before);
	}
	free(journal->settings);
	*journal = (struct journal){ 0 };
}

/* What another user could have put there is not to be followed as root. */
static bool is_own_folder(const char *path)
{
	struct stat found;

	return lstat(path, &found) == 0 && S_ISDIR(found.st_mode) &&
	       found.st_uid == geteuid() && !(found.st_mode & (S_IWGRP | S_IWOTH));
}

static int make_own_folder(const char *path)
{
	if (mkdir(path, 0755) < 0 && errno != EEXIST)
		return -errno;
	return is_own_folder(path) ? 0 : -EPERM;
}

/* Whether it is there, and this user's, or can be made. */
static bool can_be_own(const char *path)
{
	cleanup_free_ char *above = memory_strndup(path, strlen(path));

	if (access(path, F_OK) == 0)
		return is_own_folder(path);
	*strrchr(above, '/') = '\0';
	return faccessat(AT_FDCWD, above, W_OK | X_OK, AT_EACCESS) == 0;
}

int journal_folder(char **ret, struct error *error)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	cleanup_free_ char *own = NULL;

	if (can_be_own(FOLDER)) {
		*ret = memory_strdup(FOLDER);
		return 0;
	}
	if (geteuid() != 0 && runtime && runtime[0] == '/' && is_own_folder(runtime))
		own = memory_printf("%s/roamtest", runtime);
	if (!own || !can_be_own(own)) {
		error_set(error, -EACCES,
			  "there is no folder to write down what is changed: " FOLDER);
		error_remedy(error, "run roamtest with sudo, or from a session that has "
				    "XDG_RUNTIME_DIR");
		return -EACCES;
	}
	*ret = TAKE_PTR(own);
	return 0;
}

static char *path_of(const char *folder, const char *interface, const char *ending)
{
	return memory_printf("%s/%s%s", folder, interface, ending);
}

static json_t *text_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

static json_t *pack_supplicant(const struct journal *journal)
{
	json_t *others = json_array();
	char pin[MAC_FORMAT_MAX];

	for (size_t i = 0; i < journal->other_count; i++)
		json_array_append_new(others, json_integer(journal->others[i]));
	return json_pack("{s:s, s:i, s:s, s:b, s:i, s:b, s:o, s:b, s:o, s:o}", "control",
			 journal->control_path, "network", journal->network, "ssid",
			 journal->ssid, "enabled", journal->enabled, "current",
			 journal->current, "idle", journal->idle, "pin",
			 text_or_null(journal->has_pin ? mac_format(pin, journal->pin)
						       : NULL),
			 "bgscan-held", journal->bgscan_held, "bgscan",
			 text_or_null(journal->bgscan), "others", others);
}

static json_t *pack(const struct journal *journal)
{
	json_t *interfaces = json_array(), *settings = json_array();
	json_t *root = json_pack("{s:i, s:s, s:I, s:s}", "format", FORMAT, "interface",
				 journal->interface, "pid", (json_int_t)journal->pid,
				 "manager", manager_names[journal->manager]);

	if (journal->device)
		json_object_set_new(root, "network-manager",
				    json_pack("{s:s, s:o, s:o}", "device",
					      journal->device, "connection",
					      text_or_null(journal->connection), "name",
					      text_or_null(journal->name)));
	if (journal->own_supplicant)
		json_object_set_new(root, "own-supplicant",
				    json_pack("{s:b, s:i}", "was-up", journal->was_up,
					      "link-mode", journal->link_mode));
	if (journal->control_path)
		json_object_set_new(root, "supplicant", pack_supplicant(journal));
	for (size_t i = 0; i < journal->interface_count; i++)
		json_array_append_new(interfaces, json_string(journal->interfaces[i]));
	for (size_t i = 0; i < journal->setting_count; i++)
		json_array_append_new(settings,
				      json_pack("{s:s, s:s}", "name",
						journal->settings[i].name, "before",
						journal->settings[i].before));
	json_object_set_new(root, "interfaces", interfaces);
	json_object_set_new(root, "settings", settings);
	return root;
}

int journal_write(const char *folder, const struct journal *journal, struct error *error)
{
	cleanup_free_ char *path = path_of(folder, journal->interface, ENDING);
	json_t *root = pack(journal);
	/* NULL: a name that is no UTF-8. */
	char *text = root ? json_dumps(root, JSON_INDENT(2)) : NULL;
	int r;

	json_decref(root);
	if (!text)
		return error_set(error, -EILSEQ, "cannot write down what is changed");
	r = file_write(path, text, strlen(text), 0600, error);
	free(text);
	return r;
}

static char *take_text(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? memory_strdup(text) : NULL;
}

static int unpack_supplicant(const json_t *object, struct journal *journal)
{
	const char *pin = json_string_value(json_object_get(object, "pin"));
	const json_t *other;
	size_t i;

	journal->control_path = take_text(object, "control");
	journal->ssid = take_text(object, "ssid");
	journal->network = (int)json_integer_value(json_object_get(object, "network"));
	journal->current = (int)json_integer_value(json_object_get(object, "current"));
	journal->idle = json_is_true(json_object_get(object, "idle"));
	journal->enabled = json_is_true(json_object_get(object, "enabled"));
	journal->bgscan_held = json_is_true(json_object_get(object, "bgscan-held"));
	journal->bgscan = take_text(object, "bgscan");
	journal->has_pin = pin != NULL;
	if (pin && mac_parse(pin, journal->pin) < 0)
		return -EBADMSG;
	json_array_foreach (json_object_get(object, "others"), i, other)
		*array_add(journal->others, journal->other_count,
			   journal->other_capacity) = (int)json_integer_value(other);
	return journal->control_path && journal->ssid ? 0 : -EBADMSG;
}

static int unpack_changes(const json_t *root, struct journal *journal)
{
	const json_t *item;
	size_t i;

	json_array_foreach (json_object_get(root, "interfaces"), i, item) {
		if (!json_is_string(item))
			return -EBADMSG;
		*array_add(journal->interfaces, journal->interface_count,
			   journal->interface_capacity) =
			memory_strdup(json_string_value(item));
	}
	json_array_foreach (json_object_get(root, "settings"), i, item) {
		struct journal_setting *setting =
			array_add(journal->settings, journal->setting_count,
				  journal->setting_capacity);

		setting->name = take_text(item, "name");
		setting->before = take_text(item, "before");
		if (!setting->name || !setting->before)
			return -EBADMSG;
	}
	return 0;
}

static int unpack(const json_t *root, struct journal *journal)
{
	const json_t *nm = json_object_get(root, "network-manager");
	const json_t *own = json_object_get(root, "own-supplicant");
	const json_t *supplicant = json_object_get(root, "supplicant");
	const char *manager = json_string_value(json_object_get(root, "manager"));
	int r = 0;

	if (json_integer_value(json_object_get(root, "format")) != FORMAT)
		return -EBADMSG;
	journal->interface = take_text(root, "interface");
	journal->pid = (pid_t)json_integer_value(json_object_get(root, "pid"));
	journal->manager = MANAGER_MAX;
	for (enum manager i = 0; i < MANAGER_MAX; i++)
		if (manager && strcmp(manager, manager_names[i]) == 0)
			journal->manager = i;
	if (!journal->interface || journal->manager == MANAGER_MAX)
		return -EBADMSG;
	journal->device = take_text(nm, "device");
	journal->connection = take_text(nm, "connection");
	journal->name = take_text(nm, "name");
	journal->own_supplicant = own != NULL;
	journal->was_up = json_is_true(json_object_get(own, "was-up"));
	journal->link_mode =
		(uint8_t)json_integer_value(json_object_get(own, "link-mode"));
	if (supplicant)
		r = unpack_supplicant(supplicant, journal);
	return r < 0 ? r : unpack_changes(root, journal);
}

int journal_read(const char *folder, const char *interface, struct journal *ret,
		 struct error *error)
{
	cleanup_free_ char *path = path_of(folder, interface, ENDING);
	cleanup_journal_ struct journal journal = { 0 };
	cleanup_free_ char *text = NULL;
	json_t *root;
	size_t length;
	int r;

	r = file_read(path, SIZE_MAX_OCTETS, &text, &length, error);
	if (r < 0)
		return r;
	root = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
	r = root ? unpack(root, &journal) : -EBADMSG;
	json_decref(root);
	/* Whose name it has is whose it is. */
	if (r >= 0 && strcmp(journal.interface, interface) != 0)
		r = -EBADMSG;
	if (r < 0) {
		error_set(error, r, "%s is not as roamtest writes it", path);
		error_remedy(error, "remove it, and have a look at %s yourself",
			     interface);
		return r;
	}
	*ret = journal;
	journal = (struct journal){ 0 };
	return 0;
}

int journal_remove(const char *folder, const char *interface, struct error *error)
{
	cleanup_free_ char *path = path_of(folder, interface, ENDING);

	if (unlink(path) < 0 && errno != ENOENT)
		return error_errno(error, -errno, "cannot remove %s", path);
	return 0;
}

static int is_journal(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name), ending = strlen(ENDING);

	return length > ending && entry->d_name[0] != '.' &&
	       strcmp(entry->d_name + length - ending, ENDING) == 0;
}

int journal_list(const char *folder, char ***ret, size_t *ret_count, struct error *error)
{
	struct dirent **found = NULL;
	int count = scandir(folder, &found, is_journal, alphasort);
	char **names;

	*ret = NULL;
	*ret_count = 0;
	if (count < 0)
		return errno == ENOENT
			       ? 0
			       : error_errno(error, -errno, "cannot read %s", folder);
	names = memory_zero((size_t)count + 1, sizeof(*names));
	for (int i = 0; i < count; i++) {
		const char *name = found[i]->d_name;

		names[i] = memory_strndup(name, strlen(name) - strlen(ENDING));
		free(found[i]);
	}
	free(found);
	*ret = names;
	*ret_count = (size_t)count;
	return 0;
}

/* Whoever let go of the lock has removed its file: a lock on that one is nobody's. */
static bool is_current(int fd, const char *path)
{
	struct stat held, there;

	return fstat(fd, &held) == 0 && stat(path, &there) == 0 &&
	       held.st_ino == there.st_ino && held.st_dev == there.st_dev;
}

int journal_lock(const char *folder, const char *interface, struct error *error)
{
	cleanup_free_ char *path = path_of(folder, interface, LOCK_ENDING);

	for (;;) {
		cleanup_close_ int fd =
			open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

		/* The folder goes with the last one who was there. */
		if (fd < 0 && errno == ENOENT && make_own_folder(folder) >= 0)
			continue;
		if (fd < 0)
			return error_errno(error, -errno, "cannot write %s", path);
		if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
			if (errno != EWOULDBLOCK)
				return error_errno(error, -errno, "cannot lock %s", path);
			error_set(error, -EBUSY, "another roamtest is running on %s",
				  interface);
			error_remedy(error, "wait for its end, or stop it with Ctrl-C");
			return -EBUSY;
		}
		if (is_current(fd, path))
			return TAKE_FD(fd);
	}
}

void journal_unlock(const char *folder, const char *interface, int lock)
{
	cleanup_free_ char *path = path_of(folder, interface, LOCK_ENDING);

	if (lock < 0)
		return;
	unlink(path);
	rmdir(folder);
	close(lock);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/live.h"

#include <dirent.h>
#include <linux/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "live/hold.h"
#include "live/journal.h"
#include "live/undo.h"
#include "netlink/nlmon.h"
#include "wifi/trace.h"

#define SMALL_FILE_MAX 4096

struct live {
	char *folder; /* of the journal */
	int lock;
	struct journal journal;
	bool written;
	live_tell_fn tell;
	void *userdata;
};

static int write_down(struct live *live, struct error *error)
{
	int r = journal_write(live->folder, &live->journal, error);

	if (r >= 0)
		live->written = true;
	return r < 0 ? error_prefix(error, r,
				    "nothing is changed that is not written "
				    "down before")
		     : 0;
}

/* The sockets of libwpa_client have files, which a process that is killed leaves. */
static void remove_sockets(pid_t pid)
{
	cleanup_free_ char *prefix = memory_printf("wpa_ctrl_%d-", (int)pid);
	DIR *folder = opendir("/tmp");
	struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		if (strncmp(entry->d_name, prefix, strlen(prefix)) == 0)
			unlinkat(dirfd(folder), entry->d_name, 0);
	if (folder)
		closedir(folder);
}

/* Of one interface whose lock is held. 1: there was something. */
static int clean_one(const char *folder, const char *interface, live_tell_fn tell,
		     void *userdata, struct error *error)
{
	cleanup_journal_ struct journal journal = { 0 };
	cleanup_free_ char *sentence = NULL;
	enum station_end end;
	int r = journal_read(folder, interface, &journal, error);

	if (r == -ENOENT) {
		error_clear(error);
		return 0;
	}
	if (r < 0)
		return r;
	sentence = memory_printf("roamtest (process %d) was killed in a run on %s: "
				 "putting back what it has changed",
				 (int)journal.pid, interface);
	tell(userdata, sentence);
	r = journal_undo(&journal, &end, &(struct undo_listener){ tell, tell, userdata },
			 error);
	if (r < 0)
		return r;
	if (end == STATION_OFFLINE) {
		cleanup_free_ char *offline = memory_printf("%s is off its network: %s",
							    interface, error->reason);

		tell(userdata, offline);
		error_clear(error);
	}
	remove_sockets(journal.pid);
	r = journal_remove(folder, interface, error);
	return r < 0 ? r : 1;
}

int live_open(struct live **ret, const char *interface, const struct managed *managed,
	      live_tell_fn tell, void *userdata, struct error *error)
{
	struct live *live = memory_zero(1, sizeof(*live));
	int r;

	live->lock = -1;
	live->tell = tell;
	live->userdata = userdata;
	live->journal = (struct journal){
		.interface = memory_strdup(interface),
		.pid = getpid(),
		.manager = managed->manager,
		.current = -1,
		.network = -1,
	};
	if (managed->device) {
		live->journal.device = memory_strdup(managed->device);
		if (managed->connection)
			live->journal.connection = memory_strdup(managed->connection);
		if (managed->name)
			live->journal.name = memory_strdup(managed->name);
	}
	r = journal_folder(&live->folder, error);
	if (r >= 0)
		live->lock = r = journal_lock(live->folder, interface, error);
	if (r >= 0)
		r = clean_one(live->folder, interface, tell, userdata, error);
	if (r < 0) {
		live_free(live);
		return r;
	}
	*ret = live;
	return 0;
}

static bool is_up(const char *interface)
{
	cleanup_close_ int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq request = { 0 };

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", interface);
	return fd >= 0 && ioctl(fd, SIOCGIFFLAGS, &request) == 0 &&
	       (request.ifr_flags & IFF_UP);
}

static uint8_t link_mode_of(const char *interface)
{
	cleanup_free_ char *path =
		memory_printf("/sys/class/net/%s/link_mode", interface);
	cleanup_free_ char *text = NULL;
	size_t length;

	if (file_read(path, SMALL_FILE_MAX, &text, &length, NULL) < 0)
		return IF_LINK_MODE_DEFAULT;
	return (uint8_t)atoi(text);
}

int live_before_supplicant(struct live *live, char **ret_folder, struct error *error)
{
	int r;

	live->journal.own_supplicant = true;
	live->journal.was_up = is_up(live->journal.interface);
	live->journal.link_mode = link_mode_of(live->journal.interface);
	r = write_down(live, error);
	if (r < 0)
		return r;
	*ret_folder = own_supplicant_folder(live->folder, live->journal.interface);
	return 0;
}

int live_before_interface(struct live *live, const char *name, struct error *error)
{
	struct journal *journal = &live->journal;

	*array_add(journal->interfaces, journal->interface_count,
		   journal->interface_capacity) = memory_strdup(name);
	return write_down(live, error);
}

int live_before_setting(struct live *live, const char *name, const char *before,
			struct error *error)
{
	struct journal *journal = &live->journal;

	*array_add(journal->settings, journal->setting_count, journal->setting_capacity) =
		(struct journal_setting){ memory_strdup(name), memory_strdup(before) };
	return write_down(live, error);
}

int live_hold(struct live *live, const char *control_path, const char *ssid,
	      int *ret_network, struct error *error)
{
	const struct hold hold = {
		.journal = &live->journal,
		.control_path = control_path,
		.ssid = ssid,
		.tell = live->tell,
		.userdata = live->userdata,
	};
	cleanup_(supplicant_talk_closep) struct supplicant_talk *talk = NULL;
	int r = supplicant_talk_open(&talk, control_path, error);

	if (r >= 0)
		r = hold_look(&hold, talk, error);
	if (r >= 0)
		r = write_down(live, error);
	if (r >= 0)
		r = hold_still(&hold, talk, error);
	if (r < 0)
		return r;
	*ret_network = live->journal.network;
	return 0;
}

void live_let_go(struct live *live)
{
	free(live->journal.connection);
	live->journal.connection = NULL;
	live->journal.current = -1;
}

int live_restore(struct live *live, enum station_end *ret, struct error *error)
{
	int r;

	*ret = STATION_AS_BEFORE;
	if (!live->written)
		return 0;
	/* Of what any run changes at its end nobody wants to hear. */
	r = journal_undo(&live->journal, ret,
			 &(struct undo_listener){ NULL, live->tell, live->userdata },
			 error);
	if (r >= 0)
		r = journal_remove(live->folder, live->journal.interface, error);
	if (r >= 0)
		live->written = false;
	return r;
}

struct live *live_free(struct live *live)
{
	if (!live)
		return NULL;
	if (live->folder)
		journal_unlock(live->folder, live->journal.interface, live->lock);
	journal_clear(&live->journal);
	free(live->folder);
	free(live);
	return NULL;
}

int live_leftovers(char ***ret, size_t *ret_count, struct error *error)
{
	cleanup_free_ char *folder = NULL;
	char **names;
	size_t count, kept = 0;
	int r = journal_folder(&folder, error);

	*ret = NULL;
	*ret_count = 0;
	if (r >= 0)
		r = journal_list(folder, &names, &count, error);
	if (r < 0)
		return r;
	/* One whose run goes on is none. */
	for (size_t i = 0; i < count; i++) {
		int lock = journal_lock(folder, names[i], NULL);

		if (lock < 0) {
			free(names[i]);
			continue;
		}
		journal_unlock(folder, names[i], lock);
		names[kept++] = names[i];
	}
	*ret = names;
	*ret_count = kept;
	return 0;
}

static int lock_and_clean(const char *folder, const char *interface, live_tell_fn tell,
			  void *userdata, struct error *error)
{
	int lock = journal_lock(folder, interface, error), r;

	if (lock < 0)
		return lock;
	r = clean_one(folder, interface, tell, userdata, error);
	journal_unlock(folder, interface, lock);
	return r;
}

static void clean_listeners(live_tell_fn tell, void *userdata)
{
	cleanup_free_ char *sentence = NULL;
	unsigned taps = nlmon_clean(), traces = trace_clean();

	if (taps + traces == 0)
		return;
	sentence =
		memory_printf("removed what a roamtest that was killed listened with: "
			      "%u nlmon interface%s, %u instance%s of tracefs",
			      taps, taps == 1 ? "" : "s", traces, traces == 1 ? "" : "s");
	tell(userdata, sentence);
}

int live_clean(const char *interface, live_tell_fn tell, void *userdata,
	       struct error *error)
{
	cleanup_free_ char *folder = NULL;
	char **names = NULL;
	size_t count = 0;
	int r = journal_folder(&folder, error);

	clean_listeners(tell, userdata);
	if (r < 0)
		return r;
	if (interface)
		return lock_and_clean(folder, interface, tell, userdata, error);
	r = journal_list(folder, &names, &count, error);
	for (size_t i = 0; i < count; i++) {
		cleanup_error_ struct error why = { 0 };
		int one = lock_and_clean(folder, names[i], tell, userdata, &why);

		if (one < 0 && r >= 0) {
			r = error_set(error, one, "%s", why.reason);
			if (why.remedy)
				error_remedy(error, "%s", why.remedy);
		}
		free(names[i]);
	}
	free(names);
	return r < 0 ? r : 0;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/mac.h"
#include "live/manager.h"

/* What a run has changed on this machine, or is about to, and how it was before: a file
 * /run/roamtest/INTERFACE.json that is written before each change and removed when all is
 * back. A run that is killed leaves it, for whoever comes next.
 *
 * A user who cannot write there has it in $XDG_RUNTIME_DIR/roamtest. The file of another
 * user is not trusted. */

struct journal_setting {
	char *name;   /* of a fix (record/fix.h), or JOURNAL_REDIRECTS */
	char *before; /* its value */
};
#define JOURNAL_REDIRECTS "send-redirects" /* SYSCTL_SEND_REDIRECTS */

struct journal {
	char *interface;
	pid_t pid; /* of the run */
	enum manager manager;
	/* Of NetworkManager; NULL: it has not the interface. */
	char *device, *connection, *name;

	/* A wpa_supplicant was started on an interface that nothing managed. */
	bool own_supplicant;
	/* Of the interface, then. */
	bool was_up;
	uint8_t link_mode; /* link_set_mode() */

	/* Of a wpa_supplicant that was there. NULL: nothing about it is changed. */
	char *control_path;
	int network;  /* the id of the network that the run uses */
	char *ssid;   /* of that, as GET_NETWORK gives it */
	bool enabled; /* that network was */
	int current;  /* the id of the network that the station was on, or -1 */
	bool idle;    /* it was on none, and not about to be */
	bool has_pin; /* the network was one of a certain BSSID */
	uint8_t pin[MAC_LENGTH];
	bool bgscan_held; /* its bgscan is another one for the time of the run */
	char *bgscan;	  /* as GET_NETWORK gave it; NULL: none */
	/* Ids of the other networks that were enabled. */
	int *others;
	size_t other_count, other_capacity;

	/* Interfaces that the run has made. */
	char **interfaces;
	size_t interface_count, interface_capacity;
	struct journal_setting *settings;
	size_t setting_count, setting_capacity;
};

void journal_clear(struct journal *journal);
#define cleanup_journal_ __attribute__((cleanup(journal_clear)))

/* The folder of this user's journals, to be freed. It is there while there is one, or a
 * lock. */
int journal_folder(char **ret, struct error *error);

int journal_write(const char *folder, const struct journal *journal, struct error *error);
/* -ENOENT: there is none of that interface. */
int journal_read(const char *folder, const char *interface, struct journal *ret,
		 struct error *error);
int journal_remove(const char *folder, const char *interface, struct error *error);
/* The interfaces of which the folder has one, by name; each and the list are to be freed.
 * A folder that is not there has none. */
int journal_list(const char *folder, char ***ret, size_t *ret_count, struct error *error);

/* Held by a run for as long as it goes on, and by whoever cleans up behind one: a
 * descriptor; -EBUSY: another process holds it. The kernel lets it go with the process.
 */
int journal_lock(const char *folder, const char *interface, struct error *error);
/* Nothing for -1. The folder goes, too, when it is empty. */
void journal_unlock(const char *folder, const char *interface, int lock);

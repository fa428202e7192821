/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"

/* What the host tells the guest: carried as JSON inside the initramfs, so that it
 * is never on a disk. */
struct guest_job {
	char *scenario_file; /* path as given on the command line, for messages */
	char *scenario;	     /* the file's text */
	size_t scenario_length;
	char *password; /* resolved on the host, or NULL */
	char *wg_quick; /* content of the WireGuard file that it names, or NULL */
	char *program;	/* absolute path of roamtest, on the shared root */
	/* Of the virtio-serial port for events, or of a file for them in the output
	 * folder. */
	char *channel;
	char *output; /* the output folder: its 9p tag, or its path on the host */
	char *hostapd, *wpa_supplicant;	 /* programs under test, absolute paths */
	char *lab, *clock, *accelerator; /* for the environment; accelerator or NULL */
	char *started;			 /* the host's time, RFC 3339 */
	char *seed;			 /* decimal */
	char *without; /* sources of events that are left out, "capture,nlmon"; or NULL */
	char *beside;  /* command of a program that is run beside; or NULL */
	char *command; /* is run in the station's place, no plan (sh -c); or NULL */
	char *terminal; /* "24x80 xterm": the command's is the console; or NULL: no input
			 */
	char *try_fix;	/* setting that the run is to make, "arp-evict"; or NULL */
	char *air; /* file in the output folder for the whole air's frames; or NULL */
};

void guest_job_format(const struct guest_job *job, struct text *out);
int guest_job_parse(const char *json, size_t length, struct guest_job *ret,
		    struct error *error);
void guest_job_clear(struct guest_job *job);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"

/* The host's side of a lab: boots a guest, hands it a job, passes on what it says,
 * and leaves nothing behind. */

enum lab_engine { LAB_AUTO, LAB_UML, LAB_QEMU, LAB_ENGINE_MAX };
enum lab_clock { LAB_CLOCK_AUTO, LAB_CLOCK_REAL, LAB_CLOCK_VIRTUAL, LAB_CLOCK_MAX };

struct lab_options {
	enum lab_engine engine;
	enum lab_clock clock;
	/* A bzImage, or for LAB_UML a kernel that is a program; LAB_AUTO goes by it.
	 * NULL: the newest there is. */
	const char *kernel;
	const char *hostapd, *wpa_supplicant; /* NULL: from PATH and the sbin folders */
	const char *output;	   /* existing folder; the guest writes logs below it */
	uint64_t silence_limit_ns; /* the guest counts as hung after that long without a
				      word; 0: as fits the engine */
	uint32_t seed;		   /* of all that is random in the lab */
	/* Sources of events that the guest's run leaves out, "capture,nlmon"; or NULL. */
	const char *without;
	/* Command of a program that the guest runs beside; or NULL. */
	const char *beside;
	/* Command that the guest runs in the station's place, no plan; or NULL. */
	const char *command;
	/* Its terminal, standard input, is handed on to it: rows, columns and type of
	 * that, "24x80 xterm"; or NULL. What it says comes by the console then. */
	const char *terminal;
	/* A setting that the guest's run makes, "arp-evict"; or NULL. */
	const char *try_fix;
	/* File beside the logs that the guest writes the whole air's frames to; or NULL.
	 */
	const char *air;
	int slot; /* among labs side by side: they share out the processors; -1: alone */
};

struct lab_callbacks {
	/* One line of the recording (no newline), as soon as it is whole. Negative: there
	 * is no use in going on; the guest is ended as in an interruption. */
	int (*line)(void *userdata, const char *line, size_t length);
	/* A second has gone by; or NULL. */
	void (*tick)(void *userdata);
	/* What the guest says on its console, as it comes, where it has a terminal. */
	void (*console)(void *userdata, const char *octets, size_t length);
	/* One sentence of narration: "booting the lab: qemu, TCG, kernel 6.1.0-…". */
	void (*narrate)(void *userdata, const char *sentence);
	/* What would make the lab better, and how: for everybody to see. */
	void (*advise)(void *userdata, const char *sentence);
};

/* As the caller has read and checked it. */
struct lab_scenario {
	const char *file; /* as given, for messages */
	const char *text;
	size_t length;
	const char *password; /* resolved, or NULL */
	const char *wg_quick; /* content of the WireGuard file that it names, or NULL */
};

enum lab_end {
	LAB_FINISHED,	 /* the guest powered off by itself */
	LAB_INTERRUPTED, /* SIGINT, SIGTERM or SIGHUP came; the guest was ended */
	LAB_DIED,	 /* the guest or its machine ended too early */
	LAB_HUNG,	 /* silent past the limit; ended */
};

/* Runs one scenario in a lab, or a command at its site, and returns when the guest is
 * gone. SIGINT, SIGTERM and SIGHUP must be blocked by the caller: they are taken from a
 * signalfd here. 0 with *ret set; *ret_console gets the end of the guest's console. For
 * LAB_DIED and LAB_HUNG error says what happened. Negative if the lab could not be
 * started: -ENOENT (a program or kernel is missing; error says which and how to get it).
 */
int lab_run(const struct lab_options *options, const struct lab_scenario *scenario,
	    const struct lab_callbacks *callbacks, void *userdata, enum lab_end *ret,
	    struct text *ret_console, struct error *error);

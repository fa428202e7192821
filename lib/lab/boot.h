/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

#include "lab/channel.h"
#include "lab/engine.h"
#include "lab/guest-kernel.h"
#include "lab/job.h"
#include "lab/machine.h"
#include "lab/qemu.h"

/* A lab on the host's side, and what differs between its engines. */
struct lab {
	const struct lab_options *options;
	const struct lab_callbacks *callbacks;
	void *userdata;
	char *hostapd, *wpa_supplicant, *roamtest;
	char *logs;    /* absolute path of the folder that the guest writes to */
	int interrupt; /* signalfd */
	int input_near, input_far; /* of the guest's console, where it has a terminal */
	bool virtual_clock;

	struct {
		struct guest_kernel kernel;
		struct guest_modules modules;
		char *program;
		enum accelerator accelerator;
	} qemu;
	struct {
		char *kernel;
		char *folder;	 /* of the guest's memory */
		char *recording; /* file that the guest writes its recording to */
	} uml;
};

struct engine {
	const char *name; /* in --lab and in results.json */
	uint64_t silence_limit_ns;
	/* Finds what this engine needs, and the clock. -ENOENT: this machine lacks it.
	 * Changes nothing. */
	int (*prepare)(struct lab *lab, struct error *error);
	/* Starts the guest with this job, of which it sets what is the engine's own. */
	int (*boot)(struct lab *lab, struct guest_job *job, struct machine *ret,
		    struct channel *ret_channel, struct error *error);
	/* What a guest that makes no progress is doing, as a clause, or NULL if that
	 * cannot be told. May be NULL itself. */
	char *(*describe)(const struct machine *machine, bool virtual_clock);
	/* Removes what is of no use after the run. May be NULL. */
	void (*clean_up)(struct lab *lab);
};

extern const struct engine engine_qemu, engine_uml;

void lab_narrate(const struct lab *lab, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

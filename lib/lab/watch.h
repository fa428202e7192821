/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"
#include "lab/channel.h"
#include "lab/engine.h"
#include "lab/machine.h"

/* Watches a running guest to its end: passes on its recording, keeps its console,
 * and tells how it ended. */
struct watch {
	struct machine *machine; /* ended when watch_run() returns */
	struct channel *channel; /* with the recording */
	int interrupt;		 /* signalfd of SIGINT and SIGTERM */
	int log;		 /* gets all of the console */
	/* struct engine; may be NULL */
	char *(*describe)(const struct machine *machine, bool virtual_clock);
	bool virtual_clock;
	uint64_t silence_limit_ns;
	/* struct lab_callbacks; NULL: there is no terminal. */
	void (*console)(void *userdata, const char *octets, size_t length);
	int input; /* of the guest's console: gets what is typed; non-blocking */
	int (*line)(void *userdata, const char *line, size_t length);
	void (*tick)(void *userdata); /* likewise; NULL: nobody counts the seconds */
	void *userdata;
};

int watch_run(const struct watch *watch, enum lab_end *ret, struct text *ret_console,
	      struct error *error);

/* How a guest that is gone ended, by the status of its machine and the end of
 * its console. Pure but for the error. */
enum lab_end watch_judge(const char *machine, int status, const char *console,
			 struct error *error);

/* A recording's line is at most so long: the first one holds the scenario, of up to
 * SCENARIO_SIZE_MAX octets, escaped. */
#define WATCH_LINE_MAX ((size_t)4 << 20)
/* The console's log is closed soon after that. */
#define WATCH_LOG_MAX ((size_t)16 << 20)
/* From one tick to the next. */
#define WATCH_TICK_NS UINT64_C(1000000000)
#define WATCH_CONSOLE_MAX ((size_t)64 << 10)

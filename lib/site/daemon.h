/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <systemd/sd-event.h>

#include "base/error.h"
#include "base/redact.h"

/* A program of the site, running in a network namespace. What it says goes to its log
 * as it comes, line by line, with the secrets taken out. */
struct daemon;

struct daemon_spec {
	const char *name; /* of the log and in messages: "hostapd of hall" */
	const char *log_path;
	bool append;		/* to a log that is there already */
	char *const *arguments; /* NULL-terminated; the first is an absolute path */
	int netns;		/* -1: the caller's own, with all that is mounted */
	/* NULL, or folders of which it is to have its own, empty at first; the last one
	 * is NULL. */
	const char *const *own_folders;
	bool group;		       /* what it starts gets the signals that it gets */
	const struct secrets *secrets; /* outlive the daemon */
	/* A whole line, without its end and its time stamp; stamp_ns is that, since the
	 * epoch, or 0: it has none. */
	void (*line)(void *userdata, uint64_t stamp_ns, const char *line);
	/* It has ended by itself; error says how, with its complaint. */
	void (*ended)(void *userdata, const struct error *error);
	void *userdata;
};

int daemon_start(struct daemon **ret, sd_event *loop, const struct daemon_spec *spec,
		 struct error *error);
/* Its name, as in the spec. */
const char *daemon_name(const struct daemon *daemon);
pid_t daemon_pid(const struct daemon *daemon);
/* The line that tells best why it failed: the first that complains about its
 * configuration, else the last. NULL if it has said nothing. */
const char *daemon_complaint(const struct daemon *daemon);
/* Whether what it says wakes the loop (as it does at first), or waits for
 * daemon_read(): a line a time costs more than all the rest of a roam. */
void daemon_listen(struct daemon *daemon, bool on);
/* Takes what it has said. */
void daemon_read(struct daemon *daemon);
/* Nothing if it has ended. */
void daemon_signal(struct daemon *daemon, int number);
/* Asks it to end (SIGTERM). */
void daemon_stop(struct daemon *daemon);
/* Waits for its end, until deadline_ns (CLOCK_MONOTONIC), and takes what it says
 * meanwhile; whether it has ended. */
bool daemon_wait(struct daemon *daemon, uint64_t deadline_ns);
/* Waits until deadline_ns (CLOCK_MONOTONIC) for that, then SIGKILL; takes the rest of
 * what it said; releases. ended is not called. */
struct daemon *daemon_free(struct daemon *daemon, uint64_t deadline_ns);

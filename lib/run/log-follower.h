/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/error.h"
#include "scenario/scenario.h"

/* Follows the files that the logs of a scenario's access points come to, as "tail -F"
 * does: by name, from where each ends at the start, from the beginning where it is
 * truncated or another file takes its place. inotify(7) tells of what is written on this
 * machine; of a file that another one writes (NFS, SSHFS) nothing is known but at
 * log_follower_read(). */
struct log_follower;

/* A whole line, without its end, in valid UTF-8 without control characters, and without
 * the network's password and its PSK. Of a longer one these are the first octets. */
#define LOG_FOLLOWER_LINE_MAX 4096
typedef void (*log_follower_line_fn)(void *userdata, size_t access_point,
				     const char *line);

/* The files of those access points that have one; one of several access points is read
 * once (run/log-owners.h). One that is not there is waited for, as long as its folder is.
 * scenario is borrowed and outlives the follower. */
int log_follower_open(struct log_follower **ret, sd_event *loop,
		      const struct scenario *scenario, log_follower_line_fn line,
		      void *userdata, struct error *error);
/* Takes what is there now. */
void log_follower_read(struct log_follower *follower);
/* Lines so far of the file of an access point, whosever they were; of one without a file
 * there are none. */
uint64_t log_follower_lines(const struct log_follower *follower, size_t access_point);
struct log_follower *log_follower_close(struct log_follower *follower);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"

/* A wpa_supplicant that is asked, and whose answers are waited for: before and after a
 * run, where there is no loop that turns. A run has struct supplicant. */
struct supplicant_talk;

/* Connects to the control socket at path and asks whether anybody is there (PING).
 * -ENOENT: there is no socket; -ECONNREFUSED, -ETIMEDOUT: nobody behind it; -EACCES: it
 * may not be used. */
int supplicant_talk_open(struct supplicant_talk **ret, const char *path,
			 struct error *error);
struct supplicant_talk *supplicant_talk_close(struct supplicant_talk *talk);
static inline void supplicant_talk_closep(struct supplicant_talk **talk)
{
	supplicant_talk_close(*talk);
}

/* Waits a few seconds at most. 0, with the reply in reply (may be NULL), without a line
 * end; -EREMOTEIO for FAIL and UNKNOWN COMMAND; -ETIMEDOUT; -ENOTCONN, -ECONNREFUSED: the
 * supplicant is gone. */
int supplicant_ask(struct supplicant_talk *talk, struct text *reply, struct error *error,
		   const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Waits until the supplicant has told of something, whatever it is, since the last call
 * (since the opening): 1; or until deadline_ns of CLOCK_MONOTONIC: 0. Negative: it is
 * gone. */
int supplicant_talk_wait(struct supplicant_talk *talk, uint64_t deadline_ns);

/* The value behind "key=" at the beginning of a line of a reply such as STATUS gives, to
 * be freed, or NULL. Pure. */
char *supplicant_value(const char *reply, const char *key);
/* A network's string as GET_NETWORK gives it, "in quotes" or in hexadecimal digits.
 * -EINVAL for anything else. Pure. */
int supplicant_string(const char *written, struct text *ret);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

/* Scope-bound release, after kmod and systemd: a destructor takes NULL and
 * returns NULL, and a value that leaves its scope alive is taken with
 * TAKE_PTR() or TAKE_FD(). */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define cleanup_(fn) __attribute__((cleanup(fn)))

static inline void freep(void *p)
{
	free(*(void **)p);
}

static inline void closep(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

/* Before the end of the scope. */
static inline void close_now(int *fd)
{
	closep(fd);
	*fd = -1;
}

static inline void fclosep(FILE **f)
{
	if (*f)
		fclose(*f);
}

#define cleanup_free_ cleanup_(freep)
#define cleanup_close_ cleanup_(closep)
#define cleanup_fclose_ cleanup_(fclosep)

#define TAKE_PTR(p)                         \
	({                                  \
		__typeof__(p) taken_ = (p); \
		(p) = NULL;                 \
		taken_;                     \
	})

#define TAKE_FD(fd)                \
	({                         \
		int taken_ = (fd); \
		(fd) = -1;         \
		taken_;            \
	})

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

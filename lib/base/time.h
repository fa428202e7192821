/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#define NS_PER_US UINT64_C(1000)
#define NS_PER_MS UINT64_C(1000000)
#define NS_PER_S UINT64_C(1000000000)

/* A clock's reading in nanoseconds. */
uint64_t clock_ns(clockid_t clock);
static inline uint64_t clock_monotonic_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

/* "20ms", "1.5s", "2h", "250us": a decimal number and one of ns us ms s m h, no
 * space, at most 7 days. 0, or -EINVAL (no such form or unit) or -ERANGE. */
int duration_parse(const char *string, uint64_t *ret_ns);

/* A person's form with three significant digits: "9.95ms", "1.06s", "870us".
 * Returns buffer. */
#define DURATION_FORMAT_MAX 24
char *duration_format(char buffer[static DURATION_FORMAT_MAX], uint64_t ns);

/* Now, as RFC 3339 in UTC with seconds: "2026-01-02T03:04:05Z". Returns buffer. */
#define RFC3339_MAX 32
char *rfc3339_now(char buffer[static RFC3339_MAX]);

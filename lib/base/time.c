/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/time.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"

#define DURATION_MAX_NS (UINT64_C(7) * 24 * 3600 * NS_PER_S)

uint64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

static const struct unit {
	const char *name;
	uint64_t ns;
} units[] = {
	{ "ns", 1 },	   { "us", NS_PER_US },	   { "ms", NS_PER_MS },
	{ "s", NS_PER_S }, { "m", 60 * NS_PER_S }, { "h", 3600 * NS_PER_S },
};

int duration_parse(const char *string, uint64_t *ret_ns)
{
	const struct unit *unit = NULL;
	uint64_t whole = 0, fraction = 0, scale = 1;
	bool digits = false;
	__uint128_t ns;

	for (; *string >= '0' && *string <= '9'; string++, digits = true) {
		if (whole > DURATION_MAX_NS)
			return -ERANGE;
		whole = whole * 10 + (uint64_t)(*string - '0');
	}
	if (digits && *string == '.') {
		string++;
		digits = false;
		for (; *string >= '0' && *string <= '9'; string++, digits = true) {
			if (scale >= NS_PER_S) /* finer than any unit needs */
				continue;
			fraction = fraction * 10 + (uint64_t)(*string - '0');
			scale *= 10;
		}
	}
	if (!digits)
		return -EINVAL;
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (strcmp(string, units[i].name) == 0)
			unit = &units[i];
	if (!unit)
		return -EINVAL;
	ns = (__uint128_t)whole * unit->ns + (__uint128_t)fraction * unit->ns / scale;
	if (ns > DURATION_MAX_NS)
		return -ERANGE;
	*ret_ns = (uint64_t)ns;
	return 0;
}

char *duration_format(char buffer[static DURATION_FORMAT_MAX], uint64_t ns)
{
	/* Three significant digits; a value that rounds up to 1000 takes the next unit.
	 */
	static const struct {
		const char *name;
		double ns;
	} steps[] = { { "ns", 1 }, { "us", 1e3 }, { "ms", 1e6 }, { "s", 1e9 } };
	size_t i = 0;
	double value;

	while (i + 1 < ARRAY_SIZE(steps) && (double)ns / steps[i].ns >= 999.5)
		i++;
	value = (double)ns / steps[i].ns;
	snprintf(buffer, DURATION_FORMAT_MAX, "%.*f%s",
		 i == 0 || value >= 99.95 ? 0 : (value >= 9.995 ? 1 : 2), value,
		 steps[i].name);
	return buffer;
}

char *rfc3339_now(char buffer[static RFC3339_MAX])
{
	time_t now = time(NULL);
	struct tm utc;

	gmtime_r(&now, &utc);
	strftime(buffer, RFC3339_MAX, "%Y-%m-%dT%H:%M:%SZ", &utc);
	return buffer;
}

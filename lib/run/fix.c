/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/sysctl.h"
#include "netlink/netlink.h"
#include "run/engine.h"

/* A setting of the station's machine, for the time of the run. */

struct reading {
	const char *path;
	char *value;
};

/* In the station's network namespace, whose settings /proc/sys/net shows. */
static int read_here(void *userdata, struct error *error)
{
	struct reading *reading = userdata;

	return sysctl_get(reading->path, &reading->value, error);
}

struct change {
	const char *path;
	const char *value; /* to be written */
};

static int change_here(void *userdata, struct error *error)
{
	const struct change *change = userdata;

	return sysctl_set(change->path, change->value, error);
}

static int read_setting(const struct run *run, const char *path, char **ret,
			struct error *error)
{
	struct reading reading = { .path = path };
	int r = netns_run(run->station->netns, read_here, &reading, error);

	if (r >= 0)
		*ret = reading.value;
	return r;
}

/* Nothing is written that is there already. */
static int change_to(const struct run *run, const char *value, const char *now,
		     struct error *error)
{
	cleanup_free_ char *path = fix_path(run->station->fix, run->station->interface);
	struct change change = { path, value };

	if (now && strcmp(now, value) == 0)
		return 0;
	return netns_run(run->station->netns, change_here, &change, error);
}

static void record(struct run *run, bool restored)
{
	const struct fix_entry *fix = fix_entry(run->station->fix);
	cleanup_free_ char *setting =
		fix_setting(run->station->fix, run->station->interface);
	/* Borrowed strings. */
	struct event event = {
		.kind = EVENT_FIX,
		.fix = { .id = (char *)(uintptr_t)fix->id,
			 .setting = setting,
			 .before = run->fix_before,
			 .after = (char *)(uintptr_t)fix->value,
			 .restored = restored },
	};

	run_record(run, &event);
}

int fix_apply(struct run *run, struct error *error)
{
	const struct fix_entry *fix = fix_entry(run->station->fix);
	cleanup_free_ char *path = NULL, *before = NULL;
	int r;

	if (run->station->fix == FIX_NONE)
		return 0;
	path = fix_path(run->station->fix, run->station->interface);
	r = read_setting(run, path, &before, error);
	if (r >= 0)
		r = run_changing(run, RUN_SETS, fix->id, before, error);
	if (r >= 0)
		r = change_to(run, fix->value, before, error);
	if (r >= 0)
		run->fix_before = TAKE_PTR(before);
	if (r < 0) {
		error_prefix(error, r, "%s cannot be tried", fix->id);
		error_remedy(error, "it needs a kernel from Linux %s on", fix->since);
		return r;
	}
	record(run, false);
	return 0;
}

void fix_restore(struct run *run)
{
	cleanup_error_ struct error error = { 0 };

	if (!run->fix_before)
		return;
	if (change_to(run, run->fix_before, NULL, &error) < 0)
		run_warn(run, "What --try-fix has set stays: %s", error.reason);
	else
		record(run, true);
	free(run->fix_before);
	run->fix_before = NULL;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/sysctl.h"
#include "netlink/netlink.h"
#include "run/engine.h"

/* A setting of the station's machine, for the time of the run. */

#define SETTING_SIZE_MAX 64

struct change {
	const char *path;
	const char *value; /* to be written */
	char **ret_before; /* NULL: it is not asked for */
};

/* In the station's network namespace, whose settings /proc/sys/net shows. */
static int change_here(void *userdata, struct error *error)
{
	const struct change *change = userdata;
	cleanup_free_ char *before = NULL;
	size_t length;
	int r;

	r = file_read(change->path, SETTING_SIZE_MAX, &before, &length, error);
	if (r < 0)
		return r;
	before[strcspn(before, "\n")] = '\0';
	if (strcmp(before, change->value) != 0)
		r = sysctl_set(change->path, change->value, error);
	if (r < 0)
		return r;
	if (change->ret_before)
		*change->ret_before = TAKE_PTR(before);
	return 0;
}

static int change_to(const struct run *run, const char *value, char **ret_before,
		     struct error *error)
{
	const struct run_station *station = run->station;
	cleanup_free_ char *path = fix_path(station->fix, station->interface);
	struct change change = { path, value, ret_before };

	return netns_run(station->netns, change_here, &change, error);
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
	int r;

	if (run->station->fix == FIX_NONE)
		return 0;
	r = change_to(run, fix->value, &run->fix_before, error);
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

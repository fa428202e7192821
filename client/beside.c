/* SPDX-License-Identifier: BSD-3-Clause */
#include "beside.h"

#include <signal.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "report/style.h"
#include "site/daemon.h"

/* For each of the two signals that ask it to end. */
#define END_LIMIT_NS (2 * NS_PER_S)

struct beside {
	struct run *run;
	struct daemon *program;
};

static void on_ended(void *userdata, const struct error *error)
{
	const struct beside *beside = userdata;
	cleanup_text_ struct text sentence = { 0 };

	/* It can quote what the program said. */
	plain_add(&sentence, error->reason);
	run_warn(beside->run, "%s", sentence.data);
}

int beside_start(struct beside **ret, sd_event *loop, const char *command,
		 const char *folder, const struct site_view *site, struct run *run,
		 struct error *error)
{
	struct beside *beside = memory_zero(1, sizeof(*beside));
	cleanup_free_ char *log = memory_printf("%s/" BESIDE_FILE, folder);
	cleanup_free_ char *copy = memory_strdup(command);
	const struct daemon_spec spec = {
		.name = "The program beside the run",
		.log_path = log,
		.arguments =
			(char *[]){ (char[]){ "/bin/sh" }, (char[]){ "-c" }, copy, NULL },
		.netns = site->station_netns,
		.group = true,
		.secrets = site->secrets,
		.ended = on_ended,
		.userdata = beside,
	};
	int r;

	beside->run = run;
	r = daemon_start(&beside->program, loop, &spec, error);
	if (r < 0) {
		free(beside);
		return r;
	}
	*ret = beside;
	return 0;
}

struct beside *beside_stop(struct beside *beside)
{
	if (!beside)
		return NULL;
	daemon_signal(beside->program, SIGINT);
	if (!daemon_wait(beside->program, clock_monotonic_ns() + END_LIMIT_NS))
		daemon_signal(beside->program, SIGTERM);
	daemon_free(beside->program, clock_monotonic_ns() + END_LIMIT_NS);
	free(beside);
	return NULL;
}

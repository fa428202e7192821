/* SPDX-License-Identifier: BSD-3-Clause */
#include "own-supplicant.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/program.h"
#include "base/redact.h"
#include "base/time.h"
#include "site/daemon.h"
#include "site/supplicant-conf.h"

#define START_LIMIT_NS (10 * NS_PER_S)
/* It deauthenticates, and takes its leave of the kernel. */
#define STOP_LIMIT_NS (5 * NS_PER_S)

struct own_supplicant {
	struct daemon *daemon;
	struct secrets secrets;
	char *folder, *conf, *control;
	bool ready, timed_out;
	struct error failure; /* reason set: it has ended */
	void (*ended)(void *userdata, const struct error *error);
	void *userdata;
	bool started; /* from then on its end is the caller's concern */
};

static void on_ended(void *userdata, const struct error *error)
{
	struct own_supplicant *own = userdata;

	error_set(&own->failure, -EIO, "%s", error->reason);
	if (own->started)
		own->ended(own->userdata, error);
}

static int on_file(sd_event_source *source, const struct inotify_event *event,
		   void *userdata)
{
	struct own_supplicant *own = userdata;

	(void)source;
	if (event->len && strcmp(event->name, strrchr(own->control, '/') + 1) == 0)
		own->ready = true;
	return 0;
}

static int on_limit(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	*(bool *)userdata = true;
	return 0;
}

static int write_configuration(const struct own_supplicant *own,
			       const struct scenario *scenario, struct error *error)
{
	struct text content = { 0 };
	int r;

	supplicant_conf_format(scenario, own->folder, NULL, &content);
	r = file_write(own->conf, content.data, content.length, 0600, error);
	explicit_bzero(content.data, content.length);
	text_clear(&content);
	return r;
}

static int await_ready(struct own_supplicant *own, sd_event *loop, struct error *error)
{
	sd_event_source *limit = NULL;
	const char *complaint;
	int r = sd_event_add_time_relative(loop, &limit, CLOCK_MONOTONIC,
					   START_LIMIT_NS / NS_PER_US, 1, on_limit,
					   &own->timed_out);

	while (r >= 0 && !own->ready && !own->timed_out && !own->failure.reason)
		r = sd_event_run(loop, UINT64_MAX);
	sd_event_source_disable_unref(limit);
	if (r < 0)
		return error_errno(error, r, "cannot wait for wpa_supplicant");
	if (own->ready)
		return 0;
	complaint = daemon_complaint(own->daemon);
	if (own->failure.reason)
		return error_set(error, -EIO, "%s", own->failure.reason);
	return error_set(error, -ETIMEDOUT, "wpa_supplicant does not come up: %s",
			 complaint ? complaint : "it said nothing");
}

static int start(struct own_supplicant *own, sd_event *loop,
		 const struct scenario *scenario, char *program, const char *logs,
		 struct error *error)
{
	cleanup_free_ char *log = memory_printf("%s/wpa_supplicant.log", logs);
	const struct daemon_spec spec = {
		.name = "wpa_supplicant",
		.log_path = log,
		.arguments = (char *[]){ program, (char[]){ "-t" }, (char[]){ "-D" },
					 (char[]){ "nl80211" }, (char[]){ "-i" },
					 scenario->interface, (char[]){ "-c" }, own->conf,
					 NULL },
		.netns = -1,
		.secrets = &own->secrets,
		.ended = on_ended,
		.userdata = own,
	};
	sd_event_source *watch = NULL;
	int r = folder_make(logs, error);

	if (r >= 0)
		r = write_configuration(own, scenario, error);
	if (r < 0)
		return r;
	r = sd_event_add_inotify(loop, &watch, own->folder, IN_CREATE, on_file, own);
	r = r < 0 ? error_errno(error, r, "cannot watch %s", own->folder)
		  : daemon_start(&own->daemon, loop, &spec, error);
	if (r >= 0)
		r = await_ready(own, loop, error);
	sd_event_source_disable_unref(watch);
	return r;
}

int own_supplicant_start(struct own_supplicant **ret, sd_event *loop,
			 const struct scenario *scenario, const char *program,
			 const char *folder, const char *logs,
			 void (*ended)(void *userdata, const struct error *error),
			 void *userdata, const char **ret_control_path,
			 struct error *error)
{
	struct own_supplicant *own = memory_zero(1, sizeof(*own));
	cleanup_free_ char *path = NULL;
	int r;

	own->ended = ended;
	own->userdata = userdata;
	own->folder = memory_strdup(folder);
	own->conf = memory_printf("%s/wpa_supplicant.conf", folder);
	own->control = memory_printf("%s/%s", folder, scenario->interface);
	if (scenario->password)
		secrets_add(&own->secrets, scenario->password);
	r = program ? program_find(program, &path)
		    : program_require("wpa_supplicant", "wpasupplicant", &path, error);
	if (r < 0 && program)
		error_errno(error, r, "cannot execute %s", program);
	if (r >= 0 && mkdir(folder, 0700) < 0 && errno != EEXIST)
		r = error_errno(error, -errno, "cannot make the folder %s", folder);
	if (r >= 0)
		r = start(own, loop, scenario, path, logs, error);
	if (r < 0) {
		own_supplicant_stop(own);
		return r;
	}
	own->started = true;
	*ret_control_path = own->control;
	*ret = own;
	return 0;
}

struct own_supplicant *own_supplicant_stop(struct own_supplicant *own)
{
	if (!own)
		return NULL;
	own->started = false;
	if (own->daemon)
		daemon_stop(own->daemon);
	daemon_free(own->daemon, clock_monotonic_ns() + STOP_LIMIT_NS);
	unlink(own->conf);
	unlink(own->control);
	rmdir(own->folder);
	secrets_clear(&own->secrets);
	error_clear(&own->failure);
	free(own->folder);
	free(own->conf);
	free(own->control);
	free(own);
	return NULL;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "live-station.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/process.h"
#include "base/time.h"
#include "live/live.h"
#include "live/network-manager.h"
#include "live/privileges.h"
#include "own-supplicant.h"
#include "run/run.h"
#include "scenario/plan.h"
#include "wifi/supplicant-talk.h"

struct station {
	const struct live_job *job;
	int channel; /* to the parent */
	bool deaf;   /* the parent listens no more */
	sd_event *loop;
	struct managed managed;
	struct live *live;
	struct own_supplicant *own;
	const char *control_path;
	struct network_manager *nm; /* is watched */
	struct run *run;
	uint64_t zero_ns; /* of the run's clock; 0: it has not begun */
	bool interrupted;
	struct error lost; /* reason set: before the run has begun */
};

static void interrupt(struct station *station)
{
	station->interrupted = true;
	if (station->run)
		run_interrupt(station->run);
}

static void send_lines(void *userdata, const char *lines, size_t length)
{
	struct station *station = userdata;

	if (station->deaf || fd_write_all(station->channel, lines, length) >= 0)
		return;
	station->deaf = true;
	interrupt(station);
}

static void send_event(struct station *station, struct event *event)
{
	cleanup_text_ struct text line = { 0 };

	event->step = -1;
	if (station->zero_ns)
		event->time_ns = clock_monotonic_ns() - station->zero_ns;
	event_format(event, &line);
	send_lines(station, line.data, line.length);
}

/* For a person to see. */
static void send_warning(void *userdata, const char *sentence)
{
	struct event event = {
		.kind = EVENT_NOTE,
		.note = { .text = (char *)(uintptr_t)sentence, .warning = true },
	};

	send_event(userdata, &event);
}

static void send_problem(struct station *station, const struct error *error)
{
	struct event event = {
		.kind = EVENT_PROBLEM,
		.problem = { .reason = error->reason ? error->reason : (char *)"unknown",
			     .remedy = error->remedy },
	};

	send_event(station, &event);
}

static int on_signal(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct signalfd_siginfo signal_;

	(void)source;
	(void)revents;
	while (read(fd, &signal_, sizeof(signal_)) == sizeof(signal_))
		interrupt(userdata);
	return 0;
}

/* Whoever else has to do with the interface has ended the run. */
static void on_lost(void *userdata, const struct error *why)
{
	struct station *station = userdata;

	if (station->run) {
		run_abort(station->run, why);
		return;
	}
	error_set(&station->lost, -ENETDOWN, "%s", why->reason);
	if (why->remedy)
		error_remedy(&station->lost, "%s", why->remedy);
}

static void on_left(void *userdata, bool on_purpose, const struct error *why)
{
	struct station *station = userdata;

	if (on_purpose)
		live_let_go(station->live);
	on_lost(station, why);
}

static int changing(void *userdata, enum run_change change, const char *name,
		    const char *before, struct error *error)
{
	struct station *station = userdata;

	switch (change) {
	case RUN_MAKES_INTERFACE:
		return live_before_interface(station->live, name, error);
	case RUN_SETS:
		return live_before_setting(station->live, name, before, error);
	case RUN_CHANGE_MAX:
		break;
	}
	return 0;
}

static int start_own_supplicant(struct station *station, struct error *error)
{
	const struct lab_options *options = station->job->options;
	cleanup_free_ char *logs = memory_printf("%s/logs", options->output);
	cleanup_free_ char *folder = NULL;
	int r = live_before_supplicant(station->live, &folder, error);

	if (r < 0)
		return r;
	return own_supplicant_start(&station->own, station->loop, station->job->scenario,
				    options->wpa_supplicant, folder, logs, on_lost,
				    station, &station->control_path, error);
}

static int watch_network_manager(struct station *station, struct error *error)
{
	int r;

	if (station->managed.manager != MANAGER_NETWORK_MANAGER)
		return 0;
	r = network_manager_open(&station->nm, error);
	return r < 0 ? r
		     : network_manager_watch(station->nm, station->loop,
					     station->managed.device, on_left, station,
					     error);
}

/* Takes the interface. *ret_network is the id of the network that the run uses. */
static int prepare(struct station *station, int *ret_network, struct error *error)
{
	const struct scenario *scenario = station->job->scenario;
	int r;

	manager_find(scenario->interface, &station->managed);
	r = live_open(&station->live, scenario->interface, &station->managed,
		      send_warning, station, error);
	if (r < 0)
		return r;
	station->control_path = station->managed.control_path;
	if (station->managed.manager == MANAGER_NONE)
		r = start_own_supplicant(station, error);
	else if (!station->control_path) {
		r = error_set(error, -ENOENT, "%s",
			      station->managed.why.reason ? station->managed.why.reason
							  : "no wpa_supplicant answers");
		if (station->managed.why.remedy)
			error_remedy(error, "%s", station->managed.why.remedy);
	}
	if (r >= 0)
		r = watch_network_manager(station, error);
	if (r >= 0)
		r = live_hold(station->live, station->control_path, scenario->ssid,
			      ret_network, error);
	return r < 0 ? r : privileges_drop(error);
}

/* NULL: it does not tell. */
static char *supplicant_version(const char *control_path)
{
	cleanup_(supplicant_talk_closep) struct supplicant_talk *talk = NULL;
	cleanup_text_ struct text reply = { 0 };

	if (supplicant_talk_open(&talk, control_path, NULL) < 0 ||
	    supplicant_ask(talk, &reply, NULL, "GET version") < 0)
		return NULL;
	return memory_strdup(reply.data + (reply.data[0] == 'v'));
}

static char *driver_of(const char *interface)
{
	cleanup_free_ char *path =
		memory_printf("/sys/class/net/%s/device/driver", interface);
	cleanup_free_ char *target = realpath(path, NULL);
	const char *slash = target ? strrchr(target, '/') : NULL;

	return slash ? memory_strdup(slash + 1) : NULL;
}

static void tell_password(struct station *station)
{
	const struct scenario *scenario = station->job->scenario;

	if (scenario->securities[SECURITY_FT_PSK] && !scenario->password)
		run_note(station->run, "Without the password in the scenario the names "
				       "and MICs of FT are not checked");
}

static int execute(struct station *station, const struct run_station *run_station,
		   struct error *error)
{
	struct plan *plan = plan_make(station->job->scenario);
	int r;

	station->run = run_new(station->loop, plan, run_station, send_lines, station);
	station->zero_ns = run_zero_ns(station->run);
	if (station->lost.reason)
		run_abort(station->run, &station->lost);
	tell_password(station);
	r = run_execute(station->run, error);
	station->run = run_free(station->run);
	plan_free(plan);
	return r;
}

static int carry_out(struct station *station, int network, struct error *error)
{
	const struct scenario *scenario = station->job->scenario;
	const struct lab_options *options = station->job->options;
	cleanup_free_ char *version = supplicant_version(station->control_path);
	cleanup_free_ char *driver = driver_of(scenario->interface);
	struct utsname kernel;
	struct run_station run_station = {
		.netns = -1,
		.live = true,
		.interface = scenario->interface,
		.control_path = station->control_path,
		.network_id = network,
		.server_netns = -1,
		.changing = changing,
		.fix = options->try_fix ? fix_find(options->try_fix) : FIX_NONE,
	};

	uname(&kernel);
	if (options->without)
		run_without(options->without, run_station.without);
	run_station.environment = (struct environment){
		.lab = (char *)(uintptr_t) "none",
		.clock = (char *)(uintptr_t) "real",
		.kernel = kernel.release,
		.wpa_supplicant = version,
		.driver = driver,
		.interface = scenario->interface,
		.has_seed = true,
		.seed = options->seed,
	};
	return execute(station, &run_station, error);
}

/* Whatever has happened. */
static int restore(struct station *station)
{
	cleanup_error_ struct error error = { 0 };
	struct event event = { .kind = EVENT_RESTORED };
	int r;

	station->nm = network_manager_close(station->nm);
	station->own = own_supplicant_stop(station->own);
	if (!station->live)
		return 0;
	r = live_restore(station->live, &event.restored.end, &error);
	station->live = live_free(station->live);
	event.restored.problem = error.reason; /* borrowed */
	if (error.reason)
		send_warning(station, error.reason);
	if (station->zero_ns)
		send_event(station, &event);
	return event.restored.end == STATION_OFFLINE ? -ENETDOWN : r;
}

int live_station_run(const struct live_job *job, int channel)
{
	struct station station = { .job = job, .channel = channel };
	cleanup_error_ struct error error = { 0 };
	cleanup_close_ int signals = process_open_signals();
	int network = -1, r;

	r = signals < 0 ? signals : sd_event_new(&station.loop);
	if (r >= 0)
		r = sd_event_add_io(station.loop, NULL, signals, EPOLLIN, on_signal,
				    &station);
	if (r < 0)
		error_errno(&error, r, "cannot make an event loop");
	if (r >= 0)
		r = prepare(&station, &network, &error);
	if (r < 0)
		send_problem(&station, &error);
	/* What came while nobody listened. */
	if (r >= 0)
		sd_event_run(station.loop, 0);
	if (r >= 0 && !station.interrupted)
		carry_out(&station, network, &error); /* which tells its problems */
	r = restore(&station);
	managed_clear(&station.managed);
	error_clear(&station.lost);
	sd_event_unref(station.loop);
	return r;
}

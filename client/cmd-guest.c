/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "air.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/seed.h"
#include "base/time.h"
#include "beside.h"
#include "command.h"
#include "guest-command.h"
#include "lab/guest.h"
#include "lab/machine.h"
#include "run/run.h"
#include "scenario/plan.h"
#include "site/site.h"

/* The guest's first process: builds the site, runs the plan, or a command in the
 * station's place, sends every event to the host, powers off. */

/* On an emulated processor a site of SCENARIO_AP_MAX access points takes its time. */
#define SITE_LIMIT_NS (300 * NS_PER_S)

struct guest {
	struct guest_job job;
	int channel; /* to the host */
	uint32_t seed;
	bool without[SOURCE_MAX];
	const struct scenario *scenario;
	enum fix fix;
	struct run *run;
	struct air *air; /* NULL: nobody asked for it */
	sd_event *loop;
	struct site *site;     /* NULL: not yet */
	struct beside *beside; /* NULL: there is none, or not yet */
};

static void send_lines(void *userdata, const char *lines, size_t length)
{
	struct guest *guest = userdata;
	int r = fd_write_all(guest->channel, lines, length);

	if (r >= 0)
		return;
	/* What comes now would be lost, and what was cut short would be glued to it. */
	fprintf(stderr, GUEST_FAILURE "cannot write the recording: %s\n", strerror(-r));
	guest_end();
}

static void send_event(struct guest *guest, const struct event *event)
{
	cleanup_text_ struct text line = { 0 };

	event_format(event, &line);
	send_lines(guest, line.data, line.length);
}

/* The site is being built, which can take long: a sign of life for each part. */
static void send_progress(void *userdata)
{
	const struct event event = { .kind = EVENT_ALIVE, .step = -1 };

	send_event(userdata, &event);
}

/* Where no run has a clock of its own (yet). */
static void send_words(struct guest *guest, const char *sentence, bool warning)
{
	const struct event event = { .kind = EVENT_NOTE,
				     .step = -1,
				     .note = { .text = (char *)(uintptr_t)sentence,
					       .warning = warning } };

	send_event(guest, &event);
}

static void send_note(void *userdata, const char *sentence)
{
	struct guest *guest = userdata;

	if (guest->run)
		run_note(guest->run, "%s", sentence);
	else
		send_words(guest, sentence, false);
}

/* time_ns: on the run's clock, 0 before it has one. */
static void send_problem(struct guest *guest, uint64_t time_ns, const struct error *error)
{
	const struct event event = {
		.kind = EVENT_PROBLEM,
		.time_ns = time_ns,
		.step = -1,
		.problem = { .reason = error->reason ? error->reason : (char *)"unknown",
			     .remedy = error->remedy },
	};

	send_event(guest, &event);
}

/* What the station's system has beside the site: the scenario's VPN service. */
static int on_built(void *userdata, const struct site_view *site, struct error *error)
{
	const struct guest *guest = userdata;
	const struct scenario *scenario = guest->scenario;
	const struct run_service service = {
		.netns = site->station_netns,
		.server_netns = site->server_netns,
		.server = site->server_address,
		.interface = scenario->station.wireguard,
		.far_end = scenario->tunnel.far_end,
		.seed = guest->seed,
	};

	return service.interface ? run_lab_service(&service, error) : 0;
}

static void on_death(void *userdata, const struct error *error)
{
	struct guest *guest = userdata;

	if (guest->run)
		run_abort(guest->run, error);
	else
		send_words(guest, error->reason, true);
}

static void on_log(void *userdata, size_t access_point, uint64_t stamp_ns,
		   const char *line)
{
	struct guest *guest = userdata;

	if (guest->run)
		run_access_point_log(guest->run, access_point, stamp_ns, line);
}

static void on_read_logs(void *userdata)
{
	struct guest *guest = userdata;

	site_read_logs(guest->site);
}

static void on_begun(void *userdata)
{
	cleanup_error_ struct error error = { 0 };
	struct guest *guest = userdata;

	if (guest->job.beside &&
	    beside_start(&guest->beside, guest->loop, guest->job.beside, GUEST_OUTPUT,
			 site_view(guest->site), guest->run, &error) < 0)
		run_abort(guest->run, &error);
}

static int on_change_faults(void *userdata, enum fault_kind kind, bool begin,
			    struct error *error)
{
	struct guest *guest = userdata;

	return site_change_faults(guest->site, kind, begin, error);
}

static int on_faults_changed(void *userdata, struct error *error)
{
	struct guest *guest = userdata;

	return site_faults_changed(guest->site, error);
}

static int on_alive(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct event event = { .kind = EVENT_ALIVE, .step = -1 };

	send_event(userdata, &event);
	sd_event_source_set_time(source, usec + RUN_ALIVE_NS / NS_PER_US);
	return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

static int load(struct guest *guest, struct scenario **ret, struct error *error)
{
	const struct guest_job *job = &guest->job;
	const struct scenario_secrets secrets = {
		.password = job->password,
		.wg_quick = job->wg_quick,
		.wg_quick_length = job->wg_quick ? strlen(job->wg_quick) : 0,
	};
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	int r;

	if (seed_parse(job->seed, &guest->seed) < 0)
		return error_set(error, -EINVAL, "the guest's job has no seed");
	if (job->without && run_without(job->without, guest->without) < 0)
		return error_set(error, -EINVAL,
				 "the guest's job leaves out what no run can do without");
	guest->fix = job->try_fix ? fix_find(job->try_fix) : FIX_NONE;
	r = scenario_parse_with_secrets(job->scenario_file, job->scenario,
					job->scenario_length, &secrets, &diagnostics,
					ret);
	/* The host has checked it: only a difference between the two can get here. */
	if (r < 0)
		return error_set(error, r, "the guest does not take the scenario: %s",
				 diagnostics.count ? diagnostics.items[0].message : "");
	scenario_make_password(*ret, guest->seed);
	return 0;
}

static int open_air(struct guest *guest, sd_event *loop, struct error *error)
{
	cleanup_free_ char *path = NULL;
	struct air_options options;

	if (!guest->job.air)
		return 0;
	path = memory_printf(GUEST_OUTPUT "/%s", guest->job.air);
	options = (struct air_options){
		.path = path,
		.started = guest->job.started,
		.zero_ns = run_zero_ns(guest->run),
	};
	return air_open(&guest->air, loop, &options, error);
}

static int execute(struct guest *guest, sd_event *loop)
{
	uint64_t zero_ns = run_zero_ns(guest->run);
	cleanup_error_ struct error error = { 0 };
	int r = open_air(guest, loop, &error);

	if (r < 0) {
		send_problem(guest, 0, &error);
		return r;
	}
	r = run_execute(guest->run, &error);
	error_clear(&error);
	guest->beside = beside_stop(guest->beside);
	if (air_close(guest->air, &error) < 0 && r >= 0)
		send_problem(guest, clock_monotonic_ns() - zero_ns, &error);
	return r;
}

/* Reports the problem itself. */
static int carry_out(struct guest *guest, sd_event *loop, const struct scenario *scenario)
{
	const struct site_view *site = site_view(guest->site);
	__attribute__((cleanup(plan_freep))) struct plan *plan = plan_make(scenario);
	struct utsname kernel;
	struct run_station station = {
		.netns = site->station_netns,
		.interface = site->station_interface,
		.control_path = site->control_path,
		.network_id = site->network_id,
		.address = site->station_address,
		.server = site->server_address,
		.address_v6 = site->station_address_v6,
		.server_v6 = site->server_address_v6,
		.server_netns = site->server_netns,
		.started = guest->job.started,
		.begun = on_begun,
		.read_logs = on_read_logs,
		.access_point_confs = site->hostapd_confs,
		.change_faults = on_change_faults,
		.faults_changed = on_faults_changed,
	};
	int r;

	guest->loop = loop;
	uname(&kernel);
	/* Borrowed: the job, the site and kernel outlive the run. */
	station.environment = (struct environment){
		.lab = guest->job.lab,
		.clock = guest->job.clock,
		.accelerator = guest->job.accelerator,
		.kernel = kernel.release,
		.hostapd = (char *)site->hostapd_version,
		.wpa_supplicant = (char *)site->wpa_supplicant_version,
		.driver = (char *)site->driver,
		.interface = (char *)(uintptr_t)site->station_interface,
		.has_seed = true,
		.seed = guest->seed,
	};
	memcpy(station.without, guest->without, sizeof(station.without));
	station.fix = guest->fix;
	guest->run = run_new(loop, plan, &station, send_lines, guest);
	r = execute(guest, loop);
	guest->run = run_free(guest->run);
	return r;
}

/* Reports the problem itself. */
static int carry_out_command(struct guest *guest, sd_event *loop)
{
	const struct guest_command command = {
		.command = guest->job.command,
		.output = GUEST_OUTPUT,
		.terminal = guest->job.terminal,
		.send = send_lines,
		.userdata = guest,
	};
	cleanup_error_ struct error error = { 0 };
	int r = guest_command_run(loop, &command, &error);

	if (r < 0)
		send_problem(guest, 0, &error);
	return r;
}

static int work(struct guest *guest)
{
	__attribute__((cleanup(scenario_freep))) struct scenario *scenario = NULL;
	__attribute__((cleanup(sd_event_unrefp))) sd_event *loop = NULL;
	const struct site_callbacks callbacks = {
		.note = send_note,
		.progress = send_progress,
		.built = on_built,
		.died = on_death,
		.log = guest->job.command ? NULL : on_log,
	};
	struct site_options options = {
		.hostapd = guest->job.hostapd,
		.wpa_supplicant = guest->job.wpa_supplicant,
		.run_folder = GUEST_RUN,
		.log_folder = GUEST_OUTPUT,
		.start_limit_ns = SITE_LIMIT_NS,
		.own_station = guest->job.command != NULL,
	};
	cleanup_error_ struct error error = { 0 };
	sd_event_source *alive = NULL;
	int r;

	r = load(guest, &scenario, &error);
	if (r >= 0) {
		guest->scenario = scenario;
		options.seed = guest->seed;
		r = sd_event_new(&loop);
		if (r >= 0)
			r = sd_event_add_time_relative(loop, &alive, CLOCK_MONOTONIC,
						       RUN_ALIVE_NS / NS_PER_US, 1,
						       on_alive, guest);
		if (r < 0)
			error_errno(&error, r, "cannot make an event loop");
	}
	if (r >= 0)
		r = site_start(&guest->site, loop, scenario, &options, &callbacks, guest,
			       &error);
	if (r < 0) {
		sd_event_source_disable_unref(alive);
		send_problem(guest, 0, &error);
		return r;
	}
	if (guest_lacks_seed(&guest->job))
		send_note(guest, "This kernel takes no seed: another run may differ");
	if (guest->job.command)
		r = carry_out_command(guest, loop);
	alive = sd_event_source_disable_unref(alive); /* the run has its own */
	if (!guest->job.command)
		r = carry_out(guest, loop, scenario);
	guest->site = site_stop(guest->site);
	return r;
}

static int run(int argc, char **argv)
{
	cleanup_error_ struct error error = { 0 };
	struct guest guest = { .channel = -1 };

	(void)argv;
	if (argc != 1 || getpid() != 1) {
		fputs("roamtest guest: this is what a lab starts inside its guest; it is "
		      "not for people\n",
		      stderr);
		return EXIT_USAGE;
	}
	if (guest_begin(&guest.job, &guest.channel, &error) < 0) {
		/* There is no channel: the host finds it on the console. */
		fprintf(stderr, GUEST_FAILURE "%s\n", error.reason);
	} else {
		work(&guest);
	}
	guest_job_clear(&guest.job);
	closep(&guest.channel);
	guest_end();
}

const struct command command_guest = {
	.name = "guest",
	.summary = "the lab's first process",
	.run = run,
};

/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/time.h"
#include "site/conceal.h"
#include "site/page-cache.h"
#include "site/site-parts.h"
#include "site/supplicant-conf.h"

/* The site's programs: their start, their end, and what they say meanwhile. */

/* The time that programs get to end after SIGTERM, all together. */
#define STOP_LIMIT_NS (2 * NS_PER_S)

/* hostapd says which line of its configuration it does not take, and what is in it. */
static void add_remedy(const struct site_access_point *ap, struct error *error)
{
	const char *complaint = daemon_complaint(ap->hostapd);

	if (complaint && strncmp(complaint, "Line ", 5) == 0)
		error_remedy(
			error,
			"mend it under lab: hostapd: or lab: access-points: %s: in the "
			"scenario (hostapd counts the lines of the file that roamtest "
			"makes of it)",
			ap->access_point->name);
}

static void on_hostapd_ended(void *userdata, const struct error *error)
{
	struct site_access_point *ap = userdata;

	if (ap->restart == RESTART_ENDING) {
		site_begin_anew(ap);
		return;
	}
	site_part_ended(ap->site, error);
	if (!ap->site->started && !ap->site->failure.remedy)
		add_remedy(ap, &ap->site->failure);
}

static void on_program_ended(void *userdata, const struct error *error)
{
	site_part_ended(userdata, error);
}

static void on_air(struct site_access_point *ap)
{
	ap->enabled = true;
	if (!ap->site->started)
		site_progress(ap->site);
	else
		site_hear(ap, "");
}

static void on_log_level(void *userdata, const struct error *error)
{
	struct site_access_point *ap = userdata;

	(void)error; /* one that does not know the command has a short log */
	ap->log_level = hostapd_command_free(ap->log_level);
	on_air(ap);
}

/* Half of what hostapd has to say with -d it says while it starts, and nobody wants to
 * know: it begins to tell when it is on the air. */
static void become_enabled(struct site_access_point *ap)
{
	if (!ap->tells_all) {
		ap->tells_all = true;
		if (hostapd_command_begin(&ap->log_level, ap->site->loop,
					  ap->control_path, daemon_name(ap->hostapd),
					  "LOG_LEVEL DEBUG", on_log_level, ap, NULL) >= 0)
			return;
	}
	on_air(ap);
}

/* "wlan0: AP-ENABLED " */
static void on_hostapd_line(void *userdata, uint64_t stamp_ns, const char *line)
{
	struct site_access_point *ap = userdata;
	struct site *site = ap->site;

	if (site->started && site->callbacks.log)
		site->callbacks.log(site->userdata, (size_t)(ap - site->access_points),
				    stamp_ns, line);
	if (strstr(line, ": AP-ENABLED")) {
		become_enabled(ap);
	} else if (strstr(line, ": AP-DISABLED")) {
		ap->enabled = false;
	}
	if (ap->site->started)
		site_hear(ap, line);
}

static int on_control_folder(sd_event_source *source, const struct inotify_event *event,
			     void *userdata)
{
	struct site *site = userdata;

	(void)source;
	if (event->len && strcmp(event->name, STATION_INTERFACE) == 0)
		site->supplicant_ready = true;
	return 0;
}

static int on_limit(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct site *site = userdata;

	(void)source;
	(void)usec;
	site->timed_out = true;
	return 0;
}

static int write_secret(const char *path, const struct text *content, struct error *error)
{
	return file_write(path, content->data, content->length, 0600, error);
}

static void clear_secret_text(struct text *t)
{
	if (t->data)
		explicit_bzero(t->data, t->length);
	text_clear(t);
}

/* For an access point that is not to let the station in. */
static int write_deny_file(const struct scenario *scenario, const char *path,
			   struct error *error)
{
	uint8_t station[MAC_LENGTH];
	char line[MAC_FORMAT_MAX];

	topology_station_mac(scenario, station);
	mac_format(line, station);
	return file_write(path, line, strlen(line), 0600, error);
}

static char *conceal(struct site *site, const struct text *conf)
{
	struct text concealed = { 0 };

	hostapd_conf_conceal(&site->concealment, conf->data, &concealed);
	return text_steal(&concealed);
}

int site_start_hostapd(struct site *site, size_t index, sd_event *loop,
		       struct error *error)
{
	struct site_access_point *ap = &site->access_points[index];
	const struct site_options *options = &site->options;
	cleanup_free_ char *conf =
		memory_printf("%s/hostapd-%zu.conf", options->run_folder, index + 1);
	cleanup_free_ char *control =
		memory_printf("%s/hostapd-%zu", options->run_folder, index + 1);
	cleanup_free_ char *log = memory_printf("%s/hostapd-%s.log", options->log_folder,
						ap->access_point->name);
	cleanup_free_ char *name = memory_printf("hostapd of %s", ap->access_point->name);
	cleanup_free_ char *program = memory_strdup(options->hostapd);
	cleanup_free_ char *deny_file =
		memory_printf("%s/hostapd-%zu.deny", options->run_folder, index + 1);
	struct hostapd_place place = { .interface = ACCESS_POINT_INTERFACE,
				       .bridge = ACCESS_POINT_BRIDGE,
				       .control_folder = control,
				       .deny_file = deny_file };
	struct daemon_spec spec = {
		.name = name,
		.log_path = log,
		.append = site->started,
		.arguments = (char *[]){ program, "-t", conf, NULL },
		.netns = site->topology.access_points[index],
		.secrets = &site->secrets,
		.line = on_hostapd_line,
		.ended = on_hostapd_ended,
		.userdata = ap,
	};
	cleanup_(clear_secret_text) struct text content = { 0 };
	int r;

	ap->tells_all = false;
	ap->log_level = hostapd_command_free(ap->log_level);
	free(ap->control_path);
	ap->control_path = memory_printf("%s/%s", control, ACCESS_POINT_INTERFACE);
	hostapd_conf_format(site->scenario, index, &place, &site->keys, &content);
	if (!site->confs[index])
		site->confs[index] = conceal(site, &content);
	r = write_secret(conf, &content, error);
	if (r >= 0)
		r = write_deny_file(site->scenario, deny_file, error);
	return r < 0 ? r : daemon_start(&ap->hostapd, loop, &spec, error);
}

static int start_supplicant(struct site *site, sd_event *loop, struct error *error)
{
	const struct site_options *options = &site->options;
	cleanup_free_ char *conf =
		memory_printf("%s/wpa_supplicant.conf", options->run_folder);
	cleanup_free_ char *log =
		memory_printf("%s/wpa_supplicant.log", options->log_folder);
	cleanup_free_ char *program = memory_strdup(options->wpa_supplicant);
	struct daemon_spec spec = {
		.name = "wpa_supplicant",
		.log_path = log,
		.arguments = (char *[]){ program, "-t", "-D", "nl80211", "-i",
					 STATION_INTERFACE, "-c", conf, NULL },
		.netns = site->topology.station,
		.secrets = &site->secrets,
		.ended = on_program_ended,
		.userdata = site,
	};
	cleanup_(clear_secret_text) struct text content = { 0 };
	int r;

	supplicant_conf_format(site->scenario, site->supplicant_folder, "US", &content);
	r = write_secret(conf, &content, error);
	return r < 0 ? r : daemon_start(&site->supplicant, loop, &spec, error);
}

static struct dhcp_options dhcp_options(struct site *site)
{
	return (struct dhcp_options){
		.run_folder = site->options.run_folder,
		.log_folder = site->options.log_folder,
		.secrets = &site->secrets,
		.ended = on_program_ended,
		.userdata = site,
	};
}

static int start_programs(struct site *site, sd_event *loop, struct error *error)
{
	const struct dhcp_options dhcp = dhcp_options(site);
	int r = 0;

	if (site->scenario->station.dhcp)
		r = dhcp_start_servers(&site->dhcp, loop, &site->topology, &dhcp, error);
	for (size_t i = 0; i < site->access_point_count && r >= 0; i++) {
		r = site_start_hostapd(site, i, loop, error);
		site_progress(site);
	}
	if (r < 0 || site->options.own_station)
		return r;
	return start_supplicant(site, loop, error);
}

static int start_client(struct site *site, sd_event *loop, struct error *error)
{
	const struct dhcp_options dhcp = dhcp_options(site);

	return dhcp_start_client(site->dhcp, loop, &site->topology, &dhcp, error);
}

/* The first access point that is not on the air, or NULL. */
static const struct site_access_point *first_waiting(const struct site *site)
{
	for (size_t i = 0; i < site->access_point_count; i++) {
		if (!site->access_points[i].enabled)
			return &site->access_points[i];
	}
	return NULL;
}

static int tell_timeout(const struct site *site, struct error *error)
{
	const struct site_access_point *ap = first_waiting(site);
	const struct daemon *dhcp = dhcp_first_waiting(site->dhcp);
	const struct daemon *daemon = site->supplicant;
	char limit[DURATION_FORMAT_MAX];
	const char *complaint;

	if (ap)
		daemon = ap->hostapd;
	else if (dhcp && (site->supplicant_ready || !site->supplicant))
		daemon = dhcp;
	complaint = daemon_complaint(daemon);

	duration_format(limit, site->options.start_limit_ns);
	if (ap)
		return error_set(error, -ETIMEDOUT,
				 "access point %s was not on the air after %s: %s",
				 ap->access_point->name, limit,
				 complaint ? complaint : "hostapd said nothing");
	return error_set(error, -ETIMEDOUT, "%s was not ready after %s: %s",
			 daemon_name(daemon), limit,
			 complaint ? complaint : "it said nothing");
}

static int pass_failure(const struct site *site, struct error *error)
{
	error_set(error, -EIO, "%s", site->failure.reason);
	if (site->failure.remedy)
		error_remedy(error, "%s", site->failure.remedy);
	return -EIO;
}

static int await_ready(struct site *site, sd_event *loop, struct error *error)
{
	while (first_waiting(site) || (site->supplicant && !site->supplicant_ready) ||
	       dhcp_first_waiting(site->dhcp)) {
		int r;

		if (site->failed)
			return pass_failure(site, error);
		if (site->timed_out)
			return tell_timeout(site, error);
		r = sd_event_run(loop, UINT64_MAX);
		if (r < 0 || sd_event_get_state(loop) == SD_EVENT_FINISHED)
			return error_set(error, r < 0 ? r : -ECANCELED,
					 "the start of the site was interrupted");
	}
	return 0;
}

static void unref_source(sd_event_source **source)
{
	sd_event_source_disable_unref(*source);
}

int site_bring_up(struct site *site, sd_event *loop, struct error *error)
{
	cleanup_(unref_source) sd_event_source *limit = NULL, *folder = NULL;
	int r;

	r = sd_event_add_inotify(loop, &folder, site->supplicant_folder, IN_CREATE,
				 on_control_folder, site);
	if (r >= 0)
		r = sd_event_add_time_relative(loop, &limit, CLOCK_MONOTONIC,
					       site->options.start_limit_ns / NS_PER_US,
					       1, on_limit, site);
	if (r < 0)
		return error_errno(error, r, "cannot wait for the site");
	r = start_programs(site, loop, error);
	if (r >= 0)
		r = await_ready(site, loop, error);
	if (r < 0 || !site->dhcp || site->options.own_station)
		return r;
	r = start_client(site, loop, error);
	return r < 0 ? r : await_ready(site, loop, error);
}

void site_fill_page_cache(const struct site *site)
{
	if (site->access_point_count)
		page_cache_fill(daemon_pid(site->access_points[0].hostapd));
	if (site->supplicant)
		page_cache_fill(daemon_pid(site->supplicant));
	page_cache_fill(getpid());
}

void site_stop_programs(struct site *site)
{
	uint64_t deadline_ns = clock_monotonic_ns() + STOP_LIMIT_NS;

	dhcp_stop(site->dhcp);
	daemon_stop(site->supplicant);
	for (size_t i = 0; i < site->access_point_count; i++) {
		site_forget_orders(&site->access_points[i]);
		site->access_points[i].log_level =
			hostapd_command_free(site->access_points[i].log_level);
	}
	for (size_t i = 0; i < site->access_point_count; i++)
		daemon_stop(site->access_points[i].hostapd);
	site->dhcp = dhcp_free(site->dhcp, deadline_ns);
	site->supplicant = daemon_free(site->supplicant, deadline_ns);
	for (size_t i = 0; i < site->access_point_count; i++)
		site->access_points[i].hostapd =
			daemon_free(site->access_points[i].hostapd, deadline_ns);
}

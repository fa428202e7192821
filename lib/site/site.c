/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/site.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/redact.h"
#include "site/conceal.h"
#include "site/conditions.h"
#include "site/faults.h"
#include "site/site-parts.h"
#include "site/version.h"

void site_part_ended(struct site *site, const struct error *error)
{
	if (site->started) {
		if (site->callbacks.died)
			site->callbacks.died(site->userdata, error);
		return;
	}
	if (site->failed)
		return;
	site->failed = true;
	error_set(&site->failure, -EIO, "%s", error->reason);
}

static void on_medium_failed(void *userdata, const struct error *error)
{
	site_part_ended(userdata, error);
}

void site_progress(struct site *site)
{
	if (site->callbacks.progress)
		site->callbacks.progress(site->userdata);
}

static void note_versions(const struct site *site)
{
	const char *own = site->wpa_supplicant_version;
	cleanup_free_ char *sentence = memory_printf(
		"The site is up: %zu access point%s, hostapd %s%s%s",
		site->access_point_count, site->access_point_count == 1 ? "" : "s",
		site->hostapd_version, own ? ", wpa_supplicant " : "", own ? own : "");

	if (site->callbacks.note)
		site->callbacks.note(site->userdata, sentence);
}

static void set_view(struct site *site)
{
	if (!site->options.own_station)
		site->control_path = memory_printf("%s/%s", site->supplicant_folder,
						   STATION_INTERFACE);
	site->view = (struct site_view){
		.station_netns = site->topology.station,
		.server_netns = site->topology.server,
		.station_interface = STATION_INTERFACE,
		.control_path = site->control_path,
		.network_id = 0,
		.station_address = site->topology.station_address,
		.server_address = site->topology.server_address,
		.station_address_v6 = site->topology.station_address_v6,
		.server_address_v6 = site->topology.server_address_v6,
		.hostapd_version = site->hostapd_version,
		.wpa_supplicant_version = site->wpa_supplicant_version,
		.secrets = &site->secrets,
		.driver = "mac80211_hwsim",
		.hostapd_confs = site->confs,
	};
}

static int make_folders(struct site *site, struct error *error)
{
	int r = folder_make(site->options.run_folder, error);

	if (r < 0)
		return r;
	chmod(site->options.run_folder, 0700);
	site->supplicant_folder =
		memory_printf("%s/wpa_supplicant", site->options.run_folder);
	r = folder_make(site->supplicant_folder, error);
	return r < 0 ? r : folder_make(site->options.log_folder, error);
}

static int open_medium(struct site *site, sd_event *loop, struct error *error)
{
	const struct scenario *scenario = site->scenario;
	size_t count = scenario->access_point_count + 1;
	cleanup_free_ uint8_t(*radios)[MAC_LENGTH] = memory_zero(count, sizeof(*radios));
	const struct medium_options options = {
		.loss_ppm = scenario->air.loss_ppm,
		.seed = site->options.seed,
		.radios = (const uint8_t(*)[MAC_LENGTH])radios,
		.radio_count = count,
	};

	if (!scenario->air.loss_ppm)
		return 0;
	for (size_t i = 0; i < scenario->access_point_count; i++)
		memcpy(radios[i], scenario->access_points[i].bssid, MAC_LENGTH);
	topology_station_mac(scenario, radios[count - 1]);
	return medium_open(&site->medium, loop, &options, on_medium_failed, site, error);
}

static int start(struct site *site, sd_event *loop, struct error *error)
{
	int r;

	r = make_folders(site, error);
	if (r < 0)
		return r;
	r = version_of(site->options.hostapd, &site->hostapd_version, error);
	if (r < 0)
		return r;
	if (!site->options.own_station)
		r = version_of(site->options.wpa_supplicant,
			       &site->wpa_supplicant_version, error);
	if (r < 0)
		return r;
	pair_keys_make(site->access_point_count, site->options.seed, &site->keys);
	hostapd_conf_secrets(site->scenario, &site->keys, &site->secrets);
	r = topology_make(site->scenario, site->options.own_station, &site->topology,
			  error);
	if (r >= 0)
		r = conditions_apply(site->scenario, &site->topology, error);
	if (r >= 0)
		r = faults_apply(site->scenario, &site->topology, error);
	if (r >= 0)
		r = open_medium(site, loop, error);
	if (r < 0)
		return r;
	set_view(site);
	if (site->callbacks.built)
		r = site->callbacks.built(site->userdata, &site->view, error);
	if (r < 0)
		return r;
	site_progress(site);
	r = site_bring_up(site, loop, error);
	if (r < 0)
		return r;
	site_fill_page_cache(site);
	site->started = true;
	for (size_t i = 0; i < site->access_point_count; i++)
		site_listen(&site->access_points[i]);
	note_versions(site);
	if (site->callbacks.note) {
		conditions_tell(site->scenario, site->callbacks.note, site->userdata);
		faults_tell(site->scenario, site->callbacks.note, site->userdata);
	}
	return 0;
}

int site_start(struct site **ret, sd_event *loop, const struct scenario *scenario,
	       const struct site_options *options, const struct site_callbacks *callbacks,
	       void *userdata, struct error *error)
{
	struct site *site = memory_zero(1, sizeof(*site));
	int r;

	*site = (struct site){
		.scenario = scenario,
		.loop = sd_event_ref(loop),
		.options = *options,
		.callbacks = *callbacks,
		.userdata = userdata,
		.topology = { .ds = -1, .server = -1, .station = -1 },
		.access_points = memory_zero(scenario->access_point_count,
					     sizeof(*site->access_points)),
		.access_point_count = scenario->access_point_count,
		.confs = memory_zero(scenario->access_point_count, sizeof(char *)),
		.in_force = memory_zero(scenario->fault_count + 1, sizeof(bool)),
	};
	for (size_t i = 0; i < scenario->fault_count; i++)
		site->in_force[i] = !scenario->faults[i].later;
	for (size_t i = 0; i < site->access_point_count; i++)
		site->access_points[i] = (struct site_access_point){
			.site = site,
			.access_point = &scenario->access_points[i],
		};
	r = start(site, loop, error);
	if (r < 0) {
		site_stop(site);
		return r;
	}
	*ret = site;
	return 0;
}

const struct site_view *site_view(const struct site *site)
{
	return &site->view;
}

void site_read_logs(struct site *site)
{
	for (size_t i = 0; i < site->access_point_count; i++)
		if (site->access_points[i].hostapd) /* else it could not begin anew */
			daemon_read(site->access_points[i].hostapd);
}

struct site *site_stop(struct site *site)
{
	if (!site)
		return NULL;
	site_stop_programs(site);
	medium_close(site->medium);
	topology_clear(&site->topology);
	pair_keys_clear(&site->keys);
	secrets_clear(&site->secrets);
	concealment_clear(&site->concealment);
	for (size_t i = 0; i < site->access_point_count; i++)
		free(site->confs[i]);
	free(site->confs);
	error_clear(&site->failure);
	error_clear(&site->refusal);
	for (size_t i = 0; i < site->access_point_count; i++)
		free(site->access_points[i].control_path);
	free(site->access_points);
	sd_event_unref(site->loop);
	free(site->in_force);
	free(site->supplicant_folder);
	free(site->control_path);
	free(site->hostapd_version);
	free(site->wpa_supplicant_version);
	free(site);
	return NULL;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/wg-quick.h"

static void free_steps(struct step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free_steps(steps[i].steps, steps[i].step_count);
		free(steps[i].matrix.access_points);
	}
	free(steps);
}

void hostapd_options_clear(struct hostapd_options *options)
{
	for (size_t i = 0; i < options->count; i++) {
		struct hostapd_option *option = &options->items[i];

		for (size_t j = 0; j < option->value_count; j++) {
			explicit_bzero(option->values[j], strlen(option->values[j]));
			free(option->values[j]);
		}
		free(option->values);
		free(option->key);
	}
	free(options->items);
	*options = (struct hostapd_options){ 0 };
}

static void tunnel_clear(struct tunnel *tunnel)
{
	if (tunnel->text)
		explicit_bzero(tunnel->text, tunnel->text_length);
	free(tunnel->text);
	free(tunnel->file);
	free(tunnel->interface);
	wg_quick_free(tunnel->wg_quick);
}

struct scenario *scenario_free(struct scenario *scenario)
{
	if (!scenario)
		return NULL;
	if (scenario->password)
		explicit_bzero(scenario->password, strlen(scenario->password));
	if (scenario->source)
		explicit_bzero(scenario->source, scenario->source_length);
	free(scenario->password);
	free(scenario->source);
	free(scenario->file);
	free(scenario->name);
	free(scenario->ssid);
	free(scenario->interface);
	for (size_t i = 0; i < scenario->access_point_count; i++) {
		free(scenario->access_points[i].name);
		free(scenario->access_points[i].log);
		free(scenario->access_points[i].device);
		hostapd_options_clear(&scenario->access_points[i].hostapd);
	}
	free(scenario->access_points);
	hostapd_options_clear(&scenario->hostapd);
	tunnel_clear(&scenario->tunnel);
	free(scenario->station.wireguard);
	free(scenario->faults);
	for (size_t i = 0; i < scenario->stream_count; i++)
		free(scenario->streams[i].name);
	free(scenario->streams);
	free_steps(scenario->steps, scenario->step_count);
	free(scenario->expectations);
	free(scenario);
	return NULL;
}

bool scenario_uses_ft(const struct scenario *scenario)
{
	for (size_t i = 0; i < SECURITY_MAX; i++)
		if (scenario->securities[i] && security_is_ft((enum security)i))
			return true;
	return false;
}

bool scenario_uses_ipv6(const struct scenario *scenario)
{
	for (size_t i = 0; i < scenario->stream_count; i++)
		if (scenario->streams[i].ipv6)
			return true;
	return scenario->station.has_ndisc_evict;
}

uint16_t scenario_tunnel_port(const struct scenario *scenario)
{
	const struct tunnel *tunnel = &scenario->tunnel;
	const struct wg_quick_peer *peer = NULL;

	if (tunnel->wg_quick)
		peer = wg_quick_peer_of(tunnel->wg_quick, &tunnel->far_end);
	return peer && peer->endpoint_port ? peer->endpoint_port : TUNNEL_PORT;
}

bool step_arrives(const struct step *step)
{
	const struct step_expectation *e = &step->expect;

	if (e->has_result)
		return e->result == OUTCOME_OK;
	if (e->has_used)
		return e->used != METHOD_NONE;
	if (e->has_status)
		return e->status == 0;
	return !e->has_cause || e->cause == CAUSE_MAX;
}

const struct fault *scenario_find_fault(const struct scenario *scenario,
					enum fault_kind kind, size_t at, size_t of)
{
	for (size_t i = 0; i < scenario->fault_count; i++) {
		const struct fault *fault = &scenario->faults[i];

		if (fault->kind == kind && fault->access_point == at && !fault->later &&
		    (of == FAULT_EVERY || fault->of == FAULT_EVERY || fault->of == of))
			return fault;
	}
	return NULL;
}

bool matrix_has_leg(const struct step *step, enum leg leg)
{
	return step->matrix.legs[leg] && (leg == LEG_COLD || step_arrives(step));
}

size_t matrix_end(const struct step *step)
{
	const struct matrix *matrix = &step->matrix;
	size_t from = matrix->access_points[matrix->count - 1];
	size_t to = matrix->access_points[matrix->count - 2];

	if (!step_arrives(step))
		return from;
	return matrix_has_leg(step, LEG_BACK) && !matrix_has_leg(step, LEG_WARM) ? from
										 : to;
}

const struct access_point *scenario_find_bssid(const struct scenario *scenario,
					       const uint8_t bssid[static MAC_LENGTH])
{
	for (size_t i = 0; i < scenario->access_point_count; i++)
		if (mac_equal(scenario->access_points[i].bssid, bssid))
			return &scenario->access_points[i];
	return NULL;
}

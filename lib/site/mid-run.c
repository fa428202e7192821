/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "site/faults.h"
#include "site/site-parts.h"

/* Faults that begin or end while a run is under way. What hostapd has to do for it, it
 * does in the loop: it is told one thing after the other, over its control socket, each
 * once the one before it has been answered and has come true (AP-DISABLED, AP-ENABLED).
 */

/* The time for which a station may stay that is to be thrown out. */
#define STAY_NS NS_PER_S

static bool has_orders(const struct site_access_point *ap)
{
	return ap->orders.done < ap->orders.count;
}

static bool throws_out(const struct site_access_point *ap)
{
	const struct site *site = ap->site;

	for (size_t i = 0; i < site->scenario->fault_count; i++) {
		const struct fault *fault = &site->scenario->faults[i];

		if (site->in_force[i] && fault->kind == FAULT_DEAUTHENTICATED_AFTER &&
		    fault->access_point == (size_t)(ap - site->access_points))
			return true;
	}
	return false;
}

void site_listen(const struct site_access_point *ap)
{
	/* What nobody asks for is read as it comes: a full pipe stops its hostapd. */
	daemon_listen(ap->hostapd, !ap->site->callbacks.log || has_orders(ap) ||
					   ap->restart != RESTART_NONE || throws_out(ap));
}

static void forget_orders(struct orders *orders)
{
	for (size_t i = 0; i < orders->count; i++)
		free(orders->items[i]);
	*orders = (struct orders){ 0 };
}

void site_forget_orders(struct site_access_point *ap)
{
	ap->command = hostapd_command_free(ap->command);
	ap->deauthentication = hostapd_command_free(ap->deauthentication);
	ap->deauthenticate = sd_event_source_disable_unref(ap->deauthenticate);
	forget_orders(&ap->orders);
	ap->restart = RESTART_NONE;
}

static void refuse(struct site_access_point *ap, const struct error *why)
{
	struct error *refusal = &ap->site->refusal;

	site_forget_orders(ap);
	if (refusal->reason)
		return;
	error_set(refusal, -EIO, "%s", why->reason);
	error_remedy(refusal, "look at the end of the log of %s",
		     daemon_name(ap->hostapd));
}

static void on_answered(void *userdata, const struct error *error);

static void give_order(struct site_access_point *ap)
{
	cleanup_error_ struct error error = { 0 };

	ap->orders.answered = false;
	if (hostapd_command_begin(&ap->command, ap->site->loop, ap->control_path,
				  daemon_name(ap->hostapd),
				  ap->orders.items[ap->orders.done], on_answered, ap,
				  &error) < 0)
		refuse(ap, &error);
}

/* Whether what hostapd was told last has come true. */
static bool has_come_true(const struct site_access_point *ap)
{
	const char *order = ap->orders.items[ap->orders.done];

	if (!ap->orders.answered)
		return false;
	if (strcmp(order, "ENABLE") == 0)
		return ap->enabled;
	return strcmp(order, "DISABLE") != 0 || !ap->enabled;
}

static void go_on(struct site_access_point *ap)
{
	if (!has_orders(ap) || !has_come_true(ap))
		return;
	ap->command = hostapd_command_free(ap->command);
	ap->orders.done++;
	if (has_orders(ap))
		give_order(ap);
	else
		forget_orders(&ap->orders);
	site_listen(ap);
}

static void on_answered(void *userdata, const struct error *error)
{
	struct site_access_point *ap = userdata;

	if (error) {
		refuse(ap, error);
		return;
	}
	ap->orders.answered = true;
	go_on(ap);
}

static void order(struct site_access_point *ap, char *first, char *second, char *third)
{
	char *const items[ORDERS_MAX] = { first, second, third };

	forget_orders(&ap->orders);
	for (size_t i = 0; i < ORDERS_MAX && items[i]; i++)
		ap->orders.items[ap->orders.count++] = items[i];
	site_listen(ap);
	give_order(ap);
}

static void move(struct site_access_point *ap, unsigned channel)
{
	order(ap, memory_strdup("DISABLE"), memory_printf("SET channel %u", channel),
	      memory_strdup("ENABLE"));
}

static void restart(struct site_access_point *ap)
{
	ap->restart = RESTART_ENDING;
	ap->enabled = false; /* until it says so anew */
	site_listen(ap);
	daemon_stop(ap->hostapd);
}

void site_begin_anew(struct site_access_point *ap)
{
	struct site *site = ap->site;
	cleanup_error_ struct error error = { 0 };

	ap->restart = RESTART_BEGINNING;
	ap->hostapd = daemon_free(ap->hostapd, 0);
	if (site_start_hostapd(site, (size_t)(ap - site->access_points), site->loop,
			       &error) < 0)
		site_part_ended(site, &error);
}

/* Nobody waits for it, and the station may be gone. */
static void on_deauthenticated(void *userdata, const struct error *error)
{
	struct site_access_point *ap = userdata;

	(void)error;
	ap->deauthentication = hostapd_command_free(ap->deauthentication);
}

static int on_stay_over(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct site_access_point *ap = userdata;
	uint8_t station[MAC_LENGTH];
	char mac[MAC_FORMAT_MAX];
	cleanup_free_ char *command = NULL;

	(void)source;
	(void)usec;
	if (!throws_out(ap))
		return 0;
	topology_station_mac(ap->site->scenario, station);
	command = memory_printf("DEAUTHENTICATE %s", mac_format(mac, station));
	ap->deauthentication = hostapd_command_free(ap->deauthentication);
	hostapd_command_begin(&ap->deauthentication, ap->site->loop, ap->control_path,
			      daemon_name(ap->hostapd), command, on_deauthenticated, ap,
			      NULL);
	return 0;
}

void site_hear(struct site_access_point *ap, const char *line)
{
	if (ap->restart == RESTART_BEGINNING && ap->enabled)
		ap->restart = RESTART_NONE;
	go_on(ap);
	site_listen(ap);
	if (!strstr(line, ": AP-STA-CONNECTED ") || !throws_out(ap))
		return;
	ap->deauthenticate = sd_event_source_disable_unref(ap->deauthenticate);
	sd_event_add_time_relative(ap->site->loop, &ap->deauthenticate, CLOCK_MONOTONIC,
				   STAY_NS / NS_PER_US, 1, on_stay_over, ap);
}

static void tell(const struct site *site, const struct fault *fault, bool begins)
{
	cleanup_free_ char *what = fault_sentence(site->scenario, fault);
	cleanup_free_ char *sentence =
		memory_printf("Fault %s: %s", begins ? "begins" : "ends", what);

	if (site->callbacks.note)
		site->callbacks.note(site->userdata, sentence);
}

static int change(struct site *site, const struct fault *fault, bool begin,
		  struct error *error)
{
	struct site_access_point *ap = &site->access_points[fault->access_point];

	if (fault->kind == FAULT_R0KH_RESTARTED)
		restart(ap);
	else if (fault->kind == FAULT_TARGET_OFF_AIR)
		order(ap, memory_strdup(begin ? "DISABLE" : "ENABLE"), NULL, NULL);
	else if (fault->kind == FAULT_TARGET_CHANNEL)
		move(ap, begin ? fault->channel : ap->access_point->channel);
	else
		return fault_change(site->scenario, &site->topology, fault, begin, error);
	return 0;
}

int site_change_faults(struct site *site, enum fault_kind kind, bool begin,
		       struct error *error)
{
	const struct scenario *scenario = site->scenario;

	error_clear(&site->refusal);
	for (size_t i = 0; i < scenario->fault_count; i++) {
		const struct fault *fault = &scenario->faults[i];
		int r;

		if (fault->kind != kind || site->in_force[i] == begin)
			continue;
		tell(site, fault, begin);
		r = change(site, fault, begin, error);
		if (r < 0)
			return r;
		/* A restart is over at once. */
		site->in_force[i] = begin && kind != FAULT_R0KH_RESTARTED;
		site_listen(&site->access_points[fault->access_point]);
	}
	return 0;
}

int site_faults_changed(struct site *site, struct error *error)
{
	if (site->refusal.reason) {
		error_set(error, -EIO, "%s", site->refusal.reason);
		error_remedy(error, "%s", site->refusal.remedy);
		return -EIO;
	}
	for (size_t i = 0; i < site->access_point_count; i++) {
		const struct site_access_point *ap = &site->access_points[i];

		if (ap->restart != RESTART_NONE || has_orders(ap))
			return 0;
	}
	return 1;
}

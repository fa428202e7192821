/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "run/engine.h"
#include "wifi/supplicant.h"

/* Which access points the station hears. */

/* One channel, active: mac80211 stays 30 to 100 ms; an own scan may have to end first. */
#define SCAN_LIMIT_NS (10 * NS_PER_S)
/* A scan of all channels, and an association. */
#define RETURN_LIMIT_NS (15 * NS_PER_S)
/* Probe requests and beacons are sent once, so that a scan can miss an access point that
 * is there; on the poor air of a lab it does so as a rule. */
#define SCANS_MAX 3
#define LOSSY_SCANS_MAX 20
/* IEEE 802.11-2020 Annex E, 5 GHz */
#define CHANNEL_MAX 177

static bool scan_has_ended(const struct run *run, void *userdata)
{
	(void)userdata;
	return run->scan_ended;
}

/* What the supplicant's table says of an access point; -ENOENT: nothing. */
static int ask(struct run *run, const struct access_point *ap, struct event *ret,
	       unsigned *ret_update)
{
	static const char mark[] = "\nupdate_idx=";
	cleanup_text_ struct text reply = { 0 };
	char bssid[MAC_FORMAT_MAX];
	const char *update;
	int r;

	r = station_command(run, &reply, "BSS %s", mac_format(bssid, ap->bssid));
	if (r < 0)
		return r;
	if (!reply.data || supplicant_parse_bss(reply.data, ret) < 0)
		return -ENOENT;
	update = strstr(reply.data, mark);
	if (ret_update && update)
		*ret_update = (unsigned)strtoul(update + strlen(mark), NULL, 10);
	return 0;
}

static int look_up(struct run *run, const struct access_point *ap,
		   struct bss_elements *ret_elements)
{
	struct event event = { 0 };
	int r = ask(run, ap, &event, NULL);

	if (r < 0)
		return r;
	run_record(run, &event);
	if (ret_elements)
		*ret_elements = event.bss.elements;
	return 0;
}

/* frequencies: "2412,5180". */
static int scan(struct run *run, const char *frequencies)
{
	int r;

	run->scan_ended = false;
	run->scanning = true;
	/* TYPE=ONLY: the results are not taken as an occasion to roam. */
	r = station_command(run, NULL, "SCAN TYPE=ONLY freq=%s", frequencies);
	/* Refused where a scan of the supplicant's own is under way: it ends too. */
	if (r >= 0)
		r = run_wait(run, scan_has_ended, NULL, SCAN_LIMIT_NS);
	run->scanning = false;
	return r == -ETIMEDOUT ? 0 : r;
}

/* All channels of the two bands that a scenario can name: of the third, which takes most
 * of a scan's time, it knows none. */
static void add_all_channels(struct text *frequencies)
{
	for (unsigned channel = 1; channel <= CHANNEL_MAX; channel++) {
		unsigned mhz = channel_frequency_mhz(channel);

		if (mhz)
			text_printf(frequencies, "%s%u", frequencies->length ? "," : "",
				    mhz);
	}
}

static bool is_associated(const struct run *run, void *userdata)
{
	(void)userdata;
	return run->associated;
}

/* After a roam that failed the supplicant looks for a way back by itself, and a scan of
 * ours in its way would do harm: one that it has accepted and cannot begin any more comes
 * with the next SELECT_NETWORK, which then connects to nothing. */
static int let_it_return(struct run *run)
{
	int r = run->left ? 0 : run_wait(run, is_associated, NULL, RETURN_LIMIT_NS);

	return r == -ETIMEDOUT ? 0 : r;
}

static int scans_max(const struct run *run)
{
	return run->plan->scenario->air.loss_ppm ? LOSSY_SCANS_MAX : SCANS_MAX;
}

/* 1: it was made; 0: wpa_supplicant refused it, or it did not end well, or in time. One
 * that scans by itself refuses ours until that has ended. */
static int scan_all(struct run *run, const char *frequencies)
{
	cleanup_text_ struct text reply = { 0 };
	int r;

	run->scan_ended = run->scan_failed = false;
	run->scanning = true;
	r = station_command(run, &reply, "SCAN TYPE=ONLY%s%s",
			    frequencies ? " freq=" : "", frequencies ? frequencies : "");
	if (r >= 0)
		r = run_wait(run, scan_has_ended, NULL, SCAN_LIMIT_NS);
	run->scanning = false;
	if (r < 0)
		return r == -ETIMEDOUT ? 0 : r;
	return !run->scan_failed && reply.data && strncmp(reply.data, "OK", 2) == 0;
}

/* The table keeps what a scan did not see; what it saw has been updated by it. Where no
 * scan was made, or nothing tells of updates, nobody knows. */
int station_look_for(struct run *run, const struct access_point *ap)
{
	bool scanned = false, kept = false, seen = false;
	cleanup_text_ struct text frequencies = { 0 };
	unsigned before = 0, after = 0;
	struct event event = { 0 };
	int r = let_it_return(run);

	if (r >= 0)
		r = ask(run, ap, &event, &before);
	kept = r >= 0;
	/* A real radio may lack a band, and then refuses the whole list. */
	if (!run->station->live)
		add_all_channels(&frequencies);
	for (int i = 0; i < scans_max(run) && (r >= 0 || r == -ENOENT) && !seen; i++) {
		r = scan_all(run, frequencies.data);
		scanned |= r > 0;
		event = (struct event){ 0 };
		if (r >= 0)
			r = ask(run, ap, &event, &after);
		seen = r >= 0 && (!kept || after != before);
	}
	if (r < 0 && r != -ENOENT)
		return r;
	if (!scanned || (!seen && kept && before == 0))
		return 0;
	event.kind = EVENT_BSS;
	event.bss.absent = !seen;
	event.bss.after_failure = true;
	memcpy(event.bss.bssid, ap->bssid, MAC_LENGTH);
	run_record(run, &event);
	return 0;
}

int station_find(struct run *run, const struct access_point *ap,
		 struct bss_elements *ret_elements)
{
	char frequency[16];
	int r = look_up(run, ap, ret_elements);

	snprintf(frequency, sizeof(frequency), "%u", ap->frequency_mhz);
	for (int i = 0; i < scans_max(run) && r == -ENOENT; i++) {
		r = scan(run, frequency);
		if (r >= 0)
			r = look_up(run, ap, ret_elements);
	}
	return r;
}

/* Where the access points are that the table does not have: "2412,5180". */
static int find_missing(struct run *run, struct text *ret_frequencies)
{
	const struct scenario *scenario = run->plan->scenario;

	text_reset(ret_frequencies);
	for (size_t i = 0; i < scenario->access_point_count; i++) {
		const struct access_point *ap = &scenario->access_points[i];
		int r = look_up(run, ap, NULL);

		if (r == -ENOENT)
			text_printf(ret_frequencies, "%s%u",
				    ret_frequencies->length ? "," : "",
				    ap->frequency_mhz);
		else if (r < 0)
			return r;
	}
	return 0;
}

int station_survey(struct run *run)
{
	/* On a real site some may be out of reach; in a lab all are there to be found. */
	int left = run->plan->scenario->has_lab ? scans_max(run) : 1;
	cleanup_text_ struct text missing = { 0 };
	int r = find_missing(run, &missing);

	while (r >= 0 && missing.length && left > 0) {
		r = scan(run, missing.data);
		if (--left > 0 && r >= 0)
			r = find_missing(run, &missing);
	}
	return r;
}

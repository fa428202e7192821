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
/* All channels, of a real radio that goes back to its own between any two. */
#define LONG_SCAN_LIMIT_NS (30 * NS_PER_S)
/* The driver may have to leave a channel first. */
#define ABORT_LIMIT_NS (500 * NS_PER_MS)
/* What was heard that long ago is taken to be there. */
#define FRESH_S 1
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

/* How the supplicant's table came by what it says of an access point. */
struct entry {
	bool here;
	unsigned update; /* its number; 0: not told */
	unsigned age_s;	 /* since it was heard: at most a second more than is true */
};

static unsigned number_of(const char *reply, const char *mark)
{
	const char *found = strstr(reply, mark);

	return found ? (unsigned)strtoul(found + strlen(mark), NULL, 10) : 0;
}

/* What the supplicant's table says of an access point; -ENOENT: nothing. */
static int ask(struct run *run, const struct access_point *ap, struct event *ret,
	       struct entry *ret_entry)
{
	cleanup_text_ struct text reply = { 0 };
	char bssid[MAC_FORMAT_MAX];
	int r;

	*ret_entry = (struct entry){ 0 };
	r = station_command(run, &reply, "BSS %s", mac_format(bssid, ap->bssid));
	if (r < 0)
		return r;
	if (!reply.data || supplicant_parse_bss(reply.data, ret) < 0)
		return -ENOENT;
	*ret_entry = (struct entry){
		.here = true,
		.update = number_of(reply.data, "\nupdate_idx="),
		.age_s = number_of(reply.data, "\nage="),
	};
	return 0;
}

static int look_up(struct run *run, const struct access_point *ap,
		   struct bss_elements *ret_elements)
{
	struct event event = { 0 };
	struct entry entry;
	int r = ask(run, ap, &event, &entry);

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

static void add_frequency(struct text *list, unsigned mhz)
{
	text_printf(list, "%s%u", list->length ? "," : "", mhz);
}

static bool is_of_scenario(const struct scenario *scenario, unsigned mhz)
{
	for (size_t i = 0; i < scenario->access_point_count; i++)
		if (scenario->access_points[i].frequency_mhz == mhz)
			return true;
	return false;
}

/* A radio refuses a scan of a list with one frequency that it does not have. */
static int add_own_channels(struct run *run, bool of_scenario, struct text *frequencies)
{
	static const char mark[] = " = ";
	cleanup_text_ struct text reply = { 0 };
	int r = station_command(run, &reply, "GET_CAPABILITY freq");
	const char *at = r < 0 ? NULL : reply.data;

	while (at && (at = strstr(at, mark))) {
		unsigned mhz = (unsigned)strtoul(at += strlen(mark), NULL, 10);

		if (mhz && mhz <= channel_frequency_mhz(CHANNEL_MAX) &&
		    (!of_scenario || is_of_scenario(run->plan->scenario, mhz)))
			add_frequency(frequencies, mhz);
	}
	return r;
}

/* All channels of the two bands that a scenario can name: of the third, which takes most
 * of a scan's time, it knows none. */
static int add_all_channels(struct run *run, struct text *frequencies)
{
	if (run->station->live)
		return add_own_channels(run, false, frequencies);
	for (unsigned channel = 1; channel <= CHANNEL_MAX; channel++) {
		unsigned mhz = channel_frequency_mhz(channel);

		if (mhz)
			add_frequency(frequencies, mhz);
	}
	return 0;
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
static int scan_for(struct run *run, const struct text *frequencies)
{
	cleanup_text_ struct text reply = { 0 };
	int r;

	run->scan_ended = run->scan_failed = false;
	run->scanning = true;
	r = station_command(run, &reply, "SCAN TYPE=ONLY%s%s",
			    frequencies->length ? " freq=" : "",
			    frequencies->length ? frequencies->data : "");
	if (r >= 0)
		r = run_wait(run, scan_has_ended, NULL,
			     run->station->live ? LONG_SCAN_LIMIT_NS : SCAN_LIMIT_NS);
	run->scanning = false;
	if (r < 0)
		return r == -ETIMEDOUT ? 0 : r;
	return !run->scan_failed && reply.data && strncmp(reply.data, "OK", 2) == 0;
}

/* The table keeps what a scan did not hear, and the kernel for half a minute, too, which
 * gives it out with what was heard. */
static bool is_news(const struct entry *before, const struct entry *after,
		    uint64_t since_ns)
{
	return after->here && (!before->here || after->update != before->update) &&
	       after->age_s <= since_ns / NS_PER_S + 1;
}

/* Whether scans of these channels hear it; -EAGAIN: where no scan was made, or nothing
 * tells of updates, nobody knows. */
static int listen_for(struct run *run, const struct access_point *ap,
		      const struct text *frequencies, struct event *ret)
{
	bool scanned = false, heard = false;
	struct entry before, after;
	int r = ask(run, ap, ret, &before);

	for (int i = 0; i < scans_max(run) && (r >= 0 || r == -ENOENT) && !heard; i++) {
		uint64_t began_ns = run_now(run);

		r = scan_for(run, frequencies);
		scanned |= r > 0;
		*ret = (struct event){ 0 };
		if (r >= 0)
			r = ask(run, ap, ret, &after);
		heard = r >= 0 && is_news(&before, &after, run_now(run) - began_ns);
	}
	if (r < 0 && r != -ENOENT)
		return r;
	if (!scanned || (!heard && before.here && before.update == 0))
		return -EAGAIN;
	return heard;
}

int station_look_for(struct run *run, const struct access_point *ap)
{
	cleanup_text_ struct text frequencies = { 0 };
	struct event event = { 0 };
	int r = let_it_return(run);

	if (r >= 0)
		r = add_all_channels(run, &frequencies);
	if (r >= 0)
		r = listen_for(run, ap, &frequencies, &event);
	if (r < 0)
		return r == -EAGAIN ? 0 : r;
	event.kind = EVENT_BSS;
	event.bss.absent = r == 0;
	event.bss.after_failure = true;
	memcpy(event.bss.bssid, ap->bssid, MAC_LENGTH);
	run_record(run, &event);
	return 0;
}

int station_hears(struct run *run, const struct access_point *ap)
{
	cleanup_text_ struct text frequencies = { 0 };
	struct event event = { 0 };
	struct entry entry;
	int r = ask(run, ap, &event, &entry);

	if (r < 0 || entry.age_s <= FRESH_S)
		return r;
	add_frequency(&frequencies, ap->frequency_mhz);
	r = listen_for(run, ap, &frequencies, &event);
	return r == 0 ? -ENOENT : r == -EAGAIN ? 0 : r;
}

int station_listen(struct run *run)
{
	cleanup_text_ struct text frequencies = { 0 };
	int r;

	run->scan_ended = false;
	r = station_command(run, NULL, "ABORT_SCAN");
	/* There was none if nothing comes of it. */
	if (r >= 0)
		r = run_wait(run, scan_has_ended, NULL, ABORT_LIMIT_NS);
	if (r >= 0 || r == -ETIMEDOUT)
		r = add_own_channels(run, true, &frequencies);
	return r < 0 || !frequencies.length ? r : scan(run, frequencies.data);
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
			add_frequency(ret_frequencies, ap->frequency_mhz);
		else if (r < 0)
			return r;
	}
	return 0;
}

int station_survey(struct run *run)
{
	/* On a real site some may be out of reach; in a lab all are there to be found. */
	int left = run->station->live ? 1 : scans_max(run);
	cleanup_text_ struct text missing = { 0 };
	int r = find_missing(run, &missing);

	while (r >= 0 && missing.length && left > 0) {
		r = scan(run, missing.data);
		if (--left > 0 && r >= 0)
			r = find_missing(run, &missing);
	}
	return r;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "run/engine.h"
#include "wifi/supplicant-talk.h"

/* A station that somebody uses: it is on its network before the run, is held to the
 * access point that the run has chosen, and is not to be off the network for long. */

#define ATTEMPT_LIMIT_NS (8 * NS_PER_S)
/* A DHCP client repeats its question after 4 s (RFC 2131 4.1). */
#define ADDRESS_LIMIT_NS (10 * NS_PER_S)
/* Without a scan. */
#define QUICK_RETURN_NS NS_PER_S
/* With one of all channels. */
#define RETURN_LIMIT_NS (10 * NS_PER_S)

uint64_t attempt_limit_ns(const struct run *run, uint64_t of_a_lab_ns)
{
	return run->station->live ? ATTEMPT_LIMIT_NS : of_a_lab_ns;
}

/* NetworkManager takes the network away that it has made, and makes another one, when it
 * sets a connection up. */
void real_station_event(struct run *run, const char *text)
{
	static const char removed[] = "CTRL-EVENT-NETWORK-REMOVED ";
	cleanup_error_ struct error why = { 0 };

	/* After that it goes on looking, for as long as it takes. */
	if (strcmp(text, "CTRL-EVENT-NETWORK-NOT-FOUND") == 0 && !run->associated)
		attempt_decide(run, OUTCOME_TIMEOUT, false, 0);
	if (strncmp(text, removed, strlen(removed)) != 0 ||
	    atoi(text + strlen(removed)) != run->station->network_id)
		return;
	error_set(
		&why, -ENOENT,
		"the network's settings were taken away from wpa_supplicant in mid-run");
	error_remedy(&why,
		     "let nobody else connect, disconnect or change it meanwhile; "
		     "NetworkManager does so by itself where the station is off it for "
		     "15s");
	run_abort(run, &why);
}

int real_station_begin(struct run *run)
{
	cleanup_free_ char *state = NULL, *bssid = NULL;
	cleanup_text_ struct text reply = { 0 };
	uint8_t mac[MAC_LENGTH];
	int r = station_command(run, &reply, "STATUS");

	if (r < 0)
		return r;
	state = supplicant_value(reply.data ? reply.data : "", "wpa_state");
	bssid = supplicant_value(reply.data ? reply.data : "", "bssid");
	if (state && strcmp(state, "COMPLETED") == 0 && bssid &&
	    mac_parse(bssid, mac) == 0)
		station_is_on(run, run_now(run), mac);
	return 0;
}

/* It may have had one before the run, of which no event tells. */
static bool has_address(const struct run *run)
{
	cleanup_close_ int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq request = { 0 };

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s",
		 run->station->interface);
	return fd >= 0 && ioctl(fd, SIOCGIFADDR, &request) == 0;
}

/* Of IPv6 the kernel has a link-local one by itself. */
static bool needs_address(const struct run *run)
{
	const struct scenario *scenario = run->plan->scenario;

	for (size_t i = 0; i < scenario->stream_count; i++)
		if (!scenario->streams[i].ipv6)
			return true;
	return false;
}

static bool has_way(const struct run *run, void *userdata)
{
	struct run *asking = userdata;

	return (!needs_address(run) || has_address(run)) && far_end_find(asking) >= 0;
}

int real_station_await_address(struct run *run)
{
	int r = 0;

	if (has_way(run, run))
		return 0;
	/* Once: a site without DHCP would have every step wait for it. */
	if (run->awaited)
		return -ETIMEDOUT;
	run->awaited = true;
	r = run_wait(run, has_way, run, ADDRESS_LIMIT_NS);
	if (r == -ETIMEDOUT)
		run_warn(run, "%s has no %s: no probes are sent until it has one",
			 run->station->interface,
			 has_address(run) ? "default gateway" : "address");
	return r;
}

static bool is_associated(const struct run *run, void *userdata)
{
	(void)userdata;
	return run->associated;
}

/* Also where the supplicant has given the network up for a while. */
static int choose_again(struct run *run, uint64_t limit_ns)
{
	int r = station_command(run, NULL, "SELECT_NETWORK %d", run->station->network_id);

	return r < 0 ? r : run_wait(run, is_associated, NULL, limit_ns);
}

/* It may scan all channels, which takes a real radio up to 10 s, or wait until it does so
 * again: those of the scenario take a fraction of a second. */
static int shorten_search(struct run *run)
{
	static const char *const idle[] = { "SCANNING", "DISCONNECTED", "INACTIVE" };
	cleanup_free_ char *state = NULL;
	cleanup_text_ struct text reply = { 0 };
	int r = station_command(run, &reply, "STATUS");

	if (r < 0)
		return r;
	state = supplicant_value(reply.data ? reply.data : "", "wpa_state");
	for (size_t i = 0; i < ARRAY_SIZE(idle); i++)
		if (state && strcmp(state, idle[i]) == 0)
			return station_listen(run);
	return 0;
}

static int return_anywhere(struct run *run)
{
	int r = station_pin(run, NULL);

	if (r >= 0)
		r = choose_again(run, QUICK_RETURN_NS);
	if (r == -ETIMEDOUT) {
		r = shorten_search(run);
		if (r >= 0)
			r = choose_again(run, RETURN_LIMIT_NS);
	}
	if (r == -ETIMEDOUT)
		run_warn(run, "the station is off its network: wpa_supplicant goes on "
			      "trying");
	return r == -ETIMEDOUT ? 0 : r;
}

int station_hold(struct run *run)
{
	int r = run->associated ? 0 : return_anywhere(run);

	return r < 0 || !run->associated ? r : station_pin(run, run->bssid);
}

void station_tell_scans(struct run *run)
{
	unsigned scans = run->strange_scans;

	if (run->station->live && scans)
		run_warn(run,
			 "%u scan%s that roamtest did not ask for took the radio off its "
			 "channel: see to it that nothing else looks for networks "
			 "meanwhile",
			 scans, scans == 1 ? "" : "s");
}

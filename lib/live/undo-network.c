/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/time.h"
#include "live/network-manager.h"
#include "live/networks.h"
#include "live/undo.h"

/* A scan of all channels takes some seconds, and the first one may miss the access
 * point. */
#define SUPPLICANT_LIMIT_NS (15 * NS_PER_S)
/* Of its own attempt, with an address; and of one more that it is asked for. */
#define NETWORK_MANAGER_LIMIT_NS (20 * NS_PER_S)

struct undoing {
	const struct journal *journal;
	struct supplicant_talk *talk;
	const struct undo_listener *listener;
	enum station_end end;
	int r;		      /* the first failure */
	struct error *error;  /* of that */
	struct error offline; /* why the station is not on its network */
};

static void tell(const struct undoing *undoing, live_tell_fn listener, const char *fmt,
		 va_list ap)
{
	cleanup_free_ char *sentence = NULL;

	if (!listener)
		return;
	sentence = memory_vprintf(fmt, ap);
	listener(undoing->listener->userdata, sentence);
}

static void say(const struct undoing *undoing, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
static void say(const struct undoing *undoing, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(undoing, undoing->listener->change, fmt, ap);
	va_end(ap);
}

/* What a person waits for. */
static void say_association(const struct undoing *undoing, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
static void say_association(const struct undoing *undoing, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(undoing, undoing->listener->association, fmt, ap);
	va_end(ap);
}

/* The first one counts; why is taken. */
static void fail(struct undoing *undoing, int r, struct error *why)
{
	if (undoing->r < 0)
		return;
	undoing->r = error_set(undoing->error, r, "%s",
			       why->reason ? why->reason : strerror(-r));
	if (why->remedy)
		error_remedy(undoing->error, "%s", why->remedy);
}

static void be_offline(struct undoing *undoing, int r, const struct error *why)
{
	undoing->end = STATION_OFFLINE;
	error_set(&undoing->offline, r, "%s", why->reason ? why->reason : strerror(-r));
}

/* Whether the network of that id is still the one that the run used: NetworkManager makes
 * another one of the same id when it brings a connection up. */
static bool is_same_network(struct undoing *undoing)
{
	cleanup_free_ char *ssid = NULL;

	return saved_network_get(undoing->talk, undoing->journal->network, "ssid", &ssid,
				 NULL) >= 0 &&
	       ssid && strcmp(ssid, undoing->journal->ssid) == 0;
}

static void undo_pin(struct undoing *undoing, const struct saved_network *network)
{
	const struct journal *journal = undoing->journal;
	char bssid[MAC_FORMAT_MAX] = "00:00:00:00:00:00"; /* any */
	cleanup_error_ struct error why = { 0 };
	int r;

	if (network->has_pin == journal->has_pin &&
	    (!network->has_pin || mac_equal(network->pin, journal->pin)))
		return;
	if (journal->has_pin)
		mac_format(bssid, journal->pin);
	r = supplicant_ask(undoing->talk, NULL, &why, "BSSID %d %s", journal->network,
			   bssid);
	if (r < 0)
		fail(undoing, r, &why);
	else if (journal->has_pin)
		say(undoing, "%s: the network is held to %s again, as it was",
		    journal->interface, bssid);
	else
		say(undoing, "%s: the network is no longer held to one access point",
		    journal->interface);
}

static void undo_bgscan(struct undoing *undoing)
{
	const struct journal *journal = undoing->journal;
	cleanup_error_ struct error why = { 0 };
	cleanup_free_ char *now = NULL;
	int r;

	if (!journal->bgscan_held)
		return;
	r = saved_network_get(undoing->talk, journal->network, "bgscan", &now, &why);
	if (r >= 0 && strcmp(now ? now : "", journal->bgscan ? journal->bgscan : "") == 0)
		return;
	if (r >= 0)
		r = supplicant_ask(undoing->talk, NULL, &why, "SET_NETWORK %d bgscan %s",
				   journal->network,
				   journal->bgscan ? journal->bgscan : "NULL");
	if (r < 0)
		fail(undoing, r, &why);
	else
		say(undoing, "%s: background scans are as before (bgscan %s)",
		    journal->interface, journal->bgscan ? journal->bgscan : "not set");
}

/* SELECT_NETWORK disables all others: they come behind it. */
static void undo_others(struct undoing *undoing)
{
	const struct journal *journal = undoing->journal;
	cleanup_saved_networks_ struct saved_networks networks = { 0 };
	cleanup_error_ struct error why = { 0 };
	const struct saved_network *network;
	unsigned enabled = 0;
	int r = saved_networks_list(undoing->talk, &networks, &why);

	for (size_t i = 0; i < journal->other_count && r >= 0; i++) {
		network = saved_networks_find(&networks, journal->others[i]);
		if (!network || !network->disabled || network->persistent)
			continue;
		r = supplicant_ask(undoing->talk, NULL, &why,
				   "ENABLE_NETWORK %d no-connect", network->id);
		enabled += r >= 0;
	}
	network = saved_networks_find(&networks, journal->network);
	if (r >= 0 && network && !network->disabled && !journal->enabled &&
	    network->id != journal->current)
		r = supplicant_ask(undoing->talk, NULL, &why, "DISABLE_NETWORK %d",
				   network->id);
	if (r < 0)
		fail(undoing, r, &why);
	if (enabled)
		say(undoing, "%s: %u other saved network%s enabled again",
		    journal->interface, enabled, enabled == 1 ? " is" : "s are");
}

/* Chooses the network anew on which the station was. */
static void select_again(struct undoing *undoing, const char *state)
{
	const struct journal *journal = undoing->journal;
	cleanup_error_ struct error why = { 0 };
	int r;

	say_association(undoing,
			"%s: the station is not on its network (%s): choosing it again",
			journal->interface, state ? state : "unknown");
	undoing->end = STATION_SELECTED_AGAIN;
	r = supplicant_ask(undoing->talk, NULL, &why, "SELECT_NETWORK %d",
			   journal->current);
	if (r >= 0)
		r = supplicant_await(undoing->talk, journal->current,
				     clock_monotonic_ns() + SUPPLICANT_LIMIT_NS, &why);
	if (r < 0) /* NetworkManager can be asked for more */
		be_offline(undoing, r, &why);
}

/* Its own profile says where it is to be, and the run went elsewhere. */
static void return_to_pin(struct undoing *undoing)
{
	const struct journal *journal = undoing->journal;
	cleanup_error_ struct error why = { 0 };
	int r = supplicant_ask(undoing->talk, NULL, &why, "REASSOCIATE");

	if (r >= 0)
		r = supplicant_await(undoing->talk, journal->current,
				     clock_monotonic_ns() + SUPPLICANT_LIMIT_NS, &why);
	if (r < 0)
		be_offline(undoing, r, &why);
}

static void undo_association(struct undoing *undoing)
{
	cleanup_supplicant_state_ struct supplicant_state state = { 0 };
	const struct journal *journal = undoing->journal;
	cleanup_error_ struct error why = { 0 };
	int r = supplicant_state_read(undoing->talk, &state, &why);

	if (r < 0) {
		fail(undoing, r, &why);
		return;
	}
	if (journal->idle)
		r = supplicant_ask(undoing->talk, NULL, &why, "DISCONNECT");
	if (r < 0)
		fail(undoing, r, &why);
	if (journal->current < 0) /* on none: the supplicant sees for itself */
		return;
	if (!state.completed || state.id != journal->current)
		select_again(undoing, state.name);
	else if (journal->has_pin && journal->current == journal->network &&
		 !mac_equal(state.bssid, journal->pin))
		return_to_pin(undoing);
}

static void undo_supplicant(struct undoing *undoing)
{
	const struct journal *journal = undoing->journal;
	cleanup_saved_networks_ struct saved_networks networks = { 0 };
	const struct saved_network *network;
	cleanup_error_ struct error why = { 0 };
	int r = supplicant_talk_open(&undoing->talk, journal->control_path, &why);

	if (r >= 0)
		r = saved_networks_list(undoing->talk, &networks, &why);
	if (r < 0) {
		/* It has been started anew: then nothing is left of what was changed. */
		if (!journal->device && r != -ENOENT && r != -ECONNREFUSED)
			fail(undoing, r, &why);
		return;
	}
	network = saved_networks_find(&networks, journal->network);
	if (network && is_same_network(undoing)) {
		undo_pin(undoing, network);
		undo_bgscan(undoing);
		undo_association(undoing);
		undo_others(undoing);
	} else if (!journal->device) {
		say(undoing, "%s: the saved network is not there any more",
		    journal->interface);
	}
}

static int bring_up(struct undoing *undoing, struct network_manager *nm,
		    const struct network_manager_device *device, struct error *why)
{
	const char *name = undoing->journal->name ? undoing->journal->name : "";
	uint64_t deadline_ns = clock_monotonic_ns() + NETWORK_MANAGER_LIMIT_NS;
	int r = -ENETDOWN;

	undoing->end = STATION_SELECTED_AGAIN;
	if (device->state > NETWORK_MANAGER_DISCONNECTED &&
	    device->state < NETWORK_MANAGER_ACTIVATED)
		r = network_manager_await(nm, device->path, deadline_ns, why);
	if (r >= 0) {
		say_association(undoing, "%s: NetworkManager has connected it again",
				undoing->journal->interface);
		return r;
	}
	if (!undoing->journal->connection)
		return r;
	say_association(undoing, "%s: having NetworkManager bring %s up again",
			undoing->journal->interface, name);
	deadline_ns = clock_monotonic_ns() + NETWORK_MANAGER_LIMIT_NS;
	return network_manager_activate(nm, device->path, undoing->journal->connection,
					deadline_ns, why);
}

static void undo_network_manager(struct undoing *undoing)
{
	cleanup_network_manager_device_ struct network_manager_device device = { 0 };
	cleanup_(network_manager_closep) struct network_manager *nm = NULL;
	const struct journal *journal = undoing->journal;
	cleanup_error_ struct error why = { 0 };
	int r = network_manager_open(&nm, &why);

	if (r >= 0)
		r = network_manager_find(nm, journal->interface, &device, &why);
	/* One that is activated and has no association will be seen to by itself. */
	if (r >= 0 && device.state != NETWORK_MANAGER_ACTIVATED)
		r = bring_up(undoing, nm, &device, &why);
	if (r < 0)
		be_offline(undoing, r, &why);
}

int undo_network(const struct journal *journal, enum station_end *ret,
		 const struct undo_listener *listener, struct error *error)
{
	struct undoing undoing = {
		.journal = journal,
		.listener = listener,
		.end = STATION_AS_BEFORE,
		.error = error,
	};

	if (journal->control_path)
		undo_supplicant(&undoing);
	supplicant_talk_close(undoing.talk);
	/* The station was on a network, or it would not have one. */
	if (journal->device && journal->connection)
		undo_network_manager(&undoing);
	*ret = undoing.end;
	if (undoing.r >= 0 && undoing.end == STATION_OFFLINE)
		error_set(error, -ENETDOWN, "%s", undoing.offline.reason);
	error_clear(&undoing.offline);
	return undoing.r;
}

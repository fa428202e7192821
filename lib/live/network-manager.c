/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/network-manager.h"

#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"

#define NAME "org.freedesktop.NetworkManager"
#define PATH "/org/freedesktop/NetworkManager"
#define DEVICE NAME ".Device"
#define ACTIVE NAME ".Connection.Active"
#define SETTINGS NAME ".Settings.Connection"

#define IWD "net.connman.iwd"
#define SUPPLICANT "fi.w1.wpa_supplicant1"

#define CALL_LIMIT_NS (5 * NS_PER_S)
struct network_manager {
	sd_bus *bus;
	sd_bus_slot *slot; /* of the watch */
	void (*left)(void *userdata, bool on_purpose, const struct error *why);
	void *userdata;
};

static int open_bus(sd_bus **ret)
{
	sd_bus *bus = NULL;
	int r = sd_bus_open_system(&bus);

	if (r < 0)
		return r;
	sd_bus_set_method_call_timeout(bus, CALL_LIMIT_NS / NS_PER_US);
	*ret = bus;
	return 0;
}

/* A call would have the bus start what has the name. */
static bool has_owner(sd_bus *bus, const char *name)
{
	sd_bus_message *reply = NULL;
	int owned = 0;

	if (sd_bus_call_method(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
			       "org.freedesktop.DBus", "NameHasOwner", NULL, &reply, "s",
			       name) >= 0)
		sd_bus_message_read(reply, "b", &owned);
	sd_bus_message_unref(reply);
	return owned;
}

bool iwd_is_there(void)
{
	sd_bus *bus = NULL;
	bool there = open_bus(&bus) >= 0 && has_owner(bus, IWD);

	sd_bus_flush_close_unref(bus);
	return there;
}

bool supplicant_is_on_bus(const char *interface)
{
	sd_bus *bus = NULL;
	bool there =
		open_bus(&bus) >= 0 && has_owner(bus, SUPPLICANT) &&
		sd_bus_call_method(bus, SUPPLICANT, "/fi/w1/wpa_supplicant1", SUPPLICANT,
				   "GetInterface", NULL, NULL, "s", interface) >= 0;

	sd_bus_flush_close_unref(bus);
	return there;
}

/* The bus's own error says it better. */
static int translate(int r, sd_bus_error *why, struct error *error, const char *what)
{
	if (why->message)
		error_set(error, r, "%s: %s", what, why->message);
	else
		error_errno(error, r, "%s", what);
	sd_bus_error_free(why);
	return r;
}

int network_manager_open(struct network_manager **ret, struct error *error)
{
	struct network_manager *nm = memory_zero(1, sizeof(*nm));
	int r = open_bus(&nm->bus);

	if (r < 0) {
		error_errno(error, r, "cannot use the system bus");
		r = -ENOENT;
	} else if (!has_owner(nm->bus, NAME)) {
		r = error_set(error, -ENOENT, "NetworkManager is not running");
	}
	if (r < 0) {
		network_manager_close(nm);
		return r;
	}
	*ret = nm;
	return 0;
}

struct network_manager *network_manager_close(struct network_manager *nm)
{
	if (!nm)
		return NULL;
	sd_bus_slot_unref(nm->slot);
	if (nm->bus)
		sd_bus_detach_event(nm->bus);
	sd_bus_flush_close_unref(nm->bus);
	free(nm);
	return NULL;
}

/* A string or an object's path; NULL: it does not tell, or "/": there is none. */
static char *get_text(struct network_manager *nm, const char *path, const char *interface,
		      const char *property, const char *type)
{
	sd_bus_message *reply = NULL;
	const char *value = NULL;
	char *copy = NULL;

	if (sd_bus_get_property(nm->bus, NAME, path, interface, property, NULL, &reply,
				type) >= 0 &&
	    sd_bus_message_read_basic(reply, *type, &value) >= 0 && value &&
	    strcmp(value, "/") != 0)
		copy = memory_strdup(value);
	sd_bus_message_unref(reply);
	return copy;
}

char *network_manager_version(struct network_manager *nm)
{
	return get_text(nm, PATH, NAME, "Version", "s");
}

static int get_state(struct network_manager *nm, const char *device, uint32_t *ret,
		     struct error *error)
{
	sd_bus_error why = SD_BUS_ERROR_NULL;
	int r = sd_bus_get_property_trivial(nm->bus, NAME, device, DEVICE, "State", &why,
					    'u', ret);

	return r < 0 ? translate(r, &why, error, "NetworkManager") : 0;
}

static int read_device(struct network_manager *nm, struct network_manager_device *device,
		       struct error *error)
{
	sd_bus_error why = SD_BUS_ERROR_NULL;
	cleanup_free_ char *active = NULL;
	int managed = 0, r;

	r = sd_bus_get_property_trivial(nm->bus, NAME, device->path, DEVICE, "Managed",
					&why, 'b', &managed);
	if (r < 0)
		return translate(r, &why, error, "NetworkManager");
	device->managed = managed;
	r = get_state(nm, device->path, &device->state, error);
	if (r < 0)
		return r;
	active = get_text(nm, device->path, DEVICE, "ActiveConnection", "o");
	if (!active)
		return 0;
	device->connection = get_text(nm, active, ACTIVE, "Connection", "o");
	device->name = get_text(nm, active, ACTIVE, "Id", "s");
	return 0;
}

int network_manager_find(struct network_manager *nm, const char *interface,
			 struct network_manager_device *ret, struct error *error)
{
	struct network_manager_device device = { 0 };
	sd_bus_error why = SD_BUS_ERROR_NULL;
	sd_bus_message *reply = NULL;
	const char *path = NULL;
	int r;

	r = sd_bus_call_method(nm->bus, NAME, PATH, NAME, "GetDeviceByIpIface", &why,
			       &reply, "s", interface);
	if (r >= 0)
		r = sd_bus_message_read(reply, "o", &path);
	if (r >= 0)
		device.path = memory_strdup(path);
	else if (sd_bus_error_has_name(&why, NAME ".UnknownDevice"))
		r = -ENODEV;
	sd_bus_message_unref(reply);
	if (r < 0)
		return translate(r, &why, error, "NetworkManager");
	r = read_device(nm, &device, error);
	if (r < 0) {
		network_manager_device_clear(&device);
		return r;
	}
	*ret = device;
	return 0;
}

void network_manager_device_clear(struct network_manager_device *device)
{
	free(device->path);
	free(device->connection);
	free(device->name);
	*device = (struct network_manager_device){ 0 };
}

static int on_ignored(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	(void)message;
	(void)userdata;
	(void)error;
	return 0;
}

/* Until something has come, which a call under way may have kept; or until then. */
static int wait_for_signal(sd_bus *bus, uint64_t deadline_ns)
{
	uint64_t now = clock_monotonic_ns();
	int r;

	if (now >= deadline_ns)
		return -ETIMEDOUT;
	r = sd_bus_wait(bus, (deadline_ns - now) / NS_PER_US + 1);
	while (r >= 0 && (r = sd_bus_process(bus, NULL)) > 0)
		;
	return r;
}

static int await_activation(struct network_manager *nm, const char *device,
			    uint64_t deadline_ns, struct error *error)
{
	uint32_t state = 0;
	int r;

	while ((r = get_state(nm, device, &state, error)) >= 0 &&
	       state != NETWORK_MANAGER_ACTIVATED) {
		if (state == NETWORK_MANAGER_FAILED)
			return error_set(error, -ENETDOWN,
					 "NetworkManager could not bring the connection "
					 "up");
		r = wait_for_signal(nm->bus, deadline_ns);
		if (r == -ETIMEDOUT)
			return error_set(error, r,
					 "NetworkManager has not brought the connection "
					 "up in time");
		if (r < 0)
			return error_errno(error, r, "cannot listen to NetworkManager");
	}
	return r;
}

int network_manager_await(struct network_manager *nm, const char *device,
			  uint64_t deadline_ns, struct error *error)
{
	sd_bus_slot *slot = NULL;
	int r = sd_bus_match_signal(nm->bus, &slot, NAME, device, DEVICE, "StateChanged",
				    on_ignored, NULL);

	r = r < 0 ? error_errno(error, r, "cannot listen to NetworkManager")
		  : await_activation(nm, device, deadline_ns, error);
	sd_bus_slot_unref(slot);
	return r;
}

int network_manager_activate(struct network_manager *nm, const char *device,
			     const char *connection, uint64_t deadline_ns,
			     struct error *error)
{
	sd_bus_error why = SD_BUS_ERROR_NULL;
	int r = sd_bus_call_method(nm->bus, NAME, PATH, NAME, "ActivateConnection", &why,
				   NULL, "ooo", connection, device, "/");

	if (r < 0)
		return translate(r, &why, error,
				 "NetworkManager does not bring the connection up");
	return network_manager_await(nm, device, deadline_ns, error);
}

/* NMDeviceStateReason, those that a person would ask about. */
static const struct reason {
	uint32_t number;
	bool on_purpose;
	const char *text;
} reasons[] = {
	{ 7, false, "a password was asked for and did not come" },
	{ 8, false, "wpa_supplicant did not get back onto the network in time" },
	{ 10, false, "wpa_supplicant failed" },
	{ 11, false, "wpa_supplicant did not get back onto the network in time" },
	{ 36, true, "the interface was taken away" },
	{ 37, true, "the machine goes to sleep" },
	{ 38, true, "the connection was removed" },
	{ 39, true, "somebody has disconnected it" },
	{ 53, false, "the network was not to be found" },
	{ 60, true, "another connection was chosen" },
	{ 75, true, "somebody has taken the interface from NetworkManager" },
	{ 78, true, "networking was switched off" },
};

static const struct reason *find_reason(uint32_t number)
{
	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
		if (reasons[i].number == number)
			return &reasons[i];
	return NULL;
}

static int on_state_changed(sd_bus_message *message, void *userdata,
			    sd_bus_error *ignored)
{
	struct network_manager *nm = userdata;
	cleanup_error_ struct error why = { 0 };
	uint32_t now, before, reason;
	const struct reason *known;

	(void)ignored;
	if (sd_bus_message_read(message, "uuu", &now, &before, &reason) < 0 ||
	    now == NETWORK_MANAGER_ACTIVATED || before != NETWORK_MANAGER_ACTIVATED)
		return 0;
	known = find_reason(reason);
	if (known)
		error_set(&why, -ENETDOWN,
			  "NetworkManager has taken the connection down: %s",
			  known->text);
	else
		error_set(&why, -ENETDOWN,
			  "NetworkManager has taken the connection down (reason %u of "
			  "NMDeviceStateReason)",
			  reason);
	nm->left(nm->userdata, known && known->on_purpose, &why);
	return 0;
}

int network_manager_watch(struct network_manager *nm, sd_event *loop, const char *device,
			  void (*left)(void *userdata, bool on_purpose,
				       const struct error *why),
			  void *userdata, struct error *error)
{
	int r;

	nm->left = left;
	nm->userdata = userdata;
	r = sd_bus_match_signal(nm->bus, &nm->slot, NAME, device, DEVICE, "StateChanged",
				on_state_changed, nm);
	if (r >= 0)
		r = sd_bus_attach_event(nm->bus, loop, SD_EVENT_PRIORITY_NORMAL);
	return r < 0 ? error_errno(error, r, "cannot listen to NetworkManager") : 0;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/error.h"

/* NetworkManager, over the system bus (org.freedesktop.NetworkManager). What blocks does
 * so for a few seconds at most. */
struct network_manager;

/* -ENOENT: there is no system bus, or no NetworkManager on it. */
int network_manager_open(struct network_manager **ret, struct error *error);
struct network_manager *network_manager_close(struct network_manager *nm);
static inline void network_manager_closep(struct network_manager **nm)
{
	network_manager_close(*nm);
}

/* "1.42.4"; to be freed. NULL: it does not tell. */
char *network_manager_version(struct network_manager *nm);

/* Of NMDeviceState. From PREPARING to ACTIVATED it is on its way up. */
#define NETWORK_MANAGER_DISCONNECTED 30
#define NETWORK_MANAGER_ACTIVATED 100
#define NETWORK_MANAGER_FAILED 120

/* A device, and the saved connection that is active on it. */
struct network_manager_device {
	char *path; /* of the object on the bus */
	bool managed;
	uint32_t state;	  /* an NMDeviceState */
	char *connection; /* path of the saved connection; NULL: none is active */
	char *name;	  /* that people gave the connection */
};

/* -ENODEV: NetworkManager knows no such interface. */
int network_manager_find(struct network_manager *nm, const char *interface,
			 struct network_manager_device *ret, struct error *error);
void network_manager_device_clear(struct network_manager_device *device);
#define cleanup_network_manager_device_ \
	__attribute__((cleanup(network_manager_device_clear)))

/* Waits until a device is activated, or until deadline_ns of CLOCK_MONOTONIC: -ETIMEDOUT.
 * -ENETDOWN: its activation has failed. */
int network_manager_await(struct network_manager *nm, const char *device,
			  uint64_t deadline_ns, struct error *error);
/* The same, after it has had a saved connection brought up on it. */
int network_manager_activate(struct network_manager *nm, const char *device,
			     const char *connection, uint64_t deadline_ns,
			     struct error *error);

/* From now on the loop tells when the device is no longer activated: on_purpose if a
 * person or the system wants it so; why says it in a sentence. One at a time; ends with
 * network_manager_close(). */
int network_manager_watch(struct network_manager *nm, sd_event *loop, const char *device,
			  void (*left)(void *userdata, bool on_purpose,
				       const struct error *why),
			  void *userdata, struct error *error);

/* Whether iwd is on the bus. It has the interfaces then, under NetworkManager too. */
bool iwd_is_there(void);
/* Whether a wpa_supplicant on the bus has the interface. */
bool supplicant_is_on_bus(const char *interface);

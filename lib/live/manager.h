/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/error.h"

/* Who says which network a wireless interface is on. */
enum manager {
	MANAGER_NONE,
	MANAGER_NETWORK_MANAGER,
	MANAGER_SUPPLICANT, /* a wpa_supplicant that nothing else steers */
	MANAGER_IWD,
	MANAGER_MAX
};

struct managed {
	enum manager manager;
	char *version;	    /* NetworkManager's; NULL: not known */
	char *control_path; /* of its wpa_supplicant; NULL: see why */
	struct error why;   /* no wpa_supplicant answers, with what to do */
	/* Of NetworkManager: paths on the system bus, and the connection's name. */
	char *device, *connection, *name;
};

/* Finds out, without changing anything. */
void manager_find(const char *interface, struct managed *ret);
void managed_clear(struct managed *managed);
#define cleanup_managed_ __attribute__((cleanup(managed_clear)))

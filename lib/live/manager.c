/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/manager.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "live/control-socket.h"
#include "live/network-manager.h"

static void ask_network_manager(const char *interface, struct managed *managed)
{
	cleanup_network_manager_device_ struct network_manager_device device = { 0 };
	cleanup_(network_manager_closep) struct network_manager *nm = NULL;

	if (network_manager_open(&nm, NULL) < 0 ||
	    network_manager_find(nm, interface, &device, NULL) < 0 || !device.managed)
		return;
	managed->manager = MANAGER_NETWORK_MANAGER;
	managed->version = network_manager_version(nm);
	managed->device = TAKE_PTR(device.path);
	managed->connection = TAKE_PTR(device.connection);
	managed->name = TAKE_PTR(device.name);
}

static void find_socket(const char *interface, struct managed *managed)
{
	int r = control_socket_find(interface, &managed->control_path, &managed->why);

	if (r != -ENOENT || managed->why.remedy)
		return;
	if (iwd_is_there()) {
		managed->manager = MANAGER_IWD;
		error_set(&managed->why, r,
			  "iwd has %s, and no wpa_supplicant, which is what roamtest "
			  "speaks to",
			  interface);
		error_remedy(&managed->why, "let NetworkManager use wpa_supplicant "
					    "(wifi.backend), or stop iwd");
	} else if (supplicant_is_on_bus(interface)) {
		/* As Fedora's service has it, for one. */
		error_remedy(
			&managed->why,
			"the one that has %s needs -O \"DIR=/run/wpa_supplicant\" on "
			"its command line: see systemctl edit wpa_supplicant",
			interface);
	}
}

void manager_find(const char *interface, struct managed *ret)
{
	*ret = (struct managed){ .manager = MANAGER_NONE };
	ask_network_manager(interface, ret);
	find_socket(interface, ret);
	/* One that may not be used is there all the same. */
	if (ret->manager == MANAGER_NONE && (ret->control_path || ret->why.remedy))
		ret->manager = MANAGER_SUPPLICANT;
}

void managed_clear(struct managed *managed)
{
	free(managed->version);
	free(managed->control_path);
	free(managed->device);
	free(managed->connection);
	free(managed->name);
	error_clear(&managed->why);
	*managed = (struct managed){ 0 };
}

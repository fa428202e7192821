/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <glob.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "live/gather.h"
#include "wifi/supplicant-talk.h"

static void gather_device(struct interface_facts *facts)
{
	cleanup_close_ int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };
	struct ifreq request = { 0 };

	if (fd < 0)
		return;
	memcpy(request.ifr_name, facts->interface.name, sizeof(request.ifr_name));
	if (ioctl(fd, SIOCGIFFLAGS, &request) == 0)
		facts->up = request.ifr_flags & IFF_UP;
	request.ifr_data = (char *)&info;
	if (ioctl(fd, SIOCETHTOOL, &request) < 0 || !info.driver[0])
		return;
	facts->driver = memory_strndup(info.driver, sizeof(info.driver));
	/* cfg80211's word for none (net/wireless/ethtool.c). */
	if (info.fw_version[0] &&
	    strncmp(info.fw_version, "N/A", sizeof(info.fw_version)) != 0)
		facts->firmware =
			memory_strndup(info.fw_version, sizeof(info.fw_version));
}

static bool any_is_set(const char *wiphy, const char *name)
{
	cleanup_free_ char *pattern =
		memory_printf("/sys/class/ieee80211/%s/rfkill*/%s", wiphy, name);
	bool set = false;
	glob_t paths;

	if (glob(pattern, 0, NULL, &paths) != 0)
		return false;
	for (size_t i = 0; i < paths.gl_pathc; i++) {
		cleanup_free_ char *text = NULL;
		size_t length;

		if (file_read(paths.gl_pathv[i], 16, &text, &length, NULL) >= 0)
			set |= *text == '1';
	}
	globfree(&paths);
	return set;
}

/* What wpa_supplicant answers, or NULL. */
static char *ask(struct supplicant_talk *talk, const char *command)
{
	struct text reply = { 0 };

	if (supplicant_ask(talk, &reply, NULL, "%s", command) < 0) {
		text_clear(&reply);
		return NULL;
	}
	return text_steal(&reply);
}

static void take_status(struct interface_facts *facts, const char *status)
{
	cleanup_free_ char *id = supplicant_value(status, "id");
	cleanup_free_ char *bssid = supplicant_value(status, "bssid");

	facts->state = supplicant_value(status, "wpa_state");
	facts->ssid = supplicant_value(status, "ssid");
	facts->associated = facts->state && strcmp(facts->state, "COMPLETED") == 0 &&
			    bssid && mac_parse(bssid, facts->bssid) == 0;
	if (id && *id) {
		facts->has_profile = true;
		facts->profile_id = (int)strtol(id, NULL, 10);
	}
}

static void gather_supplicant(struct interface_facts *facts)
{
	cleanup_(supplicant_talk_closep) struct supplicant_talk *talk = NULL;
	cleanup_free_ char *status = NULL, *command = NULL;

	if (supplicant_talk_open(&talk, facts->managed.control_path, NULL) < 0)
		return;
	facts->supplicant_version = ask(talk, "GET version"); /* "2.10" */
	facts->key_mgmt = ask(talk, "GET_CAPABILITY key_mgmt");
	status = ask(talk, "STATUS");
	if (status)
		take_status(facts, status);
	if (!facts->has_profile)
		return;
	command = memory_printf("GET_NETWORK %d key_mgmt", facts->profile_id);
	facts->profile_key_mgmt = ask(talk, command);
}

int gather_interface(const struct wireless_interface *interface,
		     struct interface_facts *ret, struct error *error)
{
	struct interface_facts facts = { .interface = *interface };
	int r = wiphy_read(interface->wiphy, &facts.wiphy, error);

	if (r < 0)
		return r;
	gather_device(&facts);
	facts.soft_blocked = any_is_set(facts.wiphy.name, "soft");
	facts.hard_blocked = any_is_set(facts.wiphy.name, "hard");
	facts.has_power_save =
		wireless_interface_power_save(interface->ifindex, &facts.power_save) >= 0;
	manager_find(interface->name, &facts.managed);
	if (facts.managed.control_path)
		gather_supplicant(&facts);
	*ret = facts;
	return 0;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/checks-fixture.h"

#include <linux/nl80211.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static struct part there(const char *value)
{
	return (struct part){ .value = memory_strdup(value) };
}

struct machine_facts fixture_machine(void)
{
	return (struct machine_facts){
		.kernel = memory_strdup("6.12.117"),
		.privileges = { .root = true, .net_admin = true, .net_raw = true },
		.program = memory_strdup("/usr/bin/roamtest"),
		.tracefs = there("/sys/kernel/tracing"),
		.wireguard = there("a module"),
		.stamps = there("nanoseconds"),
		.clocksource = memory_strdup("tsc"),
		.timer_resolution_ns = 1,
		.datagram_queue = 512,
	};
}

struct lab_facts fixture_lab(void)
{
	return (struct lab_facts){
		.uml_kernel = there("/home/me/.cache/roamtest/kernel/6.12-1/linux"),
		.uml_host = there("ptrace"),
		.uml_memory = there("/dev/shm"),
		.qemu = there("/usr/bin/qemu-system-x86_64"),
		.guest_kernel = there("6.1.0-56-amd64"),
		.kvm = KVM_FACT_YES,
		.hostapd = there("/usr/sbin/hostapd"),
		.wpa_supplicant = there("/usr/sbin/wpa_supplicant"),
		.hostapd_version = memory_strdup("2.10"),
		.wpa_supplicant_version = memory_strdup("2.10"),
		.regdb = there("/lib/firmware/regulatory.db"),
		.nft = there("/usr/sbin/nft"),
		.dnsmasq = there("/usr/sbin/dnsmasq"),
		.dhcpcd = there("/usr/sbin/dhcpcd"),
	};
}

struct interface_facts fixture_interface(void)
{
	struct interface_facts facts = {
		.interface = {
			.name = "wlan0",
			.type = NL80211_IFTYPE_STATION,
			.mac = { 2, 0, 0, 0, 0xff, 0 },
			.ssid = "corridor",
			.ssid_length = 8,
		},
		.up = true,
		.driver = memory_strdup("iwlwifi"),
		.firmware = memory_strdup("77.2df8986f.0"),
		.wiphy = {
			.name = "phy0",
			.types = 1 << NL80211_IFTYPE_STATION |
				 1 << NL80211_IFTYPE_MONITOR,
			.software_types = 1 << NL80211_IFTYPE_MONITOR,
		},
		.has_power_save = true,
		.managed = {
			.manager = MANAGER_NETWORK_MANAGER,
			.version = memory_strdup("1.42.4"),
			.control_path = memory_strdup("/run/wpa_supplicant/wlan0"),
		},
		.supplicant_version = memory_strdup("2.11"),
		.key_mgmt = memory_strdup("NONE WPA-PSK FT-PSK SAE"),
		.state = memory_strdup("COMPLETED"),
		.has_profile = true,
		.profile_key_mgmt = memory_strdup("WPA-PSK FT-PSK SAE FT-SAE"),
		.ssid = memory_strdup("corridor"),
		.associated = true,
		.bssid = { 2, 0, 0, 0, 1, 0 },
	};

	fixture_command(&facts.wiphy, NL80211_CMD_AUTHENTICATE, true);
	fixture_command(&facts.wiphy, NL80211_CMD_ASSOCIATE, true);
	fixture_command(&facts.wiphy, NL80211_CMD_CONNECT, true);
	fixture_command(&facts.wiphy, NL80211_CMD_REMAIN_ON_CHANNEL, true);
	return facts;
}

void fixture_set(char **string, const char *value)
{
	free(*string);
	*string = value ? memory_strdup(value) : NULL;
}

void fixture_lack(struct part *part, const char *reason, const char *remedy)
{
	part_clear(part);
	error_set(&part->why, -ENOENT, "%s", reason);
	if (remedy)
		error_remedy(&part->why, "%s", remedy);
}

void fixture_command(struct wiphy *wiphy, unsigned command, bool has)
{
	uint8_t bit = (uint8_t)(1 << command % 8);

	wiphy->commands[command / 8] &= (uint8_t)~bit;
	if (has)
		wiphy->commands[command / 8] |= bit;
}

const struct check *fixture_find(const struct checks *checks, enum check_id id)
{
	for (size_t i = 0; i < checks->count; i++)
		for (size_t j = 0; j < checks->sections[i].count; j++)
			if (checks->sections[i].items[j].id == id)
				return &checks->sections[i].items[j];
	return NULL;
}

/* SPDX-License-Identifier: BSD-3-Clause */

/* What roamtest doctor and roamtest init print, to the letter, of machines and sites that
 * are made up here.
 *
 *	golden-live FOLDER
 *
 * With GOLDEN_UPDATE=1 in the environment it writes the files instead of comparing; read
 * every one that changes before you commit it. */

#include <linux/nl80211.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "checks-report.h"
#include "live/checks-fixture.h"
#include "live/survey-fixture.h"

#define FILE_MAX (1u << 20)

static const struct text_style plain;

/* As root, where nothing is missing. */
static void whole_machine(struct text *out)
{
	struct machine_facts machine = fixture_machine();
	struct lab_facts lab = fixture_lab();
	struct interface_facts interface = fixture_interface();
	struct checks checks = { 0 };

	checks_of_machine(&machine, 1, false, &checks);
	checks_of_lab(&lab, &checks);
	checks_of_interface_briefly(&interface, &checks);
	checks_text(&checks, NULL, &plain, out);
	checks_clear(&checks);
	machine_facts_clear(&machine);
	lab_facts_clear(&lab);
	interface_facts_clear(&interface);
}

/* As an ordinary user, where much is. */
static void bare_machine(struct text *out)
{
	struct machine_facts machine = fixture_machine();
	struct lab_facts lab = fixture_lab();
	struct checks checks = { 0 };

	machine.privileges = (struct privileges){ 0 };
	fixture_lack(&machine.tracefs,
		     "cannot use /sys/kernel/tracing/instances: Permission denied",
		     "run roamtest as root");
	fixture_lack(&machine.wireguard,
		     "this kernel has no WireGuard: no tunnel is made",
		     "boot a kernel with CONFIG_WIREGUARD, of Linux 5.6 or later");
	fixture_set(&machine.clocksource, "acpi_pm");
	fixture_lack(&lab.uml_kernel,
		     "there is no User Mode Linux kernel in "
		     "/home/me/.cache/roamtest/kernel",
		     "./dev kernel in roamtest's source folder builds it");
	fixture_lack(&lab.qemu, "qemu-system-x86_64 is not installed",
		     "install it: apt install qemu-system-x86");
	fixture_lack(&lab.hostapd, "hostapd is not installed",
		     "install it: apt install hostapd");
	fixture_lack(&lab.dhcpcd, "dhcpcd is not installed",
		     "install it: apt install dhcpcd-base");
	checks_of_machine(&machine, 0, false, &checks);
	checks_of_lab(&lab, &checks);
	checks_text(&checks, NULL, &plain, out);
	checks_clear(&checks);
	machine_facts_clear(&machine);
	lab_facts_clear(&lab);
}

/* Debian bookworm's laptop. */
static void laptop(struct checks *checks)
{
	struct machine_facts machine = fixture_machine();
	struct interface_facts interface = fixture_interface();

	fixture_set(&interface.supplicant_version, "2.10");
	interface.power_save = true;
	machine.leftovers = memory_zero(1, sizeof(char *));
	machine.leftovers[0] = memory_strdup("wlan0");
	machine.leftover_count = 1;
	checks_of_machine(&machine, 1, true, checks);
	checks_of_interface(&interface, checks);
	machine_facts_clear(&machine);
	interface_facts_clear(&interface);
}

static void laptop_text(struct text *out)
{
	struct checks checks = { 0 };

	laptop(&checks);
	checks_text(&checks, "wlan0", &plain, out);
	checks_clear(&checks);
}

static void laptop_json(struct text *out)
{
	struct checks checks = { 0 };

	laptop(&checks);
	checks_json(&checks, "wlan0", out);
	checks_clear(&checks);
}

/* One whose firmware does it all, with a profile that has no FT. */
static void firmware(struct text *out)
{
	struct machine_facts machine = fixture_machine();
	struct interface_facts interface = fixture_interface();
	struct checks checks = { 0 };

	machine.privileges = (struct privileges){ .net_admin = true };
	machine.datagram_queue = 10;
	fixture_set(&interface.driver, "brcmfmac");
	fixture_command(&interface.wiphy, NL80211_CMD_AUTHENTICATE, false);
	fixture_command(&interface.wiphy, NL80211_CMD_ASSOCIATE, false);
	interface.wiphy.software_types = 0;
	interface.wiphy.features[NL80211_EXT_FEATURE_4WAY_HANDSHAKE_STA_PSK / 8] |=
		1 << NL80211_EXT_FEATURE_4WAY_HANDSHAKE_STA_PSK % 8;
	interface.wiphy.akms[0] = AKM(2);
	interface.wiphy.akm_count = 1;
	interface.managed.manager = MANAGER_SUPPLICANT;
	fixture_set(&interface.supplicant_version, "2.9");
	fixture_set(&interface.key_mgmt, "NONE IEEE8021X WPA-EAP WPA-PSK");
	fixture_set(&interface.profile_key_mgmt, "WPA-PSK");
	fixture_set(&interface.state, "DISCONNECTED");
	interface.associated = false;
	checks_of_machine(&machine, 1, true, &checks);
	checks_of_interface(&interface, &checks);
	checks_text(&checks, "wlan0", &plain, out);
	checks_clear(&checks);
	machine_facts_clear(&machine);
	interface_facts_clear(&interface);
}

static void write_survey(struct survey *survey, struct text *out)
{
	if (survey_write(survey, out, NULL) < 0)
		text_add(out, "no scenario\n");
	survey_clear(survey);
}

/* A site as one finds it: two that fit, and what stands around them. */
static void mixed_site(struct text *out)
{
	struct survey survey = fixture_new();
	struct scanned_bss *bss;

	FIXTURE_AKMS(fixture_add(&survey, 1, 1, -48), 8, 9);
	FIXTURE_AKMS(fixture_add(&survey, 2, 36, -61), 8, 9);
	bss = fixture_add(&survey, 3, 100, -66);
	bss->elements.ft_capability = 0;
	bss->elements.rsn_capabilities = FIXTURE_MFPC;
	FIXTURE_AKMS(bss, 2, 4, 8, 9);
	bss = fixture_add(&survey, 4, 6, -70);
	bss->elements.has_mde = false;
	FIXTURE_AKMS(bss, 2);
	bss = fixture_add(&survey, 5, 11, -71);
	bss->elements.mobility_domain = 0xb2b2;
	bss = fixture_add(&survey, 6, 11, -55);
	bss->frequency_mhz = 6135;
	fixture_add(&survey, 7, 11, -80)->ssid_length = 0;
	write_survey(&survey, out);
}

static void lone_access_point(struct text *out)
{
	struct survey survey = fixture_new();

	fixture_set_ssid(&survey, "say \"hi\": \xc3\xbc\xe2\x80\xae", 15);
	survey.has_gateway = false;
	survey.not_scanned = memory_strdup("it takes CAP_NET_ADMIN");
	fixture_add(&survey, 1, 1, -48)->seen_ms_ago = 12000;
	write_survey(&survey, out);
}

static void site_without_ft(struct text *out)
{
	struct survey survey = fixture_new();

	for (uint8_t i = 1; i <= 5; i++) {
		struct scanned_bss *bss = fixture_add(&survey, i, i, -40 - i);

		bss->elements.has_mde = false;
		bss->elements.rsn_capabilities = 0;
		FIXTURE_AKMS(bss, 2);
	}
	write_survey(&survey, out);
}

static const struct {
	const char *file;
	void (*make)(struct text *out);
} goldens[] = {
	{ "doctor-whole-machine.txt", whole_machine },
	{ "doctor-bare-machine.txt", bare_machine },
	{ "doctor-laptop.txt", laptop_text },
	{ "doctor-laptop.json", laptop_json },
	{ "doctor-firmware.txt", firmware },
	{ "init-mixed-site.yaml", mixed_site },
	{ "init-lone-access-point.yaml", lone_access_point },
	{ "init-site-without-ft.yaml", site_without_ft },
};

static bool compare(const char *path, const struct text *got)
{
	cleanup_error_ struct error error = { 0 };
	cleanup_free_ char *expected = NULL;
	size_t length;

	if (getenv("GOLDEN_UPDATE")) {
		if (file_write(path, got->data, got->length, 0644, &error) >= 0)
			return true;
	} else if (file_read(path, FILE_MAX, &expected, &length, &error) >= 0) {
		if (length == got->length && memcmp(expected, got->data, length) == 0)
			return true;
		fprintf(stderr, "%s is not what is printed:\n%s", path, got->data);
		return false;
	}
	fprintf(stderr, "%s\n", error.reason);
	return false;
}

int main(int argc, char **argv)
{
	bool good = argc == 2;

	for (size_t i = 0; i < ARRAY_SIZE(goldens) && argc == 2; i++) {
		cleanup_free_ char *path =
			memory_printf("%s/%s", argv[1], goldens[i].file);
		cleanup_text_ struct text out = { 0 };

		goldens[i].make(&out);
		good &= compare(path, &out);
	}
	return good ? 0 : 1;
}

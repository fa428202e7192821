/* SPDX-License-Identifier: BSD-3-Clause */
#include "live-check.h"

#include <linux/nl80211.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "command.h"
#include "live/manager.h"
#include "live/privileges.h"
#include "run/run.h"
#include "tally.h"
#include "tty.h"
#include "wifi/interface.h"

static int check_scenario(struct scenario *scenario)
{
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_text_ struct text out = { 0 };
	cleanup_free_ char *source = NULL;
	size_t length;

	scenario_make_live(scenario);
	if (scenario_check_live(scenario, &diagnostics) >= 0)
		return EXIT_PASSED;
	source = scenario_redact(scenario->source, scenario->source_length, &length);
	diagnostics_sort(&diagnostics);
	diagnostics_format(&diagnostics, scenario->file, source, length, &out);
	fputs(out.data, stderr);
	return EXIT_USAGE;
}

static bool is_station(const struct wireless_interface *interface)
{
	return interface->type == NL80211_IFTYPE_STATION;
}

/* "wlan0, wlan1" */
static void list_stations(const struct wireless_interfaces *interfaces, struct text *out)
{
	for (size_t i = 0; i < interfaces->count; i++)
		if (is_station(&interfaces->items[i]))
			text_printf(out, "%s%s", out->length ? ", " : "",
				    interfaces->items[i].name);
}

static int tell_no_such(const struct scenario *scenario, const struct live_wishes *wishes,
			const struct wireless_interface *found, const char *stations)
{
	const char *name = wishes->interface ? wishes->interface : scenario->interface;

	fprintf(stderr, "roamtest: %s%s%s\n",
		found ? "the interface " : "there is no wireless interface ", name,
		found ? " is no station" : "");
	if (!wishes->interface)
		fprintf(stderr, "          %s:%u names it; --interface names another\n",
			scenario->file, scenario->interface_place.line);
	if (stations)
		fprintf(stderr, "          there is: %s\n", stations);
	return wishes->interface ? EXIT_USAGE : EXIT_NOT_MEASURED;
}

static int choose(struct scenario *scenario, const struct live_wishes *wishes,
		  const struct wireless_interfaces *interfaces)
{
	const char *name = wishes->interface ? wishes->interface : scenario->interface;
	const struct wireless_interface *found = NULL, *only = NULL;
	cleanup_text_ struct text stations = { 0 };
	size_t count = 0;

	list_stations(interfaces, &stations);
	for (size_t i = 0; i < interfaces->count; i++) {
		const struct wireless_interface *interface = &interfaces->items[i];

		if (name && strcmp(interface->name, name) == 0)
			found = interface;
		if (is_station(interface)) {
			only = interface;
			count++;
		}
	}
	if (name && (!found || !is_station(found)))
		return tell_no_such(scenario, wishes, found, stations.data);
	if (!name && count == 0) {
		fprintf(stderr,
			"roamtest: this machine has no wireless interface for %s\n"
			"          simulate its site with --lab auto\n",
			scenario->file);
		return EXIT_SKIPPED;
	}
	if (!name && count > 1) {
		fprintf(stderr,
			"roamtest: %s can run on %s\n"
			"          choose one with --interface, or in the scenario: "
			"station: { interface: %s }\n",
			scenario->file, stations.data, only->name);
		return EXIT_USAGE;
	}
	if (!name || name != scenario->interface) {
		free(scenario->interface);
		scenario->interface = memory_strdup(name ? name : only->name);
	}
	return EXIT_PASSED;
}

static int choose_interface(struct scenario *scenario, const struct live_wishes *wishes)
{
	cleanup_wireless_interfaces_ struct wireless_interfaces interfaces = { 0 };
	cleanup_error_ struct error error = { 0 };

	if (wireless_interfaces_list(&interfaces, &error) >= 0)
		return choose(scenario, wishes, &interfaces);
	print_error(&error);
	return EXIT_NOT_MEASURED;
}

/* One that nobody manages gets a wpa_supplicant, which has to be told all. */
static int check_own_supplicant(const struct scenario *scenario)
{
	const char *interface = scenario->interface;

	if (!scenario->password && !scenario->securities[SECURITY_OPEN]) {
		fprintf(stderr,
			"roamtest: nobody manages %s, and the scenario has no password "
			"for a wpa_supplicant of roamtest's own\n"
			"          add password: to network:, or have NetworkManager or "
			"wpa_supplicant connect it first\n",
			interface);
		return EXIT_NOT_MEASURED;
	}
	if (geteuid() != 0) {
		fprintf(stderr,
			"roamtest: nobody manages %s, and only root can start a "
			"wpa_supplicant of roamtest's own\n"
			"          run roamtest with sudo\n",
			interface);
		return EXIT_NOT_MEASURED;
	}
	return EXIT_PASSED;
}

static int check_manager(const struct scenario *scenario)
{
	cleanup_managed_ struct managed managed = { 0 };

	manager_find(scenario->interface, &managed);
	if (managed.control_path)
		return EXIT_PASSED;
	if (managed.manager == MANAGER_NONE)
		return check_own_supplicant(scenario);
	print_error(&managed.why);
	return EXIT_NOT_MEASURED;
}

static const char *program(char path[static 4096])
{
	ssize_t length = readlink("/proc/self/exe", path, 4095);

	if (length < 0)
		return "/usr/bin/roamtest";
	path[length] = '\0';
	return path;
}

static void tell_lacking(const struct scenario *scenario,
			 const struct privileges *privileges, const struct lack *lack,
			 bool reduced)
{
	static const char *const losses[SOURCE_MAX] = {
		[SOURCE_CAPTURE] = "no frames are seen: what FT used is told from the "
				   "kernel's messages alone",
		[SOURCE_NLMON] = "the kernel's messages have no stamps: their times are "
				 "those of their reading",
	};
	bool both = !privileges->net_admin && !privileges->net_raw;
	char path[4096];

	fprintf(stderr, "roamtest: this user lacks %s%s%s for a run on %s\n",
		privileges->net_admin ? "" : "CAP_NET_ADMIN", both ? " and " : "",
		privileges->net_raw ? "" : "CAP_NET_RAW", scenario->interface);
	for (enum source i = 0; i < SOURCE_MAX; i++)
		if (lack->sources[i] && losses[i])
			fprintf(stderr, "            without: %s\n", losses[i]);
	if (!privileges->root)
		fputs("            only root has tracefs: no key's installation is "
		      "seen\n",
		      stderr);
	if (lack->needed)
		fprintf(stderr, "            and the scenario cannot do without: %s\n",
			lack->needed);
	else if (reduced)
		return;
	fprintf(stderr,
		"          run it with sudo, or give them to this program:\n"
		"            sudo setcap cap_net_admin,cap_net_raw+ep %s\n",
		program(path));
	if (!lack->needed)
		fputs("          or go on without: --reduced\n", stderr);
}

/* EXIT_PASSED also where *ret_ask: if that is the user's wish. */
static int check_privileges(const struct scenario *scenario,
			    const struct live_wishes *wishes, bool *ret_ask)
{
	bool without[SOURCE_MAX] = { false };
	struct privileges privileges;
	struct lack lack;

	if (wishes->without)
		run_without(wishes->without, without);
	privileges_read(&privileges);
	if (!privileges_lack(&privileges, scenario, wishes->fix, without, &lack))
		return EXIT_PASSED;
	tell_lacking(scenario, &privileges, &lack, wishes->reduced);
	*ret_ask = !wishes->reduced && !lack.needed && tty_can_ask();
	return (wishes->reduced || *ret_ask) && !lack.needed ? EXIT_PASSED
							     : EXIT_NOT_MEASURED;
}

int live_check(struct scenario *scenario, const struct live_wishes *wishes)
{
	int code = check_scenario(scenario);
	bool ask = false;

	if (code == EXIT_PASSED)
		code = choose_interface(scenario, wishes);
	if (code != EXIT_PASSED)
		return code;
	/* All that is lacking at once. */
	code = check_privileges(scenario, wishes, &ask);
	code = tally_graver(code, check_manager(scenario));
	if (code == EXIT_PASSED && ask && !tty_ask("roamtest: go on without?"))
		code = EXIT_NOT_MEASURED;
	return code;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/time.h"
#include "live/check.h"

/* wpa_supplicant closes its control socket when a listener's queue is full; the debug
 * messages of one roam are more than the kernel's own 10 (lib/wifi/supplicant.c). */
#define DATAGRAM_QUEUE_MIN 128

static void check_privileges(const struct machine_facts *facts, bool live,
			     struct checks *checks)
{
	const struct privileges *has = &facts->privileges;
	const char *program = facts->program ? facts->program : "PATH/roamtest";
	cleanup_text_ struct text lacking = { 0 };
	struct check *check;

	if (has->net_admin && has->net_raw) {
		checks_add(checks, CHECK_PRIVILEGES, CHECK_OK,
			   has->root ? "root" : "capabilities",
			   "roamtest %s CAP_NET_ADMIN and CAP_NET_RAW",
			   has->root ? "is root, with" : "has");
		return;
	}
	text_printf(&lacking, "%s%s%s", has->net_admin ? "" : "CAP_NET_ADMIN",
		    has->net_admin || has->net_raw ? "" : " and ",
		    has->net_raw ? "" : "CAP_NET_RAW");
	check = checks_add(checks, CHECK_PRIVILEGES, live ? CHECK_MISSING : CHECK_WARNING,
			   "none",
			   live ? "roamtest lacks %s: a run sees no frames, and goes on "
				  "with --reduced only"
				: "roamtest lacks %s, which a real interface needs and a "
				  "lab does not",
			   lacking.data);
	check_remedy(check, "sudo setcap cap_net_admin,cap_net_raw+ep %s", program);
}

static void check_clock(const struct machine_facts *facts, struct checks *checks)
{
	/* Each reading is one of a device, of a microsecond or more. */
	static const char *const slow[] = { "hpet", "acpi_pm", "pit", "jiffies",
					    "refined-jiffies" };
	const char *source = facts->clocksource ? facts->clocksource : "a source unknown";
	char resolution[DURATION_FORMAT_MAX];
	struct check *check;

	duration_format(resolution, facts->timer_resolution_ns);
	if (facts->timer_resolution_ns > NS_PER_US) {
		check = checks_add(checks, CHECK_CLOCK, CHECK_WARNING, facts->clocksource,
				   "timers have a resolution of %s only: probes are sent "
				   "that late",
				   resolution);
		check_remedy(check, "boot without highres=off, and a kernel with "
				    "CONFIG_HIGH_RES_TIMERS");
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(slow); i++) {
		if (strcmp(source, slow[i]) != 0)
			continue;
		check = checks_add(checks, CHECK_CLOCK, CHECK_WARNING, source,
				   "the clock is read from %s, which takes a microsecond "
				   "or more each time",
				   source);
		check_remedy(check, "cat "
				    "/sys/devices/system/clocksource/clocksource0/"
				    "available_clocksource shows what else there is");
		return;
	}
	checks_add(checks, CHECK_CLOCK, CHECK_OK, facts->clocksource,
		   "timers have a resolution of %s, and the clock is read from %s",
		   resolution, source);
}

static void check_queue(const struct machine_facts *facts, struct checks *checks)
{
	cleanup_text_ struct text value = { 0 };
	struct check *check;

	if (facts->datagram_queue == 0)
		return;
	text_printf(&value, "%u", facts->datagram_queue);
	if (facts->datagram_queue >= DATAGRAM_QUEUE_MIN) {
		checks_add(checks, CHECK_CONTROL_QUEUE, CHECK_OK, value.data,
			   "a socket queues %u messages, enough for what wpa_supplicant "
			   "says in a roam",
			   facts->datagram_queue);
		return;
	}
	check = checks_add(checks, CHECK_CONTROL_QUEUE, CHECK_MISSING, value.data,
			   "a socket queues %u messages only, and wpa_supplicant says "
			   "more than that in a roam (net.unix.max_dgram_qlen)",
			   facts->datagram_queue);
	check_remedy(check, "sudo sysctl -w net.unix.max_dgram_qlen=512");
}

static void check_leftovers(const struct machine_facts *facts, struct checks *checks)
{
	cleanup_text_ struct text names = { 0 };
	struct check *check;

	for (size_t i = 0; i < facts->leftover_count; i++)
		text_printf(&names, "%s%s", i ? ", " : "", facts->leftovers[i]);
	if (facts->leftover_count == 0) {
		checks_add(checks, CHECK_LEFTOVERS, CHECK_OK, NULL,
			   "no run has left anything behind");
		return;
	}
	check = checks_add(checks, CHECK_LEFTOVERS, CHECK_WARNING, names.data,
			   "a run that was killed has left what it changed on %s",
			   names.data);
	check_remedy(check, "roamtest doctor --clean");
}

void checks_of_machine(const struct machine_facts *facts, size_t wireless_count,
		       bool live, struct checks *checks)
{
	cleanup_text_ struct text value = { 0 };
	struct check *check;

	checks_section(checks, SCOPE_MACHINE, NULL);
	checks_add(checks, CHECK_KERNEL, CHECK_OK, facts->kernel, "Linux %s",
		   facts->kernel);
	check_privileges(facts, live, checks);
	check_part(checks, CHECK_TRACEFS, CHECK_WARNING, &facts->tracefs,
		   "tracefs is at %s: installed keys and the open port are seen");
	check_part(checks, CHECK_WIREGUARD, CHECK_WARNING, &facts->wireguard,
		   "the kernel has WireGuard (%s)");
	check_part(checks, CHECK_STAMPS, CHECK_MISSING, &facts->stamps,
		   "the kernel stamps what sockets receive and send, in %s");
	check_clock(facts, checks);
	if (live)
		check_queue(facts, checks);
	text_printf(&value, "%zu", wireless_count);
	if (wireless_count > 0) {
		checks_add(checks, CHECK_WIRELESS, CHECK_OK, value.data,
			   "%zu wireless interface%s", wireless_count,
			   wireless_count == 1 ? "" : "s");
	} else {
		check = checks_add(checks, CHECK_WIRELESS, CHECK_WARNING, value.data,
				   "this machine has no wireless interface: scenarios "
				   "can be run in a lab only");
		check_remedy(check, "rfkill list, and dmesg | grep -i firmware, tell why "
				    "one that is plugged in is not there");
	}
	check_leftovers(facts, checks);
}

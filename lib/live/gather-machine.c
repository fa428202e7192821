/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <libkmod.h>
#include <linux/net_tstamp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/realtime.h"
#include "base/time.h"
#include "live/gather.h"
#include "live/live.h"
#include "netlink/netlink.h"
#include "wifi/trace.h"

#define LINE_MAX_OCTETS 256

/* A file of one line, such as those of /sys and /proc; NULL if it cannot be read. */
static char *read_line(const char *path)
{
	char *text;
	size_t length;

	if (file_read(path, LINE_MAX_OCTETS, &text, &length, NULL) < 0)
		return NULL;
	text[strcspn(text, "\n")] = '\0';
	return text;
}

/* A module that is not loaded is when the first interface of its kind is made. */
static const char *find_module(const char *name)
{
	struct kmod_ctx *kmod = kmod_new(NULL, NULL);
	struct kmod_module *module = NULL;
	const char *found = NULL;

	if (kmod && kmod_module_new_from_name(kmod, name, &module) == 0) {
		if (kmod_module_get_initstate(module) == KMOD_MODULE_BUILTIN)
			found = "built in";
		else if (kmod_module_get_path(module))
			found = "a module";
		kmod_module_unref(module);
	}
	kmod_unref(kmod);
	return found;
}

static void gather_wireguard(struct part *ret)
{
	cleanup_(netlink_closep) struct nl_sock *sock = NULL;
	const char *found = NULL;

	if (genetlink_open(&sock, NULL) >= 0 &&
	    genetlink_family(sock, "wireguard", NULL) >= 0)
		found = "loaded";
	if (!found)
		found = find_module("wireguard");
	if (found) {
		ret->value = memory_strdup(found);
		return;
	}
	error_set(&ret->why, -ENOENT, "this kernel has no WireGuard: no tunnel is made");
	error_remedy(&ret->why,
		     "boot a kernel with CONFIG_WIREGUARD, of Linux 5.6 or later");
}

static void gather_stamps(struct part *ret)
{
	cleanup_close_ int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int wanted = SOF_TIMESTAMPING_TX_SCHED | SOF_TIMESTAMPING_SOFTWARE;
	int r = fd < 0 ? -errno : realtime_stamp_socket(fd);

	if (r >= 0 &&
	    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &wanted, sizeof(wanted)) < 0)
		r = -errno;
	if (r >= 0)
		ret->value = memory_strdup("nanoseconds");
	else
		error_errno(&ret->why, r,
			    "the kernel stamps no packets "
			    "(SO_TIMESTAMPNS, SO_TIMESTAMPING)");
}

static void gather_clock(struct machine_facts *facts)
{
	struct timespec resolution = { 0 };

	clock_getres(CLOCK_MONOTONIC, &resolution);
	facts->timer_resolution_ns =
		(uint64_t)resolution.tv_sec * NS_PER_S + (uint64_t)resolution.tv_nsec;
	facts->clocksource = read_line("/sys/devices/system/clocksource/clocksource0/"
				       "current_clocksource");
}

void gather_machine(struct machine_facts *ret)
{
	struct machine_facts facts = { 0 };
	cleanup_free_ char *queue = read_line("/proc/sys/net/unix/max_dgram_qlen");
	struct utsname name;

	uname(&name); /* fails for a bad pointer only */
	facts.kernel = memory_strdup(name.release);
	privileges_read(&facts.privileges);
	facts.program = realpath("/proc/self/exe", NULL);
	trace_check(&facts.tracefs.value, &facts.tracefs.why);
	gather_wireguard(&facts.wireguard);
	gather_stamps(&facts.stamps);
	gather_clock(&facts);
	facts.datagram_queue = queue ? (unsigned)strtoul(queue, NULL, 10) : 0;
	live_leftovers(&facts.leftovers, &facts.leftover_count, NULL);
	*ret = facts;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/guest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/time.h"
#include "lab/qemu.h"
#include "lab/uml.h"
#include "netlink/netlink.h"

/* The job holds a scenario's text in hexadecimal. */
#define JOB_SIZE_MAX (8u << 20)
#define CHANNEL_LIMIT_NS (10 * NS_PER_S)
#define BOOT_LIMIT_S 1000 /* on a virtual clock it takes none */
#define COMMAND_LINE_MAX 4096

static int mount_at(const char *source, const char *target, const char *type,
		    unsigned long flags, const char *options, struct error *error)
{
	if (mkdir(target, 0755) < 0 && errno != EEXIST)
		return error_errno(error, -errno, "cannot make the folder %s", target);
	if (mount(source, target, type, flags, options) < 0)
		return error_errno(error, -errno, "cannot mount %s (%s)", target, type);
	return 0;
}

static bool is_uml(const struct guest_job *job)
{
	return strcmp(job->lab, "uml") == 0;
}

static int mount_output(const struct guest_job *job, struct error *error)
{
	if (is_uml(job))
		return mount_at("output", GUEST_OUTPUT, "hostfs", MS_NOSUID | MS_NODEV,
				job->output, error);
	/* No cache: the host is to see each line at once. */
	return mount_at(job->output, GUEST_OUTPUT, "9p", MS_NOSUID | MS_NODEV,
			QEMU_9P_OPTIONS, error);
}

/* What udev would make, and a shell's <(…) needs. */
static void link_descriptors(void)
{
	static const struct {
		const char *target, *path;
	} links[] = {
		{ "/proc/self/fd", "/dev/fd" },
		{ "/proc/self/fd/0", "/dev/stdin" },
		{ "/proc/self/fd/1", "/dev/stdout" },
		{ "/proc/self/fd/2", "/dev/stderr" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(links); i++)
		(void)!symlink(links[i].target, links[i].path);
}

/* A kernel without tracefs runs the plan all the same. */
static void mount_tracefs(void)
{
	mount("tracefs", "/sys/kernel/tracing", "tracefs",
	      MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
}

static int set_loopback_up(struct error *error)
{
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	int r = rtnetlink_open(&rt, error);

	return r < 0 ? r : link_set_up(rt, "lo", true, error);
}

/* The port's device, by the name that qemu gave it; without udev there are no links
 * in /dev/virtio-ports. -ENOENT: not there (yet). */
static int open_port(const char *name)
{
	DIR *ports = opendir("/sys/class/virtio-ports");
	struct dirent *entry;
	int fd = -ENOENT;

	if (!ports)
		return -errno;
	while (fd == -ENOENT && (entry = readdir(ports))) {
		cleanup_free_ char *own = NULL;
		char path[512];
		size_t length;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/sys/class/virtio-ports/%s/name",
			 entry->d_name);
		if (file_read(path, 4096, &own, &length, NULL) < 0)
			continue;
		own[strcspn(own, "\n")] = '\0';
		if (strcmp(own, name) != 0)
			continue;
		snprintf(path, sizeof(path), "/dev/%s", entry->d_name);
		fd = open(path, O_RDWR | O_CLOEXEC);
		if (fd < 0)
			fd = -errno;
	}
	closedir(ports);
	return fd;
}

/* The kernel hears of the port's name from qemu some time after the driver has come
 * up, and then says so (drivers/char/virtio_console.c, VIRTIO_CONSOLE_PORT_NAME). */
static int await_port(const char *name, struct error *error)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	cleanup_close_ int uevents =
		socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
	uint64_t deadline = clock_monotonic_ns() + CHANNEL_LIMIT_NS, now;

	if (uevents < 0 ||
	    bind(uevents, (struct sockaddr *)&address, sizeof(address)) < 0)
		return error_errno(error, -errno,
				   "cannot listen to the kernel's uevents");
	for (;;) {
		struct pollfd event = { .fd = uevents, .events = POLLIN };
		char ignored[8192];
		int fd = open_port(name);

		if (fd >= 0)
			return fd;
		if (fd != -ENOENT)
			return error_errno(error, fd, "cannot open the channel %s", name);
		now = clock_monotonic_ns();
		if (now >= deadline ||
		    poll(&event, 1, (int)((deadline - now) / NS_PER_MS) + 1) <= 0)
			return error_set(error, -ENOENT, "there is no channel %s", name);
		recv(uevents, ignored, sizeof(ignored), MSG_DONTWAIT);
	}
}

static int open_channel(const struct guest_job *job, struct error *error)
{
	cleanup_free_ char *path = NULL;
	int fd;

	if (!is_uml(job))
		return await_port(job->channel, error);
	path = memory_printf(GUEST_OUTPUT "/%s", job->channel);
	fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	return fd < 0 ? error_errno(error, -errno, "cannot open the channel %s", path)
		      : fd;
}

/* A control interface's debug messages come in bursts; the kernel's own limit for a
 * datagram socket's queue, 10, makes wpa_supplicant drop some of them. */
static int lengthen_datagram_queues(struct error *error)
{
	static const char path[] = "/proc/sys/net/unix/max_dgram_qlen";
	cleanup_close_ int fd = open(path, O_WRONLY | O_CLOEXEC);
	int r = fd < 0 ? -errno : fd_write_all(fd, "512", 3);

	return r < 0 ? error_errno(error, r, "cannot set %s", path) : 0;
}

/* Events are stamped when they are read: roamtest reads them before the programs that
 * it watches go on. It never spins, and its children run as usual. */
static int take_precedence(struct error *error)
{
	const struct sched_param first = { .sched_priority = 1 };

	if (sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &first) < 0)
		return error_errno(error, -errno, "cannot set the real-time priority");
	return 0;
}

static bool is_virtual(const struct guest_job *job)
{
	return is_uml(job) && strcmp(job->clock, "virtual") == 0;
}

/* A kernel that does not know its clock's options takes no notice of them. */
static int check_clock(const struct guest_job *job, struct error *error)
{
	struct timespec now;

	if (!is_virtual(job))
		return 0;
	clock_gettime(CLOCK_REALTIME, &now);
	if (now.tv_sec >= UML_START_S && now.tv_sec < UML_START_S + BOOT_LIMIT_S)
		return 0;
	return error_set(error, -ENOTSUP,
			 "this kernel has no virtual clock "
			 "(CONFIG_UML_TIME_TRAVEL_SUPPORT); --clock real does without");
}

bool guest_lacks_seed(const struct guest_job *job)
{
	cleanup_free_ char *line = NULL;
	size_t length;

	return is_virtual(job) &&
	       file_read("/proc/cmdline", COMMAND_LINE_MAX, &line, &length, NULL) >= 0 &&
	       strstr(line, UML_SEED_OPTION);
}

static int read_job(struct guest_job *ret, struct error *error)
{
	cleanup_free_ char *json = NULL;
	size_t length;
	int r;

	r = file_read(GUEST_JOB, JOB_SIZE_MAX, &json, &length, error);
	if (r < 0)
		return r;
	r = guest_job_parse(json, length, ret, error);
	explicit_bzero(json, length);
	return r;
}

int guest_begin(struct guest_job *ret_job, int *ret_channel, struct error *error)
{
	struct guest_job job;
	int r, channel;

	r = read_job(&job, error);
	if (r < 0)
		return r;
	sethostname("roamtest", strlen("roamtest"));
	r = check_clock(&job, error);
	if (r >= 0)
		r = mount_output(&job, error);
	if (r >= 0)
		r = mount_at("shm", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV,
			     "mode=1777", error);
	if (r >= 0)
		r = set_loopback_up(error);
	if (r >= 0) {
		mount_tracefs();
		link_descriptors();
	}
	if (r >= 0)
		r = lengthen_datagram_queues(error);
	if (r >= 0)
		r = take_precedence(error);
	if (r < 0) {
		guest_job_clear(&job);
		return r;
	}
	channel = open_channel(&job, error);
	if (channel < 0) {
		guest_job_clear(&job);
		return channel;
	}
	*ret_job = job;
	*ret_channel = channel;
	return 0;
}

_Noreturn void guest_end(void)
{
	sync();
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}

/* SPDX-License-Identifier: BSD-3-Clause */
/* The first process of a guest, from its initramfs: a program of its own, linked
 * statically, that brings up the host's root file system, read-only under an overlay
 * in memory, and then becomes roamtest.
 *
 * The initramfs holds /modules/list (a module and its options a line, in the order of
 * loading) unless the kernel has everything built in, /root (the type of the root's file
 * system, 9p or hostfs), /program (the path of roamtest on it) and /job.json; or else
 * /trial, a line to print before powering off, which shows that a machine can boot. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab/guest.h"
#include "lab/machine.h"
#include "lab/qemu.h"

#define NEW_ROOT "/new"
#define PATH "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
/* <linux/module.h>, since 5.17 */
#define MODULE_INIT_COMPRESSED_FILE 4

static __attribute__((noreturn)) void power_off(void)
{
	sync();
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}

/* The host looks for the line and shows it (lib/lab/watch.c). */
static __attribute__((noreturn)) void fail(const char *what, const char *which)
{
	dprintf(STDOUT_FILENO, GUEST_FAILURE "cannot %s %s: %s\n", what, which,
		strerror(errno));
	power_off();
}

static void mount_or_fail(const char *source, const char *target, const char *type,
			  unsigned long flags, const char *options)
{
	mkdir(target, 0755);
	if (mount(source, target, type, flags, options) < 0)
		fail("mount", target);
}

static void open_console(void)
{
	int fd = open("/dev/console", O_RDWR | O_NOCTTY);

	if (fd < 0)
		return;
	for (int to = 0; to < 3; to++)
		dup2(fd, to);
	if (fd > 2)
		close(fd);
}

static size_t read_small(const char *path, char *buffer, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return 0;
	n = read(fd, buffer, size - 1);
	close(fd);
	if (n < 0)
		n = 0;
	buffer[n] = '\0';
	return (size_t)n;
}

static void load_module(const char *name, const char *options)
{
	const char *suffix = strrchr(name, '.');
	unsigned flags = 0;
	char path[640];
	int fd;

	/* .ko.xz, .ko.zst, .ko.gz: the kernel unpacks what it was built to. */
	if (suffix && strcmp(suffix, ".ko") != 0)
		flags = MODULE_INIT_COMPRESSED_FILE;
	snprintf(path, sizeof(path), "/modules/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fail("open", path);
	if (syscall(SYS_finit_module, fd, options, flags) < 0 && errno != EEXIST)
		fail("load the module", name);
	close(fd);
	unlink(path); /* it would go on taking memory */
}

static void load_modules(void)
{
	FILE *list = fopen("/modules/list", "re");
	char line[512];

	if (!list && errno == ENOENT)
		return;
	if (!list)
		fail("open", "the list of modules");
	while (fgets(line, sizeof(line), list)) {
		char *options = strchr(line, ' ');

		line[strcspn(line, "\n")] = '\0';
		if (!options)
			continue;
		*options++ = '\0';
		load_module(line, options);
	}
	fclose(list);
	unlink("/modules/list");
	rmdir("/modules");
}

static void mount_lower(void)
{
	char type[16];

	if (!read_small("/root", type, sizeof(type)))
		fail("read", "the root's type");
	if (strcmp(type, "hostfs") == 0)
		mount_or_fail("lower", "/lower", type, MS_RDONLY, "/");
	else
		/* cache=loose: what a roam needs must not go to the host in the middle
		 * of it. */
		mount_or_fail(QEMU_ROOT_TAG, "/lower", type, MS_RDONLY,
			      QEMU_9P_OPTIONS ",cache=loose");
	unlink("/root");
}

static void mount_root(void)
{
	mount_lower();
	mount_or_fail("upper", "/upper", "tmpfs", 0, "mode=755");
	mkdir("/upper/files", 0755);
	mkdir("/upper/work", 0755);
	mount_or_fail("root", NEW_ROOT, "overlay", 0,
		      "lowerdir=/lower,upperdir=/upper/files,workdir=/upper/work");
	mkdir(NEW_ROOT "/run", 0755);
	mount_or_fail("run", NEW_ROOT "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755");
}

static void carry_mount(const char *from, const char *to)
{
	mkdir(to, 0755);
	if (mount(from, to, NULL, MS_MOVE, NULL) < 0)
		fail("move the mount of", from);
}

static void copy_job(void)
{
	int from = open("/job.json", O_RDONLY | O_CLOEXEC), to;
	char buffer[65536];
	ssize_t n;

	mkdir(NEW_ROOT GUEST_FOLDER, 0700);
	to = open(NEW_ROOT GUEST_JOB, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (from < 0 || to < 0)
		fail("open", "the job");
	while ((n = read(from, buffer, sizeof(buffer))) > 0) {
		if (write(to, buffer, (size_t)n) != n)
			fail("copy", "the job");
	}
	if (n < 0)
		fail("copy", "the job");
	close(from);
	close(to);
	explicit_bzero(buffer, sizeof(buffer));
	unlink("/job.json");
}

int main(void)
{
	char program[4096], trial[256];
	char *environment[] = { PATH, "HOME=/root", "TERM=dumb", "LANG=C.UTF-8", NULL };

	umask(0);
	mount_or_fail("dev", "/dev", "devtmpfs", MS_NOSUID, "mode=755");
	open_console();
	if (read_small("/trial", trial, sizeof(trial))) {
		dprintf(STDOUT_FILENO, "%s\n", trial);
		power_off();
	}
	mount_or_fail("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
	mount_or_fail("sys", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
	if (!read_small("/program", program, sizeof(program)))
		fail("read", "the program's name");
	load_modules();
	mount_root();
	copy_job();
	carry_mount("/proc", NEW_ROOT "/proc");
	carry_mount("/sys", NEW_ROOT "/sys");
	carry_mount("/dev", NEW_ROOT "/dev");

	/* As switch_root(8) does: the initramfs cannot be left, only covered. */
	unlink("/init");
	unlink("/program");
	if (chdir(NEW_ROOT) < 0 || mount(".", "/", NULL, MS_MOVE, NULL) < 0 ||
	    chroot(".") < 0 || chdir("/") < 0)
		fail("switch to", "the host's root file system");
	umask(022);
	execve(program, (char *[]){ program, "guest", NULL }, environment);
	fail("execute", program);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/program.h"

void arguments_clear(struct arguments *arguments)
{
	for (size_t i = 0; i < arguments->count; i++)
		free(arguments->items[i]);
	free(arguments->items);
	memset(arguments, 0, sizeof(*arguments));
}

#define cleanup_arguments_ cleanup_(arguments_clear)

static __attribute__((format(printf, 2, 3))) void add(struct arguments *out,
						      const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	*array_add(out->items, out->count, out->capacity) = memory_vprintf(fmt, ap);
	va_end(ap);
}

/* In the values of a qemu option a comma ends the value, and two are one. */
static char *escape_commas(const char *value)
{
	struct text out = { 0 };

	for (; *value; value++) {
		text_add_char(&out, *value);
		if (*value == ',')
			text_add_char(&out, ',');
	}
	return text_steal(&out);
}

static void add_folder(struct arguments *out, const char *folder, const char *tag,
		       bool read_only)
{
	cleanup_free_ char *path = escape_commas(folder);

	/* multidevs=remap: below / lie several file systems with equal inode numbers. */
	add(out, "-virtfs");
	add(out, "local,path=%s,mount_tag=%s,security_model=none,multidevs=remap%s", path,
	    tag, read_only ? ",readonly=on" : "");
}

static void add_accelerator(struct arguments *out, const struct machine_options *options)
{
	add(out, "-accel");
	if (options->accelerator == ACCELERATOR_KVM) {
		add(out, "kvm");
		add(out, "-cpu");
		add(out, "host");
		return;
	}
	if (!options->virtual_clock) {
		/* The second processor keeps the network's softirqs and the programs
		 * from waiting for each other. */
		add(out, "tcg,thread=multi");
		add(out, "-smp");
		add(out, "2");
	} else {
		add(out, "tcg,thread=single");
		/* Time counts instructions (one a nanosecond) while the guest works and
		 * runs with the host's clock while it idles: a slow or busy host makes
		 * a run longer, not the guest's processor slower. */
		add(out, "-icount");
		add(out, "shift=0,sleep=on");
	}
	add(out, "-cpu");
	add(out, "max");
}

/* No timer checks or frequency searches on a machine without real timers, and no self
 * tests of the cryptographic algorithms (700 million instructions): they can only
 * find what is known. panic=-1 with -no-reboot ends qemu at once. */
static const char kernel_options[] = "console=ttyS0 quiet panic=-1 mitigations=off "
				     "tsc=reliable no_timer_check nokaslr "
				     "audit=0 random.trust_cpu=on cryptomgr.notests=1";

/* The kernel sets the local APIC's timer by spinning for a tenth of a second with an
 * instruction that counting makes a hundred times as dear (arch/x86/kernel/apic/
 * apic.c, calibrate_APIC_clock()): three seconds. One processor can do with the HPET. */
static const char virtual_clock_options[] = " noapictimer";

void machine_arguments(const struct machine_options *options, struct arguments *out)
{
	add(out, "%s", options->program);
	add(out, "-nodefaults");
	add(out, "-no-user-config");
	add(out, "-no-reboot");
	add(out, "-display");
	add(out, "none");
	add(out, "-machine");
	add(out, "pc");
	add(out, "-m");
	add(out, "%u", options->memory_mb);
	add_accelerator(out, options);
	add(out, "-kernel");
	if (options->kernel_fd >= 0)
		add(out, "/proc/self/fd/%d", options->kernel_fd);
	else
		add(out, "%s", options->kernel);
	add(out, "-initrd");
	add(out, "/proc/self/fd/%d", options->initramfs);
	add(out, "-append");
	add(out, "%s%s", kernel_options,
	    options->virtual_clock ? virtual_clock_options : "");
	add(out, "-chardev");
	add(out, "stdio,id=console,signal=off");
	add(out, "-serial");
	add(out, "chardev:console");
	if (options->channel >= 0) {
		add(out, "-chardev");
		add(out, "socket,id=events,fd=%d", options->channel);
		add(out, "-device");
		add(out, "virtio-serial-pci");
		add(out, "-device");
		add(out, "virtserialport,chardev=events,name=%s", GUEST_CHANNEL);
	}
	if (options->output) {
		add_folder(out, "/", GUEST_ROOT_TAG, true);
		add_folder(out, options->output, GUEST_OUTPUT_TAG, false);
	}
	*array_add(out->items, out->count, out->capacity) = NULL;
}

int machine_find_qemu(char **ret, struct error *error)
{
	int r = program_find("qemu-system-x86_64", ret);

	if (r < 0) {
		error_set(error, r, "qemu-system-x86_64 is not installed");
		error_remedy(error, "install it: apt install qemu-system-x86");
	}
	return r;
}

/* What qemu may need; not the rest, where a scenario's password can be
 * (password-env). */
static void make_environment(struct arguments *out)
{
	static const char *const names[] = { "PATH", "LD_LIBRARY_PATH", "TMPDIR" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *value = getenv(names[i]);

		if (value)
			add(out, "%s=%s", names[i], value);
	}
	*array_add(out->items, out->count, out->capacity) = NULL;
}

static int pidfd_of(pid_t pid)
{
	return (int)syscall(SYS_pidfd_open, pid, 0);
}

/* In the child; returns an errno. */
static int become(const struct arguments *arguments,
		  const struct machine_options *options, char **environment, int console,
		  pid_t parent)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	if (null < 0)
		return errno;
	/* The parent may be gone already. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
		return ESRCH;
	setsid();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (dup2(null, 0) < 0 || dup2(console, 1) < 0 || dup2(console, 2) < 0)
		return errno;
	fcntl(options->initramfs, F_SETFD, 0);
	if (options->kernel_fd >= 0)
		fcntl(options->kernel_fd, F_SETFD, 0);
	if (options->channel >= 0)
		fcntl(options->channel, F_SETFD, 0);
	execve(options->program, arguments->items, environment);
	return errno;
}

int machine_start(const struct machine_options *options, struct machine *ret,
		  struct error *error)
{
	cleanup_arguments_ struct arguments arguments = { 0 }, environment = { 0 };
	cleanup_close_ int console_read = -1, console_write = -1;
	cleanup_close_ int failure_read = -1, failure_write = -1;
	pid_t parent = getpid(), pid;
	int ends[2], failure = 0, pidfd;

	if (access("/proc/self/fd", X_OK) < 0) {
		error_set(error, -ENOENT, "/proc is not mounted");
		error_remedy(error, "mount it: mount -t proc proc /proc");
		return -ENOENT;
	}
	machine_arguments(options, &arguments);
	make_environment(&environment);
	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_errno(error, -errno, "cannot make a pipe");
	console_read = ends[0];
	console_write = ends[1];
	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_errno(error, -errno, "cannot make a pipe");
	failure_read = ends[0];
	failure_write = ends[1];
	if (fcntl(console_read, F_SETFL, O_NONBLOCK) < 0)
		return error_errno(error, -errno, "cannot make a pipe");

	pid = fork();
	if (pid < 0)
		return error_errno(error, -errno, "cannot start qemu");
	if (pid == 0) {
		failure = become(&arguments, options, environment.items, console_write,
				 parent);
		(void)!write(failure_write, &failure, sizeof(failure));
		_exit(127);
	}
	/* The pipe closes with a successful execution. */
	close_now(&failure_write);
	if (read(failure_read, &failure, sizeof(failure)) == sizeof(failure)) {
		waitpid(pid, NULL, 0);
		return error_errno(error, -failure, "cannot execute %s",
				   options->program);
	}
	pidfd = pidfd_of(pid);
	if (pidfd < 0) {
		failure = errno;
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		return error_errno(error, -failure, "cannot watch qemu");
	}
	*ret = (struct machine){ .pid = pid,
				 .pidfd = pidfd,
				 .console = TAKE_FD(console_read) };
	return 0;
}

/* A virtual processor that spins in the kernel can take its time to die; one that
 * does not at all is left to the kernel, with no one to wait for it. */
#define KILL_LIMIT_MS 10000

void machine_kill(struct machine *machine, int *ret_status)
{
	struct pollfd ended = { .fd = machine->pidfd, .events = POLLIN };
	int status = 0;

	kill(machine->pid, SIGKILL); /* of no effect on one that has ended by itself */
	if (poll(&ended, 1, KILL_LIMIT_MS) == 1)
		waitpid(machine->pid, &status, 0);
	machine->pid = -1;
	if (ret_status)
		*ret_status = status;
}

void machine_close(struct machine *machine)
{
	close(machine->pidfd);
	close(machine->console);
	*machine = (struct machine){ .pid = -1, .pidfd = -1, .console = -1 };
}

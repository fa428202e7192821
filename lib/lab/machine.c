/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/process.h"

/* Above what a command inherits. */
#define FD_OUT_OF_THE_WAY 64

void machine_command_clear(struct machine_command *command)
{
	arguments_clear(&command->arguments);
	arguments_clear(&command->environment);
}

static int hand_down(const struct machine_command *command)
{
	int copies[FD_OUT_OF_THE_WAY - MACHINE_FD_FIRST];

	if (command->descriptor_count > sizeof(copies) / sizeof(*copies))
		return E2BIG;
	/* One may have another's number. */
	for (size_t i = 0; i < command->descriptor_count; i++) {
		copies[i] = fcntl(command->descriptors[i], F_DUPFD_CLOEXEC,
				  FD_OUT_OF_THE_WAY);
		if (copies[i] < 0)
			return errno;
	}
	for (size_t i = 0; i < command->descriptor_count; i++) {
		if (dup2(copies[i], MACHINE_FD_FIRST + (int)i) < 0)
			return errno;
	}
	return 0;
}

/* The slot's processor among those that this process may use; without a slot the one that
 * the kernel has just put this child on, as it has least to do. */
static int choose_processor(const cpu_set_t *allowed, size_t size, int slot)
{
	int count = CPU_COUNT_S(size, allowed), skip;

	if (slot < 0 || count == 0)
		return sched_getcpu();
	skip = slot % count;
	for (int i = 0;; i++) {
		if (CPU_ISSET_S((size_t)i, size, allowed) && skip-- == 0)
			return i;
	}
}

static void stay_on_one_processor(int slot)
{
	cpu_set_t allowed[16], one[16]; /* more than any kernel is built for */
	int processor;

	if (sched_getaffinity(0, sizeof(allowed), allowed) < 0)
		return;
	processor = choose_processor(allowed, sizeof(allowed), slot);
	if (processor < 0)
		return;
	CPU_ZERO_S(sizeof(one), one);
	CPU_SET_S((size_t)processor, sizeof(one), one);
	(void)!sched_setaffinity(0, sizeof(one), one); /* slower without */
}

/* In the child; returns an errno. */
static int become(const struct machine_command *command, int console, pid_t parent)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC), r;
	sigset_t none;

	if (null < 0)
		return errno;
	/* The parent may be gone already. */
	if (process_die_with(parent) < 0)
		return ESRCH;
	setsid();
	if (command->one_processor)
		stay_on_one_processor(command->slot);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (dup2(command->input > 0 ? command->input : null, 0) < 0 ||
	    dup2(console, 1) < 0 || dup2(console, 2) < 0)
		return errno;
	r = hand_down(command);
	if (r != 0)
		return r;
	execve(command->arguments.items[0], command->arguments.items,
	       command->environment.items);
	return errno;
}

int machine_start(const struct machine_command *command, struct machine *ret,
		  struct error *error)
{
	cleanup_close_ int console_read = -1, console_write = -1;
	cleanup_close_ int failure_read = -1, failure_write = -1, told = -1;
	pid_t parent = getpid(), pid;
	int ends[2], failure = 0, pidfd;

	if (access("/proc/self/fd", X_OK) < 0) {
		error_set(error, -ENOENT, "/proc is not mounted");
		error_remedy(error, "mount it: mount -t proc proc /proc");
		return -ENOENT;
	}
	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_errno(error, -errno, "cannot make a pipe");
	console_read = ends[0];
	console_write = ends[1];
	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_errno(error, -errno, "cannot make a pipe");
	failure_read = ends[0];
	failure_write = ends[1];
	told = fcntl(failure_write, F_DUPFD_CLOEXEC, FD_OUT_OF_THE_WAY);
	if (told < 0 || fcntl(console_read, F_SETFL, O_NONBLOCK) < 0)
		return error_errno(error, -errno, "cannot make a pipe");

	pid = fork();
	if (pid < 0)
		return error_errno(error, -errno, "cannot start %s", command->name);
	if (pid == 0) {
		failure = become(command, console_write, parent);
		(void)!write(told, &failure, sizeof(failure));
		_exit(127);
	}
	/* The pipe closes with a successful execution. */
	close_now(&failure_write);
	close_now(&told);
	if (read(failure_read, &failure, sizeof(failure)) == sizeof(failure)) {
		waitpid(pid, NULL, 0);
		return error_errno(error, -failure, "cannot execute %s",
				   command->arguments.items[0]);
	}
	pidfd = pidfd_open(pid, 0);
	if (pidfd < 0) {
		failure = errno;
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		return error_errno(error, -failure, "cannot watch %s", command->name);
	}
	*ret = (struct machine){ .name = command->name,
				 .pid = pid,
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

	/* With its children, of which one that is being made might not yet end by itself
	 * (PR_SET_PDEATHSIG). Of no effect on one that has ended. */
	kill(machine->pid, SIGKILL);
	kill(-machine->pid, SIGKILL);
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

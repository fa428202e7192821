/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/kvm-trial.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/process.h"
#include "base/time.h"
#include "lab/cache.h"
#include "lab/initramfs.h"
#include "lab/machine.h"
#include "lab/qemu.h"

/* With KVM a kernel is at its first process in a second or two. */
#define TRIAL_LIMIT_NS (15 * NS_PER_S)
#define TRIAL_CONSOLE_MAX 65536
#define CACHE_SIZE_MAX 65536

/* The length of line's answer and blank ("yes "), or 0: not well-formed. */
static size_t answer_length(const char *line, size_t length)
{
	if (length > 4 && strncmp(line, "yes ", 4) == 0)
		return 4;
	if (length > 3 && strncmp(line, "no ", 3) == 0)
		return 3;
	return 0;
}

static bool is_for(const char *line, size_t length, size_t skip, const char *key)
{
	return skip && length - skip == strlen(key) &&
	       memcmp(line + skip, key, length - skip) == 0;
}

enum kvm_answer kvm_cache_find(const char *cache, const char *key)
{
	while (*cache) {
		size_t length = strcspn(cache, "\n");

		if (is_for(cache, length, answer_length(cache, length), key))
			return *cache == 'y' ? KVM_YES : KVM_NO;
		cache += length + (cache[length] == '\n');
	}
	return KVM_UNKNOWN;
}

void kvm_cache_update(const char *cache, const char *key, bool answer, struct text *out)
{
	unsigned count = 1;

	text_printf(out, "%s %s\n", answer ? "yes" : "no", key);
	while (*cache && count < KVM_CACHE_MAX) {
		size_t length = strcspn(cache, "\n");
		size_t skip = answer_length(cache, length);

		if (skip && !is_for(cache, length, skip, key)) {
			text_add_bytes(out, cache, length);
			text_add_char(out, '\n');
			count++;
		}
		cache += length + (cache[length] == '\n');
	}
}

/* A file's identity, which changes with every new version of it. */
static void add_identity(struct text *key, const char *path)
{
	struct stat status;

	if (stat(path, &status) < 0) {
		text_printf(key, " %s", path);
		return;
	}
	text_printf(key, " %s:%jd:%jd.%09ld", path, (intmax_t)status.st_size,
		    (intmax_t)status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

static char *make_key(const char *qemu, const char *kernel)
{
	cleanup_free_ char *boot = NULL;
	struct text key = { 0 };
	size_t length;

	/* The boot: another host, another hypervisor below, a module newly loaded. */
	if (file_read("/proc/sys/kernel/random/boot_id", 256, &boot, &length, NULL) < 0)
		text_add(&key, "unknown");
	else
		text_add_bytes(&key, boot, strcspn(boot, "\n"));
	add_identity(&key, kernel);
	add_identity(&key, qemu);
	for (size_t i = 0; i < key.length; i++) {
		if (key.data[i] == '\n')
			key.data[i] = '?';
	}
	return text_steal(&key);
}

/* flock(2) waits for nothing but the lock: so a child does, on the same open file, for
 * both. -EINTR if interrupt became readable first; a file system without locks goes
 * without. */
static int await_lock(int fd, int interrupt)
{
	struct pollfd fds[] = { { .fd = -1, .events = POLLIN },
				{ .fd = interrupt, .events = POLLIN } };
	pid_t parent = getpid(), pid;
	int r = 0;

	if (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return 0;
	pid = fork();
	if (pid < 0)
		return 0;
	if (pid == 0) {
		if (process_die_with(parent) == 0)
			flock(fd, LOCK_EX);
		_exit(0);
	}
	fds[0].fd = pidfd_open(pid, 0);
	while (poll(fds, 2, -1) < 0 && errno == EINTR)
		;
	if (fds[1].revents)
		r = -EINTR;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	closep(&fds[0].fd);
	return r;
}

/* Held by the one that tries: scenarios side by side would all try at once, each with
 * less of the machine than its deadline allows for. -EACCES where the cache cannot be
 * written: then each has to try by itself anyway. -EINTR: interrupted. */
static int cache_lock(const char *path, int interrupt)
{
	cleanup_free_ char *folder = memory_strdup(path);
	cleanup_free_ char *lock = memory_printf("%s.lock", path);
	int fd;

	*strrchr(folder, '/') = '\0';
	if (folder_make(folder, NULL) < 0)
		return -EACCES;
	fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (fd < 0)
		return -EACCES;
	if (await_lock(fd, interrupt) < 0) {
		close(fd);
		return -EINTR;
	}
	return fd;
}

static void cache_write(const char *path, const char *key, bool answer)
{
	cleanup_text_ struct text content = { 0 };
	cleanup_free_ char *old = NULL;
	size_t length;

	if (file_read(path, CACHE_SIZE_MAX, &old, &length, NULL) < 0)
		old = NULL;
	kvm_cache_update(old ? old : "", key, answer, &content);
	/* A cache that cannot be written costs a trial each time, no more. */
	file_write(path, content.data, content.length, 0644, NULL);
}

/* Reads the console until the token, the end, or the deadline. */
static int await_token(const struct machine *machine, int interrupt)
{
	struct pollfd fds[] = { { .fd = machine->console, .events = POLLIN },
				{ .fd = interrupt, .events = POLLIN } };
	uint64_t deadline = clock_monotonic_ns() + TRIAL_LIMIT_NS;
	cleanup_text_ struct text console = { 0 };

	while (console.length < TRIAL_CONSOLE_MAX) {
		uint64_t now = clock_monotonic_ns();
		char buffer[4096];
		ssize_t n;

		if (now >= deadline)
			return -ETIMEDOUT;
		if (poll(fds, 2, (int)((deadline - now) / NS_PER_MS) + 1) < 0 &&
		    errno != EINTR)
			return -errno;
		if (fds[1].revents)
			return -EINTR;
		n = read(machine->console, buffer, sizeof(buffer));
		if (n == 0)
			return -EPIPE;
		if (n < 0)
			continue;
		text_add_bytes(&console, buffer, (size_t)n);
		if (memmem(console.data, console.length, TRIAL_TOKEN,
			   strlen(TRIAL_TOKEN)))
			return 0;
	}
	return -EMSGSIZE;
}

static int boot(const char *qemu, const char *kernel, int interrupt)
{
	cleanup_close_ int initramfs = initramfs_make_trial(NULL);
	struct qemu_options options = {
		.program = qemu,
		.kernel = kernel,
		.accelerator = ACCELERATOR_KVM,
		.memory_mb = 256,
	};
	cleanup_(machine_command_clear) struct machine_command command = {
		.name = "qemu",
		.descriptors = &initramfs,
		.descriptor_count = 1,
	};
	struct machine machine;
	int r;

	if (initramfs < 0)
		return initramfs;
	qemu_command(&options, &command);
	r = machine_start(&command, &machine, NULL);
	if (r < 0)
		return r;
	r = await_token(&machine, interrupt);
	machine_kill(&machine, NULL);
	machine_close(&machine);
	return r;
}

enum kvm_answer kvm_recall(const char *qemu, const char *kernel)
{
	cleanup_close_ int device = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	cleanup_free_ char *key = NULL, *path = NULL, *cache = NULL;
	size_t length;

	if (device < 0)
		return KVM_NO;
	path = cache_path("kvm");
	if (!path || file_read(path, CACHE_SIZE_MAX, &cache, &length, NULL) < 0)
		return KVM_UNKNOWN;
	key = make_key(qemu, kernel);
	return kvm_cache_find(cache, key);
}

int kvm_trial(const char *qemu, const char *kernel, int interrupt, bool *ret)
{
	cleanup_free_ char *key = NULL, *path = cache_path("kvm");
	cleanup_close_ int lock = path ? cache_lock(path, interrupt) : -EACCES;
	enum kvm_answer known = lock >= 0 ? kvm_recall(qemu, kernel) : KVM_UNKNOWN;
	int r;

	if (lock == -EINTR)
		return lock;
	if (known != KVM_UNKNOWN) { /* another has found it out meanwhile */
		*ret = known == KVM_YES;
		return 0;
	}
	r = boot(qemu, kernel, interrupt);
	if (r == -EINTR)
		return r;
	key = make_key(qemu, kernel);
	if (lock >= 0)
		cache_write(path, key, r == 0);
	*ret = r == 0;
	return 0;
}

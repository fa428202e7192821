/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/trace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/nl80211.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <traceevent/kbuffer.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/time.h"
#include "netlink/netlink.h"
#include "wifi/trace-event.h"

#define INSTANCE_PREFIX "roamtest-"
/* A processor's: a roam leaves some 4 kB of entries. */
#define RING_KIB "64"
#define FORMAT_MAX 65536

/* One processor's ring buffer. */
struct ring {
	int fd; /* per_cpu/cpuN/trace_pipe_raw */
	struct kbuffer *kbuffer;
	uint8_t *page; /* what kbuffer looks at */
	bool empty;    /* found so by the reading under way */
};

struct trace {
	/* A callback may close the trace that calls it. */
	unsigned references;
	bool closed;
	char *folder;	/* where tracefs is */
	char *instance; /* own one, once made */
	size_t page_size;
	struct ring *rings;
	size_t ring_count, ring_capacity;
	struct trace_decoder *decoder;
	const struct trace_callbacks *callbacks;
	void *userdata;
};

static int take_target(struct nl_msg *msg, void *userdata)
{
	static const struct nla_policy policy[NL80211_ATTR_MAX + 1] = {
		[NL80211_ATTR_WIPHY_NAME] = { .type = NLA_NUL_STRING },
		[NL80211_ATTR_WDEV] = { .type = NLA_U64 },
	};
	struct nlattr *attrs[NL80211_ATTR_MAX + 1];
	struct trace_target *target = userdata;

	if (genlmsg_parse(nlmsg_hdr(msg), 0, attrs, NL80211_ATTR_MAX, policy) < 0)
		return -EBADMSG;
	if (attrs[NL80211_ATTR_WIPHY_NAME])
		nla_strlcpy(target->wiphy, attrs[NL80211_ATTR_WIPHY_NAME],
			    sizeof(target->wiphy));
	if (attrs[NL80211_ATTR_WDEV])
		target->wdev = (uint32_t)nla_get_u64(attrs[NL80211_ATTR_WDEV]);
	return 0;
}

static int ask(struct nl_sock *sock, int family, uint8_t command,
	       struct trace_target *target, struct error *error)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (!msg ||
	    !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0, 0, command, 0) ||
	    nla_put_u32(msg, NL80211_ATTR_IFINDEX, target->ifindex) < 0) {
		nlmsg_free(msg);
		return error_errno(error, -ENOMEM, "cannot find the radio");
	}
	return netlink_request(sock, msg, take_target, target, "find the radio", error);
}

/* Radios' names are unique in a kernel, those of interfaces only in a network
 * namespace. */
static int find_target(const char *ifname, struct trace_target *ret, struct error *error)
{
	cleanup_(netlink_closep) struct nl_sock *sock = NULL;
	struct trace_target target = { .ifindex = if_nametoindex(ifname) };
	int r, family;

	if (target.ifindex == 0)
		return error_errno(error, -errno, "no interface %s", ifname);
	r = genetlink_open(&sock, error);
	if (r < 0)
		return r;
	family = genetlink_family(sock, NL80211_GENL_NAME, error);
	if (family < 0)
		return family;
	r = ask(sock, family, NL80211_CMD_GET_INTERFACE, &target, error);
	if (r >= 0)
		r = ask(sock, family, NL80211_CMD_GET_WIPHY, &target, error);
	if (r < 0)
		return error_prefix(error, r, "%s", ifname);
	*ret = target;
	return 0;
}

static int find_folder(char **ret, struct error *error)
{
	static const char *const folders[] = { "/sys/kernel/tracing",
					       "/sys/kernel/debug/tracing" };

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		struct statfs found;

		if (statfs(folders[i], &found) == 0 && found.f_type == TRACEFS_MAGIC) {
			*ret = memory_strdup(folders[i]);
			return 0;
		}
	}
	/* The kernel makes it where it has tracefs (kernel/trace/trace.c). */
	if (access(folders[0], F_OK) < 0)
		return error_set(error, -EOPNOTSUPP,
				 "this kernel has no tracefs (CONFIG_TRACING)");
	error_set(error, -EOPNOTSUPP, "tracefs is not mounted");
	error_remedy(error, "mount it: mount -t tracefs tracefs %s", folders[0]);
	return -EOPNOTSUPP;
}

/* Files of tracefs are root's. The kernel itself refuses with EPERM, root too
 * (kernel_lockdown(7)). */
static int tell_refusal(int r, const char *path, struct error *error)
{
	if (r == -EPERM) {
		error_set(error, -EACCES, "the kernel does not let %s be used", path);
		error_remedy(error, "a kernel that is locked down (kernel_lockdown(7)) "
				    "cannot be traced");
		return -EACCES;
	}
	error_errno(error, r, "cannot use %s", path);
	if (r == -EACCES)
		error_remedy(error, "run roamtest as root");
	return r;
}

static int write_file(const char *folder, const char *name, const char *text,
		      struct error *error)
{
	cleanup_free_ char *path = memory_printf("%s/%s", folder, name);
	cleanup_close_ int fd = open(path, O_WRONLY | O_CLOEXEC);
	int r = fd < 0 ? -errno : 0;

	if (r >= 0)
		r = fd_write_all(fd, text, strlen(text));
	return r < 0 ? tell_refusal(r, path, error) : 0;
}

/* A roamtest that was killed left its own. The kernel does not let one go that is being
 * read (kernel/trace/trace.c, __remove_instance()), so a number that stands for another
 * process elsewhere does no harm. */
static unsigned remove_left(const char *instances)
{
	DIR *folder = opendir(instances);
	struct dirent *entry;
	unsigned removed = 0;

	if (!folder)
		return 0;
	while ((entry = readdir(folder))) {
		const char *number = entry->d_name + strlen(INSTANCE_PREFIX);
		char *end;
		long pid;

		if (strncmp(entry->d_name, INSTANCE_PREFIX, strlen(INSTANCE_PREFIX)) != 0)
			continue;
		pid = strtol(number, &end, 10);
		if (pid > 0 && *end == '\0' &&
		    (pid == getpid() || (kill((pid_t)pid, 0) < 0 && errno == ESRCH)))
			removed +=
				unlinkat(dirfd(folder), entry->d_name, AT_REMOVEDIR) == 0;
	}
	closedir(folder);
	return removed;
}

unsigned trace_clean(void)
{
	cleanup_free_ char *folder = NULL, *instances = NULL;

	if (find_folder(&folder, NULL) < 0)
		return 0;
	instances = memory_printf("%s/instances", folder);
	return remove_left(instances);
}

static int make_instance(struct trace *trace, struct error *error)
{
	cleanup_free_ char *instances = memory_printf("%s/instances", trace->folder);
	cleanup_free_ char *path =
		memory_printf("%s/" INSTANCE_PREFIX "%d", instances, (int)getpid());
	int r;

	remove_left(instances);
	if (mkdir(path, 0700) < 0)
		return tell_refusal(-errno, path, error);
	trace->instance = TAKE_PTR(path);
	r = write_file(trace->instance, "trace_clock", "mono", error);
	if (r >= 0)
		r = write_file(trace->instance, "buffer_size_kb", RING_KIB, error);
	/* The latest entries count where nobody reads; an instance begins with what
	 * somebody has chosen for the whole kernel. */
	if (r >= 0)
		r = write_file(trace->instance, "options/overwrite", "1", error);
	return r;
}

/* The width of a long in the kernel, which may differ from ours: an enum
 * kbuffer_long_size. */
static int find_long_size(const struct trace *trace, struct error *error)
{
	cleanup_free_ char *path = memory_printf("%s/events/header_page", trace->folder);
	cleanup_free_ char *header = NULL;
	struct trace_field commit;
	size_t length;
	int r = file_read(path, FORMAT_MAX, &header, &length, NULL);

	if (r < 0)
		return tell_refusal(r, path, error);
	if (!trace_format_find(header, "commit", &commit) ||
	    (commit.size != 4 && commit.size != 8))
		return error_errno(error, -EBADMSG, "cannot understand %s", path);
	return commit.size == 4 ? KBUFFER_LSIZE_4 : KBUFFER_LSIZE_8;
}

static int open_ring(struct trace *trace, const char *cpus, const char *cpu,
		     int long_size, struct error *error)
{
	cleanup_free_ char *path = memory_printf("%s/%s/trace_pipe_raw", cpus, cpu);
	cleanup_close_ int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct kbuffer *kbuffer;
	struct ring *ring;

	if (fd < 0)
		return tell_refusal(-errno, path, error);
	kbuffer = kbuffer_alloc((enum kbuffer_long_size)long_size,
				KBUFFER_ENDIAN_SAME_AS_HOST);
	if (!kbuffer)
		return error_errno(error, -ENOMEM, "cannot trace");
	ring = array_add(trace->rings, trace->ring_count, trace->ring_capacity);
	ring->fd = TAKE_FD(fd);
	ring->kbuffer = kbuffer;
	ring->page = memory_zero(1, trace->page_size);
	return 0;
}

static int open_rings(struct trace *trace, struct error *error)
{
	cleanup_free_ char *path = memory_printf("%s/per_cpu", trace->instance);
	int r = 0, long_size = find_long_size(trace, error);
	struct dirent *entry;
	DIR *folder;

	if (long_size < 0)
		return long_size;
	folder = opendir(path);
	if (!folder)
		return tell_refusal(-errno, path, error);
	while (r >= 0 && (entry = readdir(folder)))
		if (strncmp(entry->d_name, "cpu", 3) == 0)
			r = open_ring(trace, path, entry->d_name, long_size, error);
	closedir(folder);
	return r;
}

/* 1: enabled, 0: there is no such event. */
static int enable(struct trace *trace, size_t index, const struct trace_target *target,
		  struct error *error)
{
	const struct trace_point *point = &trace_points[index];
	cleanup_free_ char *folder = memory_printf("%s/events/%s/%s", trace->instance,
						   point->system, point->name);
	cleanup_free_ char *path = memory_printf("%s/format", folder);
	cleanup_free_ char *format = NULL;
	cleanup_text_ struct text filter = { 0 };
	size_t length;
	int r = file_read(path, FORMAT_MAX, &format, &length, NULL);

	if (r == -ENOENT)
		return 0;
	if (r < 0)
		return tell_refusal(r, path, error);
	if (trace_decoder_learn(trace->decoder, index, format) < 0)
		return 0;
	trace_decoder_filter(trace->decoder, index, target, &filter);
	r = write_file(folder, "filter", filter.data, error);
	if (r >= 0)
		r = write_file(folder, "enable", "1", error);
	return r < 0 ? r : 1;
}

static int enable_all(struct trace *trace, const struct trace_target *target,
		      struct error *error)
{
	int enabled = 0;

	for (size_t i = 0; i < TRACE_POINT_COUNT; i++) {
		int r = enable(trace, i, target, error);

		if (r < 0)
			return r;
		enabled += r;
	}
	return enabled > 0 ? 0
			   : error_set(error, -EOPNOTSUPP,
				       "this kernel has no trace events of cfg80211 "
				       "(CONFIG_EVENT_TRACING)");
}

int trace_check(char **ret, struct error *error)
{
	cleanup_free_ char *folder = NULL, *instances = NULL;
	int r = find_folder(&folder, error);

	if (r < 0)
		return r;
	instances = memory_printf("%s/instances", folder);
	if (faccessat(AT_FDCWD, instances, W_OK | X_OK, AT_EACCESS) < 0)
		return tell_refusal(-errno, instances, error);
	*ret = TAKE_PTR(folder);
	return 0;
}

int trace_open(struct trace **ret, const char *ifname,
	       const struct trace_callbacks *callbacks, void *userdata,
	       struct error *error)
{
	struct trace *trace = memory_zero(1, sizeof(*trace));
	struct trace_target target;
	int r;

	trace->references = 1;
	trace->callbacks = callbacks;
	trace->userdata = userdata;
	trace->page_size = (size_t)sysconf(_SC_PAGESIZE);
	trace->decoder = trace_decoder_new();
	r = find_target(ifname, &target, error);
	if (r >= 0)
		r = find_folder(&trace->folder, error);
	if (r >= 0)
		r = make_instance(trace, error);
	if (r >= 0)
		r = open_rings(trace, error);
	if (r >= 0)
		r = enable_all(trace, &target, error);
	if (r < 0) {
		trace_close(trace);
		return r;
	}
	*ret = trace;
	return 0;
}

static void unref(struct trace *trace)
{
	if (--trace->references > 0)
		return;
	for (size_t i = 0; i < trace->ring_count; i++) {
		close(trace->rings[i].fd);
		kbuffer_free(trace->rings[i].kbuffer);
		free(trace->rings[i].page);
	}
	free(trace->rings);
	/* This also disables its events. */
	if (trace->instance)
		rmdir(trace->instance);
	free(trace->instance);
	free(trace->folder);
	trace_decoder_free(trace->decoder);
	free(trace);
}

/* Moves on to the ring's next page where there is one. 0 or -errno. */
static int load(struct trace *trace, struct ring *ring)
{
	ssize_t n = read(ring->fd, ring->page, trace->page_size);
	int missed;

	if (n <= 0) {
		ring->empty = true;
		return n == 0 || errno == EAGAIN || errno == EINTR ? 0 : -errno;
	}
	kbuffer_load_subbuffer(ring->kbuffer, ring->page);
	missed = kbuffer_missed_events(ring->kbuffer);
	if (missed != 0) {
		trace_decoder_forget(trace->decoder);
		/* Negative: the kernel did not say how many. */
		trace->callbacks->lost(trace->userdata,
				       missed > 0 ? (uint64_t)missed : 1);
	}
	return 0;
}

/* The entry that comes next, of all rings, unless it is later than until_ns. NULL: there
 * is none; *ret_error is -errno where a ring could not be read. */
static struct ring *find_next(struct trace *trace, uint64_t until_ns, int *ret_error)
{
	struct ring *next = NULL;
	uint64_t next_ns = until_ns;

	for (size_t i = 0; i < trace->ring_count; i++) {
		struct ring *ring = &trace->rings[i];
		unsigned long long time_ns;

		while (!trace->closed && !ring->empty &&
		       !kbuffer_read_event(ring->kbuffer, &time_ns)) {
			int r = load(trace, ring);

			if (r < 0)
				*ret_error = r;
		}
		if (trace->closed)
			return NULL;
		if (!ring->empty && time_ns <= next_ns) {
			next = ring;
			next_ns = time_ns;
		}
	}
	return next;
}

int trace_read(struct trace *trace)
{
	/* What comes meanwhile waits: an earlier entry may have come to a ring that was
	 * found empty. */
	uint64_t until_ns = clock_monotonic_ns();
	struct ring *ring;
	int r = 0;

	/* A callback that asks for what its caller is reading already. */
	if (trace->closed || trace->references > 1)
		return 0;
	trace->references++;
	for (size_t i = 0; i < trace->ring_count; i++)
		trace->rings[i].empty = false;
	while (!trace->closed && (ring = find_next(trace, until_ns, &r))) {
		unsigned long long time_ns;
		void *entry = kbuffer_read_event(ring->kbuffer, &time_ns);
		size_t length = (size_t)kbuffer_event_size(ring->kbuffer);
		struct event event;

		if (trace_decoder_take(trace->decoder, time_ns, entry, length, &event))
			trace->callbacks->event(trace->userdata, time_ns, &event);
		kbuffer_next_event(ring->kbuffer, NULL);
	}
	unref(trace);
	return r;
}

struct trace *trace_close(struct trace *trace)
{
	if (!trace)
		return NULL;
	trace->closed = true;
	unref(trace);
	return NULL;
}

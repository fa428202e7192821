/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/resolve.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "netlink/netlink.h"

/* Held by the thread and by the resolution: whoever lets go last releases it. What the
 * thread has found is read only after its word through the eventfd. */
struct lookup {
	atomic_uint holders;
	char *host;
	uint16_t port;
	int netns;
	int done; /* eventfd */
	int result;
	union udp_address address;
};

struct resolution {
	struct lookup *lookup;
	sd_event_source *source;
	resolve_fn done;
	void *userdata;
};

static void let_go(struct lookup *lookup)
{
	if (atomic_fetch_sub(&lookup->holders, 1) > 1)
		return;
	closep(&lookup->done);
	closep(&lookup->netns);
	free(lookup->host);
	free(lookup);
}

static void look_up(struct lookup *lookup)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_DGRAM };
	struct addrinfo *found = NULL;

	if (lookup->netns >= 0 && netns_enter(lookup->netns, NULL) < 0) {
		lookup->result = EAI_SYSTEM;
		return;
	}
	lookup->result = getaddrinfo(lookup->host, NULL, &hints, &found);
	if (lookup->result != 0)
		return;
	/* The first one, as wg(8) takes it. */
	if (found->ai_addrlen <= sizeof(lookup->address))
		memcpy(&lookup->address, found->ai_addr, found->ai_addrlen);
	freeaddrinfo(found);
	if (lookup->address.any.sa_family == AF_INET6)
		lookup->address.v6.sin6_port = htons(lookup->port);
	else
		lookup->address.v4.sin_port = htons(lookup->port);
}

static void *in_thread(void *argument)
{
	struct lookup *lookup = argument;

	look_up(lookup);
	eventfd_write(lookup->done, 1);
	let_go(lookup);
	return NULL;
}

static int on_done(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct resolution *resolution = userdata;
	const struct lookup *lookup = resolution->lookup;
	eventfd_t count;

	(void)events;
	if (eventfd_read(fd, &count) < 0)
		return 0;
	sd_event_source_set_enabled(source, SD_EVENT_OFF);
	if (lookup->result == 0)
		resolution->done(resolution->userdata, 0, &lookup->address, NULL);
	else
		resolution->done(resolution->userdata, -EHOSTUNREACH, NULL,
				 gai_strerror(lookup->result));
	return 0;
}

static int start_thread(struct lookup *lookup)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int r = pthread_attr_init(&attributes);

	if (r != 0)
		return -r;
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	atomic_fetch_add(&lookup->holders, 1);
	r = pthread_create(&thread, &attributes, in_thread, lookup);
	pthread_attr_destroy(&attributes);
	if (r != 0)
		atomic_fetch_sub(&lookup->holders, 1);
	return -r;
}

int resolve_start(struct resolution **ret, sd_event *loop, int netns, const char *host,
		  uint16_t port, resolve_fn done, void *userdata, struct error *error)
{
	struct resolution *resolution = memory_zero(1, sizeof(*resolution));
	struct lookup *lookup = memory_zero(1, sizeof(*lookup));
	int r = 0;

	atomic_init(&lookup->holders, 1);
	lookup->host = memory_strdup(host);
	lookup->port = port;
	lookup->netns = netns < 0 ? -1 : fcntl(netns, F_DUPFD_CLOEXEC, 3);
	lookup->done = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	*resolution = (struct resolution){ lookup, NULL, done, userdata };
	if (lookup->done < 0 || (netns >= 0 && lookup->netns < 0))
		r = -errno;
	if (r >= 0)
		r = sd_event_add_io(loop, &resolution->source, lookup->done, EPOLLIN,
				    on_done, resolution);
	if (r >= 0)
		r = start_thread(lookup);
	if (r < 0) {
		resolve_free(resolution);
		return error_errno(error, r, "cannot look up %s", host);
	}
	*ret = resolution;
	return 0;
}

struct resolution *resolve_free(struct resolution *resolution)
{
	if (!resolution)
		return NULL;
	sd_event_source_disable_unref(resolution->source);
	let_go(resolution->lookup);
	free(resolution);
	return NULL;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "air.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/realtime.h"
#include "base/text.h"
#include "netlink/netlink.h"
#include "report/pcapng.h"
#include "wifi/capture.h"

/* drivers/net/wireless/virtual/mac80211_hwsim.c, init_mac80211_hwsim() */
#define INTERFACE "hwsim0"
#define FILTER "type mgt or (type data and ether proto 0x888e)"
/* Written when so much has come together: each write takes its time from the run, and a
 * run that is cut short loses what is not written. */
#define PIECE 4096

struct air {
	struct realtime realtime;
	struct capture *capture;
	uint64_t zero_ns;
	char *path;
	int fd;
	bool failed;
	struct text out; /* not written yet */
	struct pcapng pcapng;
	struct error problem; /* why frames are missing */
};

static void write_out(struct air *air)
{
	int r = air->failed ? 0 : fd_write_all(air->fd, air->out.data, air->out.length);

	text_reset(&air->out);
	if (r >= 0)
		return;
	air->failed = true; /* what came behind a hole could not be read */
	error_errno(&air->problem, r, "cannot write %s", air->path);
}

static void on_frame(void *userdata, uint64_t time_ns, const uint8_t *octets,
		     size_t length)
{
	struct air *air = userdata;
	const struct pcapng_packet packet = {
		.at_ns = time_ns - air->zero_ns,
		.octets = octets,
		.captured = (uint32_t)length,
		.length = (uint32_t)length,
	};

	if (time_ns < air->zero_ns)
		return;
	pcapng_packet(&air->pcapng, &packet);
	if (air->out.length >= PIECE)
		write_out(air);
}

static void on_lost(void *userdata, unsigned count)
{
	struct air *air = userdata;

	if (!air->problem.reason)
		error_set(&air->problem, -ENOBUFS,
			  "the kernel dropped %u of the air's frames", count);
}

static void on_gone(void *userdata)
{
	struct air *air = userdata;

	if (!air->problem.reason)
		error_set(&air->problem, -ENETDOWN, INTERFACE " went down");
}

static int set_up(struct error *error)
{
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	int r = rtnetlink_open(&rt, error);

	return r < 0 ? r : link_set_up(rt, INTERFACE, true, error);
}

static int start(struct air *air, sd_event *loop, struct error *error)
{
	static const struct capture_callbacks callbacks = {
		.frame = on_frame,
		.lost = on_lost,
		.gone = on_gone,
	};
	int r;

	air->fd = open(air->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (air->fd < 0)
		return error_errno(error, -errno, "cannot write %s", air->path);
	write_out(air);
	r = set_up(error);
	if (r >= 0)
		r = capture_open_existing(&air->capture, loop, INTERFACE, FILTER,
					  &air->realtime, &callbacks, air, error);
	return r < 0 ? error_prefix(error, r, "cannot capture the whole air") : 0;
}

static void air_free(struct air *air)
{
	capture_close(air->capture);
	closep(&air->fd);
	text_clear(&air->out);
	error_clear(&air->problem);
	free(air->path);
	free(air);
}

int air_open(struct air **ret, sd_event *loop, const struct air_options *options,
	     struct error *error)
{
	struct air *air = memory_zero(1, sizeof(*air));
	int r;

	air->zero_ns = options->zero_ns;
	air->path = memory_strdup(options->path);
	air->fd = -1;
	/* Not read again: nobody sets a guest's clock. */
	realtime_init(&air->realtime);
	pcapng_begin(&air->pcapng, &air->out, options->started,
		     "roamtest " ROAMTEST_VERSION, NULL);
	pcapng_interface(&air->pcapng, LINKTYPE_IEEE802_11_RADIOTAP, 0, INTERFACE,
			 "every radio of the lab");
	r = start(air, loop, error);
	if (r < 0) {
		air_free(air);
		return r;
	}
	*ret = air;
	return 0;
}

int air_close(struct air *air, struct error *error)
{
	int r = 0;

	if (!air)
		return 0;
	capture_read(air->capture);
	write_out(air);
	if (air->problem.reason)
		r = error_set(error, -EIO, "%s", air->problem.reason);
	else if (fsync(air->fd) < 0)
		r = error_errno(error, -errno, "cannot write %s", air->path);
	air_free(air);
	return r;
}

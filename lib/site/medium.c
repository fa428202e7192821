/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/medium.h"

#include <errno.h>
#include <linux/netlink.h>
#include <netlink/errno.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "netlink/listener.h"
#include "netlink/netlink.h"
#include "site/lossy-air.h"
#include "site/medium-message.h"

/* A frame that got through on the air. Whether there was anybody, on that channel and
 * awake, is what the kernel says of its delivery: it answers in the order in which it was
 * asked. */
struct delivery {
	uint32_t sequence;
	struct medium_status status;	      /* if there was */
	struct hwsim_rate asked[HWSIM_RATES]; /* all in vain, if not */
};

struct medium {
	struct nl_sock *sock; /* the listener's */
	struct netlink_listener *listener;
	int family;
	uint32_t sequence;
	struct lossy_air *air;
	struct delivery *deliveries; /* that the kernel has not answered yet */
	size_t delivery_count, delivery_capacity;
	void (*failed)(void *userdata, const struct error *error);
	void *userdata;
	bool has_failed;
};

static void fail(struct medium *medium, const struct error *error)
{
	if (medium->has_failed)
		return;
	medium->has_failed = true;
	medium->failed(medium->userdata, error);
}

static void send_message(struct medium *medium, struct nl_msg *msg)
{
	cleanup_error_ struct error error = { 0 };
	int nle = msg ? nl_send_auto(medium->sock, msg) : -NLE_NOMEM;

	nlmsg_free(msg);
	if (nle >= 0) /* octets */
		return;
	error_errno(&error, netlink_errno(nle), "cannot pass a frame on to the kernel");
	fail(medium, &error);
}

static void report(struct medium *medium, const struct medium_status *status)
{
	send_message(medium, medium_report(medium->family, ++medium->sequence, status));
}

/* Returns the message's number. */
static uint32_t deliver(struct medium *medium, const struct medium_frame *frame,
			size_t to, bool retry, bool acknowledge)
{
	uint32_t sequence = ++medium->sequence;

	send_message(medium, medium_deliver(medium->family, sequence, frame,
					    lossy_air_radio(medium->air, to), retry,
					    acknowledge));
	return sequence;
}

static struct medium_status status_of(const struct medium_frame *frame)
{
	struct medium_status status = { .cookie = frame->cookie, .flags = frame->flags };

	memcpy(status.transmitter, frame->transmitter, MAC_LENGTH);
	for (size_t i = 0; i < HWSIM_RATES; i++)
		status.tried[i].index = -1;
	return status;
}

/* One attempt, which each of the others hears or does not. */
static void send_to_group(struct medium *medium, size_t from,
			  const struct medium_frame *frame)
{
	struct medium_status status = status_of(frame);

	for (size_t to = 0; to < lossy_air_radio_count(medium->air); to++) {
		if (to == from || lossy_air_loses(medium->air, from, to, AIR_GROUP))
			continue;
		deliver(medium, frame, to, false, false);
	}
	status.tried[0] = (struct hwsim_rate){ frame->rates[0].index, 1 };
	report(medium, &status);
}

/* Type, bits 2 and 3 of the frame control field (IEEE 802.11-2020 9.2.4.1.3). */
static enum air_kind kind_of(const struct medium_frame *frame)
{
	return (frame->octets[0] & 0x0c) == 0 ? AIR_MANAGEMENT : AIR_DATA;
}

static void send_to_one(struct medium *medium, size_t from,
			const struct medium_frame *frame)
{
	size_t to = lossy_air_find(medium->air, medium_frame_receiver(frame));
	struct delivery delivery = { .status = status_of(frame) };
	unsigned attempt;

	memcpy(delivery.asked, frame->rates, sizeof(delivery.asked));
	if (frame->flags & HWSIM_TX_CTL_NO_ACK) {
		delivery.asked[0].count = 1;
		delivery.asked[1].index = -1;
	}
	attempt = lossy_air_try(medium->air, from, to, kind_of(frame), delivery.asked,
				delivery.status.tried);
	if (attempt == 0) {
		report(medium, &delivery.status);
		return;
	}
	delivery.sequence = deliver(medium, frame, to, attempt > 1, true);
	*array_add(medium->deliveries, medium->delivery_count,
		   medium->delivery_capacity) = delivery;
}

static void on_frame(struct medium *medium, const struct medium_frame *frame)
{
	size_t from = lossy_air_find(medium->air, frame->transmitter);

	if (from == RADIO_NONE) /* somebody made it beside the site */
		return;
	if (medium_frame_receiver(frame)[0] & 1)
		send_to_group(medium, from, frame);
	else
		send_to_one(medium, from, frame);
}

static void conclude(struct medium *medium, const struct delivery *delivery, bool heard)
{
	struct medium_status status = delivery->status;

	if (heard && !(status.flags & HWSIM_TX_CTL_NO_ACK))
		status.flags |= HWSIM_TX_STAT_ACK;
	else if (!heard)
		memcpy(status.tried, delivery->asked, sizeof(status.tried));
	report(medium, &status);
}

/* The kernel's word on a message: only deliveries to one are waited for. */
static void on_answer(struct medium *medium, const struct nlmsghdr *header)
{
	const struct nlmsgerr *answer = nlmsg_data(header);
	const struct delivery *first = medium->deliveries;

	if (nlmsg_datalen(header) < (int)sizeof(*answer) || medium->delivery_count == 0 ||
	    answer->msg.nlmsg_seq != first->sequence)
		return;
	conclude(medium, first, answer->error == 0);
	medium->delivery_count--;
	memmove(medium->deliveries, medium->deliveries + 1,
		medium->delivery_count * sizeof(*medium->deliveries));
}

static void on_message(void *userdata, uint64_t time_ns, const struct nlmsghdr *header)
{
	struct medium *medium = userdata;
	struct medium_frame frame;

	(void)time_ns;
	if (header->nlmsg_type == NLMSG_ERROR)
		on_answer(medium, header);
	else if (header->nlmsg_type == medium->family &&
		 medium_frame_parse(header, &frame))
		on_frame(medium, &frame);
}

static void on_lost(void *userdata)
{
	cleanup_error_ struct error error = { 0 };

	error_set(&error, -ENOBUFS,
		  "the lossy air could not keep up: the kernel dropped frames");
	fail(userdata, &error);
}

static int take_over(struct medium *medium, struct nl_sock *sock, sd_event *loop,
		     struct error *error)
{
	static const struct netlink_listener_callbacks callbacks = {
		.message = on_message,
		.lost = on_lost,
	};
	struct nl_msg *msg;
	int r = genetlink_family(sock, HWSIM_FAMILY, error);

	if (r < 0)
		return r;
	medium->family = r;
	msg = nlmsg_alloc();
	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, medium->family, 0, 0,
				 HWSIM_CMD_REGISTER, HWSIM_VERSION)) {
		nlmsg_free(msg);
		return error_errno(error, -ENOMEM, "cannot make a netlink message");
	}
	r = netlink_request(sock, msg, NULL, NULL, "take the air over from the kernel",
			    error);
	if (r < 0)
		return r;
	nl_socket_disable_auto_ack(sock);
	medium->sock = sock;
	r = netlink_listener_open(&medium->listener, loop, sock, NULL, 0, NULL,
				  &callbacks, medium, error);
	if (r >= 0) /* what others wait for has to come over this air first */
		r = netlink_listener_set_priority(medium->listener,
						  SD_EVENT_PRIORITY_IMPORTANT);
	return r;
}

int medium_open(struct medium **ret, sd_event *loop, const struct medium_options *options,
		void (*failed)(void *userdata, const struct error *error), void *userdata,
		struct error *error)
{
	struct medium *medium = memory_zero(1, sizeof(*medium));
	struct nl_sock *sock = NULL;
	int r;

	medium->failed = failed;
	medium->userdata = userdata;
	medium->air = lossy_air_new(options->loss_ppm, options->seed, options->radios,
				    options->radio_count);
	r = genetlink_open(&sock, error);
	if (r >= 0)
		r = take_over(medium, sock, loop, error);
	if (r < 0) {
		if (!medium->listener)
			netlink_close(sock);
		medium_close(medium);
		return r;
	}
	*ret = medium;
	return 0;
}

struct medium *medium_close(struct medium *medium)
{
	if (!medium)
		return NULL;
	netlink_listener_close(medium->listener);
	lossy_air_free(medium->air);
	free(medium->deliveries);
	free(medium);
	return NULL;
}

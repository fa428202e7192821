/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <systemd/sd-event.h>

#include "base/error.h"
#include "base/mac.h"
#include "base/realtime.h"
#include "record/event.h"

/* A wpa_supplicant, through libwpa_client, without ever blocking the event loop.
 *
 * wpa_ctrl_request() can wait for ten seconds, so it is used once, to attach.
 * After that commands are written to the command connection's descriptor (a
 * connected datagram socket; wpa_supplicant answers every command in order) and
 * replies are read when the loop says that they are there: with recvmsg(), as
 * wpa_ctrl_recv() would leave out the stamp. The kernel makes it in wpa_supplicant's own
 * send call (net/unix/af_unix.c, unix_dgram_sendmsg()), so that a message has the moment
 * at which it was said, however late it is read. */
struct supplicant;

struct supplicant_callbacks {
	/* A control event, parsed; time_ns is CLOCK_MONOTONIC when wpa_supplicant sent it
	 * (when it was read, should the kernel not have stamped it). */
	void (*event)(void *userdata, uint64_t time_ns, const struct event *event);
	/* The supplicant is gone (its socket closed or it said TERMINATING). */
	void (*gone)(void *userdata);
};

/* Connects to the control socket at path ("/run/x/wlan0") and attaches with
 * messages of debug level, which carry the EAPOL frames received. -ENOBUFS if
 * net.unix.max_dgram_qlen of the calling thread's network namespace is too small for
 * them (a new namespace has 10; 128 will do). A supplicant that is killed closes
 * nothing that could be seen: it is found gone at the next command. realtime is borrowed
 * until supplicant_close(). */
int supplicant_open(struct supplicant **ret, sd_event *loop, const char *path,
		    struct realtime *realtime,
		    const struct supplicant_callbacks *callbacks, void *userdata,
		    struct error *error);
/* Takes what has been said so far, now: control events and replies, each in its order.
 * From within a callback it does nothing. 0, or -ENOTCONN once the supplicant is gone. */
int supplicant_read(struct supplicant *supplicant);
/* Commands that wait for their reply are dropped without a call. */
struct supplicant *supplicant_close(struct supplicant *supplicant);

/* Called once with the reply (without its newline; borrowed) and with CLOCK_MONOTONIC
 * when wpa_supplicant sent it; or with NULL if the supplicant went away first, and when
 * that was found. */
typedef void (*supplicant_reply_fn)(void *userdata, uint64_t time_ns, const char *reply,
				    size_t length);

/* Queues a command; the reply comes through the loop. 0 or -errno. */
int supplicant_command(struct supplicant *supplicant, const char *command,
		       supplicant_reply_fn reply, void *userdata);

/* Parses a control message ("<3>CTRL-EVENT-CONNECTED - …") into an EVENT_SUPPLICANT
 * (time and step left zero). Pure. Returns false for one that carries no news to
 * roamtest at all (debug chatter); what is not understood but of level INFO and up
 * is SUPPLICANT_OTHER. */
bool supplicant_parse_event(const char *message, struct event *ret);

/* Finds "key=value" at the start of a line of a STATUS or BSS reply; returns the
 * value and its length (to the end of line), or NULL. Pure. */
const char *supplicant_field(const char *reply, const char *key, size_t *ret_length);

/* Parses the reply to "BSS <bssid>" into an EVENT_BSS. 0, or -ENOENT for an empty
 * reply (not in the table), or -EBADMSG. Pure. */
int supplicant_parse_bss(const char *reply, struct event *ret);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/hop.h"
#include "record/event.h"

struct window;

/* What of an event the analysis keeps, and what it is asked about it. */

/* Commands, as far as the analysis tells them apart. */
enum command_word {
	COMMAND_QUERY, /* asks only: BSS, STATUS, GET_NETWORK, … */
	COMMAND_SCAN,
	COMMAND_ROAM,	/* ROAM, FT_DS */
	COMMAND_SELECT, /* SELECT_NETWORK, REASSOCIATE, … */
	COMMAND_OTHER,	/* prepares or cleans up: DISCONNECT, SET_NETWORK, BSSID, … */
};
enum command_word command_word(const char *text);

struct moment {
	uint64_t time_ns;
	enum event_kind kind; /* COMMAND, REPLY, SUPPLICANT, KERNEL, FRAME, TRACE, LINK or
			       * NEXT_HOP */
	struct frame frame;   /* of KERNEL and FRAME; kind FRAME_NONE: none */
	union {
		struct {
			enum command_word word;
			bool move; /* the one that makes this step's station move */
		} command;
		struct {
			bool ok;
		} reply;
		struct {
			enum supplicant_event what;
			uint8_t bssid[MAC_LENGTH];
			bool has_status, has_reason;
			unsigned status, reason;
			bool locally_generated, timeout;
			bool wrong_key; /* the supplicant suspects the password */
		} supplicant;
		struct {
			enum kernel_event what;
			bool timed_out, acknowledged;
			uint8_t mac[MAC_LENGTH];
		} kernel;
		struct {
			bool sent;
			bool unacknowledged;
			size_t length; /* octets from the 802.11 header on */
		} air;		       /* of FRAME */
		struct {
			enum trace_event what;
			uint8_t mac[MAC_LENGTH];
			bool pairwise, authorized, held;
			unsigned key_index, tid;
			int result;
		} trace;
		struct {
			enum link_event what;
			bool carrier;
			bool up;	/* with its carrier: packets pass (RFC 2863) */
			bool removed;	/* address, route, neighbour */
			bool ipv6;	/* address, route */
			bool usable;	/* neighbour: its link-layer address is known */
			bool reachable; /* and it was so just now (NUD_REACHABLE) */
			/* The neighbour's, or the station's own; IPv4 as ::ffff:a.b.c.d
			 */
			struct in6_addr address;
		} link;
		struct {
			size_t stream;
			struct hop hop;
		} next_hop;
	};
};

/* What of a station's entry into a BSS a received frame is. */
enum answer {
	ANSWER_AUTHENTICATION,
	ANSWER_ASSOCIATION, /* or reassociation */
};
/* That BSSID's answer, as captured or as the kernel handed it on. */
bool moment_is_answer_of(const struct moment *moment, enum answer answer,
			 const uint8_t bssid[static MAC_LENGTH]);
/* Instead of an answer to its (re)association request, the station was asked to come back
 * later (11.3.5.3); the kernel does. */
bool moment_is_comeback(const struct moment *moment,
			const uint8_t bssid[static MAC_LENGTH]);
/* The kernel waited for that BSSID's answer in vain. */
bool moment_is_timeout_of(const struct moment *moment, enum kernel_event what,
			  const uint8_t bssid[static MAC_LENGTH]);
bool moment_is_supplicant(const struct moment *moment, enum supplicant_event what,
			  const uint8_t bssid[static MAC_LENGTH]);
/* An FT request that went out in this window, to the current access point. Where PMF
 * hides the content of a frame, one that is long enough is taken for it. */
bool moment_is_ft_request(const struct moment *moment, const struct window *window);
/* An action frame from the current access point that is, or under PMF may be, the FT
 * response. */
bool moment_may_be_ft_response(const struct moment *moment, const struct window *window);
/* Which source told of it: "monitor capture", …. */
const char *moment_source(const struct moment *moment);

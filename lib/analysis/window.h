/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/results.h"
#include "record/event.h"
#include "scenario/plan.h"

/* What was seen of the wireless side during one step: the evidence that the method,
 * the phases and the explanation are drawn from. */

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
	enum event_kind
		kind;	    /* COMMAND, REPLY, SUPPLICANT, KERNEL, FRAME, TRACE or LINK */
	struct frame frame; /* of KERNEL and FRAME; kind FRAME_NONE: none */
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
			size_t length; /* octets from the 802.11 header on */
		} air;		       /* of FRAME */
		struct {
			enum trace_event what;
			uint8_t mac[MAC_LENGTH];
			bool pairwise, authorized;
			unsigned key_index;
			int result;
		} trace;
		struct {
			bool carrier;
		} link;
	};
};

struct window {
	bool open;
	size_t step; /* index into the plan's steps */
	const struct plan_step *plan_step;
	const struct access_point *from, *target; /* from: NULL for an association */
	/* The step's own first command was sent: its scan for the target where it needs
	 * one, else the move. What prepares the step (a roam may first have to be
	 * brought to where it starts) comes before. */
	bool started;
	uint64_t start_ns;
	bool moved; /* the move was commanded */
	struct moment *moments;
	size_t count, capacity;
	struct key_check *checks; /* of frames of the target */
	size_t check_count, check_capacity;
	bool done; /* STEP_DONE came */
	uint64_t done_ns;
	enum outcome outcome;
	bool has_status;
	unsigned status;
	/* filled by window_close() */
	uint64_t closed_ns;
	bool recovered;
	uint64_t end_ns; /* connected to the target, or what decided the failure */
	const char *end_source;
};

void window_open(struct window *window, const struct scenario *scenario,
		 const struct plan *plan, size_t step);
/* Keeps what matters of an event of the open window. True if the window's start
 * became known by it; a later start replaces an earlier one. */
bool window_add(struct window *window, const struct event *event);
/* Drops frames for other stations, orders the moments by time (stable), finds the end. */
void window_close(struct window *window, uint64_t closed_ns, bool recovered);
/* Forgets everything but the memory. */
void window_reset(struct window *window);
void window_clear(struct window *window);

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

/* What ended a step that nothing else did. */
#define DEADLINE_TITLE "the step's deadline"

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/absence.h"
#include "analysis/moment.h"
#include "analysis/results.h"
#include "record/event.h"
#include "scenario/plan.h"

/* What was seen of the wireless side during one step: the evidence that the method,
 * the phases and the explanation are drawn from. */

struct window {
	bool open;
	size_t step;		    /* index into the plan's steps */
	struct plan_step plan_step; /* a copy: the plan grows as the run goes */
	const struct access_point *from, *target; /* from: NULL for an association */
	/* The step's own first command was sent: its scan for the target where it needs
	 * one, else the move. What prepares the step (a roam may first have to be
	 * brought to where it starts) comes before. */
	bool started;
	uint64_t start_ns;
	bool began_anew; /* a roam's station had to be brought to where it starts */
	bool moved;	 /* the move was commanded */
	uint8_t asked[MAC_LENGTH]; /* of whom the supplicant's table was asked last */
	struct moment *moments;
	size_t count, capacity;
	struct key_check *checks; /* of frames of the target */
	size_t check_count, check_capacity;
	struct absences absences; /* when it opened */
	uint64_t handshake_ns;	  /* when the tunnel's last one was seen, or 0 */
	bool done;		  /* STEP_DONE came */
	uint64_t done_ns;
	enum outcome outcome;
	bool has_status;
	unsigned status;
	/* filled by window_close() */
	uint64_t closed_ns;
	bool recovered;
	uint64_t end_ns; /* connected to the target, or what decided the failure */
	const char *end_source;
	/* When the station, connected, left again or began to enter anew: what follows is
	 * no part of the step. UINT64_MAX: it did not. */
	uint64_t left_ns;
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

/* What ended a step that nothing else did. */
#define DEADLINE_TITLE "the step's deadline"

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/spill.h"
#include "base/text.h"
#include "scenario/scenario.h"

/* The scenario's steps, unrolled: what a run does, one after the other. Pure.
 *
 * How many rounds a repeat with "for" has only shows as the run goes: the plan goes up to
 * the end of a round, and whoever has the clock, or a recording of what that one decided,
 * says whether there is one more. */

/* What a step is in its matrix, which tries each pair in each way: associate with the
 * first access point, then a roam a leg. */
struct plan_cell {
	size_t from, to; /* the pair */
	enum via via;
	enum leg leg; /* of a roam */
	/* Nothing before in the plan takes the station to the second access point on keys
	 * of an association with the first one (its R0KH). Keys that are new with each
	 * association, as those of FT-SAE, it has not met in any case. */
	bool first;
};

struct plan_step {
	enum step_kind kind;	 /* never STEP_REPEAT, nor STEP_MATRIX */
	const struct step *step; /* of the scenario */
	unsigned line;		 /* in the file */
	unsigned iteration;	 /* how many times this line has come up, from 1 */
	size_t from;		 /* roam: the access point that the plan stands on */
	size_t to;		 /* associate, roam */
	enum via via;		 /* roam */
	/* wait; where step->kind is STEP_REPEAT, that long from when the last round of
	 * the repeat at that depth was due, if it is not over yet */
	uint64_t wait_ns;
	unsigned depth;
	/* Only taken if the one before it was, and arrived. */
	bool chained;
	struct plan_cell cell; /* where step->kind is STEP_MATRIX */
	/* Of a round of a repeat with "for" that is not its first one: nobody could tell
	 * beforehand that it would come. */
	bool unforeseen;
	/* Bit by depth, 0 is that of a repeat in no other: the repeat begins with this
	 * step; a round of it does. */
	uint8_t begun, rounds;
};
_Static_assert(SCENARIO_REPEAT_DEPTH_MAX <= 8, "a plan's step has a bit a depth");

/* A list of steps that is being unrolled. */
struct plan_frame {
	const struct step *repeat; /* NULL: the scenario's own list */
	unsigned depth;		   /* of the repeat */
	const struct step *steps;
	size_t count, next;
	size_t first, number; /* of the first one and of the next, in file order */
	unsigned round;	      /* rounds that have been unrolled */
};

struct plan {
	const struct scenario *scenario; /* borrowed; outlives the plan */
	struct plan_step *steps;	 /* see plan_step() */
	size_t held, capacity;		 /* of them */
	size_t forgotten;		 /* before those */
	struct spill *spill;		 /* where they are; NULL: in memory */
	size_t count;			 /* of all by now, the forgotten ones too */
	size_t roam_count;		 /* likewise */

	/* Where the unrolling stands. */
	struct plan_frame frames[1 + SCENARIO_REPEAT_DEPTH_MAX];
	unsigned depth;	  /* frames in use; 0: it came to the end */
	unsigned *rounds; /* how often each step has come up, steps in file order */
	uint8_t begun, rounds_begun; /* of the step to come */
	size_t at;		     /* the access point that the station stands on */
	size_t holder; /* the one of the last association: the R0KH, if all goes well */
	bool *met;     /* [holder * count + to]: a roam went there on the holder's keys */
};

/* The scenario has been checked by scenario_parse(), so this cannot fail. A roam
 * whose step expects it not to arrive (a result other than ok) leaves the plan
 * standing where it was. */
struct plan *plan_make(const struct scenario *scenario);
/* Its steps are kept in a file in that folder from then on (base/spill.h): a plan that is
 * decided for hours becomes large. */
void plan_keep_in(struct plan *plan, const char *folder);
struct plan *plan_free(struct plan *plan);
static inline void plan_freep(struct plan **plan)
{
	plan_free(*plan);
}

/* The repeat of which somebody has to say whether it has one more round; NULL: nobody has
 * to, the plan is whole. */
const struct step *plan_undecided(const struct plan *plan);
static inline bool plan_is_open(const struct plan *plan)
{
	return plan_undecided(plan) != NULL;
}
/* One more round, or on to what follows the repeat: up to where there is something to
 * decide again, or the end. Nothing where there is nothing to decide. */
void plan_decide(struct plan *plan, bool more);
/* Decides that no repeat has one more round: the plan then has the least that there can
 * be. */
void plan_end(struct plan *plan);

/* Nobody looks at the steps before that one any more. */
void plan_forget(struct plan *plan, size_t index);

/* One of its steps, until the plan is decided on. */
const struct plan_step *plan_step(const struct plan *plan, size_t index);

/* Numbered steps for a person: "  3  roam hall -> stairs over the air (line 18, 1st
 * time)"; the first round of a repeat with "for", and a line that tells of the others.
 * Ends the plan. */
void plan_format(struct plan *plan, struct text *out);

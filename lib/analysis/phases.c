/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/phases.h"

#include "analysis/method.h"
#include "analysis/milestone.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"

/* Milestones have an order; FLOATING ones are passed anywhere behind the one of the rank
 * that they float after: access points, drivers and versions differ in it. */
enum { FLOATING = 0, AUTHENTICATED = 9, DROPPED_OVER_DS = 11, ASSOCIATED = 14 };

static const struct {
	unsigned rank;
	const char *phase; /* that ends there */
	const char *next;  /* that was cut short if nothing came after */
} milestones[MILESTONE_MAX] = {
	[MILESTONE_NONE] = { 0, NULL, "command" },
	[MILESTONE_AUTHENTICATING] = { 2, "command", "authentication" },
	[MILESTONE_OLD_DROPPED] = { 3, "old-association-dropped", "authentication" },
	[MILESTONE_FT_AUTH_SENT] = { 4, "ft-authentication-sent", "ft-authentication" },
	[MILESTONE_FT_AUTH_RECEIVED] = { 9, "ft-authentication", "association-command" },
	[MILESTONE_SAE_COMMIT_SENT] = { 4, "sae-commit-sent", "sae-commit" },
	[MILESTONE_SAE_TOKEN] = { 5, "sae-token", "sae-commit" },
	[MILESTONE_SAE_COMMIT_RECEIVED] = { 6, "sae-commit", "sae-confirm" },
	[MILESTONE_SAE_CONFIRM_SENT] = { 7, "sae-confirm-sent", "sae-confirm" },
	[MILESTONE_SAE_CONFIRM_RECEIVED] = { 9, "sae-confirm", "association-command" },
	[MILESTONE_OPEN_AUTH_SENT] = { 4, "open-authentication-sent",
				       "open-authentication" },
	[MILESTONE_OPEN_AUTH_RECEIVED] = { 9, "open-authentication",
					   "association-command" },
	[MILESTONE_FT_REQUEST_SENT] = { 4, "ft-request-sent", "ft-action-exchange" },
	[MILESTONE_FT_RESPONSE_RECEIVED] = { 9, "ft-action-exchange",
					     "association-command" },
	[MILESTONE_ASSOCIATING] = { 10, "association-command", "association" },
	[MILESTONE_ASSOC_SENT] = { 12, "association-sent", "association" },
	[MILESTONE_COMEBACK] = { 13, "association", "association-comeback" },
	[MILESTONE_ASSOC_RECEIVED] = { 14, "association", "keys" },
	[MILESTONE_EAPOL_1] = { 15, "eapol-1", "eapol-2" },
	[MILESTONE_EAPOL_2] = { 16, "eapol-2", "eapol-3" },
	[MILESTONE_EAPOL_3] = { 17, "eapol-3", "eapol-4" },
	[MILESTONE_EAPOL_4] = { FLOATING, "eapol-4", "keys" },
	[MILESTONE_PTK_INSTALLED] = { FLOATING, "ptk-installed", "keys" },
	[MILESTONE_GTK_INSTALLED] = { FLOATING, "gtk-installed", "keys" },
	[MILESTONE_KEYS_DONE] = { FLOATING, "keys", "connected" },
	[MILESTONE_PORT_OPEN] = { FLOATING, "port-open", "connected" },
	[MILESTONE_CONNECTED] = { 18, "connected", "connected" },
};

static const unsigned floats_after[MILESTONE_MAX] = {
	[MILESTONE_EAPOL_4] = ASSOCIATED,
	[MILESTONE_PTK_INSTALLED] = AUTHENTICATED,
	[MILESTONE_KEYS_DONE] = ASSOCIATED,
	[MILESTONE_GTK_INSTALLED] = AUTHENTICATED,
	[MILESTONE_PORT_OPEN] = ASSOCIATED
};

/* The frame that an answer answers. */
static const enum milestone requests[MILESTONE_MAX] = {
	[MILESTONE_FT_AUTH_RECEIVED] = MILESTONE_FT_AUTH_SENT,
	[MILESTONE_SAE_TOKEN] = MILESTONE_SAE_COMMIT_SENT,
	[MILESTONE_SAE_COMMIT_RECEIVED] = MILESTONE_SAE_COMMIT_SENT,
	[MILESTONE_SAE_CONFIRM_RECEIVED] = MILESTONE_SAE_CONFIRM_SENT,
	[MILESTONE_OPEN_AUTH_RECEIVED] = MILESTONE_OPEN_AUTH_SENT,
	[MILESTONE_FT_RESPONSE_RECEIVED] = MILESTONE_FT_REQUEST_SENT,
	[MILESTONE_ASSOC_RECEIVED] = MILESTONE_ASSOC_SENT,
	[MILESTONE_COMEBACK] = MILESTONE_ASSOC_SENT,
};

/* Frames of the station that may have to be sent again: how many were captured, and how
 * many captured answers asked for another. */
struct tries {
	unsigned sent, put_off;
};

struct walk {
	const struct window *window;
	struct phase **phases;
	size_t *count, *capacity;
	uint64_t from_ns;     /* where the phase that is running began */
	bool moved;	      /* the step's own command was sent */
	bool scanning;	      /* for roamtest, or for the supplicant itself */
	bool scanned;	      /* by the supplicant, after the command */
	bool recovering;      /* an attempt failed; wpa_supplicant makes another */
	bool comeback;	      /* the request after it was not seen yet */
	bool reassociation;   /* else a first association */
	bool eapol_captured;  /* numbers its messages itself */
	unsigned eapol_heard; /* by the supplicant, in this attempt */
	unsigned rank;	      /* of the last milestone that is not floating */
	enum milestone last;  /* that one */
	struct tries commits, associations; /* in this attempt */
	uint32_t seen;			    /* in this attempt: 1 << milestone */
	const struct moment *response;	    /* under PMF: perhaps the FT response */
	bool ended;
};

static void phase_end(struct walk *walk, const char *name, uint64_t end_ns,
		      const char *source)
{
	struct phase *phase = array_add(*walk->phases, *walk->count, *walk->capacity);

	phase->name = memory_strdup(name);
	phase->start_ns = walk->from_ns;
	phase->end_ns = end_ns;
	phase->source = memory_strdup(source);
	walk->from_ns = end_ns;
}

static void attempt_begin(struct walk *walk)
{
	walk->recovering = walk->comeback = false;
	walk->eapol_heard = 0;
	walk->seen = 0;
	walk->response = NULL;
	walk->commits = walk->associations = (struct tries){ 0 };
}

static bool is_association(enum milestone what)
{
	return what == MILESTONE_ASSOC_SENT || what == MILESTONE_COMEBACK ||
	       what == MILESTONE_ASSOC_RECEIVED;
}

static bool is_ft(const struct walk *walk)
{
	return walk->seen &
	       (1u << MILESTONE_FT_AUTH_RECEIVED | 1u << MILESTONE_FT_RESPONSE_RECEIVED);
}

/* What a phase is called that nobody saw the end of: after what was waited for. */
static const char *phase_cut_short(const struct walk *walk)
{
	if (walk->recovering)
		return "recovery";
	if (walk->scanning)
		return "scan";
	if (!walk->moved)
		return "preparation";
	if (walk->last == MILESTONE_NONE && walk->scanned)
		return "selection";
	if (walk->last == MILESTONE_AUTHENTICATING && walk->window->from &&
	    walk->window->plan_step.via == VIA_DS)
		return "ft-action-exchange";
	if (walk->last == MILESTONE_ASSOCIATING || walk->last == MILESTONE_ASSOC_SENT ||
	    (walk->last == MILESTONE_OLD_DROPPED && walk->rank >= DROPPED_OVER_DS)) {
		if (walk->comeback)
			return "association-comeback";
		return walk->reassociation ? "reassociation" : "association";
	}
	if (walk->seen & 1u << MILESTONE_KEYS_DONE)
		return "connected";
	if (walk->seen & 1u << MILESTONE_EAPOL_4)
		return "keys";
	/* FT has its keys, others have to make them. */
	if (walk->last == MILESTONE_ASSOC_RECEIVED && !is_ft(walk))
		return "eapol-1";
	return milestones[walk->last].next;
}

static const char *phase_name(const struct walk *walk, enum milestone what)
{
	if (what == MILESTONE_AUTHENTICATING && (walk->scanned || walk->scanning))
		return "selection";
	if (what == MILESTONE_ASSOCIATING && walk->rank < AUTHENTICATED)
		return phase_cut_short(walk);
	if (!is_association(what))
		return milestones[what].phase;
	if (walk->comeback)
		return "association-comeback";
	if (what == MILESTONE_ASSOC_SENT)
		return walk->reassociation ? "reassociation-sent" : "association-sent";
	return walk->reassociation ? "reassociation" : "association";
}

static void fail(struct walk *walk, uint64_t time_ns, const char *source)
{
	if (!walk->moved || walk->recovering)
		return;
	phase_end(walk, phase_cut_short(walk), time_ns, source);
	walk->recovering = true;
	walk->scanning = false;
}

/* What its answer says no to. */
static bool is_refusal(const struct moment *m, enum milestone what)
{
	if (what == MILESTONE_FT_RESPONSE_RECEIVED)
		return (m->kind == EVENT_SUPPLICANT ? m->supplicant.status
						    : m->frame.status) != 0;
	if (m->kind != EVENT_KERNEL && m->kind != EVENT_FRAME)
		return false;
	if (what == MILESTONE_ASSOC_RECEIVED)
		return m->frame.has_status && m->frame.status != 0;
	return m->frame.kind == FRAME_AUTHENTICATION &&
	       !(m->kind == EVENT_FRAME && m->air.sent) &&
	       authentication_is_rejection(&m->frame);
}

/* A new attempt begins where the supplicant says so: after a failure that was seen, or
 * one of an exchange over the DS that nobody told of. */
static bool begins_anew(const struct walk *walk, enum milestone what,
			const struct moment *m)
{
	if (walk->recovering)
		return what == MILESTONE_AUTHENTICATING || what == MILESTONE_ASSOCIATING;
	return m->kind == EVENT_SUPPLICANT && what == MILESTONE_AUTHENTICATING &&
	       walk->last == MILESTONE_FT_REQUEST_SENT;
}

/* Ends the phase that this milestone ends. Where the request was not seen, the wait for
 * it is in the exchange: that is another phase, not to be compared with the exchange. */
static void milestone_end(struct walk *walk, enum milestone what, uint64_t time_ns,
			  const char *source)
{
	const char *name = phase_name(walk, what);
	cleanup_free_ char *until = NULL;

	if (requests[what] && !(walk->seen & 1u << requests[what])) {
		until = memory_printf("until-%s", name);
		name = until;
	}
	phase_end(walk, name, time_ns, source);
}

/* Some drivers tell that a frame was sent only after its answer has come: it is not the
 * one that the answer asked for. */
static bool is_told_late(struct walk *walk, enum milestone what, const struct moment *m)
{
	if (m->kind != EVENT_FRAME)
		return false;
	if (what == MILESTONE_SAE_TOKEN)
		walk->commits.put_off++;
	else if (what == MILESTONE_COMEBACK)
		walk->associations.put_off++;
	else if (what == MILESTONE_SAE_COMMIT_SENT)
		return ++walk->commits.sent <= walk->commits.put_off;
	else if (what == MILESTONE_ASSOC_SENT)
		return ++walk->associations.sent <= walk->associations.put_off;
	return false;
}

static void pass(struct walk *walk, enum milestone what, const struct moment *m)
{
	unsigned rank = milestones[what].rank;
	const char *source = moment_source(m);
	uint64_t time_ns = m->time_ns;

	if (!walk->moved || !milestones[what].phase)
		return;
	if (begins_anew(walk, what, m)) {
		phase_end(walk, phase_cut_short(walk), time_ns, source);
		attempt_begin(walk);
		walk->rank = rank;
		walk->last = what;
		return;
	}
	if (walk->recovering)
		return;
	if ((what == MILESTONE_COMEBACK && walk->comeback) ||
	    (what == MILESTONE_SAE_TOKEN && walk->last == what)) /* told twice */
		return;
	if (is_told_late(walk, what, m))
		return;
	if (what == MILESTONE_OLD_DROPPED && walk->rank >= AUTHENTICATED)
		rank = DROPPED_OVER_DS;
	if (rank == FLOATING
		    ? walk->rank < floats_after[what] || (walk->seen & 1u << what)
		    : rank <= walk->rank)
		return;
	/* One that wpa_supplicant heard of came in the frame that was captured before. */
	if (what == MILESTONE_FT_RESPONSE_RECEIVED && m->kind == EVENT_SUPPLICANT &&
	    walk->response && walk->response->time_ns >= walk->from_ns) {
		time_ns = walk->response->time_ns;
		source = moment_source(walk->response);
	}
	if (is_refusal(m, what)) {
		milestone_end(walk, what, time_ns, source);
		walk->recovering = true;
		return;
	}
	milestone_end(walk, what, time_ns, source);
	walk->scanning = walk->scanned = false;
	walk->comeback = what == MILESTONE_COMEBACK;
	walk->seen |= 1u << what;
	if (rank != FLOATING) {
		walk->rank = rank;
		walk->last = what;
	}
	/* The station has to ask once more. */
	if (what == MILESTONE_SAE_TOKEN || what == MILESTONE_COMEBACK) {
		walk->rank = milestones[requests[what]].rank - 1;
		walk->seen &= ~(1u << requests[what]);
	}
	walk->ended = what == MILESTONE_CONNECTED;
}

static void walk_command(struct walk *walk, const struct moment *m)
{
	bool scan = m->command.word == COMMAND_SCAN && !walk->moved;

	if (!scan && !m->command.move)
		return;
	if (walk->scanning) /* nobody said how it ended */
		phase_end(walk, "scan", m->time_ns, moment_source(m));
	else if (walk->from_ns < m->time_ns)
		phase_end(walk, "preparation", m->time_ns, moment_source(m));
	walk->scanning = scan;
	walk->moved = m->command.move;
}

static void scan_starts(struct walk *walk, const struct moment *m)
{
	if (walk->rank > 0 || !walk->moved || walk->scanning || walk->recovering)
		return;
	phase_end(walk, phase_name(walk, MILESTONE_AUTHENTICATING), m->time_ns,
		  moment_source(m));
	walk->scanning = true;
}

static void scan_ends(struct walk *walk, const struct moment *m)
{
	if (!walk->scanning)
		return;
	phase_end(walk, "scan", m->time_ns, moment_source(m));
	walk->scanning = false;
	walk->scanned = walk->moved;
}

static void walk_scan(struct walk *walk, const struct moment *m)
{
	if (m->kind == EVENT_TRACE && m->trace.what == TRACE_SCAN)
		scan_starts(walk, m);
	if (m->kind == EVENT_KERNEL) {
		if (m->kernel.what == KERNEL_SCAN_STARTED)
			scan_starts(walk, m);
		else if (m->kernel.what == KERNEL_SCAN_DONE ||
			 m->kernel.what == KERNEL_SCAN_ABORTED)
			scan_ends(walk, m);
	} else if (m->kind == EVENT_SUPPLICANT) {
		if (m->supplicant.what == SUPPLICANT_SCAN_STARTED)
			scan_starts(walk, m);
		else if (m->supplicant.what == SUPPLICANT_SCAN_RESULTS ||
			 m->supplicant.what == SUPPLICANT_SCAN_FAILED)
			scan_ends(walk, m);
	}
}

static bool is_failure(const struct walk *walk, const struct moment *m)
{
	const uint8_t *target = walk->window->target->bssid;

	return moment_is_timeout_of(m, KERNEL_AUTHENTICATE, target) ||
	       moment_is_timeout_of(m, KERNEL_ASSOCIATE, target) ||
	       moment_is_supplicant(m, SUPPLICANT_AUTH_REJECT, target) ||
	       moment_is_supplicant(m, SUPPLICANT_ASSOC_REJECT, target) ||
	       /* Leaving the old access point is part of a roam. */
	       (moment_is_supplicant(m, SUPPLICANT_DISCONNECTED, target) &&
		walk->last != MILESTONE_NONE);
}

/* Of a frame that user space sent, the kernel tells user space and its monitor interfaces
 * in one go (net/mac80211/status.c, __ieee80211_tx_status()), user space first. */
#define STATUS_TO_MONITOR_NS (1 * NS_PER_MS)

/* What was captured is the frame itself: it is believed before what was told of it a
 * moment earlier. */
static bool is_captured_next(const struct walk *walk, const struct moment *m,
			     enum milestone what)
{
	const struct window *window = walk->window;
	const struct moment *end = window->moments + window->count;

	if (m->kind != EVENT_KERNEL || what == MILESTONE_NONE ||
	    (m->kernel.what != KERNEL_EAPOL_TX_STATUS &&
	     m->kernel.what != KERNEL_FRAME_TX_STATUS))
		return false;
	for (const struct moment *next = m + 1; next < end; next++) {
		if (next->time_ns - m->time_ns > STATUS_TO_MONITOR_NS)
			break;
		if (next->kind == EVENT_FRAME && milestone_of(next, window) == what)
			return true;
	}
	return false;
}

static void walk_moment(struct walk *walk, const struct moment *m)
{
	enum milestone what = milestone_of(m, walk->window);

	if (m->kind == EVENT_REPLY) {
		/* wpa_supplicant answers when the kernel has taken the frame. */
		if (m->reply.ok && !walk->recovering && walk->window->from &&
		    walk->window->plan_step.via == VIA_DS)
			pass(walk, MILESTONE_AUTHENTICATING, m);
		return;
	}
	if (is_captured_next(walk, m, what))
		return;
	walk_scan(walk, m);
	if (is_failure(walk, m)) {
		fail(walk, m->time_ns, moment_source(m));
		return;
	}
	if (moment_may_be_ft_response(m, walk->window) &&
	    walk->last == MILESTONE_FT_REQUEST_SENT)
		walk->response = m;
	if (what == MILESTONE_EAPOL_1 && m->kind == EVENT_SUPPLICANT) {
		if (walk->eapol_captured)
			return;
		if (++walk->eapol_heard > 1)
			what = MILESTONE_EAPOL_3;
	}
	if (what != MILESTONE_NONE)
		pass(walk, what, m);
}

/* By the frames if they were seen, else by what a station does. */
static bool is_reassociation(const struct window *window)
{
	for (size_t i = 0; i < window->count; i++) {
		enum frame_kind kind = window->moments[i].frame.kind;

		/* What brought the station to where the roam starts is none of it. */
		if (window->moments[i].time_ns < window->start_ns)
			continue;
		if (kind == FRAME_ASSOCIATION_REQUEST ||
		    kind == FRAME_ASSOCIATION_RESPONSE)
			return false;
		if (kind == FRAME_REASSOCIATION_REQUEST ||
		    kind == FRAME_REASSOCIATION_RESPONSE)
			return true;
	}
	return window->from;
}

static bool has_captured_eapol(const struct window *window)
{
	for (size_t i = 0; i < window->count; i++)
		if (window->moments[i].time_ns >= window->start_ns &&
		    window->moments[i].kind == EVENT_FRAME &&
		    window->moments[i].frame.kind == FRAME_EAPOL_KEY)
			return true;
	return false;
}

void phases_find(const struct window *window, struct phase **phases, size_t *count,
		 size_t *capacity)
{
	struct walk walk = {
		.window = window,
		.phases = phases,
		.count = count,
		.capacity = capacity,
		.from_ns = window->start_ns,
		.reassociation = is_reassociation(window),
		.eapol_captured = has_captured_eapol(window),
	};

	for (size_t i = 0; i < window->count && !walk.ended; i++) {
		const struct moment *m = &window->moments[i];

		if (m->time_ns < window->start_ns)
			continue;
		if (m->time_ns > window->end_ns)
			break;
		if (m->kind == EVENT_COMMAND)
			walk_command(&walk, m);
		else
			walk_moment(&walk, m);
	}
	if (walk.from_ns < window->end_ns)
		phase_end(&walk, phase_cut_short(&walk), window->end_ns,
			  window->end_source);
}

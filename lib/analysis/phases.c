/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/phases.h"

#include "analysis/method.h"
#include "base/memory.h"

/* How far the station has got. */
enum progress {
	AT_IDLE, /* no command yet, or a scan before it */
	AT_SCAN,
	AT_COMMAND,
	AT_AUTHENTICATION,
	AT_FT_ACTION,
	AT_ASSOCIATION, /* authenticated; the response is awaited */
	AT_KEYS,
	AT_CONNECTED,
	AT_END,
	AT_RECOVERY, /* this attempt failed; wpa_supplicant makes another */
};

struct walk {
	const struct window *window;
	const uint8_t *bssid;
	struct phase **phases;
	size_t *count, *capacity;
	enum progress progress;
	uint64_t from_ns; /* where the phase that is running began */
	bool moved;	  /* the step's own command was sent */
	bool over_ds;
	bool eapol;
	bool comeback; /* the target asked the station to come back later */
};

/* What a phase is called that ended in failure: after what was waited for. */
static const char *phase_cut_short(const struct walk *walk)
{
	switch (walk->progress) {
	case AT_IDLE:
		return walk->moved ? "selection" : "command";
	case AT_SCAN:
		return "scan";
	case AT_COMMAND:
		return "command";
	case AT_AUTHENTICATION:
		return "authentication";
	case AT_FT_ACTION:
		return "ft-action-exchange";
	case AT_ASSOCIATION:
		if (walk->comeback)
			return "association-comeback";
		return walk->window->from ? "reassociation" : "association";
	case AT_KEYS:
		return walk->eapol ? "four-way-handshake" : "keys";
	case AT_CONNECTED:
	case AT_END:
		return "connected";
	case AT_RECOVERY:
		break;
	}
	return "recovery";
}

/* Ends the running phase and begins the next. */
static void phase_end(struct walk *walk, const char *name, uint64_t end_ns,
		      const char *source, enum progress next)
{
	struct phase *phase;

	walk->progress = next;
	phase = array_add(*walk->phases, *walk->count, *walk->capacity);
	phase->name = memory_strdup(name);
	phase->start_ns = walk->from_ns;
	phase->end_ns = end_ns;
	phase->source = memory_strdup(source);
	walk->from_ns = end_ns;
}

static const char *authentication_phase(const struct frame *frame)
{
	switch (frame->auth_algorithm) {
	case AUTH_FT:
		return "ft-authentication";
	case AUTH_SAE:
		return frame->auth_transaction == 1 ? "sae-commit" : "sae-confirm";
	case AUTH_OPEN:
		return "open-authentication";
	}
	return "authentication";
}

static const char *association_phase(const struct walk *walk)
{
	if (walk->comeback)
		return "association-comeback";
	for (size_t i = 0; i < walk->window->count; i++) {
		const struct moment *m = &walk->window->moments[i];

		if (moment_is_frame_from(m, KERNEL_ASSOCIATE, walk->bssid))
			return m->kernel.frame.kind == FRAME_ASSOCIATION_RESPONSE
				       ? "association"
				       : "reassociation";
	}
	return walk->window->from ? "reassociation" : "association";
}

static const char *keys_phase(const struct walk *walk)
{
	return walk->eapol ? "four-way-handshake" : "keys";
}

static void walk_command(struct walk *walk, const struct moment *m)
{
	if (m->command.word == COMMAND_SCAN && !walk->moved) {
		walk->progress = AT_SCAN;
		walk->from_ns = m->time_ns;
	} else if (m->command.move) {
		if (walk->progress == AT_SCAN) /* nobody said how it ended */
			phase_end(walk, "scan", m->time_ns, source_title(SOURCE_CONTROL),
				  AT_IDLE);
		walk->moved = true;
		walk->progress = AT_COMMAND;
		walk->from_ns = m->time_ns;
	}
}

static void walk_supplicant(struct walk *walk, const struct moment *m)
{
	bool here = mac_equal(m->supplicant.bssid, walk->bssid);

	switch (m->supplicant.what) {
	case SUPPLICANT_SCAN_STARTED:
		if (walk->progress == AT_COMMAND)
			phase_end(walk, "command", m->time_ns,
				  source_title(SOURCE_CONTROL), AT_SCAN);
		break;
	case SUPPLICANT_SCAN_RESULTS:
	case SUPPLICANT_SCAN_FAILED:
		if (walk->progress == AT_SCAN)
			phase_end(walk, "scan", m->time_ns, source_title(SOURCE_CONTROL),
				  AT_IDLE);
		break;
	case SUPPLICANT_AUTHENTICATING:
		if (!here || !walk->moved)
			break;
		if (walk->progress == AT_IDLE || walk->progress == AT_SCAN)
			phase_end(walk, "selection", m->time_ns,
				  source_title(SOURCE_CONTROL), AT_AUTHENTICATION);
		else if (walk->progress == AT_COMMAND)
			phase_end(walk, "command", m->time_ns,
				  source_title(SOURCE_CONTROL), AT_AUTHENTICATION);
		else if (walk->progress == AT_RECOVERY)
			phase_end(walk, "recovery", m->time_ns,
				  source_title(SOURCE_CONTROL), AT_AUTHENTICATION);
		/* SAE says it again before its confirm message: no new phase. */
		break;
	case SUPPLICANT_ASSOCIATING:
		if (!here)
			break;
		if (walk->progress == AT_FT_ACTION ||
		    (walk->progress == AT_COMMAND && walk->over_ds))
			phase_end(walk, "ft-action-exchange", m->time_ns,
				  source_title(SOURCE_CONTROL), AT_ASSOCIATION);
		else if (walk->progress == AT_COMMAND ||
			 walk->progress == AT_AUTHENTICATION)
			phase_end(walk, "authentication", m->time_ns,
				  source_title(SOURCE_CONTROL), AT_ASSOCIATION);
		else if (walk->progress == AT_RECOVERY)
			phase_end(walk, "recovery", m->time_ns,
				  source_title(SOURCE_CONTROL), AT_ASSOCIATION);
		break;
	case SUPPLICANT_ASSOCIATED:
		if (here && walk->progress != AT_IDLE && walk->progress < AT_KEYS)
			phase_end(walk, association_phase(walk), m->time_ns,
				  source_title(SOURCE_CONTROL), AT_KEYS);
		break;
	case SUPPLICANT_EAPOL_RECEIVED:
		if (here)
			walk->eapol = true;
		break;
	case SUPPLICANT_KEYS_DONE:
		if (here && walk->progress == AT_KEYS)
			phase_end(walk, keys_phase(walk), m->time_ns,
				  source_title(SOURCE_CONTROL), AT_CONNECTED);
		break;
	case SUPPLICANT_CONNECTED:
		if (here)
			phase_end(walk, "connected", m->time_ns,
				  source_title(SOURCE_CONTROL), AT_END);
		break;
	case SUPPLICANT_AUTH_REJECT:
	case SUPPLICANT_ASSOC_REJECT:
		if (here && walk->moved && walk->progress != AT_RECOVERY)
			phase_end(walk, phase_cut_short(walk), m->time_ns,
				  source_title(SOURCE_CONTROL), AT_RECOVERY);
		break;
	case SUPPLICANT_DISCONNECTED:
		/* Leaving the old access point is part of a roam. */
		if (here && walk->progress >= AT_AUTHENTICATION &&
		    walk->progress != AT_RECOVERY)
			phase_end(walk, phase_cut_short(walk), m->time_ns,
				  source_title(SOURCE_CONTROL), AT_RECOVERY);
		break;
	case SUPPLICANT_FT_RESPONSE:
		if (here && walk->over_ds &&
		    (walk->progress == AT_COMMAND || walk->progress == AT_FT_ACTION))
			phase_end(walk, "ft-action-exchange", m->time_ns,
				  source_title(SOURCE_CONTROL),
				  m->supplicant.status == 0 ? AT_ASSOCIATION
							    : AT_RECOVERY);
		break;
	case SUPPLICANT_OTHER:
	case SUPPLICANT_TEMP_DISABLED:
	case SUPPLICANT_TERMINATING:
	case SUPPLICANT_EVENT_MAX:
		break;
	}
}

static void walk_authenticate(struct walk *walk, const struct moment *m)
{
	const struct frame *frame = &m->kernel.frame;
	bool rejected = authentication_is_rejection(frame);
	enum progress next = AT_ASSOCIATION;

	if (walk->progress != AT_COMMAND && walk->progress != AT_AUTHENTICATION)
		return;
	walk->eapol = walk->comeback = false;
	if (rejected)
		next = AT_RECOVERY;
	else if (frame->auth_algorithm == AUTH_SAE && frame->auth_transaction == 1)
		next = AT_AUTHENTICATION;
	phase_end(walk, authentication_phase(frame), m->time_ns,
		  source_title(SOURCE_NL80211), next);
}

static void walk_kernel(struct walk *walk, const struct moment *m)
{
	if (moment_is_frame_from(m, KERNEL_AUTHENTICATE, walk->bssid)) {
		walk_authenticate(walk, m);
	} else if (moment_is_frame_from(m, KERNEL_ASSOCIATE, walk->bssid)) {
		const struct frame *frame = &m->kernel.frame;

		if (walk->moved && walk->progress < AT_KEYS)
			phase_end(walk, association_phase(walk), m->time_ns,
				  source_title(SOURCE_NL80211),
				  frame->has_status && frame->status != 0 ? AT_RECOVERY
									  : AT_KEYS);
	} else if (moment_is_ft_request(m, walk->bssid)) {
		if (walk->progress == AT_COMMAND && walk->over_ds)
			phase_end(walk, "command", m->time_ns,
				  source_title(SOURCE_NL80211), AT_FT_ACTION);
	} else if (moment_is_timeout_of(m, KERNEL_AUTHENTICATE, walk->bssid) ||
		   moment_is_timeout_of(m, KERNEL_ASSOCIATE, walk->bssid)) {
		if (walk->moved && walk->progress != AT_RECOVERY)
			phase_end(walk, phase_cut_short(walk), m->time_ns,
				  source_title(SOURCE_NL80211), AT_RECOVERY);
	} else if (m->kernel.what == KERNEL_ASSOC_COMEBACK) {
		if (walk->progress == AT_ASSOCIATION && !walk->comeback &&
		    mac_equal(m->kernel.mac, walk->bssid)) {
			phase_end(walk, association_phase(walk), m->time_ns,
				  source_title(SOURCE_NL80211), AT_ASSOCIATION);
			walk->comeback = true;
		}
	} else if (m->kernel.what == KERNEL_EAPOL_TX_STATUS) {
		walk->eapol = true;
	}
}

/* No authentication frame of the target anywhere: the exchange, if there was one,
 * went over the DS. */
static bool window_is_over_ds(const struct window *window)
{
	if (!window->from || window->plan_step->via != VIA_DS)
		return false;
	for (size_t i = 0; i < window->count; i++)
		if (moment_is_frame_from(&window->moments[i], KERNEL_AUTHENTICATE,
					 window->target->bssid) ||
		    moment_is_supplicant(&window->moments[i], SUPPLICANT_AUTHENTICATING,
					 window->target->bssid))
			return false;
	return true;
}

void phases_find(const struct window *window, struct phase **phases, size_t *count,
		 size_t *capacity)
{
	struct walk walk = {
		.window = window,
		.bssid = window->target->bssid,
		.phases = phases,
		.count = count,
		.capacity = capacity,
		.from_ns = window->start_ns,
		.over_ds = window_is_over_ds(window),
	};

	for (size_t i = 0; i < window->count && walk.progress != AT_END; i++) {
		const struct moment *m = &window->moments[i];

		if (m->time_ns < window->start_ns)
			continue;
		if (m->time_ns > window->end_ns)
			break;
		if (m->kind == EVENT_COMMAND)
			walk_command(&walk, m);
		else if (m->kind == EVENT_SUPPLICANT)
			walk_supplicant(&walk, m);
		else if (m->kind == EVENT_KERNEL)
			walk_kernel(&walk, m);
		else if (m->kind == EVENT_REPLY && walk.over_ds && m->reply.ok &&
			 walk.progress == AT_COMMAND)
			/* wpa_supplicant answers when the kernel has taken the frame. */
			phase_end(&walk, "command", m->time_ns,
				  source_title(SOURCE_CONTROL), AT_FT_ACTION);
	}
	if (walk.progress != AT_END && walk.from_ns < window->end_ns)
		phase_end(&walk, phase_cut_short(&walk), window->end_ns,
			  window->end_source, AT_END);
}

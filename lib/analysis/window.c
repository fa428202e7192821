/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/window.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/absence.h"
#include "base/cleanup.h"
#include "base/memory.h"

void window_open(struct window *window, const struct scenario *scenario,
		 const struct plan *plan, size_t step)
{
	const struct plan_step *planned = plan_step(plan, step);

	window_reset(window);
	window->open = true;
	window->step = step;
	window->plan_step = *planned;
	window->target = &scenario->access_points[planned->to];
	if (planned->kind == STEP_ROAM)
		window->from = &scenario->access_points[planned->from];
}

static struct moment *moment_add(struct window *window, const struct event *event)
{
	struct moment *moment =
		array_add(window->moments, window->count, window->capacity);

	moment->time_ns = event->time_ns;
	moment->kind = event->kind;
	return moment;
}

static bool window_add_command(struct window *window, const struct event *event)
{
	static const char query[] = "BSS ";
	struct moment *moment = moment_add(window, event);
	enum command_word word = command_word(event->command.text);
	bool starts = false;

	moment->command.word = word;
	moment->command.move =
		!window->moved && word == (window->from ? COMMAND_ROAM : COMMAND_SELECT);
	if (strncmp(event->command.text, query, strlen(query)) == 0 && !window->done)
		mac_parse(event->command.text + strlen(query), window->asked);
	if (word == COMMAND_QUERY || window->moved || window->done)
		return false;
	if (moment->command.move || word == COMMAND_SCAN) {
		starts = !window->started;
		window->started = true;
		if (starts) {
			window->start_ns = event->time_ns;
			window->check_count = 0;
		}
	} else {
		window->started = false;
		window->began_anew |= word == COMMAND_SELECT;
	}
	window->moved = moment->command.move;
	return starts;
}

/* What cfg80211 was asked to begin has begun with the call; what it was to put in place
 * is there when the call returns. */
static bool puts_in_place(enum trace_event what)
{
	switch (what) {
	case TRACE_AUTH:
	case TRACE_ASSOC:
	case TRACE_MGMT_TX:
	case TRACE_DEAUTH:
	case TRACE_SCAN:
	case TRACE_AMPDU:
		return false;
	case TRACE_ADD_KEY:
	case TRACE_SET_STATION:
	case TRACE_STATION_STATE:
	case TRACE_EVENT_MAX:
		break;
	}
	return true;
}

static void window_add_trace(struct window *window, const struct event *event)
{
	struct moment *moment = moment_add(window, event);

	if (!puts_in_place(event->trace.what))
		moment->time_ns = event->trace.began_ns;
	moment->trace.what = event->trace.what;
	memcpy(moment->trace.mac, event->trace.mac, MAC_LENGTH);
	moment->trace.pairwise = event->trace.pairwise;
	moment->trace.authorized = event->trace.authorized;
	moment->trace.tid = event->trace.tid;
	moment->trace.held = event->trace.held;
	moment->trace.key_index = event->trace.key_index;
	moment->trace.result = event->trace.result;
}

static void window_add_link(struct window *window, const struct event *event)
{
	struct moment link;

	if (absence_moment(event, &link))
		*moment_add(window, event) = link;
}

static void window_add_check(struct window *window, const struct event *event)
{
	struct key_check *check;

	if (!mac_equal(event->ft_keys.bssid, window->target->bssid))
		return;
	check = array_add(window->checks, window->check_count, window->check_capacity);
	check->check = event->ft_keys.check;
	check->matches = event->ft_keys.matches;
	check->length = event->ft_keys.length;
	memcpy(check->expected, event->ft_keys.expected, sizeof(check->expected));
	memcpy(check->found, event->ft_keys.found, sizeof(check->found));
}

bool window_add(struct window *window, const struct event *event)
{
	struct moment *moment;

	switch (event->kind) {
	case EVENT_COMMAND:
		return window_add_command(window, event);
	case EVENT_REPLY:
		moment = moment_add(window, event);
		moment->reply.ok = event->reply.ok;
		break;
	case EVENT_SUPPLICANT:
		moment = moment_add(window, event);
		moment->supplicant.what = event->supplicant.what;
		memcpy(moment->supplicant.bssid, event->supplicant.bssid, MAC_LENGTH);
		moment->supplicant.has_status = event->supplicant.has_status;
		moment->supplicant.status = event->supplicant.status;
		moment->supplicant.has_reason = event->supplicant.has_reason;
		moment->supplicant.reason = event->supplicant.reason;
		moment->supplicant.locally_generated =
			event->supplicant.locally_generated;
		moment->supplicant.timeout = event->supplicant.timeout;
		moment->supplicant.wrong_key =
			event->supplicant.text &&
			strstr(event->supplicant.text, "WRONG_KEY");
		break;
	case EVENT_KERNEL:
		moment = moment_add(window, event);
		moment->kernel.what = event->kernel.what;
		moment->kernel.timed_out = event->kernel.timed_out;
		moment->kernel.acknowledged = event->kernel.acknowledged;
		memcpy(moment->kernel.mac, event->kernel.mac, MAC_LENGTH);
		moment->frame = event->kernel.frame;
		break;
	case EVENT_FRAME:
		if (event->frame.frame.kind == FRAME_NONE)
			break;
		moment = moment_add(window, event);
		moment->air.sent = event->frame.sent;
		moment->air.unacknowledged = event->frame.unacknowledged;
		moment->air.length = event->frame.length - event->frame.header;
		moment->frame = event->frame.frame;
		break;
	case EVENT_TRACE:
		window_add_trace(window, event);
		break;
	case EVENT_LINK:
		window_add_link(window, event);
		break;
	case EVENT_NEXT_HOP:
		moment = moment_add(window, event);
		moment->next_hop.stream = event->next_hop.stream;
		moment->next_hop.hop = hop_of(event);
		break;
	case EVENT_FT_KEYS:
		window_add_check(window, event);
		break;
	case EVENT_STEP_DONE:
		window->done = true;
		window->done_ns = event->time_ns;
		window->outcome = event->step_done.outcome;
		window->has_status = event->step_done.has_status;
		window->status = event->step_done.status;
		break;
	case EVENT_RUN_START:
	case EVENT_NOTE:
	case EVENT_STEP_START:
	case EVENT_STEP_SKIPPED:
	case EVENT_ROUND:
	case EVENT_BSS:
	case EVENT_SOURCE:
	case EVENT_INTERRUPTED:
	case EVENT_PROBES:
	case EVENT_CONNECTION:
	case EVENT_TUNNEL:
	case EVENT_SETTLED:
	case EVENT_FIX:
	case EVENT_AP_CONF:
	case EVENT_AP_LOG:
	case EVENT_ALIVE:
	case EVENT_PROBLEM:
	case EVENT_RUN_END:
	case EVENT_RESTORED:
	case EVENT_KIND_MAX:
		break;
	}
	return false;
}

static bool is_decisive(const struct moment *m, enum outcome outcome,
			const uint8_t target[static MAC_LENGTH])
{
	switch (outcome) {
	case OUTCOME_OK:
		return moment_is_supplicant(m, SUPPLICANT_CONNECTED, target);
	case OUTCOME_REJECTED:
		return moment_is_supplicant(m, SUPPLICANT_AUTH_REJECT, target) ||
		       moment_is_supplicant(m, SUPPLICANT_ASSOC_REJECT, target) ||
		       (moment_is_supplicant(m, SUPPLICANT_FT_RESPONSE, target) &&
			m->supplicant.status != 0);
	case OUTCOME_TIMEOUT:
		return moment_is_timeout_of(m, KERNEL_AUTHENTICATE, target) ||
		       moment_is_timeout_of(m, KERNEL_ASSOCIATE, target) ||
		       (moment_is_supplicant(m, SUPPLICANT_ASSOC_REJECT, target) &&
			m->supplicant.timeout);
	case OUTCOME_DISCONNECTED:
		return m->kind == EVENT_SUPPLICANT &&
		       m->supplicant.what == SUPPLICANT_DISCONNECTED;
	case OUTCOME_WRONG_AP:
		return m->kind == EVENT_SUPPLICANT &&
		       m->supplicant.what == SUPPLICANT_CONNECTED;
	case OUTCOME_MAX:
		break;
	}
	return false;
}

/* The target's answer that wpa_supplicant then called a rejection: the last one before
 * that, and as captured where it was. */
static const struct moment *find_refusal(const struct window *window,
					 const struct moment *told)
{
	const struct moment *refusal = NULL;

	for (const struct moment *m = told; m-- > window->moments;) {
		bool says_no = (moment_is_answer_of(m, ANSWER_AUTHENTICATION,
						    window->target->bssid) ||
				moment_is_answer_of(m, ANSWER_ASSOCIATION,
						    window->target->bssid)) &&
			       m->frame.has_status &&
			       m->frame.status == told->supplicant.status;

		if (m->kind == EVENT_COMMAND && m->command.move)
			break;
		if (!says_no)
			continue;
		if (refusal &&
		    (m->frame.kind != refusal->frame.kind ||
		     m->frame.auth_transaction != refusal->frame.auth_transaction))
			break; /* another one, before it */
		refusal = m;
		if (m->kind == EVENT_FRAME)
			break;
	}
	return refusal ? refusal : told;
}

/* What decided the step's outcome after its move, or NULL: its deadline did. What
 * was commanded after the move cleans up after a failure. *ret_bound_ns is the latest
 * time at which it was decided. */
static const struct moment *window_decisive(const struct window *window,
					    uint64_t *ret_bound_ns)
{
	bool moved = false;

	*ret_bound_ns = window->done_ns;
	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];

		if (m->time_ns > window->done_ns)
			break;
		if (m->kind == EVENT_COMMAND && m->command.move) {
			moved = true;
		} else if (moved && m->kind == EVENT_COMMAND &&
			   m->command.word != COMMAND_QUERY) {
			*ret_bound_ns = m->time_ns;
			break;
		} else if (moved &&
			   is_decisive(m, window->outcome, window->target->bssid)) {
			return m;
		}
	}
	return NULL;
}

/* Of moments with one time, which a coarse or a virtual clock gives often, the cause goes
 * before what is told of it. */
static unsigned order_of(const struct moment *m)
{
	if (m->kind == EVENT_COMMAND)
		return 0;
	if (m->kind == EVENT_TRACE)
		return puts_in_place(m->trace.what) ? 3 : 1;
	if (m->kind == EVENT_FRAME)
		return 2;
	if (m->kind == EVENT_KERNEL)
		return 3;
	return m->kind == EVENT_LINK ? 4 : 5;
}

static bool is_after(const struct moment *a, const struct moment *b)
{
	return a->time_ns != b->time_ns ? a->time_ns > b->time_ns
					: order_of(a) > order_of(b);
}

/* Insertion sort: the moments come in order but for a few neighbours, and what is equal
 * must stay in the order in which it came. */
static void window_order(struct window *window)
{
	for (size_t i = 1; i < window->count; i++) {
		struct moment moment = window->moments[i];
		size_t j = i;

		while (j > 0 && is_after(&window->moments[j - 1], &moment)) {
			window->moments[j] = window->moments[j - 1];
			j--;
		}
		window->moments[j] = moment;
	}
}

/* An address of the station's, as what it sent and what the kernel was given shows it;
 * it may have one for each network, and for each link. NULL: the moment shows none. */
static const uint8_t *station_of(const struct moment *m)
{
	if (m->kind == EVENT_FRAME && m->air.sent)
		return m->frame.from;
	if (m->kind == EVENT_KERNEL && m->frame.kind != FRAME_NONE &&
	    (m->kernel.what == KERNEL_AUTHENTICATE || m->kernel.what == KERNEL_ASSOCIATE))
		return m->frame.to;
	return NULL;
}

static bool is_for_another(const struct moment *m, const struct window *window)
{
	bool known = false;

	if (m->kind != EVENT_FRAME || m->air.sent)
		return false;
	for (size_t i = 0; i < window->count; i++) {
		const uint8_t *station = station_of(&window->moments[i]);

		if (station && mac_equal(station, m->frame.to))
			return false;
		known |= station != NULL;
	}
	return known;
}

/* A monitor interface hears, too, what the access points say to other stations. */
static void window_drop_others(struct window *window)
{
	size_t kept = 0;

	for (size_t i = 0; i < window->count; i++)
		if (!is_for_another(&window->moments[i], window))
			window->moments[kept++] = window->moments[i];
	window->count = kept;
}

static uint64_t find_leaving(const struct window *window)
{
	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];

		if (m->time_ns > window->end_ns && m->kind == EVENT_SUPPLICANT &&
		    (m->supplicant.what == SUPPLICANT_DISCONNECTED ||
		     m->supplicant.what == SUPPLICANT_AUTHENTICATING ||
		     m->supplicant.what == SUPPLICANT_ASSOCIATING))
			return m->time_ns;
	}
	return UINT64_MAX;
}

void window_close(struct window *window, uint64_t closed_ns, bool recovered)
{
	const struct moment *decisive;
	uint64_t bound_ns;

	window_drop_others(window);
	window_order(window);
	window->closed_ns = closed_ns;
	window->recovered = recovered;
	if (!window->started)
		window->start_ns = window->done_ns;
	decisive = window_decisive(window, &bound_ns);
	if (decisive && window->outcome == OUTCOME_REJECTED &&
	    decisive->supplicant.status)
		decisive = find_refusal(window, decisive);
	window->end_ns = decisive ? decisive->time_ns : bound_ns;
	if (window->end_ns < window->start_ns)
		window->end_ns = window->start_ns;
	window->end_source = decisive ? moment_source(decisive) : DEADLINE_TITLE;
	window->left_ns =
		window->outcome == OUTCOME_OK ? find_leaving(window) : UINT64_MAX;
}

void window_reset(struct window *window)
{
	*window = (struct window){
		.moments = window->moments,
		.capacity = window->capacity,
		.checks = window->checks,
		.check_capacity = window->check_capacity,
	};
}

void window_clear(struct window *window)
{
	free(window->moments);
	free(window->checks);
	*window = (struct window){ 0 };
}

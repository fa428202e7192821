/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/window.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

enum command_word command_word(const char *text)
{
	static const struct {
		const char *name;
		enum command_word word;
	} words[] = {
		{ "SCAN", COMMAND_SCAN },
		{ "ROAM", COMMAND_ROAM },
		{ "FT_DS", COMMAND_ROAM },
		{ "SELECT_NETWORK", COMMAND_SELECT },
		{ "ENABLE_NETWORK", COMMAND_SELECT },
		{ "REASSOCIATE", COMMAND_SELECT },
		{ "RECONNECT", COMMAND_SELECT },
		{ "BSS", COMMAND_QUERY },
		{ "STATUS", COMMAND_QUERY },
		{ "PING", COMMAND_QUERY },
		{ "GET", COMMAND_QUERY },
		{ "GET_NETWORK", COMMAND_QUERY },
		{ "GET_CAPABILITY", COMMAND_QUERY },
		{ "LIST_NETWORKS", COMMAND_QUERY },
		{ "SCAN_RESULTS", COMMAND_QUERY },
		{ "SIGNAL_POLL", COMMAND_QUERY },
		{ "DRIVER_FLAGS", COMMAND_QUERY },
		{ "LOG_LEVEL", COMMAND_QUERY },
	};
	size_t length = text ? strcspn(text, " ") : 0;

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strlen(words[i].name) == length &&
		    memcmp(text, words[i].name, length) == 0)
			return words[i].word;
	return COMMAND_OTHER;
}

void window_open(struct window *window, const struct scenario *scenario,
		 const struct plan *plan, size_t step)
{
	const struct plan_step *plan_step = &plan->steps[step];

	window_reset(window);
	window->open = true;
	window->step = step;
	window->plan_step = plan_step;
	window->target = &scenario->access_points[plan_step->to];
	if (plan_step->kind == STEP_ROAM)
		window->from = &scenario->access_points[plan_step->from];
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
	struct moment *moment = moment_add(window, event);
	enum command_word word = command_word(event->command.text);
	bool starts = false;

	moment->command.word = word;
	moment->command.move =
		!window->moved && word == (window->from ? COMMAND_ROAM : COMMAND_SELECT);
	if (word == COMMAND_QUERY || window->moved)
		return false;
	if (moment->command.move || word == COMMAND_SCAN) {
		starts = !window->started;
		window->started = true;
		if (starts)
			window->start_ns = event->time_ns;
	} else {
		window->started = false;
	}
	window->moved = moment->command.move;
	return starts;
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
		moment->kernel.frame = event->kernel.frame;
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
	case EVENT_BSS:
	case EVENT_FRAME:
	case EVENT_LINK:
	case EVENT_TRACE:
	case EVENT_FT_KEYS:
	case EVENT_SOURCE:
	case EVENT_INTERRUPTED:
	case EVENT_PROBES:
	case EVENT_TUNNEL:
	case EVENT_SETTLED:
	case EVENT_ALIVE:
	case EVENT_PROBLEM:
	case EVENT_RUN_END:
	case EVENT_KIND_MAX:
		break;
	}
	return false;
}

bool moment_is_frame_from(const struct moment *moment, enum kernel_event what,
			  const uint8_t bssid[static MAC_LENGTH])
{
	return moment->kind == EVENT_KERNEL && moment->kernel.what == what &&
	       moment->kernel.frame.kind != FRAME_NONE &&
	       mac_equal(moment->kernel.frame.from, bssid);
}

bool moment_is_supplicant(const struct moment *moment, enum supplicant_event what,
			  const uint8_t bssid[static MAC_LENGTH])
{
	return moment->kind == EVENT_SUPPLICANT && moment->supplicant.what == what &&
	       mac_equal(moment->supplicant.bssid, bssid);
}

bool moment_is_timeout_of(const struct moment *moment, enum kernel_event what,
			  const uint8_t bssid[static MAC_LENGTH])
{
	return moment->kind == EVENT_KERNEL && moment->kernel.what == what &&
	       moment->kernel.timed_out && mac_equal(moment->kernel.mac, bssid);
}

bool moment_is_ft_request(const struct moment *moment,
			  const uint8_t target[static MAC_LENGTH])
{
	if (moment->kind != EVENT_KERNEL ||
	    moment->kernel.what != KERNEL_FRAME_TX_STATUS || !moment->kernel.acknowledged)
		return false;
	return moment->kernel.frame.kind == FRAME_NONE ||
	       (moment->kernel.frame.kind == FRAME_FT_REQUEST &&
		mac_equal(moment->kernel.frame.target_ap, target));
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

/* Insertion sort: the moments come in order but for a few neighbours, and equal
 * times must stay in the order in which they came. */
static void window_order(struct window *window)
{
	for (size_t i = 1; i < window->count; i++) {
		struct moment moment = window->moments[i];
		size_t j = i;

		while (j > 0 && window->moments[j - 1].time_ns > moment.time_ns) {
			window->moments[j] = window->moments[j - 1];
			j--;
		}
		window->moments[j] = moment;
	}
}

void window_close(struct window *window, uint64_t closed_ns, bool recovered)
{
	const struct moment *decisive;
	uint64_t bound_ns;

	window_order(window);
	window->closed_ns = closed_ns;
	window->recovered = recovered;
	if (!window->started)
		window->start_ns = window->done_ns;
	decisive = window_decisive(window, &bound_ns);
	window->end_ns = decisive ? decisive->time_ns : bound_ns;
	if (window->end_ns < window->start_ns)
		window->end_ns = window->start_ns;
	window->end_source = !decisive ? DEADLINE_TITLE
			     : decisive->kind == EVENT_KERNEL
				     ? source_title(SOURCE_NL80211)
				     : source_title(SOURCE_CONTROL);
}

void window_reset(struct window *window)
{
	struct moment *moments = window->moments;
	size_t capacity = window->capacity;

	*window = (struct window){ .moments = moments, .capacity = capacity };
}

void window_clear(struct window *window)
{
	free(window->moments);
	*window = (struct window){ 0 };
}

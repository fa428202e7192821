/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/explanation.h"

#include "analysis/method.h"
#include "analysis/negotiation.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "base/time.h"
#include "explain/code.h"

const char *via_phrase(enum via via)
{
	return via == VIA_DS ? "over the DS" : "over the air";
}

enum method via_method(enum via via)
{
	return via == VIA_DS ? METHOD_FT_DS : METHOD_FT_AIR;
}

bool roam_is_fast(const struct roam *roam)
{
	return roam->used == via_method(roam->via) && !roam->explanation;
}

static bool offers_ft_akm(const struct bss_elements *elements)
{
	for (size_t i = 0; i < elements->akm_count; i++)
		if (akm_is_ft(elements->akms[i]))
			return true;
	return false;
}

static bool domains_differ(const struct advertised *from, const struct advertised *target)
{
	return from->seen && target->seen && from->elements.has_mde &&
	       target->elements.has_mde &&
	       from->elements.mobility_domain != target->elements.mobility_domain;
}

static void add_domains(const struct window *window, const struct advertised *from,
			const struct advertised *target, struct text *out)
{
	text_printf(out, "%s advertises mobility domain %04x, %s %04x",
		    window->target->name, target->elements.mobility_domain,
		    window->from->name, from->elements.mobility_domain);
}

/* What the access points advertise that keeps FT from being used. True if so. */
static bool explain_beacons(const struct window *window, const struct advertised *from,
			    const struct advertised *target, struct text *out)
{
	const char *from_name = window->from->name, *to_name = window->target->name;

	if (target->seen && !target->elements.has_mde) {
		text_printf(out, "%s advertises no mobility domain", to_name);
		if (from->seen && from->elements.has_mde)
			text_printf(out, ", %s %04x", from_name,
				    from->elements.mobility_domain);
	} else if (from->seen && !from->elements.has_mde) {
		text_printf(out, "%s advertises no mobility domain", from_name);
		if (target->seen)
			text_printf(out, ", %s %04x", to_name,
				    target->elements.mobility_domain);
	} else if (domains_differ(from, target)) {
		add_domains(window, from, target, out);
	} else if (target->seen && target->elements.has_rsne &&
		   !offers_ft_akm(&target->elements)) {
		text_printf(out, "%s offers no FT AKM", to_name);
	} else if (from->seen && from->elements.has_rsne &&
		   !offers_ft_akm(&from->elements)) {
		text_printf(out, "%s offers no FT AKM", from_name);
	} else if (window->plan_step->via == VIA_DS && from->seen &&
		   !(from->elements.ft_capability & FT_CAPABILITY_OVER_DS)) {
		text_printf(out,
			    "%s does not offer FT over the DS (bit 0 of the FT "
			    "capability in its MDE is 0)",
			    from_name);
	} else {
		return false;
	}
	return true;
}

/* What a frame of the target says no to: "FT authentication", "reassociation". */
static bool explain_frame(const struct window *window, const struct moment *m,
			  struct text *out)
{
	const struct frame *frame = &m->frame;
	const char *name = window->target->name;

	if (moment_is_answer_of(m, ANSWER_AUTHENTICATION, window->target->bssid) &&
	    authentication_is_rejection(frame))
		text_printf(out, "%s rejected the %s authentication with ", name,
			    auth_algorithm_name(frame->auth_algorithm));
	else if (moment_is_answer_of(m, ANSWER_ASSOCIATION, window->target->bssid) &&
		 frame->has_status && frame->status != 0)
		text_printf(out, "%s rejected the %s with ", name,
			    frame->kind == FRAME_REASSOCIATION_RESPONSE ? "reassociation"
									: "association");
	else
		return false;
	status_code_add(out, frame->status);
	return true;
}

static bool explain_supplicant(const struct window *window, const struct moment *m,
			       struct text *out)
{
	const uint8_t *target = window->target->bssid;
	const char *name = window->target->name, *what = NULL;

	if (moment_is_supplicant(m, SUPPLICANT_FT_RESPONSE, target) &&
	    m->supplicant.has_status && m->supplicant.status != 0)
		what = "FT request";
	else if (moment_is_supplicant(m, SUPPLICANT_AUTH_REJECT, target) &&
		 m->supplicant.has_status)
		what = "authentication";
	else if (moment_is_supplicant(m, SUPPLICANT_ASSOC_REJECT, target) &&
		 m->supplicant.has_status && !m->supplicant.timeout)
		what = "association";
	else
		return false;
	text_printf(out, "%s rejected the %s with ", name, what);
	status_code_add(out, m->supplicant.status);
	return true;
}

/* The target has asked for a comeback before this moment. */
static bool was_put_off(const struct window *window, const struct moment *until)
{
	for (size_t i = 0; i < window->count && &window->moments[i] != until; i++) {
		const struct moment *m = &window->moments[i];

		if (moment_is_comeback(m, window->target->bssid))
			return true;
	}
	return false;
}

static bool explain_silence(const struct window *window, const struct moment *m,
			    struct text *out)
{
	const uint8_t *target = window->target->bssid;
	const char *name = window->target->name, *what = NULL;

	if (was_put_off(window, m) && moment_is_timeout_of(m, KERNEL_ASSOCIATE, target)) {
		text_printf(
			out,
			"%s still held an association of the station, asked it to come "
			"back later (SA Query, IEEE 802.11-2020 11.13), and the kernel "
			"gave up",
			name);
		return true;
	}
	if (moment_is_timeout_of(m, KERNEL_AUTHENTICATE, target))
		what = "authentication";
	else if (moment_is_timeout_of(m, KERNEL_ASSOCIATE, target) ||
		 (moment_is_supplicant(m, SUPPLICANT_ASSOC_REJECT, target) &&
		  m->supplicant.timeout))
		what = "association request";
	else
		return false;
	text_printf(out, "%s did not answer the %s", name, what);
	return true;
}

/* The first no of the target, or its first silence, on the way to it. */
static bool explain_refusal(const struct window *window, struct text *out)
{
	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];

		if (m->time_ns < window->start_ns)
			continue;
		if (m->time_ns > window->done_ns)
			break;
		if (explain_frame(window, m, out) || explain_supplicant(window, m, out) ||
		    explain_silence(window, m, out))
			return true;
	}
	return false;
}

/* The password is wrong, as far as wpa_supplicant or the frames can say it: SAE fails
 * at its confirm messages, with a status (15 by IEEE 802.11-2020 12.4.7.6, 1 from hostapd
 * 2.10) or with silence; the 4-way handshake fails at message 2. */
static bool password_suspected(const struct window *window)
{
	bool committed = false;

	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];
		const struct frame *frame = &m->frame;

		if (m->kind == EVENT_SUPPLICANT) {
			if (m->supplicant.wrong_key)
				return true;
			continue;
		}
		if (committed &&
		    moment_is_timeout_of(m, KERNEL_AUTHENTICATE, window->target->bssid))
			return true;
		if (!moment_is_answer_of(m, ANSWER_AUTHENTICATION,
					 window->target->bssid) ||
		    frame->auth_algorithm != AUTH_SAE)
			continue;
		if (frame->auth_transaction == 2 && frame->has_status && frame->status)
			return true;
		committed = frame->auth_transaction == 1;
	}
	return false;
}

/* The access point's FT response, of an exchange over the DS. */
static const struct moment *find_ft_response(const struct window *window)
{
	for (size_t i = 0; i < window->count; i++)
		if (moment_is_supplicant(&window->moments[i], SUPPLICANT_FT_RESPONSE,
					 window->target->bssid))
			return &window->moments[i];
	return NULL;
}

static bool has_command(const struct window *window, enum command_word word)
{
	for (size_t i = 0; i < window->count; i++)
		if (window->moments[i].kind == EVENT_COMMAND &&
		    window->moments[i].command.word == word)
			return true;
	return false;
}

/* wpa_supplicant said FAIL to the command that makes the station move. */
static bool command_refused(const struct window *window)
{
	bool moved = false;

	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];

		if (m->kind == EVENT_COMMAND && m->command.move)
			moved = true;
		else if (moved && m->kind == EVENT_REPLY)
			return !m->reply.ok;
	}
	return false;
}

/* The step ended before its move. */
static void explain_not_moved(const struct window *window, struct text *out)
{
	if (window->from && !window->started && has_command(window, COMMAND_SELECT))
		text_printf(out,
			    "the station could not be brought to %s, where it starts",
			    window->from->name);
	else
		text_printf(out, "%s was not found by a scan of its channel",
			    window->target->name);
}

static void explain_silent_exchange(const struct window *window, struct text *out)
{
	const struct moment *response = find_ft_response(window);
	char after[DURATION_FORMAT_MAX];

	if (!response) {
		text_printf(out, "no answer to the FT request came back through %s",
			    window->from->name);
		return;
	}
	duration_format(after, response->time_ns > window->start_ns
				       ? response->time_ns - window->start_ns
				       : 0);
	text_printf(
		out,
		"the FT response of %s came after %s, and wpa_supplicant did not go on "
		"from it",
		window->target->name, after);
}

static void add_beacons(const struct window *window, const struct advertised *from,
			const struct advertised *target, struct text *out)
{
	cleanup_text_ struct text reason = { 0 };

	if (explain_beacons(window, from, target, &reason))
		text_printf(out, ": %s", reason.data);
}

static void explain_timeout(const struct window *window, const struct advertised *from,
			    const struct advertised *target, struct text *out)
{
	if (explain_refusal(window, out))
		return;
	if (!window->from) {
		text_printf(out, "%s did not let the station in within the deadline",
			    window->target->name);
		return;
	}
	if (window->plan_step->via == VIA_DS)
		explain_silent_exchange(window, out);
	else
		text_printf(out, "%s did not let the station in within the deadline",
			    window->target->name);
	add_beacons(window, from, target, out);
}

/* What was computed from the password and found otherwise in a frame. */
static bool add_key_fault(const struct window *window, struct text *out)
{
	cleanup_free_ char *fault = negotiation_fault(window);

	if (fault)
		text_printf(out, "; %s", fault);
	return fault;
}

static void explain_failure(const struct window *window, const struct advertised *from,
			    const struct advertised *target, struct text *out)
{
	const char *name = window->target->name;

	if (!window->moved) {
		explain_not_moved(window, out);
		return;
	}
	switch (window->outcome) {
	case OUTCOME_REJECTED:
		if (command_refused(window)) {
			text_add(out, "wpa_supplicant refused the command");
			if (window->from)
				add_beacons(window, from, target, out);
			break;
		}
		if (explain_refusal(window, out))
			break;
		text_printf(out, "%s rejected the station", name);
		if (window->has_status) {
			text_add(out, " with ");
			status_code_add(out, window->status);
		}
		break;
	case OUTCOME_TIMEOUT:
		explain_timeout(window, from, target, out);
		break;
	case OUTCOME_DISCONNECTED:
		if (explain_refusal(window, out))
			break;
		text_printf(out, "the station was disconnected on the way to %s", name);
		if (window->has_status) {
			text_add(out, ", ");
			reason_code_add(out, window->status);
		}
		break;
	case OUTCOME_WRONG_AP:
		if (explain_refusal(window, out))
			text_add(out, ", and the station connected elsewhere");
		else
			text_printf(out, "the station connected elsewhere than to %s",
				    name);
		break;
	case OUTCOME_OK:
	case OUTCOME_MAX:
		break;
	}
	if (window->from && window->outcome != OUTCOME_TIMEOUT &&
	    domains_differ(from, target)) {
		text_add(out, "; ");
		add_domains(window, from, target, out);
	}
	if (!add_key_fault(window, out) && password_suspected(window))
		text_add(out, "; the password may be wrong");
}

/* The station arrived, but not by a fast transition as its via says. */
static void explain_fallback(const struct window *window, const struct advertised *from,
			     const struct advertised *target, struct text *out)
{
	if (explain_refusal(window, out) || explain_beacons(window, from, target, out))
		return;
	text_add(out, "nothing that was seen says why");
	if (from->seen && target->seen)
		text_printf(out,
			    ": %s and %s both advertise mobility domain %04x and an "
			    "FT AKM",
			    window->from->name, window->target->name,
			    target->elements.mobility_domain);
}

char *explanation_make(const struct window *window, const struct scenario *scenario,
		       enum method used, const struct advertised *from,
		       const struct advertised *target)
{
	struct text out = { 0 };

	if (window->outcome != OUTCOME_OK) {
		explain_failure(window, from, target, &out);
		return text_steal(&out);
	}
	if (!window->from || !scenario_uses_ft(scenario))
		return NULL;
	if (used != via_method(window->plan_step->via)) {
		explain_fallback(window, from, target, &out);
		add_key_fault(window, &out);
		return text_steal(&out);
	}
	/* wpa_supplicant before 2.11 uses FT between mobility domains (its commit
	 * bbe5f0c1e); IEEE 802.11-2020 13.1 has it within one only. */
	if (domains_differ(from, target)) {
		text_add(&out,
			 "it went from one mobility domain to another, where FT does "
			 "not apply: ");
		add_domains(window, from, target, &out);
		return text_steal(&out);
	}
	return NULL;
}

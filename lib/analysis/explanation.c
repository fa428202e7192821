/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/explanation.h"

#include "analysis/method.h"
#include "analysis/negotiation.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "base/time.h"
#include "explain/code.h"

bool roam_is_fast(const struct roam *roam)
{
	return roam->used == via_method(roam->via) && !roam->explanation;
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
	} else if (window->plan_step.via == VIA_DS && from->seen &&
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

/* "FT authentication", "reassociation" */
static void add_asked(const struct symptom *symptom, struct text *out)
{
	switch (symptom->asked) {
	case ASKED_AUTHENTICATION:
		if (symptom->has_algorithm)
			text_printf(out, "%s ", auth_algorithm_name(symptom->algorithm));
		text_add(out, "authentication");
		break;
	case ASKED_ASSOCIATION:
		text_add(out, "association");
		break;
	case ASKED_REASSOCIATION:
		text_add(out, "reassociation");
		break;
	case ASKED_FT_REQUEST:
		text_add(out, "FT request");
		break;
	case ASKED_NOTHING:
		text_add(out, "station");
		break;
	}
}

/* What the target said, or did not say. */
static void explain_refusal(const struct window *window, const struct symptom *symptom,
			    enum symptom_kind kind, struct text *out)
{
	const char *name = window->target->name;
	char after[DURATION_FORMAT_MAX];

	if (kind == SYMPTOM_PUT_OFF) {
		text_printf(
			out,
			"%s still held an association of the station, asked it to come "
			"back later (SA Query, IEEE 802.11-2020 11.13), and the kernel "
			"gave up",
			name);
	} else if (kind == SYMPTOM_SILENT) {
		text_printf(out, "%s did not answer the %s", name,
			    symptom->asked == ASKED_AUTHENTICATION
				    ? "authentication"
				    : "association request");
	} else {
		text_printf(out, "%s rejected the ", name);
		add_asked(symptom, out);
		if (symptom->late)
			text_printf(out, " after %s",
				    duration_format(after, symptom->after_ns));
		if (symptom->has_status) {
			text_add(out, " with ");
			status_code_add(out, symptom->status);
		}
	}
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

static void explain_silent_exchange(const struct window *window,
				    const struct symptom *symptom, struct text *out)
{
	char after[DURATION_FORMAT_MAX];

	if (!symptom->late) {
		text_printf(out, "no answer to the FT request came back through %s",
			    window->from->name);
		return;
	}
	text_printf(
		out,
		"the FT response of %s came after %s, and wpa_supplicant did not go on "
		"from it",
		window->target->name, duration_format(after, symptom->after_ns));
}

static void add_beacons(const struct window *window, const struct advertised *from,
			const struct advertised *target, struct text *out)
{
	cleanup_text_ struct text reason = { 0 };

	if (window->from && explain_beacons(window, from, target, &reason))
		text_printf(out, ": %s", reason.data);
}

/* What was computed from the password and found otherwise in a frame. */
static bool add_key_fault(const struct window *window, struct text *out)
{
	cleanup_free_ char *fault = negotiation_fault(window);

	if (fault)
		text_printf(out, "; %s", fault);
	return fault;
}

/* Why the station did not get to the target. */
static void explain_failure(const struct window *window, const struct symptom *symptom,
			    const struct advertised *from,
			    const struct advertised *target, struct text *out)
{
	const char *name = window->target->name;

	switch (symptom->kind) {
	case SYMPTOM_NOT_FOUND:
		text_printf(out, "%s was not found by a scan of its channel", name);
		return;
	case SYMPTOM_NOT_BROUGHT:
		text_printf(out,
			    "the station could not be brought to %s, where it starts",
			    window->from->name);
		return;
	case SYMPTOM_COMMAND_REFUSED:
		text_add(out, "wpa_supplicant refused the command");
		add_beacons(window, from, target, out);
		break;
	case SYMPTOM_SILENT:
		if (symptom->asked == ASKED_FT_REQUEST) {
			explain_silent_exchange(window, symptom, out);
			add_beacons(window, from, target, out);
			break;
		}
		explain_refusal(window, symptom, symptom->kind, out);
		break;
	case SYMPTOM_REFUSED:
	case SYMPTOM_PUT_OFF:
		explain_refusal(window, symptom, symptom->kind, out);
		break;
	case SYMPTOM_NOT_TRIED:
	case SYMPTOM_TOO_SLOW:
		text_printf(out, "%s did not let the station in within the deadline",
			    name);
		add_beacons(window, from, target, out);
		break;
	case SYMPTOM_DISCONNECTED:
		text_printf(out, "the station was disconnected on the way to %s", name);
		if (symptom->has_status) {
			text_add(out, ", ");
			reason_code_add(out, symptom->status);
		}
		break;
	case SYMPTOM_ELSEWHERE:
		text_printf(out, "the station connected elsewhere than to %s", name);
		break;
	case SYMPTOM_NONE:
	case SYMPTOM_FELL_BACK:
	case SYMPTOM_CACHED:
	case SYMPTOM_ANOTHER_WAY:
	case SYMPTOM_ACROSS_CIPHERS:
	case SYMPTOM_ACROSS_DOMAINS:
	case SYMPTOM_MAX:
		break;
	}
	if (window->outcome == OUTCOME_WRONG_AP && symptom->kind != SYMPTOM_ELSEWHERE)
		text_add(out, ", and the station connected elsewhere");
	if (window->from && window->outcome != OUTCOME_TIMEOUT &&
	    symptom->kind != SYMPTOM_COMMAND_REFUSED && domains_differ(from, target)) {
		text_add(out, "; ");
		add_domains(window, from, target, out);
	}
	if (!add_key_fault(window, out) && password_suspected(window))
		text_add(out, "; the password may be wrong");
}

/* The station arrived, but not by a fast transition as its via says. */
static void explain_fallback(const struct window *window, const struct symptom *symptom,
			     const struct advertised *from,
			     const struct advertised *target, struct text *out)
{
	if (symptom->before != SYMPTOM_NONE) {
		explain_refusal(window, symptom, symptom->before, out);
	} else if (!explain_beacons(window, from, target, out)) {
		text_add(out, "nothing that was seen says why");
		if (from->seen && target->seen)
			text_printf(out,
				    ": %s and %s both advertise mobility domain %04x and "
				    "an FT AKM",
				    window->from->name, window->target->name,
				    target->elements.mobility_domain);
	}
	add_key_fault(window, out);
}

char *explanation_make(const struct window *window, const struct symptom *symptom,
		       const struct advertised *from, const struct advertised *target)
{
	struct text out = { 0 };

	switch (symptom->kind) {
	case SYMPTOM_NONE:
	case SYMPTOM_MAX:
		return NULL;
	case SYMPTOM_FELL_BACK:
	case SYMPTOM_CACHED:
	case SYMPTOM_ANOTHER_WAY:
		explain_fallback(window, symptom, from, target, &out);
		break;
	case SYMPTOM_ACROSS_DOMAINS:
		text_add(&out,
			 "it went from one mobility domain to another, where FT does "
			 "not apply: ");
		add_domains(window, from, target, &out);
		break;
	case SYMPTOM_ACROSS_CIPHERS:
		text_add(&out, "it went from one pairwise cipher to another, which FT is "
			       "to keep: hostapd refuses it from 2.12 on");
		break;
	case SYMPTOM_NOT_FOUND:
	case SYMPTOM_NOT_BROUGHT:
	case SYMPTOM_COMMAND_REFUSED:
	case SYMPTOM_REFUSED:
	case SYMPTOM_SILENT:
	case SYMPTOM_PUT_OFF:
	case SYMPTOM_NOT_TRIED:
	case SYMPTOM_TOO_SLOW:
	case SYMPTOM_DISCONNECTED:
	case SYMPTOM_ELSEWHERE:
		explain_failure(window, symptom, from, target, &out);
		break;
	}
	return text_steal(&out);
}

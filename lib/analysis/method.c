/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/method.h"

#include <inttypes.h>
#include <stdlib.h>

#include "analysis/status-code.h"
#include "base/memory.h"
#include "base/time.h"

/* The frames and events that decide the method. */
struct evidence {
	const struct moment *authentication; /* the last one from the target */
	const struct moment *ft_request;     /* acknowledged by the current AP */
	const struct moment *ft_response;    /* from the target, status 0 */
	const struct moment *trying;	     /* to authenticate over the air */
	const struct moment *association;    /* response from the target, status 0 */
	/* The first of a 4-way handshake that each source saw. */
	const struct moment *eapol_received, *eapol_sent;
	const struct moment *pmkid; /* an association frame with a PMKID */
};

void proof_clear(struct proof *proof)
{
	for (size_t i = 0; i < proof->count; i++)
		free(proof->items[i]);
	free(proof->items);
	*proof = (struct proof){ 0 };
}

bool akm_is_ft(uint32_t akm)
{
	switch (akm) {
	case 0x000fac03: /* FT over IEEE 802.1X */
	case 0x000fac04: /* FT-PSK */
	case 0x000fac09: /* FT over SAE */
	case 0x000fac0d: /* FT over IEEE 802.1X, SHA-384 */
	case 0x000fac10: /* FT over FILS, SHA-256 */
	case 0x000fac11: /* FT over FILS, SHA-384 */
	case 0x000fac13: /* FT-PSK, SHA-384 */
	case 0x000fac19: /* FT over SAE, group-dependent hash */
		return true;
	}
	return false;
}

bool akm_is_sae(uint32_t akm)
{
	switch (akm) {
	case 0x000fac08: /* SAE */
	case 0x000fac09: /* FT over SAE */
	case 0x000fac18: /* SAE, group-dependent hash */
	case 0x000fac19: /* FT over SAE, group-dependent hash */
		return true;
	}
	return false;
}

const char *method_phrase(enum method method)
{
	switch (method) {
	case METHOD_NONE:
		return "no connection";
	case METHOD_FT_AIR:
		return "FT over the air";
	case METHOD_FT_DS:
		return "FT over the DS";
	case METHOD_FULL:
		return "a full authentication";
	case METHOD_PMKSA:
		return "a cached PMKSA with a 4-way handshake";
	case METHOD_MAX:
		break;
	}
	return "an unknown method";
}

const char *auth_algorithm_name(unsigned algorithm)
{
	switch (algorithm) {
	case AUTH_OPEN:
		return "open system";
	case AUTH_SHARED_KEY:
		return "shared key";
	case AUTH_FT:
		return "FT";
	case AUTH_SAE:
		return "SAE";
	}
	return "unknown";
}

bool authentication_is_rejection(const struct frame *frame)
{
	if (!frame->has_status || frame->status == 0)
		return false;
	return frame->auth_algorithm != AUTH_SAE ||
	       (frame->status != 76 && frame->status != 126 && frame->status != 127);
}

void time_add(struct text *out, uint64_t time_ns)
{
	text_printf(out, "%" PRIu64 ".%06" PRIu64 "s", time_ns / NS_PER_S,
		    time_ns % NS_PER_S / NS_PER_US);
}

void authentication_add(struct text *out, const struct frame *frame)
{
	text_printf(out, "authentication response, algorithm %u (%s), ",
		    frame->auth_algorithm, auth_algorithm_name(frame->auth_algorithm));
	if (!frame->has_status)
		text_add(out, "no status");
	else if (frame->status == 0)
		text_add(out, "status 0");
	else
		status_code_add(out, frame->status);
}

/* "SENTENCE, from BSSID: nl80211 NAME at TIME"; bssid may be NULL. */
static void proof_add(struct proof *proof, struct text *sentence,
		      const struct moment *moment, const uint8_t *bssid)
{
	char mac[MAC_FORMAT_MAX];

	if (bssid)
		text_printf(sentence, ", from %s", mac_format(mac, bssid));
	text_printf(sentence, ": %s %s at ",
		    moment->kind == EVENT_KERNEL ? "nl80211" : "wpa_supplicant",
		    moment->kind == EVENT_KERNEL
			    ? kernel_event_name(moment->kernel.what)
			    : supplicant_event_name(moment->supplicant.what));
	time_add(sentence, moment->time_ns);
	*array_add(proof->items, proof->count, proof->capacity) = text_steal(sentence);
}

static bool carries_ft(const struct moment *association)
{
	/* The response to a first association in the domain carries both too (IEEE
	 * 802.11-2020 13.4.2). */
	return association &&
	       association->kernel.frame.kind == FRAME_REASSOCIATION_RESPONSE &&
	       association->kernel.frame.has_mde && association->kernel.frame.has_fte;
}

static bool is_eapol_sent(const struct moment *moment,
			  const uint8_t target[static MAC_LENGTH])
{
	const struct frame *frame = &moment->kernel.frame;

	/* A transmission whose message could not be read counts too: before the
	 * station is connected there is nothing but the 4-way handshake to send. */
	return moment->kind == EVENT_KERNEL &&
	       moment->kernel.what == KERNEL_EAPOL_TX_STATUS &&
	       (frame->kind == FRAME_NONE || mac_equal(frame->to, target));
}

/* The kernel's own events, in their order. Not bound by the time at which the
 * supplicant's "connected" was read: the two sources are two sockets, and what one
 * tells first can be read last. */
static void gather_kernel(struct evidence *evidence, const struct moment *m,
			  const uint8_t target[static MAC_LENGTH],
			  const struct window *window)
{
	if (moment_is_frame_from(m, KERNEL_AUTHENTICATE, target) &&
	    m->kernel.frame.kind == FRAME_AUTHENTICATION) {
		/* A new attempt: what belonged to an earlier one proves nothing. */
		evidence->authentication = m;
		evidence->association = evidence->pmkid = evidence->eapol_sent = NULL;
	} else if (moment_is_ft_request(m, target)) {
		if (!evidence->association)
			evidence->ft_request = m;
	} else if (moment_is_frame_from(m, KERNEL_ASSOCIATE, target) &&
		   m->kernel.frame.has_status && m->kernel.frame.status == 0) {
		evidence->association = m;
		if (m->kernel.frame.pmkid_count > 0)
			evidence->pmkid = m;
	} else if (is_eapol_sent(m, target) && !evidence->eapol_sent &&
		   (m->time_ns <= window->end_ns || (m->kernel.frame.eapol_message > 0 &&
						     m->time_ns <= window->done_ns))) {
		/* After the step a 4-way handshake is a rekey, and no part of the roam.
		 */
		evidence->eapol_sent = m;
	}
}

/* The same of the control interface, up to "connected". */
static void gather_supplicant(struct evidence *evidence, const struct moment *m,
			      const uint8_t target[static MAC_LENGTH])
{
	if (moment_is_supplicant(m, SUPPLICANT_AUTHENTICATING, target)) {
		evidence->trying = m;
		evidence->eapol_received = NULL;
	} else if (moment_is_supplicant(m, SUPPLICANT_EAPOL_RECEIVED, target) &&
		   !evidence->eapol_received) {
		evidence->eapol_received = m;
	} else if (moment_is_supplicant(m, SUPPLICANT_FT_RESPONSE, target) &&
		   m->supplicant.status == 0) {
		evidence->ft_response = m;
	}
}

/* A request that PMF hides may have been another frame: its answer tells. */
static bool exchanged_over_ds(const struct evidence *evidence)
{
	return !evidence->authentication && !evidence->trying && evidence->ft_request &&
	       (evidence->ft_response ||
		evidence->ft_request->kernel.frame.kind == FRAME_FT_REQUEST);
}

/* A 4-way handshake, or an authentication other than FT's: that was no FT. */
static bool disproves_ft(const struct evidence *evidence)
{
	const struct frame *frame =
		evidence->authentication ? &evidence->authentication->kernel.frame : NULL;

	return evidence->eapol_sent || evidence->eapol_received ||
	       (frame && frame->auth_algorithm != AUTH_FT && frame->has_status &&
		frame->status == 0);
}

static void evidence_gather(const struct window *window, struct evidence *evidence)
{
	const uint8_t *target = window->target->bssid;

	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];

		if (m->time_ns < window->start_ns)
			continue;
		if (m->kind == EVENT_KERNEL)
			gather_kernel(evidence, m, target, window);
		else if (m->time_ns <= window->end_ns)
			gather_supplicant(evidence, m, target);
	}
}

static void prove_authentication(struct proof *proof, const struct moment *moment)
{
	struct text sentence = { 0 };

	authentication_add(&sentence, &moment->kernel.frame);
	proof_add(proof, &sentence, moment, moment->kernel.frame.from);
}

static void prove_ft_request(struct proof *proof, const struct moment *moment)
{
	struct text sentence = { 0 };

	if (moment->kernel.frame.kind == FRAME_FT_REQUEST)
		text_add(&sentence, "FT request (Action frame) acknowledged");
	else
		text_add(&sentence, "a management frame of the station acknowledged (PMF "
				    "hides its content)");
	proof_add(proof, &sentence, moment, NULL);
}

static void prove_ft_response(struct proof *proof, const struct window *window,
			      const struct moment *moment)
{
	struct text sentence = { 0 };

	text_add(&sentence, "FT response (Action frame), status 0");
	proof_add(proof, &sentence, moment, window->target->bssid);
}

static void prove_association(struct proof *proof, const struct moment *moment)
{
	const struct frame *frame = &moment->kernel.frame;
	struct text sentence = { 0 };

	text_printf(&sentence, "%s, status %u, %s", frame_kind_name(frame->kind),
		    frame->status,
		    frame->has_mde && frame->has_fte ? "with MDE and FTE"
		    : frame->has_mde		     ? "with MDE, without FTE"
		    : frame->has_fte		     ? "with FTE, without MDE"
						     : "without MDE and FTE");
	if (frame->has_mde)
		text_printf(&sentence, " (mobility domain %04x)", frame->mobility_domain);
	proof_add(proof, &sentence, moment, frame->from);
}

static void prove_eapol(struct proof *proof, const struct window *window,
			const struct moment *moment)
{
	struct text sentence = { 0 };
	bool sent = moment->kind == EVENT_KERNEL;

	text_add(&sentence, "EAPOL 4-way handshake");
	if (sent && moment->kernel.frame.eapol_message > 0)
		text_printf(&sentence, ", message %u",
			    moment->kernel.frame.eapol_message);
	text_add(&sentence, sent ? ", sent" : ", received");
	proof_add(proof, &sentence, moment, sent ? NULL : window->target->bssid);
}

static void prove_absence(struct proof *proof, const char *sentence)
{
	*array_add(proof->items, proof->count, proof->capacity) = memory_strdup(sentence);
}

/* The network's SAE was used rather than its PSK: SAE is configured, and what the
 * target advertises allows it. wpa_supplicant prefers SAE where both are offered
 * (wpa_supplicant.c, wpa_supplicant_set_suites). */
static bool security_was_sae(const struct scenario *scenario,
			     const struct bss_elements *target_bss)
{
	if (!scenario->securities[SECURITY_SAE] && !scenario->securities[SECURITY_FT_SAE])
		return false;
	if (!target_bss || !target_bss->has_rsne)
		return true;
	for (size_t i = 0; i < target_bss->akm_count; i++)
		if (akm_is_sae(target_bss->akms[i]))
			return true;
	return false;
}

enum method method_judge(const struct window *window, const struct scenario *scenario,
			 const struct bss_elements *target_bss, struct proof *proof)
{
	struct evidence evidence = { 0 };
	const struct moment *eapol;
	const struct frame *frame;
	enum method method;

	proof->conclusive = true;
	if (!window->done || window->outcome != OUTCOME_OK)
		return METHOD_NONE;
	evidence_gather(window, &evidence);
	eapol = evidence.eapol_sent ? evidence.eapol_sent : evidence.eapol_received;
	frame = evidence.authentication ? &evidence.authentication->kernel.frame : NULL;

	if (frame && frame->auth_algorithm == AUTH_FT && frame->has_status &&
	    frame->status == 0 && carries_ft(evidence.association) && !eapol)
		method = METHOD_FT_AIR;
	else if (exchanged_over_ds(&evidence) && carries_ft(evidence.association) &&
		 !eapol)
		method = METHOD_FT_DS;
	else if (frame && frame->auth_algorithm == AUTH_OPEN && eapol &&
		 (evidence.pmkid || security_was_sae(scenario, target_bss)))
		method = METHOD_PMKSA;
	else
		method = METHOD_FULL;
	proof->conclusive = method != METHOD_FULL || disproves_ft(&evidence);

	if (evidence.authentication)
		prove_authentication(proof, evidence.authentication);
	else
		prove_absence(proof, "no authentication frame from the target was seen");
	if (method == METHOD_FT_DS) {
		prove_ft_request(proof, evidence.ft_request);
		if (evidence.ft_response)
			prove_ft_response(proof, window, evidence.ft_response);
	}
	if (evidence.association)
		prove_association(proof, evidence.association);
	else
		prove_absence(proof, "no (re)association response with status 0 from the "
				     "target was seen");
	if (eapol)
		prove_eapol(proof, window, eapol);
	else
		prove_absence(proof, "no EAPOL 4-way handshake before the station was "
				     "connected");
	return method;
}

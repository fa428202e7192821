/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/method.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/time.h"
#include "explain/code.h"

/* The frames and events that decide the method. */
struct evidence {
	const struct moment *authentication; /* the last one from the target */
	const struct moment *ft_request;     /* captured, or acknowledged */
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

const char *via_phrase(enum via via)
{
	return via == VIA_DS ? "over the DS" : "over the air";
}

enum method via_method(enum via via)
{
	return via == VIA_DS ? METHOD_FT_DS : METHOD_FT_AIR;
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
	else
		status_code_add(out, frame->status);
}

/* "SENTENCE, from BSSID: monitor capture at TIME", "…: nl80211 multicast, NAME, at TIME";
 * bssid may be NULL. */
static void proof_add(struct proof *proof, struct text *sentence,
		      const struct moment *moment, const uint8_t *bssid)
{
	char mac[MAC_FORMAT_MAX];

	if (bssid)
		text_printf(sentence, ", from %s", mac_format(mac, bssid));
	text_printf(sentence, ": %s", moment_source(moment));
	if (moment->kind == EVENT_KERNEL)
		text_printf(sentence, " (%s)", kernel_event_name(moment->kernel.what));
	else if (moment->kind == EVENT_SUPPLICANT)
		text_printf(sentence, " (%s)",
			    supplicant_event_name(moment->supplicant.what));
	text_add(sentence, " at ");
	time_add(sentence, moment->time_ns);
	*array_add(proof->items, proof->count, proof->capacity) = text_steal(sentence);
}

static bool carries_ft(const struct moment *association)
{
	/* The response to a first association in the domain carries both too (IEEE
	 * 802.11-2020 13.4.2). */
	return association && association->frame.kind == FRAME_REASSOCIATION_RESPONSE &&
	       association->frame.has_mde && association->frame.has_fte;
}

/* Not one that PMF hides. */
static bool is_readable_request(const struct evidence *evidence)
{
	return evidence->ft_request &&
	       evidence->ft_request->frame.kind == FRAME_FT_REQUEST;
}

static bool is_eapol_sent(const struct moment *moment,
			  const uint8_t target[static MAC_LENGTH])
{
	const struct frame *frame = &moment->frame;

	if (moment->kind == EVENT_FRAME)
		return moment->air.sent && frame->kind == FRAME_EAPOL_KEY &&
		       mac_equal(frame->to, target);
	/* A transmission whose message could not be read counts too: before the
	 * station is connected there is nothing but the 4-way handshake to send. */
	return moment->kind == EVENT_KERNEL &&
	       moment->kernel.what == KERNEL_EAPOL_TX_STATUS &&
	       (frame->kind == FRAME_NONE || mac_equal(frame->to, target));
}

static bool is_eapol_received(const struct moment *moment,
			      const uint8_t target[static MAC_LENGTH])
{
	return moment->kind == EVENT_FRAME && !moment->air.sent &&
	       moment->frame.kind == FRAME_EAPOL_KEY &&
	       mac_equal(moment->frame.from, target);
}

/* The kernel hands on what was captured on the air before. */
static bool is_same_answer(const struct moment *known, const struct moment *later)
{
	return known && known->kind == EVENT_FRAME && later->kind == EVENT_KERNEL &&
	       known->frame.kind == later->frame.kind &&
	       known->frame.auth_algorithm == later->frame.auth_algorithm &&
	       known->frame.auth_transaction == later->frame.auth_transaction &&
	       known->frame.status == later->frame.status;
}

static bool is_request_with_pmkid(const struct moment *m,
				  const uint8_t target[static MAC_LENGTH])
{
	return m->kind == EVENT_FRAME && m->air.sent &&
	       (m->frame.kind == FRAME_ASSOCIATION_REQUEST ||
		m->frame.kind == FRAME_REASSOCIATION_REQUEST) &&
	       m->frame.pmkid_count > 0 && mac_equal(m->frame.to, target);
}

/* After the step a 4-way handshake is a rekey, and no part of the roam. */
static bool is_of_entry(const struct moment *m, const struct window *window)
{
	return m->time_ns <= window->end_ns ||
	       (m->frame.eapol_message > 0 && m->time_ns <= window->done_ns);
}

/* The frames, as captured and as the kernel told of them. Not bound by the time at which
 * the supplicant's "connected" was read: sources are sockets, and what one tells first
 * can be read last. */
static void gather_frames(struct evidence *evidence, const struct moment *m,
			  const struct window *window)
{
	const uint8_t *target = window->target->bssid;

	if (moment_is_answer_of(m, ANSWER_AUTHENTICATION, target)) {
		if (is_same_answer(evidence->authentication, m))
			return;
		/* A new attempt: what belonged to an earlier one proves nothing. */
		evidence->authentication = m;
		evidence->association = evidence->pmkid = evidence->eapol_sent = NULL;
		evidence->eapol_received = NULL;
	} else if (moment_is_ft_request(m, window)) {
		if (!evidence->association && !is_readable_request(evidence))
			evidence->ft_request = m;
	} else if (m->frame.kind == FRAME_FT_RESPONSE && m->frame.status == 0 &&
		   moment_may_be_ft_response(m, window)) {
		evidence->ft_response = m;
	} else if (moment_is_answer_of(m, ANSWER_ASSOCIATION, target) &&
		   m->frame.has_status && m->frame.status == 0) {
		if (is_same_answer(evidence->association, m))
			return;
		evidence->association = m;
		if (m->frame.pmkid_count > 0)
			evidence->pmkid = m;
	} else if (is_request_with_pmkid(m, target)) {
		evidence->pmkid = m;
	} else if (is_eapol_sent(m, target) && !evidence->eapol_sent &&
		   is_of_entry(m, window)) {
		evidence->eapol_sent = m;
	} else if (is_eapol_received(m, target) && !evidence->eapol_received &&
		   is_of_entry(m, window)) {
		evidence->eapol_received = m;
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
	       (evidence->ft_response || is_readable_request(evidence));
}

/* A 4-way handshake, or an authentication other than FT's: that was no FT. */
static bool disproves_ft(const struct evidence *evidence)
{
	const struct frame *frame =
		evidence->authentication ? &evidence->authentication->frame : NULL;

	return evidence->eapol_sent || evidence->eapol_received ||
	       (frame && frame->auth_algorithm != AUTH_FT && frame->has_status &&
		frame->status == 0);
}

static void evidence_gather(const struct window *window, struct evidence *evidence)
{
	const uint8_t *target = window->target->bssid;

	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];

		if (m->time_ns < window->start_ns || m->time_ns >= window->left_ns)
			continue;
		if (m->kind == EVENT_KERNEL || m->kind == EVENT_FRAME)
			gather_frames(evidence, m, window);
		else if (m->time_ns <= window->end_ns)
			gather_supplicant(evidence, m, target);
	}
}

static void prove_authentication(struct proof *proof, const struct moment *moment)
{
	struct text sentence = { 0 };

	authentication_add(&sentence, &moment->frame);
	proof_add(proof, &sentence, moment, moment->frame.from);
}

static void prove_ft_request(struct proof *proof, const struct moment *moment)
{
	struct text sentence = { 0 };

	if (moment->frame.kind == FRAME_FT_REQUEST)
		text_add(&sentence, "FT request (Action frame)");
	else
		text_add(&sentence, "a management frame of the station (PMF hides its "
				    "content)");
	text_add(&sentence, moment->kind == EVENT_KERNEL ? " acknowledged" : " sent");
	proof_add(proof, &sentence, moment, NULL);
}

static void prove_ft_response(struct proof *proof, const struct window *window,
			      const struct moment *moment)
{
	struct text sentence = { 0 };

	text_add(&sentence, "FT response (Action frame), ");
	status_code_add(&sentence, 0);
	proof_add(proof, &sentence, moment, window->target->bssid);
}

static void prove_association(struct proof *proof, const struct moment *moment)
{
	const struct frame *frame = &moment->frame;
	struct text sentence = { 0 };

	text_printf(&sentence, "%s, ", frame_kind_name(frame->kind));
	status_code_add(&sentence, frame->status);
	text_printf(&sentence, ", %s",
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
	bool sent = moment->kind == EVENT_KERNEL ||
		    (moment->kind == EVENT_FRAME && moment->air.sent);

	text_add(&sentence, "EAPOL 4-way handshake");
	if (moment->kind != EVENT_SUPPLICANT && moment->frame.eapol_message > 0)
		text_printf(&sentence, ", message %u", moment->frame.eapol_message);
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

/* A full authentication by what it consisted of. */
static const char *full_exchange(const struct evidence *evidence,
				 const struct scenario *scenario,
				 const struct bss_elements *target_bss)
{
	const struct moment *authentication = evidence->authentication;

	if (authentication ? authentication->frame.auth_algorithm == AUTH_SAE
			   : security_was_sae(scenario, target_bss))
		return "full-sae";
	if (evidence->eapol_sent || evidence->eapol_received)
		return "full-psk";
	return scenario->securities[SECURITY_OPEN] ? "full-open" : "full";
}

enum method method_judge(const struct window *window, const struct scenario *scenario,
			 const struct bss_elements *target_bss, struct proof *proof)
{
	struct evidence evidence = { 0 };
	const struct moment *eapol;
	const struct frame *frame;
	enum method method;

	proof->conclusive = true;
	proof->exchange = method_name(METHOD_NONE);
	if (!window->done || window->outcome != OUTCOME_OK)
		return METHOD_NONE;
	evidence_gather(window, &evidence);
	eapol = evidence.eapol_sent ? evidence.eapol_sent : evidence.eapol_received;
	frame = evidence.authentication ? &evidence.authentication->frame : NULL;

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
	/* Of a full one and a cached PMKSA only the authentication tells which. */
	proof->conclusive = method != METHOD_FULL ||
			    (disproves_ft(&evidence) && evidence.authentication);
	proof->exchange = method != METHOD_FULL ? method_name(method)
			  : proof->conclusive
				  ? full_exchange(&evidence, scenario, target_bss)
				  : "unproven";

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
		prove_absence(proof,
			      "no (re)association response with status 0 (success) "
			      "from the target was seen");
	if (eapol)
		prove_eapol(proof, window, eapol);
	else
		prove_absence(proof, "no EAPOL 4-way handshake before the station was "
				     "connected");
	return method;
}

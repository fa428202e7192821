/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/symptom.h"

#include "analysis/method.h"

bool offers_ft_akm(const struct bss_elements *elements)
{
	for (size_t i = 0; i < elements->akm_count; i++)
		if (akm_is_ft(elements->akms[i]))
			return true;
	return false;
}

bool domains_differ(const struct advertised *from, const struct advertised *target)
{
	return from->seen && target->seen && from->elements.has_mde &&
	       target->elements.has_mde &&
	       from->elements.mobility_domain != target->elements.mobility_domain;
}

static bool offers_cipher(const struct bss_elements *elements, uint32_t cipher)
{
	for (size_t i = 0; i < elements->pairwise_cipher_count; i++)
		if (elements->pairwise_ciphers[i] == cipher)
			return true;
	return false;
}

bool lacks_common_cipher(const struct advertised *from, const struct advertised *target)
{
	const struct bss_elements *a = &from->elements, *b = &target->elements;

	if (!from->seen || !target->seen || a->pairwise_cipher_count == 0 ||
	    b->pairwise_cipher_count == 0)
		return false;
	for (size_t i = 0; i < a->pairwise_cipher_count; i++)
		if (offers_cipher(b, a->pairwise_ciphers[i]))
			return false;
	return true;
}

static void refused(struct symptom *s, enum asked asked, unsigned status)
{
	s->kind = SYMPTOM_REFUSED;
	s->asked = asked;
	s->has_status = true;
	s->status = status;
}

/* A frame of the target that says no. */
static bool frame_refuses(const struct window *window, const struct moment *m,
			  struct symptom *s)
{
	const struct frame *frame = &m->frame;

	if (moment_is_answer_of(m, ANSWER_AUTHENTICATION, window->target->bssid) &&
	    authentication_is_rejection(frame)) {
		refused(s, ASKED_AUTHENTICATION, frame->status);
		s->has_algorithm = true;
		s->algorithm = frame->auth_algorithm;
		s->transaction = frame->auth_transaction;
		return true;
	}
	if (moment_is_answer_of(m, ANSWER_ASSOCIATION, window->target->bssid) &&
	    frame->has_status && frame->status != 0) {
		refused(s,
			frame->kind == FRAME_REASSOCIATION_RESPONSE ? ASKED_REASSOCIATION
								    : ASKED_ASSOCIATION,
			frame->status);
		return true;
	}
	return false;
}

static bool supplicant_refused(const struct window *window, const struct moment *m,
			       struct symptom *s)
{
	const uint8_t *target = window->target->bssid;

	if (moment_is_supplicant(m, SUPPLICANT_FT_RESPONSE, target) &&
	    m->supplicant.has_status && m->supplicant.status != 0)
		refused(s, ASKED_FT_REQUEST, m->supplicant.status);
	else if (moment_is_supplicant(m, SUPPLICANT_AUTH_REJECT, target) &&
		 m->supplicant.has_status)
		refused(s, ASKED_AUTHENTICATION, m->supplicant.status);
	else if (moment_is_supplicant(m, SUPPLICANT_ASSOC_REJECT, target) &&
		 m->supplicant.has_status && !m->supplicant.timeout)
		refused(s, ASKED_ASSOCIATION, m->supplicant.status);
	else
		return false;
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

static bool was_silent(const struct window *window, const struct moment *m,
		       struct symptom *s)
{
	const uint8_t *target = window->target->bssid;
	bool association = moment_is_timeout_of(m, KERNEL_ASSOCIATE, target);

	if (association && was_put_off(window, m)) {
		s->kind = SYMPTOM_PUT_OFF;
		return true;
	}
	if (moment_is_timeout_of(m, KERNEL_AUTHENTICATE, target))
		s->asked = ASKED_AUTHENTICATION;
	else if (association ||
		 (moment_is_supplicant(m, SUPPLICANT_ASSOC_REJECT, target) &&
		  m->supplicant.timeout))
		s->asked = ASKED_ASSOCIATION;
	else
		return false;
	s->kind = SYMPTOM_SILENT;
	return true;
}

/* The step may have begun with a scan, which has nothing to do with how long an answer
 * takes. */
static uint64_t since_move(const struct window *window, uint64_t time_ns)
{
	uint64_t moved_ns = window->start_ns;

	for (size_t i = 0; i < window->count; i++)
		if (window->moments[i].kind == EVENT_COMMAND &&
		    window->moments[i].command.move)
			moved_ns = window->moments[i].time_ns;
	return time_ns > moved_ns ? time_ns - moved_ns : 0;
}

/* The first no of the target, or its first silence, on the way to it. */
static bool find_refusal(const struct window *window, struct symptom *s)
{
	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];

		if (m->time_ns < window->start_ns)
			continue;
		if (m->time_ns > window->done_ns)
			break;
		if (frame_refuses(window, m, s) || supplicant_refused(window, m, s) ||
		    was_silent(window, m, s)) {
			s->at_ns = m->time_ns;
			s->after_ns = since_move(window, m->time_ns);
			s->late = s->kind == SYMPTOM_REFUSED &&
				  s->after_ns > LATE_ANSWER_NS;
			return true;
		}
	}
	return false;
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

static bool is_to_target(const struct window *window, const struct moment *m)
{
	return m->kind == EVENT_FRAME && m->air.sent &&
	       mac_equal(m->frame.to, window->target->bssid) &&
	       (m->frame.kind == FRAME_AUTHENTICATION ||
		m->frame.kind == FRAME_ASSOCIATION_REQUEST ||
		m->frame.kind == FRAME_REASSOCIATION_REQUEST);
}

/* What was sent to the target, as far as it was captured. */
static void count_tries(const struct window *window, struct symptom *s)
{
	const uint8_t *target = window->target->bssid;

	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];

		if (m->time_ns < window->start_ns || m->time_ns > window->done_ns)
			continue;
		if (is_to_target(window, m)) {
			s->sent++;
			s->unacknowledged += m->air.unacknowledged;
		}
		s->tried_ft |= moment_is_ft_request(m, window) ||
			       ((is_to_target(window, m) ||
				 moment_is_answer_of(m, ANSWER_AUTHENTICATION, target)) &&
				m->frame.kind == FRAME_AUTHENTICATION &&
				m->frame.auth_algorithm == AUTH_FT);
	}
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

static void find_silent_exchange(const struct window *window, struct symptom *s)
{
	const struct moment *response = find_ft_response(window);

	s->kind = SYMPTOM_SILENT;
	s->asked = ASKED_FT_REQUEST;
	s->late = response;
	if (response)
		s->after_ns = since_move(window, response->time_ns);
}

static bool was_tried(const struct window *window, const struct symptom *s)
{
	if (s->sent > 0)
		return true;
	for (size_t i = 0; i < window->count; i++)
		if (moment_is_supplicant(&window->moments[i], SUPPLICANT_AUTHENTICATING,
					 window->target->bssid) ||
		    moment_is_supplicant(&window->moments[i], SUPPLICANT_ASSOCIATING,
					 window->target->bssid))
			return true;
	return false;
}

/* A station that is not where a roam starts goes there first, if it hears it. */
static bool is_elsewhere(const struct window *window)
{
	return window->from &&
	       (mac_equal(window->asked, window->from->bssid) ||
		(!window->started && has_command(window, COMMAND_SELECT)));
}

static void find_failure(const struct window *window, struct symptom *s)
{
	if (!window->moved) {
		s->kind = is_elsewhere(window) ? SYMPTOM_NOT_BROUGHT : SYMPTOM_NOT_FOUND;
		return;
	}
	if (window->outcome == OUTCOME_REJECTED && command_refused(window)) {
		s->kind = SYMPTOM_COMMAND_REFUSED;
		return;
	}
	if (find_refusal(window, s))
		return;
	switch (window->outcome) {
	case OUTCOME_REJECTED:
		s->kind = SYMPTOM_REFUSED;
		s->has_status = window->has_status;
		s->status = window->status;
		break;
	case OUTCOME_TIMEOUT:
		if (was_tried(window, s))
			s->kind = SYMPTOM_TOO_SLOW;
		else if (window->from && window->plan_step.via == VIA_DS)
			find_silent_exchange(window, s);
		else
			s->kind = SYMPTOM_NOT_TRIED;
		break;
	case OUTCOME_DISCONNECTED:
		s->kind = SYMPTOM_DISCONNECTED;
		s->has_status = window->has_status;
		s->status = window->status;
		break;
	case OUTCOME_WRONG_AP:
		s->kind = SYMPTOM_ELSEWHERE;
		break;
	case OUTCOME_OK:
	case OUTCOME_MAX:
		break;
	}
}

static enum symptom_kind arrival(const struct window *window, enum method used)
{
	if (used == METHOD_PMKSA)
		return SYMPTOM_CACHED;
	if (used == METHOD_FT_AIR || used == METHOD_FT_DS)
		return used == via_method(window->plan_step.via) ? SYMPTOM_NONE
								 : SYMPTOM_ANOTHER_WAY;
	return SYMPTOM_FELL_BACK;
}

void symptom_find(const struct window *window, const struct scenario *scenario,
		  enum method used, const struct advertised *from,
		  const struct advertised *target, struct symptom *ret)
{
	struct symptom s = { .at_ns = window->end_ns };

	count_tries(window, &s);
	if (window->outcome != OUTCOME_OK) {
		find_failure(window, &s);
	} else if (window->from && scenario_uses_ft(scenario)) {
		enum symptom_kind kind = arrival(window, used);

		if (kind != SYMPTOM_NONE && find_refusal(window, &s))
			s.before = s.kind;
		s.kind = kind;
		/* wpa_supplicant before 2.11 uses FT between mobility domains (its commit
		 * bbe5f0c1e); IEEE 802.11-2020 13.1 has it within one only. */
		if (s.kind == SYMPTOM_NONE && domains_differ(from, target))
			s.kind = SYMPTOM_ACROSS_DOMAINS;
		/* Before 2.12 hostapd lets it (its commit 9af448ebf). */
		else if (s.kind == SYMPTOM_NONE && lacks_common_cipher(from, target))
			s.kind = SYMPTOM_ACROSS_CIPHERS;
	}
	*ret = s;
}

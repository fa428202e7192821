/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/negotiation.h"

#include <string.h>

#include "base/memory.h"

#define RSN_CAPABILITY_MFPC 0x0080 /* management frame protection capable */

/* A station says that it is capable of management frame protection whatever the access
 * point is; an access point shows it in its beacons and, in FT, in its frames. */
static void take_security(const struct frame *frame,
			  const struct bss_elements *target_bss, struct negotiation *n)
{
	n->has_security = true;
	n->akm = frame->akm;
	n->pairwise_cipher = frame->pairwise_cipher;
	n->group_cipher = frame->group_cipher;
	n->group_management_cipher = frame->group_management_cipher;
	n->pmf = frame->rsn_capabilities & RSN_CAPABILITY_MFPC &&
		 (!target_bss || target_bss->rsn_capabilities & RSN_CAPABILITY_MFPC);
	n->has_rsnxe = frame->has_rsnxe;
	n->rsnxe = frame->rsnxe;
}

static void take_holders(const struct frame *frame, struct negotiation *n)
{
	if (frame->has_mde) {
		n->has_mobility_domain = true;
		n->mobility_domain = frame->mobility_domain;
		n->over_ds = frame->ft_capability & FT_CAPABILITY_OVER_DS;
	}
	if (frame->r0kh_id_length > 0) {
		memcpy(n->r0kh_id, frame->r0kh_id, frame->r0kh_id_length);
		n->r0kh_id_length = frame->r0kh_id_length;
	}
	if (frame->has_r1kh_id) {
		memcpy(n->r1kh_id, frame->r1kh_id, MAC_LENGTH);
		n->has_r1kh_id = true;
	}
}

/* The first PMKID of the RSNE is PMKR0Name in the frames that ask for a key and PMKR1Name
 * in those that show to have it (13.4.2, 13.5.2, 13.7.1). */
static void take_names(const struct frame *frame, struct negotiation *n)
{
	if (!frame->has_fte && frame->kind != FRAME_EAPOL_KEY)
		return;
	if (frame->pmkid_count == 0)
		return;
	switch (frame->kind) {
	case FRAME_AUTHENTICATION:
	case FRAME_FT_REQUEST:
	case FRAME_FT_RESPONSE:
		n->has_pmkr0_name = true;
		memcpy(n->pmkr0_name, frame->pmkid, sizeof(n->pmkr0_name));
		break;
	case FRAME_REASSOCIATION_REQUEST:
	case FRAME_REASSOCIATION_RESPONSE:
	case FRAME_EAPOL_KEY: /* message 2 */
		n->has_pmkr1_name = true;
		memcpy(n->pmkr1_name, frame->pmkid, sizeof(n->pmkr1_name));
		break;
	case FRAME_NONE:
	case FRAME_ASSOCIATION_REQUEST:
	case FRAME_ASSOCIATION_RESPONSE:
	case FRAME_DEAUTHENTICATION:
	case FRAME_DISASSOCIATION:
	case FRAME_FT_CONFIRM:
	case FRAME_FT_ACK:
	case FRAME_PROTECTED_ACTION:
	case FRAME_KIND_MAX:
		break;
	}
}

static void take_timeouts(const struct frame *frame, struct negotiation *n)
{
	if (frame->has_reassociation_deadline) {
		n->has_reassociation_deadline = true;
		n->reassociation_deadline_tu = frame->reassociation_deadline_tu;
	}
	if (frame->has_key_lifetime) {
		n->has_key_lifetime = true;
		n->key_lifetime_s = frame->key_lifetime_s;
	}
}

static bool is_between(const struct moment *m, const struct window *window)
{
	const uint8_t *target = window->target->bssid;

	if (m->kind != EVENT_FRAME && m->kind != EVENT_KERNEL)
		return false;
	return mac_equal(m->frame.from, target) || mac_equal(m->frame.to, target) ||
	       mac_equal(m->frame.target_ap, target);
}

void negotiation_find(const struct window *window, const struct bss_elements *target_bss,
		      const struct negotiation *initial, struct negotiation *ret)
{
	struct negotiation n = { 0 };

	if (initial) {
		n.has_reassociation_deadline = initial->has_reassociation_deadline;
		n.reassociation_deadline_tu = initial->reassociation_deadline_tu;
		n.has_key_lifetime = initial->has_key_lifetime;
		n.key_lifetime_s = initial->key_lifetime_s;
	}
	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];
		const struct frame *frame = &m->frame;

		if (m->time_ns < window->start_ns || m->time_ns >= window->left_ns ||
		    !is_between(m, window))
			continue;
		/* What the station chose; what an access point shows it offers. */
		if ((frame->kind == FRAME_ASSOCIATION_REQUEST ||
		     frame->kind == FRAME_REASSOCIATION_REQUEST) &&
		    frame->has_rsne)
			take_security(frame, target_bss, &n);
		take_holders(frame, &n);
		take_names(frame, &n);
		take_timeouts(frame, &n);
	}
	for (size_t i = 0; i < window->check_count; i++)
		*array_add(n.checks, n.check_count, n.check_capacity) = window->checks[i];
	*ret = n;
}

static const char *fault_of(enum ft_check check)
{
	switch (check) {
	case FT_CHECK_PMKR0_NAME:
		return "the station named another PMK-R0 than the password gives";
	case FT_CHECK_PMKR1_NAME:
		return "the station named another PMK-R1 than the password gives";
	case FT_CHECK_PMKR1_NAME_AP:
		return "%s named another PMK-R1 than the password gives";
	case FT_CHECK_MIC:
		return "the MIC of the station's reassociation request is wrong";
	case FT_CHECK_MIC_AP:
		return "the MIC of %s's reassociation response is wrong: it computed it "
		       "with another key than the password gives";
	case FT_CHECK_EAPOL_MIC:
		return "the MIC of the station's 4-way handshake is wrong";
	case FT_CHECK_EAPOL_MIC_AP:
		return "the MIC of %s's 4-way handshake is wrong: its password is "
		       "another one";
	case FT_CHECK_MAX:
		break;
	}
	return "a key is wrong";
}

static size_t count_checks(const struct window *window, enum ft_check check)
{
	size_t count = 0;

	for (size_t i = 0; i < window->check_count; i++)
		count += window->checks[i].check == check;
	return count;
}

/* An access point that cannot verify message 2 says nothing (12.7.6.3), and asks again;
 * one that asks no more may be gone. */
static bool is_left_at_message_2(const struct window *window)
{
	return window->outcome != OUTCOME_OK &&
	       count_checks(window, FT_CHECK_EAPOL_MIC) > 1 &&
	       count_checks(window, FT_CHECK_EAPOL_MIC_AP) == 0;
}

static const struct key_check *first_mismatch(const struct window *window)
{
	for (size_t i = 0; i < window->check_count; i++)
		if (!window->checks[i].matches)
			return &window->checks[i];
	return NULL;
}

char *negotiation_fault(const struct window *window)
{
	const struct key_check *mismatch = first_mismatch(window);

	if (mismatch)
		return memory_printf(fault_of(mismatch->check), window->target->name);
	if (is_left_at_message_2(window))
		return memory_printf("the station's message 2 of the 4-way handshake is "
				     "right for its password, and %s does not go on from "
				     "it: the password of %s is another one",
				     window->target->name, window->target->name);
	return NULL;
}

static bool is_of_target(enum ft_check check)
{
	switch (check) {
	case FT_CHECK_PMKR1_NAME_AP:
	case FT_CHECK_MIC_AP:
	case FT_CHECK_EAPOL_MIC_AP:
		return true;
	case FT_CHECK_PMKR0_NAME:
	case FT_CHECK_PMKR1_NAME:
	case FT_CHECK_MIC:
	case FT_CHECK_EAPOL_MIC:
	case FT_CHECK_MAX:
		break;
	}
	return false;
}

bool negotiation_blames_target(const struct window *window)
{
	const struct key_check *mismatch = first_mismatch(window);

	return mismatch ? is_of_target(mismatch->check) : is_left_at_message_2(window);
}

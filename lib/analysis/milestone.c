/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/milestone.h"

#include "analysis/method.h"

/* Keys with these indices protect group-addressed data frames (IEEE 802.11-2020 9.4.2.x,
 * 12.7.1.4); 4 to 7 are IGTK and BIGTK. */
#define GTK_INDEX_MAX 3

/* Status 76 (IEEE 802.11-2020 12.4.7.6). */
#define STATUS_ANTI_CLOGGING_TOKEN_REQUIRED 76

static enum milestone of_authentication(const struct frame *frame, bool sent)
{
	switch (frame->auth_algorithm) {
	case AUTH_FT:
		return sent ? MILESTONE_FT_AUTH_SENT : MILESTONE_FT_AUTH_RECEIVED;
	case AUTH_SAE:
		if (frame->auth_transaction != 1)
			return sent ? MILESTONE_SAE_CONFIRM_SENT
				    : MILESTONE_SAE_CONFIRM_RECEIVED;
		if (!sent && frame->status == STATUS_ANTI_CLOGGING_TOKEN_REQUIRED)
			return MILESTONE_SAE_TOKEN;
		return sent ? MILESTONE_SAE_COMMIT_SENT : MILESTONE_SAE_COMMIT_RECEIVED;
	}
	return sent ? MILESTONE_OPEN_AUTH_SENT : MILESTONE_OPEN_AUTH_RECEIVED;
}

static enum milestone of_eapol(const struct frame *frame)
{
	switch (frame->eapol_message) {
	case 1:
		return MILESTONE_EAPOL_1;
	case 2:
		return MILESTONE_EAPOL_2;
	case 3:
		return MILESTONE_EAPOL_3;
	case 4:
		return MILESTONE_EAPOL_4;
	}
	return MILESTONE_NONE;
}

static enum milestone of_frame_sent(const struct moment *m, const struct window *window)
{
	if (moment_is_ft_request(m, window))
		return MILESTONE_FT_REQUEST_SENT;
	if (!mac_equal(m->frame.to, window->target->bssid))
		return MILESTONE_NONE;
	if (m->frame.kind == FRAME_AUTHENTICATION)
		return of_authentication(&m->frame, true);
	if (m->frame.kind == FRAME_ASSOCIATION_REQUEST ||
	    m->frame.kind == FRAME_REASSOCIATION_REQUEST)
		return MILESTONE_ASSOC_SENT;
	if (m->frame.kind == FRAME_EAPOL_KEY)
		return of_eapol(&m->frame);
	return MILESTONE_NONE;
}

static enum milestone of_answer(const struct moment *m, const struct window *window)
{
	const uint8_t *target = window->target->bssid;

	if (moment_is_answer_of(m, ANSWER_AUTHENTICATION, target))
		return of_authentication(&m->frame, false);
	if (moment_is_answer_of(m, ANSWER_ASSOCIATION, target))
		return MILESTONE_ASSOC_RECEIVED;
	if (moment_is_comeback(m, target))
		return MILESTONE_COMEBACK;
	if (m->frame.kind == FRAME_FT_RESPONSE && moment_may_be_ft_response(m, window))
		return MILESTONE_FT_RESPONSE_RECEIVED;
	if (m->kind == EVENT_FRAME && m->frame.kind == FRAME_EAPOL_KEY &&
	    mac_equal(m->frame.from, target))
		return of_eapol(&m->frame);
	return MILESTONE_NONE;
}

/* The kernel leaves the old access point without a frame (net/mac80211/mlme.c,
 * ieee80211_mgd_auth() and ieee80211_mgd_assoc()), and says so. */
static bool is_old_dropped(const struct moment *m, const struct window *window)
{
	if (!window->from)
		return false;
	if (m->kernel.what == KERNEL_DEL_STATION)
		return mac_equal(m->kernel.mac, window->from->bssid);
	if (m->kernel.what == KERNEL_DEAUTHENTICATE ||
	    m->kernel.what == KERNEL_DISASSOCIATE)
		return mac_equal(m->frame.bssid, window->from->bssid);
	return m->kernel.what == KERNEL_DISCONNECT;
}

static enum milestone of_kernel(const struct moment *m, const struct window *window)
{
	if (m->kernel.what == KERNEL_EAPOL_TX_STATUS)
		return mac_equal(m->frame.to, window->target->bssid) ? of_eapol(&m->frame)
								     : MILESTONE_NONE;
	if (moment_is_ft_request(m, window))
		return MILESTONE_FT_REQUEST_SENT;
	if (m->kernel.what == KERNEL_PORT_AUTHORIZED)
		return mac_equal(m->kernel.mac, window->target->bssid)
			       ? MILESTONE_PORT_OPEN
			       : MILESTONE_NONE;
	if (is_old_dropped(m, window))
		return MILESTONE_OLD_DROPPED;
	return of_answer(m, window);
}

static enum milestone of_trace(const struct moment *m, const struct window *window)
{
	bool target = mac_equal(m->trace.mac, window->target->bssid);

	switch (m->trace.what) {
	case TRACE_AUTH:
		return target ? MILESTONE_AUTHENTICATING : MILESTONE_NONE;
	case TRACE_MGMT_TX:
		return window->from && window->plan_step.via == VIA_DS
			       ? MILESTONE_AUTHENTICATING
			       : MILESTONE_NONE;
	case TRACE_ASSOC:
		return target ? MILESTONE_ASSOCIATING : MILESTONE_NONE;
	case TRACE_ADD_KEY:
		/* Refused before the association (NL80211_CMD_NEW_KEY of an FT roam):
		 * wpa_supplicant installs it again after. */
		if (m->trace.result < 0)
			return MILESTONE_NONE;
		if (m->trace.pairwise)
			return target ? MILESTONE_PTK_INSTALLED : MILESTONE_NONE;
		return m->trace.key_index <= GTK_INDEX_MAX ? MILESTONE_GTK_INSTALLED
							   : MILESTONE_NONE;
	case TRACE_SET_STATION:
	case TRACE_STATION_STATE:
		return target && m->trace.authorized && m->trace.result == 0
			       ? MILESTONE_PORT_OPEN
			       : MILESTONE_NONE;
	case TRACE_DEAUTH:
	case TRACE_SCAN:
	case TRACE_AMPDU:
	case TRACE_EVENT_MAX:
		break;
	}
	return MILESTONE_NONE;
}

static enum milestone of_supplicant(const struct moment *m, const struct window *window)
{
	if (!mac_equal(m->supplicant.bssid, window->target->bssid))
		return MILESTONE_NONE;
	switch (m->supplicant.what) {
	case SUPPLICANT_AUTHENTICATING:
		return MILESTONE_AUTHENTICATING;
	case SUPPLICANT_ASSOCIATING:
		return MILESTONE_ASSOCIATING;
	case SUPPLICANT_ASSOCIATED:
		return MILESTONE_ASSOC_RECEIVED;
	case SUPPLICANT_EAPOL_RECEIVED:
		return MILESTONE_EAPOL_1;
	case SUPPLICANT_KEYS_DONE:
		return MILESTONE_KEYS_DONE;
	case SUPPLICANT_CONNECTED:
		return MILESTONE_CONNECTED;
	case SUPPLICANT_FT_RESPONSE:
		return MILESTONE_FT_RESPONSE_RECEIVED;
	case SUPPLICANT_OTHER:
	case SUPPLICANT_SCAN_STARTED:
	case SUPPLICANT_SCAN_RESULTS:
	case SUPPLICANT_SCAN_FAILED:
	case SUPPLICANT_DISCONNECTED:
	case SUPPLICANT_AUTH_REJECT:
	case SUPPLICANT_ASSOC_REJECT:
	case SUPPLICANT_TEMP_DISABLED:
	case SUPPLICANT_TERMINATING:
	case SUPPLICANT_EVENT_MAX:
		break;
	}
	return MILESTONE_NONE;
}

enum milestone milestone_of(const struct moment *m, const struct window *window)
{
	if (m->kind == EVENT_FRAME)
		return m->air.sent ? of_frame_sent(m, window) : of_answer(m, window);
	if (m->kind == EVENT_KERNEL)
		return of_kernel(m, window);
	if (m->kind == EVENT_TRACE)
		return of_trace(m, window);
	if (m->kind == EVENT_LINK && m->link.what == LINK_STATE && m->link.carrier)
		return MILESTONE_CARRIER;
	if (m->kind == EVENT_SUPPLICANT)
		return of_supplicant(m, window);
	return MILESTONE_NONE;
}

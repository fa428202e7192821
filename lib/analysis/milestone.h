/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/window.h"

/* The points that a station passes on its way into a BSS, each where a phase ends
 * (analysis/phases.h). Several sources can tell of one; each can only tell of it after it
 * was passed, so the first to tell is the one to believe. */
enum milestone {
	MILESTONE_NONE,
	MILESTONE_AUTHENTICATING, /* wpa_supplicant or cfg80211 begins to authenticate,
				   * or to send the FT request */
	MILESTONE_OLD_DROPPED,	  /* the old association is gone */
	MILESTONE_FT_AUTH_SENT,
	MILESTONE_FT_AUTH_RECEIVED,
	MILESTONE_SAE_COMMIT_SENT,
	MILESTONE_SAE_TOKEN, /* the AP asks for an anti-clogging token, status 76 */
	MILESTONE_SAE_COMMIT_RECEIVED,
	MILESTONE_SAE_CONFIRM_SENT,
	MILESTONE_SAE_CONFIRM_RECEIVED,
	MILESTONE_OPEN_AUTH_SENT,
	MILESTONE_OPEN_AUTH_RECEIVED,
	MILESTONE_FT_REQUEST_SENT,
	MILESTONE_FT_RESPONSE_RECEIVED,
	MILESTONE_ASSOCIATING, /* as AUTHENTICATING */
	MILESTONE_ASSOC_SENT,
	MILESTONE_COMEBACK, /* the AP asks for another association request, later */
	MILESTONE_ASSOC_RECEIVED,
	MILESTONE_EAPOL_1,
	MILESTONE_EAPOL_2,
	MILESTONE_EAPOL_3,
	MILESTONE_EAPOL_4,
	MILESTONE_PTK_INSTALLED,
	MILESTONE_GTK_INSTALLED,
	MILESTONE_KEYS_DONE, /* wpa_supplicant says so */
	MILESTONE_PORT_OPEN,
	MILESTONE_CARRIER,
	MILESTONE_CONNECTED, /* CTRL-EVENT-CONNECTED */
	MILESTONE_MAX
};

/* The one that this moment of a closed window tells of, with nothing known of what was
 * before: an EAPOL that wpa_supplicant received is taken for message 1. */
enum milestone milestone_of(const struct moment *moment, const struct window *window);

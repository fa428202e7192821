/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/moment.h"

#include <string.h>

#include "analysis/window.h"
#include "base/cleanup.h"

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

const char *moment_source(const struct moment *moment)
{
	if (moment->kind == EVENT_FRAME)
		return source_title(SOURCE_CAPTURE);
	if (moment->kind == EVENT_KERNEL)
		return source_title(SOURCE_NL80211);
	if (moment->kind == EVENT_TRACE)
		return source_title(SOURCE_TRACEFS);
	if (moment->kind == EVENT_LINK)
		return source_title(SOURCE_RTNETLINK);
	return source_title(SOURCE_CONTROL);
}

static bool is_answer(enum frame_kind kind, enum answer answer)
{
	return answer == ANSWER_AUTHENTICATION
		       ? kind == FRAME_AUTHENTICATION
		       : kind == FRAME_ASSOCIATION_RESPONSE ||
				 kind == FRAME_REASSOCIATION_RESPONSE;
}

/* IEEE 802.11-2020 table 9-50 */
#define STATUS_REFUSED_TEMPORARILY 30

bool moment_is_comeback(const struct moment *moment,
			const uint8_t bssid[static MAC_LENGTH])
{
	if (moment->kind == EVENT_KERNEL)
		return moment->kernel.what == KERNEL_ASSOC_COMEBACK &&
		       mac_equal(moment->kernel.mac, bssid);
	return moment->kind == EVENT_FRAME && !moment->air.sent &&
	       is_answer(moment->frame.kind, ANSWER_ASSOCIATION) &&
	       moment->frame.status == STATUS_REFUSED_TEMPORARILY &&
	       mac_equal(moment->frame.from, bssid);
}

bool moment_is_answer_of(const struct moment *moment, enum answer answer,
			 const uint8_t bssid[static MAC_LENGTH])
{
	if (moment->kind == EVENT_KERNEL) {
		if (moment->kernel.what != (answer == ANSWER_AUTHENTICATION
						    ? KERNEL_AUTHENTICATE
						    : KERNEL_ASSOCIATE))
			return false;
	} else if (moment->kind != EVENT_FRAME || moment->air.sent ||
		   moment_is_comeback(moment, bssid)) {
		return false;
	}
	return is_answer(moment->frame.kind, answer) &&
	       mac_equal(moment->frame.from, bssid);
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

/* Of the action frames that a station and its access point exchange under PMF, those of
 * FT are long: header 24, CCMP 16, FT Action 14, RSNE 40, MDE 5, and an FTE of 84 and
 * more octets. A block ack agreement, the frequent one, takes 49. */
#define PROTECTED_FT_ACTION_MIN 160

static bool may_be_ft_action(const struct moment *moment, enum frame_kind kind,
			     const uint8_t target[static MAC_LENGTH])
{
	if (moment->kind != EVENT_FRAME)
		return false;
	if (moment->frame.kind == FRAME_PROTECTED_ACTION)
		return moment->air.length >= PROTECTED_FT_ACTION_MIN;
	return moment->frame.kind == kind && mac_equal(moment->frame.target_ap, target);
}

bool moment_is_ft_request(const struct moment *moment, const struct window *window)
{
	const uint8_t *target = window->target->bssid;

	if (!window->from || window->plan_step.via != VIA_DS)
		return false;
	if (moment->kind == EVENT_KERNEL)
		/* One that the kernel shows as it went out, encrypted, is not read. */
		return moment->kernel.what == KERNEL_FRAME_TX_STATUS &&
		       moment->kernel.acknowledged &&
		       (moment->frame.kind == FRAME_NONE ||
			(moment->frame.kind == FRAME_FT_REQUEST &&
			 mac_equal(moment->frame.target_ap, target)));
	return may_be_ft_action(moment, FRAME_FT_REQUEST, target) && moment->air.sent &&
	       mac_equal(moment->frame.to, window->from->bssid);
}

bool moment_may_be_ft_response(const struct moment *moment, const struct window *window)
{
	return window->from &&
	       may_be_ft_action(moment, FRAME_FT_RESPONSE, window->target->bssid) &&
	       !moment->air.sent && mac_equal(moment->frame.from, window->from->bssid);
}

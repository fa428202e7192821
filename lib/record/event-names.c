/* SPDX-License-Identifier: BSD-3-Clause */
#include "record/event-names.h"

static const char *const kind_names[EVENT_KIND_MAX] = {
	[EVENT_RUN_START] = "run-start",
	[EVENT_NOTE] = "note",
	[EVENT_STEP_START] = "step-start",
	[EVENT_STEP_SKIPPED] = "step-skipped",
	[EVENT_ROUND] = "round",
	[EVENT_COMMAND] = "command",
	[EVENT_REPLY] = "reply",
	[EVENT_BSS] = "bss",
	[EVENT_SUPPLICANT] = "supplicant",
	[EVENT_KERNEL] = "kernel",
	[EVENT_FRAME] = "frame",
	[EVENT_LINK] = "link",
	[EVENT_TRACE] = "trace",
	[EVENT_FT_KEYS] = "ft-keys",
	[EVENT_SOURCE] = "source",
	[EVENT_STEP_DONE] = "step-done",
	[EVENT_PROBES] = "probes",
	[EVENT_TUNNEL] = "tunnel",
	[EVENT_SETTLED] = "settled",
	[EVENT_FIX] = "fix",
	[EVENT_AP_CONF] = "ap-conf",
	[EVENT_AP_LOG] = "ap-log",
	[EVENT_ALIVE] = "alive",
	[EVENT_PROBLEM] = "problem",
	[EVENT_INTERRUPTED] = "interrupted",
	[EVENT_RUN_END] = "run-end",
	[EVENT_RESTORED] = "restored",
	[EVENT_NEXT_HOP] = "next-hop",
	[EVENT_CONNECTION] = "connection",
};

const char *event_kind_name(enum event_kind kind)
{
	return kind_names[kind];
}

static const char *const supplicant_names[SUPPLICANT_EVENT_MAX] = {
	[SUPPLICANT_OTHER] = "other",
	[SUPPLICANT_SCAN_STARTED] = "scan-started",
	[SUPPLICANT_SCAN_RESULTS] = "scan-results",
	[SUPPLICANT_SCAN_FAILED] = "scan-failed",
	[SUPPLICANT_AUTHENTICATING] = "authenticating",
	[SUPPLICANT_ASSOCIATING] = "associating",
	[SUPPLICANT_ASSOCIATED] = "associated",
	[SUPPLICANT_EAPOL_RECEIVED] = "eapol-received",
	[SUPPLICANT_KEYS_DONE] = "keys-done",
	[SUPPLICANT_CONNECTED] = "connected",
	[SUPPLICANT_DISCONNECTED] = "disconnected",
	[SUPPLICANT_AUTH_REJECT] = "auth-reject",
	[SUPPLICANT_ASSOC_REJECT] = "assoc-reject",
	[SUPPLICANT_TEMP_DISABLED] = "temp-disabled",
	[SUPPLICANT_TERMINATING] = "terminating",
	[SUPPLICANT_FT_RESPONSE] = "ft-response",
};

const char *supplicant_event_name(enum supplicant_event what)
{
	return supplicant_names[what];
}

static const char *const kernel_names[KERNEL_EVENT_MAX] = {
	[KERNEL_OTHER] = "other",
	[KERNEL_SCAN_STARTED] = "scan-started",
	[KERNEL_SCAN_DONE] = "scan-done",
	[KERNEL_SCAN_ABORTED] = "scan-aborted",
	[KERNEL_AUTHENTICATE] = "authenticate",
	[KERNEL_ASSOCIATE] = "associate",
	[KERNEL_DEAUTHENTICATE] = "deauthenticate",
	[KERNEL_DISASSOCIATE] = "disassociate",
	[KERNEL_CONNECT] = "connect",
	[KERNEL_DISCONNECT] = "disconnect",
	[KERNEL_FRAME_TX_STATUS] = "frame-tx-status",
	[KERNEL_EAPOL_TX_STATUS] = "eapol-tx-status",
	[KERNEL_PORT_AUTHORIZED] = "port-authorized",
	[KERNEL_NEW_STATION] = "new-station",
	[KERNEL_DEL_STATION] = "del-station",
	[KERNEL_ASSOC_COMEBACK] = "assoc-comeback",
};

const char *kernel_event_name(enum kernel_event what)
{
	return kernel_names[what];
}

static const char *const link_names[LINK_EVENT_MAX] = {
	[LINK_STATE] = "state",
	[LINK_ADDRESS] = "address",
	[LINK_ROUTE] = "route",
	[LINK_NEIGHBOUR] = "neighbour",
};

const char *link_event_name(enum link_event what)
{
	return link_names[what];
}

static const char *const trace_names[TRACE_EVENT_MAX] = {
	[TRACE_AUTH] = "rdev_auth",
	[TRACE_ASSOC] = "rdev_assoc",
	[TRACE_ADD_KEY] = "rdev_add_key",
	[TRACE_MGMT_TX] = "rdev_mgmt_tx",
	[TRACE_SET_STATION] = "rdev_change_station",
	[TRACE_DEAUTH] = "rdev_deauth",
	[TRACE_SCAN] = "rdev_scan",
	[TRACE_STATION_STATE] = "drv_sta_state",
	[TRACE_AMPDU] = "drv_ampdu_action",
};

const char *trace_event_name(enum trace_event what)
{
	return trace_names[what];
}

static const char *const check_names[FT_CHECK_MAX] = {
	[FT_CHECK_PMKR0_NAME] = "pmkr0-name",
	[FT_CHECK_PMKR1_NAME] = "pmkr1-name",
	[FT_CHECK_PMKR1_NAME_AP] = "pmkr1-name-ap",
	[FT_CHECK_MIC] = "mic",
	[FT_CHECK_MIC_AP] = "mic-ap",
	[FT_CHECK_EAPOL_MIC] = "eapol-mic",
	[FT_CHECK_EAPOL_MIC_AP] = "eapol-mic-ap",
};

const char *ft_check_name(enum ft_check check)
{
	return check_names[check];
}

static const char *const source_names[SOURCE_MAX] = {
	[SOURCE_CAPTURE] = "capture",	  [SOURCE_NL80211] = "nl80211",
	[SOURCE_RTNETLINK] = "rtnetlink", [SOURCE_NLMON] = "nlmon",
	[SOURCE_TRACEFS] = "tracefs",	  [SOURCE_CONTROL] = "control",
	[SOURCE_PROBES] = "probes",
};

const char *source_name(enum source source)
{
	return source_names[source];
}

static const char *const source_titles[SOURCE_MAX] = {
	[SOURCE_CAPTURE] = "monitor capture", [SOURCE_NL80211] = "nl80211 multicast",
	[SOURCE_RTNETLINK] = "rtnetlink",     [SOURCE_NLMON] = "nlmon",
	[SOURCE_TRACEFS] = "tracefs",	      [SOURCE_CONTROL] = "control interface",
	[SOURCE_PROBES] = "probes",
};

const char *source_title(enum source source)
{
	return source_titles[source];
}

static const char *const source_states[SOURCE_STATE_MAX] = {
	[SOURCE_USED] = "used",
	[SOURCE_UNAVAILABLE] = "unavailable",
	[SOURCE_LOST] = "lost",
};

const char *source_state_name(enum source_state state)
{
	return source_states[state];
}

static const char *const station_ends[STATION_END_MAX] = {
	[STATION_AS_BEFORE] = "as-before",
	[STATION_SELECTED_AGAIN] = "selected-again",
	[STATION_OFFLINE] = "offline",
};

const char *station_end_name(enum station_end end)
{
	return station_ends[end];
}

static const char *const connection_states[CONNECTION_STATE_MAX] = {
	[CONNECTION_UNKNOWN] = "unknown",
	[CONNECTION_ESTABLISHED] = "established",
	[CONNECTION_SYN_SENT] = "syn-sent",
	[CONNECTION_SYN_RECEIVED] = "syn-received",
	[CONNECTION_FIN_WAIT_1] = "fin-wait-1",
	[CONNECTION_FIN_WAIT_2] = "fin-wait-2",
	[CONNECTION_TIME_WAIT] = "time-wait",
	[CONNECTION_CLOSED] = "closed",
	[CONNECTION_CLOSE_WAIT] = "close-wait",
	[CONNECTION_LAST_ACK] = "last-ack",
	[CONNECTION_LISTEN] = "listen",
	[CONNECTION_CLOSING] = "closing",
};

const char *connection_state_name(enum connection_state state)
{
	return connection_states[state];
}

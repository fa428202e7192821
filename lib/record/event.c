/* SPDX-License-Identifier: BSD-3-Clause */
#include "record/event.h"

#include <stdlib.h>
#include <string.h>

#include "record/event-names.h"

static const char *const kind_names[EVENT_KIND_MAX] = {
	[EVENT_RUN_START] = "run-start",   [EVENT_NOTE] = "note",
	[EVENT_STEP_START] = "step-start", [EVENT_COMMAND] = "command",
	[EVENT_REPLY] = "reply",	   [EVENT_BSS] = "bss",
	[EVENT_SUPPLICANT] = "supplicant", [EVENT_KERNEL] = "kernel",
	[EVENT_FRAME] = "frame",	   [EVENT_STEP_DONE] = "step-done",
	[EVENT_PROBES] = "probes",	   [EVENT_TUNNEL] = "tunnel",
	[EVENT_SETTLED] = "settled",	   [EVENT_ALIVE] = "alive",
	[EVENT_PROBLEM] = "problem",	   [EVENT_RUN_END] = "run-end",
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

static void environment_clear(struct environment *e)
{
	free(e->lab);
	free(e->clock);
	free(e->accelerator);
	free(e->kernel);
	free(e->hostapd);
	free(e->wpa_supplicant);
	free(e->driver);
}

void event_clear(struct event *event)
{
	switch (event->kind) {
	case EVENT_RUN_START:
		free(event->run_start.started);
		environment_clear(&event->run_start.environment);
		break;
	case EVENT_NOTE:
		free(event->note.text);
		break;
	case EVENT_COMMAND:
		free(event->command.text);
		break;
	case EVENT_REPLY:
		free(event->reply.text);
		break;
	case EVENT_SUPPLICANT:
		free(event->supplicant.text);
		break;
	case EVENT_FRAME:
		free(event->frame.packet);
		break;
	case EVENT_PROBES:
		free(event->probes.sent);
		free(event->probes.received);
		free(event->probes.heard);
		break;
	case EVENT_PROBLEM:
		free(event->problem.reason);
		free(event->problem.remedy);
		break;
	case EVENT_STEP_START:
	case EVENT_BSS:
	case EVENT_KERNEL:
	case EVENT_STEP_DONE:
	case EVENT_TUNNEL:
	case EVENT_SETTLED:
	case EVENT_ALIVE:
	case EVENT_RUN_END:
	case EVENT_KIND_MAX:
		break;
	}
	memset(event, 0, sizeof(*event));
}

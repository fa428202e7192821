/* SPDX-License-Identifier: BSD-3-Clause */
#include "record/event.h"

#include <stdlib.h>
#include <string.h>

static void environment_clear(struct environment *e)
{
	free(e->lab);
	free(e->clock);
	free(e->accelerator);
	free(e->kernel);
	free(e->hostapd);
	free(e->wpa_supplicant);
	free(e->driver);
	free(e->interface);
}

void event_clear(struct event *event)
{
	switch (event->kind) {
	case EVENT_RUN_START:
		free(event->run_start.started);
		free(event->run_start.roamtest);
		free(event->run_start.scenario.file);
		free(event->run_start.scenario.sha256);
		free(event->run_start.scenario.text);
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
	case EVENT_LINK:
		free(event->link.operstate);
		free(event->link.text);
		free(event->link.state);
		break;
	case EVENT_SOURCE:
		free(event->source.reason);
		break;
	case EVENT_PROBES:
		free(event->probes.sent);
		free(event->probes.received);
		free(event->probes.heard);
		free(event->probes.left);
		break;
	case EVENT_NEXT_HOP:
		free(event->next_hop.destination);
		free(event->next_hop.address);
		break;
	case EVENT_FIX:
		free(event->fix.id);
		free(event->fix.setting);
		free(event->fix.before);
		free(event->fix.after);
		break;
	case EVENT_AP_CONF:
		free(event->ap_conf.text);
		break;
	case EVENT_AP_LOG:
		free(event->ap_log.text);
		break;
	case EVENT_CONNECTION:
		free(event->connection.reason);
		break;
	case EVENT_PROBLEM:
		free(event->problem.reason);
		free(event->problem.remedy);
		break;
	case EVENT_TUNNEL:
		free(event->tunnel.endpoint);
		break;
	case EVENT_RESTORED:
		free(event->restored.problem);
		break;
	case EVENT_STEP_START:
	case EVENT_STEP_SKIPPED:
	case EVENT_ROUND:
	case EVENT_BSS:
	case EVENT_KERNEL:
	case EVENT_STEP_DONE:
	case EVENT_SETTLED:
	case EVENT_TRACE:
	case EVENT_FT_KEYS:
	case EVENT_ALIVE:
	case EVENT_INTERRUPTED:
	case EVENT_RUN_END:
	case EVENT_KIND_MAX:
		break;
	}
	memset(event, 0, sizeof(*event));
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdarg.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "run/engine.h"
#include "wifi/supplicant.h"

/* What is known of the station: its association, the reply that is waited for, and
 * how the attempt under way goes, all from events. */

/* A supplicant that is alive answers at once; it is busiest while it computes SAE. */
#define REPLY_LIMIT_NS (10 * NS_PER_S)
/* The first address, at least: a client may wait a while before it asks, and repeats its
 * question after 4 s (RFC 2131 4.1). */
#define ADDRESS_LIMIT_NS (10 * NS_PER_S)

void attempt_decide(struct run *run, enum outcome outcome, bool has_status,
		    unsigned status)
{
	struct attempt *attempt = &run->attempt;

	if (!attempt->active || attempt->decided)
		return;
	attempt->decided = true;
	attempt->outcome = outcome;
	attempt->has_status = has_status;
	attempt->status = status;
}

void attempt_begin(struct run *run, const struct access_point *ap)
{
	/* What is read from now on is the attempt's. */
	run_write(run);
	run->attempt = (struct attempt){ .active = true };
	memcpy(run->attempt.target, ap->bssid, MAC_LENGTH);
}

static bool attempt_is_decided(const struct run *run, void *userdata)
{
	(void)userdata;
	return run->attempt.decided;
}

int attempt_wait(struct run *run, uint64_t timeout_ns)
{
	int r = run_wait(run, attempt_is_decided, NULL, timeout_ns);

	if (r != -ETIMEDOUT)
		return r;
	attempt_decide(run, OUTCOME_TIMEOUT, false, 0);
	return 0;
}

/* Two sources tell of the association, and are not read in the order of what they tell:
 * what holds is what happened last. */
void station_is_on(struct run *run, uint64_t time_ns, const uint8_t *bssid)
{
	if (time_ns < run->associated_ns)
		return;
	run->associated_ns = time_ns;
	run->associated = bssid;
	if (bssid)
		memcpy(run->bssid, bssid, MAC_LENGTH);
}

static void on_supplicant_event(void *userdata, uint64_t time_ns,
				const struct event *seen)
{
	struct run *run = userdata;
	struct event event = *seen;
	bool target;

	event.time_ns = run_since_start(run, time_ns);
	run_record(run, &event);
	target = mac_equal(event.supplicant.bssid, run->attempt.target);

	switch (event.supplicant.what) {
	case SUPPLICANT_SCAN_STARTED:
		/* One of an attempt is the supplicant's own, which looks for its network.
		 */
		if (run->associated && !run->scanning && !run->attempt.active)
			run->strange_scans++;
		break;
	case SUPPLICANT_SCAN_RESULTS:
	case SUPPLICANT_SCAN_FAILED:
		run->scan_ended = true;
		run->scan_failed = event.supplicant.what == SUPPLICANT_SCAN_FAILED;
		break;
	case SUPPLICANT_ASSOCIATING:
		if (target)
			run->attempt.associating = true;
		break;
	case SUPPLICANT_CONNECTED:
		station_is_on(run, event.time_ns, event.supplicant.bssid);
		attempt_decide(run, target ? OUTCOME_OK : OUTCOME_WRONG_AP, false, 0);
		break;
	case SUPPLICANT_DISCONNECTED:
		station_is_on(run, event.time_ns, NULL);
		/* The answer to our own DISCONNECT comes before an attempt begins. */
		attempt_decide(run, OUTCOME_DISCONNECTED, event.supplicant.has_reason,
			       event.supplicant.reason);
		break;
	case SUPPLICANT_FT_RESPONSE:
		if (target && event.supplicant.status != 0)
			attempt_decide(run, OUTCOME_REJECTED, event.supplicant.has_status,
				       event.supplicant.status);
		break;
	case SUPPLICANT_AUTH_REJECT:
		if (target)
			attempt_decide(run, OUTCOME_REJECTED, event.supplicant.has_status,
				       event.supplicant.status);
		break;
	case SUPPLICANT_ASSOC_REJECT:
		if (target && event.supplicant.timeout)
			attempt_decide(run, OUTCOME_TIMEOUT, false, 0);
		else if (target)
			attempt_decide(run, OUTCOME_REJECTED, event.supplicant.has_status,
				       event.supplicant.status);
		break;
	case SUPPLICANT_EAPOL_RECEIVED:
		if (target)
			run->attempt.handshake = true;
		break;
	case SUPPLICANT_OTHER:
		if (run->station->live)
			real_station_event(run, event.supplicant.text);
		break;
	case SUPPLICANT_AUTHENTICATING:
	case SUPPLICANT_ASSOCIATED:
	case SUPPLICANT_KEYS_DONE:
	case SUPPLICANT_TEMP_DISABLED:
	case SUPPLICANT_TERMINATING:
	case SUPPLICANT_EVENT_MAX:
		break;
	}
}

static void on_supplicant_gone(void *userdata)
{
	static const char reason[] = "wpa_supplicant went away in mid-run";
	cleanup_error_ struct error why = { 0 };
	struct run *run = userdata;

	source_set(run, SOURCE_CONTROL, SOURCE_LOST, reason);
	error_set(&why, -EPIPE, "%s", reason);
	error_remedy(&why, "look at the end of its log");
	run_abort(run, &why);
}

void station_kernel_event(void *userdata, uint64_t time_ns, const struct event *seen)
{
	struct run *run = userdata;
	struct event event = *seen;
	bool target = mac_equal(event.kernel.mac, run->attempt.target) ||
		      mac_equal(event.kernel.frame.from, run->attempt.target);

	event.time_ns = run_since_start(run, time_ns);
	run_record(run, &event);
	/* The kernel leaves the old access point as soon as the new one has answered an
	 * authentication, and wpa_supplicant says nothing of it: a roam that fails after
	 * that has no association left. One that does not ends with CONNECTED, also where
	 * that is read first. The event's own time does not tell, which without nlmon is
	 * that of its reading; but all that came before the last look at the sources was
	 * read then. Of a disconnection behind a CONNECTED that was not, wpa_supplicant
	 * tells too. */
	if (event.kernel.what == KERNEL_DISCONNECT)
		station_is_on(run, run->written_ns, NULL);
	/* wpa_supplicant makes no event of an authentication that timed out. */
	if (target && event.kernel.timed_out &&
	    (event.kernel.what == KERNEL_AUTHENTICATE ||
	     event.kernel.what == KERNEL_ASSOCIATE))
		attempt_decide(run, OUTCOME_TIMEOUT, false, 0);
}

void station_link_event(struct run *run, const struct event *seen)
{
	static const char route[] = "default via ";

	/* A DHCP client sets the route last (RFC 3442, RFC 2132 3.5). */
	if (seen->link.what != LINK_ROUTE || strchr(seen->link.text, ':') ||
	    strncmp(seen->link.text, route, strlen(route)) != 0)
		return;
	if (!seen->link.removed)
		run->default_routes++;
	else if (run->default_routes > 0)
		run->default_routes--;
}

static bool has_default_route(const struct run *run, void *userdata)
{
	(void)userdata;
	return run->default_routes > 0;
}

int station_await_address(struct run *run)
{
	uint64_t limit_ns = run->plan->scenario->recovery_limit_ns;

	if (run->station->live)
		return real_station_await_address(run);
	if (run->station->address.s_addr != INADDR_ANY || !run->sources.link)
		return 0;
	if (limit_ns < ADDRESS_LIMIT_NS)
		limit_ns = ADDRESS_LIMIT_NS;
	return run_wait(run, has_default_route, NULL, limit_ns);
}

int station_open(struct run *run, struct error *error)
{
	static const struct supplicant_callbacks callbacks = {
		.event = on_supplicant_event,
		.gone = on_supplicant_gone,
	};
	int r = supplicant_open(&run->supplicant, run->loop, run->station->control_path,
				&run->sources.realtime, &callbacks, run, error);

	if (r < 0) {
		source_set(run, SOURCE_CONTROL, SOURCE_UNAVAILABLE,
			   error ? error->reason : NULL);
		return r;
	}
	source_set(run, SOURCE_CONTROL, SOURCE_USED, NULL);
	sources_open(run);
	return run->station->live ? real_station_begin(run) : 0;
}

void station_close(struct run *run)
{
	sources_close(run);
	run->supplicant = supplicant_close(run->supplicant);
}

struct pending_reply {
	struct run *run;
	bool here;
	struct text *text;
};

static void record_reply(struct run *run, uint64_t time_ns, const char *reply)
{
	struct event event = { .kind = EVENT_REPLY };

	/* STATUS and BSS answer with many lines: the first is enough here. */
	event.reply.text = memory_strndup(reply, strcspn(reply, "\n"));
	event.reply.ok = strncmp(event.reply.text, "FAIL", 4) != 0;
	event.time_ns = run_since_start(run, time_ns);
	run_record(run, &event);
	event_clear(&event);
}

/* Recorded here and not by whoever waits for it, who runs only once what was read with it
 * may have been written. */
static void on_reply(void *userdata, uint64_t time_ns, const char *reply, size_t length)
{
	struct pending_reply *pending = userdata;

	pending->here = true;
	if (!reply)
		return;
	text_add_bytes(pending->text, reply, length);
	record_reply(pending->run, time_ns, pending->text->data);
}

static bool reply_is_here(const struct run *run, void *userdata)
{
	(void)run;
	return ((struct pending_reply *)userdata)->here;
}

int station_command(struct run *run, struct text *reply, const char *fmt, ...)
{
	cleanup_text_ struct text own_reply = { 0 };
	struct event event = { .kind = EVENT_COMMAND };
	struct pending_reply pending = { .run = run, .text = reply ? reply : &own_reply };
	cleanup_free_ char *command = NULL;
	va_list ap;
	int r;

	va_start(ap, fmt);
	command = memory_vprintf(fmt, ap);
	va_end(ap);
	text_reset(pending.text);
	event.command.text = command; /* borrowed */
	run_record(run, &event);
	r = supplicant_command(run->supplicant, command, on_reply, &pending);
	if (r >= 0)
		r = run_wait(run, reply_is_here, &pending, REPLY_LIMIT_NS);
	if (r < 0) {
		cleanup_error_ struct error why = { 0 };

		/* The reply may still come and would land in this frame: end the run. */
		error_set(&why, r, "wpa_supplicant does not answer to %s", command);
		if (run->problem_code >= 0)
			source_set(run, SOURCE_CONTROL, SOURCE_LOST, why.reason);
		run_abort(run, &why);
		run->supplicant = supplicant_close(run->supplicant);
		return run->problem_code;
	}
	return 0;
}

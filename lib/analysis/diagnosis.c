/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/diagnosis.h"

#include <stdlib.h>

#include "analysis/case-log.h"
#include "analysis/cause-phrase.h"
#include "analysis/method.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "explain/code.h"
#include "record/suite-name.h"

static void add_evidence(struct diagnosis *d, char *sentence)
{
	*array_add(d->evidence, d->evidence_count, d->evidence_capacity) = sentence;
}

/* "… - hexdump(len=4): 68 61 6c 6c" can be read where it is text: " (hall)". */
static void add_dumped(const struct log_entry *entry, struct text *out)
{
	uint8_t octets[R0KH_ID_MAX];
	size_t count = log_dump(entry, octets, sizeof(octets));

	for (size_t i = 0; i < count; i++)
		if (octets[i] < 0x20 || octets[i] >= 0x7f)
			return;
	if (count > 0)
		text_printf(out, " (%.*s)", (int)count, (const char *)octets);
}

/* "the log of stairs at 0.133433s: "FT: Did not find R0KH-ID …"" */
static void add_log(const struct site_facts *facts, const struct log_entry *entry,
		    struct diagnosis *d)
{
	struct text out = { 0 };

	text_printf(&out, "the log of %s at ",
		    facts->scenario->access_points[entry->access_point].name);
	time_add(&out, entry->time_ns);
	text_printf(&out, ": \"%s\"", entry->text);
	add_dumped(entry, &out);
	add_evidence(d, text_steal(&out));
}

static bool is_about_keys(enum cause cause)
{
	return cause <= CAUSE_WILDCARD_DISCOVERY;
}

/* Whose keys they are. */
static void add_r0kh(const struct diagnosis_case *c, struct diagnosis *d)
{
	struct text out = { 0 };

	text_printf(&out,
		    "the station's keys are those of its full authentication with %s at ",
		    case_name(c, c->keys.r0kh));
	time_add(&out, c->keys.since_ns);
	add_evidence(d, text_steal(&out));
}

/* Whose log does not have what of whom. */
static void add_silence(const struct diagnosis_case *c, enum silence silence,
			struct diagnosis *d)
{
	const char *target = case_name(c, c->target_index);

	switch (silence) {
	case SILENCE_NONE:
		return;
	case SILENCE_PULL:
		add_evidence(d, memory_printf("the log of %s says nothing of a pull of "
					      "PMK-R1 by %s",
					      case_name(c, c->keys.r0kh), target));
		return;
	case SILENCE_RESPONSE:
		add_evidence(d, memory_printf("the log of %s says nothing of an answer "
					      "by %s, which has heard the pull",
					      target, case_name(c, c->keys.r0kh)));
		return;
	case SILENCE_RELAY:
		add_evidence(d, memory_printf("the log of %s says nothing of what %s "
					      "handed to the wire",
					      target, c->window->from->name));
		return;
	case SILENCE_RELAY_ANSWER:
		add_evidence(d, memory_printf("the log of %s says nothing of what %s "
					      "handed to the wire",
					      c->window->from->name, target));
		return;
	}
}

static void add_restart(const struct diagnosis_case *c, enum cause cause,
			struct diagnosis *d)
{
	const struct ap_facts *r0kh = &c->facts->access_points[c->keys.r0kh];
	struct text out = { 0 };

	if (cause != CAUSE_R0KH_RESTARTED || !r0kh->restarted ||
	    r0kh->restarted_ns < c->keys.since_ns)
		return;
	text_printf(&out, "%s was on the air anew at ", case_name(c, c->keys.r0kh));
	time_add(&out, r0kh->restarted_ns);
	add_evidence(d, text_steal(&out));
}

static void add_suites(const struct bss_elements *elements, struct text *out)
{
	char name[SUITE_NAME_MAX];

	for (size_t i = 0; i < elements->pairwise_cipher_count; i++)
		text_printf(out, "%s%s", i ? " " : "",
			    cipher_name(name, elements->pairwise_ciphers[i]));
	text_printf(out, " (group %s)", cipher_name(name, elements->group_cipher));
}

/* RSN capabilities (IEEE 802.11-2020 9.4.2.24.4) */
static const char *pmf_phrase(const struct bss_elements *elements)
{
	return elements->rsn_capabilities & RSN_MFP_REQUIRED  ? "required"
	       : elements->rsn_capabilities & RSN_MFP_CAPABLE ? "optional"
							      : "off";
}

/* What the two advertise, of what differs. */
static void add_beacons(const struct diagnosis_case *c, enum cause cause,
			struct diagnosis *d)
{
	struct text out = { 0 };

	if (cause == CAUSE_CIPHER && case_ciphers_differ(c)) {
		text_printf(&out, "%s advertises ", c->window->target->name);
		add_suites(&c->target->elements, &out);
		text_printf(&out, ", %s ", c->window->from->name);
		add_suites(&c->from->elements, &out);
	} else if (cause == CAUSE_PMF && case_pmf_differs(c)) {
		text_printf(&out,
			    "%s advertises management frame protection as %s, %s as %s",
			    c->window->target->name, pmf_phrase(&c->target->elements),
			    c->window->from->name, pmf_phrase(&c->from->elements));
	} else {
		return;
	}
	add_evidence(d, text_steal(&out));
}

static void add_quotes(const struct diagnosis_case *c, enum cause cause,
		       const struct quotes *quotes, struct diagnosis *d)
{
	if (quotes->entry)
		add_log(c->facts, quotes->entry, d);
	add_silence(c, quotes->silence, d);
	if (quotes->line)
		add_evidence(d,
			     memory_printf("hostapd.conf of %s: %s",
					   case_name(c, quotes->conf_of), quotes->line));
	add_beacons(c, cause, d);
	if (is_about_keys(cause)) {
		add_restart(c, cause, d);
		add_r0kh(c, d);
	}
}

/* What the station itself is sure of: the status code says it. */
static bool is_certain(const struct diagnosis_case *c, const struct diagnosis *d)
{
	return d->candidate_count == 1 && c->symptom->kind == SYMPTOM_REFUSED &&
	       c->symptom->has_status &&
	       d->candidates[0] == cause_of_status(c->symptom->status);
}

/* Beacons that differ in these may have nothing to do with it. */
static bool is_circumstantial(enum cause cause, const struct quotes *quotes)
{
	return (cause == CAUSE_CIPHER || cause == CAUSE_PMF) && !quotes->entry;
}

static void decide_by(const struct diagnosis_case *c, bool circumstances,
		      struct diagnosis *d)
{
	for (size_t i = 0; i < d->candidate_count && d->cause == CAUSE_MAX; i++) {
		struct quotes quotes = { 0 };

		if (!cause_is_proven(c, d->candidates[i], &quotes) ||
		    (!circumstances && is_circumstantial(d->candidates[i], &quotes)))
			continue;
		d->cause = d->candidates[i];
		add_quotes(c, d->cause, &quotes, d);
	}
}

static void decide(const struct diagnosis_case *c, struct diagnosis *d)
{
	decide_by(c, false, d);
	decide_by(c, true, d);
	if (d->cause == CAUSE_MAX && is_certain(c, d))
		d->cause = d->candidates[0];
}

/* What to look at, and where, to tell the candidates apart. */
static char *deciding_command(const struct diagnosis_case *c, const struct diagnosis *d)
{
	static const char command[] = "hostapd_cli log_level DEBUG && logread -f -e FT";
	static const char wire[] = "tcpdump -eni br-lan ether proto 0x88b7";
	const char *target = case_name(c, c->target_index);

	if (diagnosis_has_candidate(d, CAUSE_R0KH_KEY) && c->keys.known)
		return memory_printf(
			"on %s: %s, then roam again. Nothing to its BSSID: r0kh-mac or "
			"r0kh-unreachable. Frames that get no answer, and its log has "
			"\"Failed to decrypt\": a key; else an r1kh entry or identifiers",
			case_name(c, c->keys.r0kh), wire);
	if (diagnosis_has_candidate(d, CAUSE_R0KH_MISSING))
		return memory_printf(
			"on %s: %s, then roam again. Nothing is asked for: its r0kh "
			"entries lack what the station names (r0kh-missing, "
			"nas-identifier), or it waits (negative-cache). An answer comes: "
			"the other side has no key (r0kh-restarted)",
			target, wire);
	if (d->candidate_count > 0)
		return memory_printf("on %s: %s, then roam again", target, command);
	return NULL;
}

static bool has_candidate_of_keys(const struct diagnosis *d)
{
	for (size_t i = 0; i < d->candidate_count; i++)
		if (is_about_keys(d->candidates[i]))
			return true;
	return false;
}

static void finish(const struct diagnosis_case *c, struct diagnosis *d)
{
	const struct log_entry *trace;

	if (d->cause != CAUSE_MAX) {
		remedy_find(c, d->cause, &d->remedy);
		return;
	}
	trace = has_candidate_of_keys(d) ? key_trace_find(c) : NULL;
	if (trace)
		add_log(c->facts, trace, d);
	d->decide = deciding_command(c, d);
}

/* FT authentications that were acknowledged, and answered only when repeated. */
static bool was_repeated(const struct diagnosis_case *c)
{
	unsigned tries = 0;

	for (size_t i = 0; i < c->window->count; i++) {
		const struct moment *m = &c->window->moments[i];

		if (m->time_ns >= c->window->start_ns && m->kind == EVENT_FRAME &&
		    m->air.sent && !m->air.unacknowledged &&
		    m->frame.kind == FRAME_AUTHENTICATION &&
		    m->frame.auth_algorithm == AUTH_FT &&
		    mac_equal(m->frame.to, c->window->target->bssid))
			tries++;
	}
	return tries > 1;
}

/* It is well, and took longer than it has to: only a log says that this is no accident.
 */
static void find_slowness(const struct diagnosis_case *c, struct diagnosis *d)
{
	struct quotes quotes = { 0 };

	if (!c->from || !was_repeated(c) ||
	    !cause_is_proven(c, CAUSE_WILDCARD_DISCOVERY, &quotes))
		return;
	d->present = true;
	d->cause = CAUSE_WILDCARD_DISCOVERY;
	*array_add(d->candidates, d->candidate_count, d->candidate_capacity) = d->cause;
	add_evidence(d,
		     memory_printf("%s answered the FT authentication only when it was "
				   "repeated",
				   c->window->target->name));
	add_quotes(c, d->cause, &quotes, d);
	finish(c, d);
}

void diagnosis_make(const struct diagnosis_case *c, const char *explanation,
		    struct diagnosis *ret)
{
	struct diagnosis d = { .cause = CAUSE_MAX };

	if (!explanation) {
		find_slowness(c, &d);
		*ret = d;
		return;
	}
	d.present = true;
	add_evidence(&d, memory_strdup(explanation));
	candidates_find(c, &d);
	decide(c, &d);
	finish(c, &d);
	*ret = d;
}

bool diagnosis_tells_vain_pull(const struct symptom *symptom, const struct diagnosis *d)
{
	bool silent =
		symptom->kind == SYMPTOM_SILENT || symptom->before == SYMPTOM_SILENT;
	bool late = symptom->late && symptom->after_ns > LATE_ANSWER_NS;

	if (!symptom->tried_ft || (!silent && !late))
		return false;
	return d->cause != CAUSE_MAX ? is_about_keys(d->cause)
				     : diagnosis_has_candidate(d, CAUSE_R0KH_UNREACHABLE);
}

void diagnosis_of_departure(const struct site_facts *facts,
			    const struct access_point *target,
			    const struct departure *departure, struct diagnosis *ret)
{
	const struct log_entry *entry =
		log_find(facts, (size_t)(target - facts->scenario->access_points),
			 LOG_DISCONNECTED, departure->at_ns - departure->after_ns);
	struct diagnosis d = { .present = true, .cause = CAUSE_DEAUTHENTICATED_AFTER };
	char after[DURATION_FORMAT_MAX];
	struct text out = { 0 };

	*array_add(d.candidates, d.candidate_count, d.candidate_capacity) = d.cause;
	text_printf(&out, "%s threw the station out %s after it was connected",
		    target->name, duration_format(after, departure->after_ns));
	if (departure->has_reason) {
		text_add(&out, ", ");
		reason_code_add(&out, departure->reason);
	}
	add_evidence(&d, text_steal(&out));
	if (entry)
		add_log(facts, entry, &d);
	remedy_find(NULL, d.cause, &d.remedy);
	d.remedy.access_point = memory_strdup(target->name);
	diagnosis_clear(ret);
	*ret = d;
}

void diagnosis_look(struct diagnosis *d, const struct access_point *target,
		    unsigned tried_mhz, const struct ap_facts *facts)
{
	enum cause cause = facts->found ? CAUSE_TARGET_CHANNEL : CAUSE_TARGET_OFF_AIR;

	if (!d->present || d->cause != CAUSE_MAX || !diagnosis_has_candidate(d, cause) ||
	    (facts->found && facts->found_mhz == tried_mhz))
		return;
	d->cause = cause;
	free(d->decide);
	d->decide = NULL;
	add_evidence(d, facts->found
				? memory_printf("a scan of all channels found %s at "
						"%u MHz; the station had it at %u MHz",
						target->name, facts->found_mhz, tried_mhz)
				: memory_printf("a scan of all channels did not find %s",
						target->name));
	remedy_find(NULL, cause, &d->remedy);
	d->remedy.access_point = memory_strdup(target->name);
}

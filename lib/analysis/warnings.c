/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "analysis/diagnosis.h"
#include "base/memory.h"

/* What is configured wrong and does no harm to this station: what it was told itself, and
 * what the access points' configurations say. */

/* Below it, Apple's devices are reported not to roam (OpenWrt has 20000 since 25.12). */
#define DEADLINE_MIN_TU 20000
/* hostapd takes 64 digits, or 32, which it stretches; of what is in between the first 32,
 * and of less none: it does not start. */
#define KEY_DIGITS 64
#define SHORT_KEY_DIGITS 32

static void add(struct results *results, enum cause cause, const char *access_point,
		char *evidence)
{
	struct warning *warning;

	for (size_t i = 0; i < results->warning_count; i++) {
		warning = &results->warnings[i];
		if (warning->cause == cause &&
		    strcmp(warning->remedy.access_point, access_point) == 0) {
			free(evidence);
			return;
		}
	}
	warning = array_add(results->warnings, results->warning_count,
			    results->warning_capacity);
	warning->cause = cause;
	warning->evidence = evidence;
	remedy_find(NULL, cause, &warning->remedy);
	warning->remedy.access_point = memory_strdup(access_point);
}

/* Said in the frames of a first association, where those can be read, or configured; 0:
 * hostapd announces none. */
static void check_deadline(struct results *results, const char *access_point,
			   bool present, unsigned deadline_tu)
{
	if (!present || deadline_tu == 0 || deadline_tu >= DEADLINE_MIN_TU)
		return;
	add(results, CAUSE_REASSOCIATION_DEADLINE, access_point,
	    memory_printf("%s gives stations a reassociation deadline of %u TU (%.3g s)",
			  access_point, deadline_tu, deadline_tu * 1024 / 1e6));
}

static void check_negotiated(struct results *results, const char *access_point,
			     const struct negotiation *n)
{
	check_deadline(results, access_point, n->has_reassociation_deadline,
		       n->reassociation_deadline_tu);
}

static void check_key(struct results *results, const char *access_point,
		      const struct key_holder *entry)
{
	if (strcmp(entry->key, "key-zero") == 0)
		add(results, CAUSE_RRB_KEY_ZERO, access_point,
		    memory_printf("hostapd.conf of %s: %s", access_point, entry->line));
	if (entry->digits > SHORT_KEY_DIGITS && entry->digits < KEY_DIGITS)
		add(results, CAUSE_RRB_KEY_LENGTH, access_point,
		    memory_printf("hostapd.conf of %s: %s (%u digits)", access_point,
				  entry->line, entry->digits));
}

static void check_keys(struct results *results, const char *access_point,
		       const struct key_holders *holders)
{
	for (size_t i = 0; i < holders->count; i++)
		check_key(results, access_point, &holders->items[i]);
}

/* An FT roam's is that of the association before it. */
static bool is_full(enum method method)
{
	return method == METHOD_FULL || method == METHOD_PMKSA;
}

void warnings_find(const struct site_facts *facts, struct results *results)
{
	for (size_t i = 0; i < results->association_count; i++)
		if (is_full(results_association(results, i)->used))
			check_negotiated(results, results_association(results, i)->to,
					 &results_association(results, i)->negotiated);
	for (size_t i = 0; i < results->roam_count; i++)
		if (is_full(results_roam(results, i)->used))
			check_negotiated(results, results_roam(results, i)->to,
					 &results_roam(results, i)->negotiated);
	for (size_t i = 0; i < facts->scenario->access_point_count; i++) {
		const struct ap_conf *conf = &facts->access_points[i].conf;
		const char *name = facts->scenario->access_points[i].name;

		check_deadline(results, name,
			       conf->has_reassociation_deadline &&
				       scenario_uses_ft(facts->scenario),
			       conf->reassociation_deadline_tu);
		check_keys(results, name, &conf->r0kh);
		check_keys(results, name, &conf->r1kh);
	}
}

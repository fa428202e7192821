/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/phases.h"

#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/time.h"
#include "record/suite-name.h"
#include "report/style.h"

const char *report_exchange_phrase(const char *exchange)
{
	static const struct {
		const char *exchange, *phrase;
	} phrases[] = {
		{ "ft-air", "FT over the air" },
		{ "ft-ds", "FT over the DS" },
		{ "full-sae", "full authentication, SAE" },
		{ "full-psk", "full authentication, PSK" },
		{ "full-open", "association without security" },
		{ "full", "full authentication" },
		{ "pmksa", "a cached PMKSA" },
		{ "unproven", "what was used is not proven" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(phrases); i++)
		if (strcmp(phrases[i].exchange, exchange) == 0)
			return phrases[i].phrase;
	return exchange;
}

static void add_row(struct text *out, const char *name, uint64_t mean_ns,
		    const struct distribution *d, const char *sources)
{
	static const struct text_style plain = { 0 };
	const uint64_t values[] = { mean_ns, d->p50_ns, d->p95_ns, d->p99_ns, d->max_ns };
	char cell[DURATION_FORMAT_MAX];

	text_add(out, "  ");
	cell_add(out, &plain, COLOUR_NONE, 26, name);
	text_printf(out, "%5" PRIu64, d->n);
	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		text_printf(out, "  %7s", duration_format(cell, values[i]));
	if (sources) {
		text_add(out, "  ");
		plain_add(out, sources);
	}
	text_add(out, "\n");
}

static void add_table(const struct phase_table *table, const struct text_style *style,
		      struct text *out)
{
	cleanup_text_ struct text heading = { 0 };

	text_printf(&heading, "%-28s  %5s  %7s  %7s  %7s  %7s  %7s  %s",
		    report_exchange_phrase(table->exchange), "n", "mean", "p50", "p95",
		    "p99", "max", "seen by");
	text_add(out, "\n");
	coloured_add(out, style, COLOUR_DIM, heading.data);
	text_add(out, "\n");
	for (size_t i = 0; i < table->row_count; i++) {
		const struct phase_row *row = &table->rows[i];

		add_row(out, row->name, row->mean_ns, &row->values, row->sources);
	}
	add_row(out, "total", table->mean_ns, &table->total, "sum of the above");
	for (size_t i = 0; i < table->later_count; i++) {
		const struct phase_row *row = &table->later[i];
		cleanup_text_ struct text name = { 0 };

		text_printf(&name, "%s at", row->name);
		add_row(out, name.data, row->mean_ns, &row->values, row->sources);
	}
}

void phase_tables_add(const struct results *results, const struct text_style *style,
		      struct text *out)
{
	for (size_t i = 0; i < results->phase_table_count; i++)
		add_table(&results->phase_tables[i], style, out);
}

#define SOURCES_WIDTH 66 /* columns of a line behind its label */

static void add_used_sources(const struct results *results, struct text *out)
{
	uint64_t clock_error_ns = 0;
	unsigned column = 0, count = 0;
	char error[DURATION_FORMAT_MAX];

	for (enum source i = 0; i < SOURCE_MAX; i++) {
		const struct source_result *source = &results->sources[i];
		const char *title = source_title(i);

		if (!source->known || source->state != SOURCE_USED)
			continue;
		if (count++ == 0) {
			text_add(out, "sources      ");
		} else if (column + strlen(title) + 2 > SOURCES_WIDTH) {
			text_add(out, ",\n             ");
			column = 0;
		} else {
			text_add(out, ", ");
		}
		text_add(out, title);
		column += (unsigned)strlen(title) + 2;
		if (source->clock_error_ns > clock_error_ns)
			clock_error_ns = source->clock_error_ns;
	}
	if (count > 0)
		text_add(out, "\n");
	if (clock_error_ns > 0)
		text_printf(out,
			    "             The kernel's stamps are on the run's clock to "
			    "within %s.\n",
			    duration_format(error, clock_error_ns));
}

void sources_add(const struct results *results, struct text *out)
{
	add_used_sources(results, out);
	for (enum source i = 0; i < SOURCE_MAX; i++) {
		const struct source_result *source = &results->sources[i];

		if (!source->known || (source->state == SOURCE_USED && !source->reason))
			continue;
		text_printf(out, "             %s%s", source_title(i),
			    source->state == SOURCE_LOST	  ? " was lost"
			    : source->state == SOURCE_UNAVAILABLE ? " not used"
								  : "");
		if (source->reason) {
			text_add(out, ": ");
			plain_add(out, source->reason);
		}
		text_add(out, "\n");
	}
}

static bool is_same(const struct negotiation *a, const struct negotiation *b)
{
	return a->akm == b->akm && a->pairwise_cipher == b->pairwise_cipher &&
	       a->group_management_cipher == b->group_management_cipher &&
	       a->pmf == b->pmf && a->rsnxe == b->rsnxe &&
	       a->has_mobility_domain == b->has_mobility_domain &&
	       a->mobility_domain == b->mobility_domain && a->over_ds == b->over_ds;
}

/* Bit 5 of the RSNXE's first octet (IEEE 802.11-2020 table 9-321). */
#define RSNXE_HASH_TO_ELEMENT 0x20

static void add_negotiation(const struct negotiation *n, struct text *out)
{
	char name[SUITE_NAME_MAX];

	text_add(out, akm_name(name, n->akm));
	text_printf(out, ", %s", cipher_name(name, n->pairwise_cipher));
	if (n->pmf)
		text_printf(out, ", PMF with %s",
			    n->group_management_cipher
				    ? cipher_name(name, n->group_management_cipher)
				    : "BIP-CMAC-128");
	else
		text_add(out, ", no PMF");
	if (n->has_rsnxe && (n->rsnxe & RSNXE_HASH_TO_ELEMENT))
		text_add(out, ", SAE hash-to-element");
	if (n->has_mobility_domain)
		text_printf(out,
			    "; mobility domain\n               %04x, over the DS %s, "
			    "reassociation deadline ",
			    n->mobility_domain, n->over_ds ? "offered" : "not offered");
	/* It comes encrypted in message 3: known where the password gives the key. */
	if (n->has_mobility_domain && n->has_reassociation_deadline)
		text_printf(out, "%" PRIu32 " TU", n->reassociation_deadline_tu);
	else if (n->has_mobility_domain)
		text_add(out, "not to be seen");
}

static const struct negotiation *negotiation_of(const struct results *results,
						size_t step)
{
	return step < results->association_count
		       ? &results_association(results, step)->negotiated
		       : &results_roam(results, step - results->association_count)
				  ->negotiated;
}

static void add_checks(const struct results *results, struct text *out)
{
	size_t steps = results->association_count + results->roam_count;
	size_t checks = 0, matching = 0;

	for (size_t i = 0; i < steps; i++) {
		const struct negotiation *n = negotiation_of(results, i);

		checks += n->check_count;
		for (size_t j = 0; j < n->check_count; j++)
			matching += n->checks[j].matches;
	}
	if (checks > 0)
		text_printf(
			out,
			"             Key names and MICs in the frames: %zu of %zu are "
			"what the password gives.\n",
			matching, checks);
}

static const char *name_of(const struct results *results, size_t step)
{
	return step < results->association_count
		       ? results_association(results, step)->to
		       : results_roam(results, step - results->association_count)->to;
}

static bool is_named(const struct results *results, const struct negotiation *n,
		     size_t before, const char *name)
{
	for (size_t i = 0; i < before; i++)
		if (negotiation_of(results, i)->has_security &&
		    is_same(negotiation_of(results, i), n) &&
		    strcmp(name_of(results, i), name) == 0)
			return true;
	return false;
}

#define NAMES_MAX 4

/* The access points that agreed on this: "hall, stairs: ". */
static void add_names(const struct results *results, const struct negotiation *n,
		      struct text *out)
{
	size_t steps = results->association_count + results->roam_count, named = 0;

	for (size_t i = 0; i < steps && named <= NAMES_MAX; i++) {
		const struct negotiation *other = negotiation_of(results, i);
		const char *name = name_of(results, i);

		if (!other->has_security || !is_same(other, n) ||
		    is_named(results, n, i, name))
			continue;
		if (named++ == NAMES_MAX) {
			text_add(out, " and others");
			break;
		}
		text_add(out, named > 1 ? ", " : "");
		plain_add(out, name);
	}
	text_add(out, ": ");
}

/* One line a kind: steps that agreed on the same are told of once. */
void negotiated_add(const struct results *results, struct text *out)
{
	const struct negotiation *shown[8];
	size_t count = 0, steps = results->association_count + results->roam_count;

	for (size_t i = 0; i < steps && count < ARRAY_SIZE(shown); i++) {
		const struct negotiation *n = negotiation_of(results, i);
		bool known = !n->has_security;

		for (size_t j = 0; j < count; j++)
			known |= is_same(n, shown[j]);
		if (known)
			continue;
		text_add(out, count == 0 ? "negotiated   " : "             ");
		add_names(results, n, out);
		add_negotiation(n, out);
		text_add(out, "\n");
		shown[count++] = n;
	}
	add_checks(results, out);
}

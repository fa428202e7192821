/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/cleanup.h"
#include "base/memory.h"
#include "site/faults.h"
#include "site/site-parts.h"

/* Faults that begin or end while a run is under way. */

static void tell(const struct site *site, const struct fault *fault, bool begins)
{
	cleanup_free_ char *what = fault_sentence(site->scenario, fault);
	cleanup_free_ char *sentence =
		memory_printf("Fault %s: %s", begins ? "begins" : "ends", what);

	if (site->callbacks.note)
		site->callbacks.note(site->userdata, sentence);
}

int site_change_faults(struct site *site, enum fault_kind kind, bool begin,
		       struct error *error)
{
	const struct scenario *scenario = site->scenario;

	for (size_t i = 0; i < scenario->fault_count; i++) {
		const struct fault *fault = &scenario->faults[i];
		int r;

		if (fault->kind != kind || site->in_force[i] == begin)
			continue;
		r = fault_change(scenario, &site->topology, fault, begin, error);
		if (r < 0)
			return r;
		site->in_force[i] = begin;
		tell(site, fault, begin);
	}
	return 0;
}

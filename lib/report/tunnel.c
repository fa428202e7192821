/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/tunnel.h"

#include <inttypes.h>
#include <stdint.h>

#include "report/style.h"

static void add_last_packet(const struct roam *roam, struct text *out)
{
	const struct last_authenticated *last = &roam->tunnel.last;
	bool before = last->at_ns < roam->start_ns;

	if (!last->known) {
		text_add(out, "no authenticated packet has come at all");
		return;
	}
	text_add(out, "the last authenticated packet came ");
	duration_add(out, before ? roam->start_ns - last->at_ns
				 : last->at_ns - roam->start_ns);
	text_add(out, before ? " before it began (" : " after it began (");
	plain_add(out, last->source);
	if (last->within_ns > 0) {
		text_add(out, ", at most ");
		duration_add(out, last->within_ns);
		text_add(out, " earlier");
	}
	text_add(out, ")");
}

/* So many roams are told of one by one. */
#define DEATHS_SHOWN 5

/* What is known of the roams through which the tunnel did not come. */
static void add_deaths(const struct results *results, const struct text_style *style,
		       struct text *out)
{
	size_t died = 0, most = style->verbose ? SIZE_MAX : DEATHS_SHOWN;

	for (size_t i = 0; i < results->roam_count; i++) {
		const struct roam *roam = results_roam(results, i);

		if (!roam->has_tunnel || roam->tunnel.state != TUNNEL_DIED ||
		    ++died > most)
			continue;
		text_printf(out, "             died in roam %u ", roam->index);
		plain_add(out, roam->from);
		text_add(out, " -> ");
		plain_add(out, roam->to);
		text_add(out, ": ");
		add_last_packet(roam, out);
		if (roam->tunnel.unanswered > 0)
			text_printf(out, "; %u handshake attempt%s no answer",
				    roam->tunnel.unanswered,
				    roam->tunnel.unanswered == 1 ? " has" : "s have");
		text_add(out, "\n");
	}
	if (died > most)
		text_printf(out, "             and in %zu more\n", died - most);
}

void tunnel_add(const struct results *results, const struct text_style *style,
		struct text *out)
{
	uint64_t handshakes = 0, rekeys = 0;
	size_t counted = 0, survived = 0;

	for (size_t i = 0; i < results->roam_count; i++) {
		const struct roam *roam = results_roam(results, i);

		counted += roam->has_tunnel;
		survived += roam->tunnel_survived;
		handshakes += roam->tunnel_handshakes;
		rekeys += roam->tunnel_rekeys;
	}
	if (counted == 0)
		return;
	text_printf(out,
		    "\ntunnel       survived %zu of %zu roams, which took %" PRIu64
		    " of the run's %u handshake%s",
		    survived, counted, handshakes, results->tunnel_handshakes,
		    results->tunnel_handshakes == 1 ? "" : "s");
	if (rekeys > 0)
		text_printf(out, " (and %" PRIu64 " that %s due anyway)", rekeys,
			    rekeys == 1 ? "was" : "were");
	text_add(out, "\n");
	if (results->tunnel_endpoint && results->tunnel_endpoint_changes > 0) {
		text_add(out, "             its endpoint is ");
		plain_add(out, results->tunnel_endpoint);
		text_printf(out, ", after %u change%s\n",
			    results->tunnel_endpoint_changes,
			    results->tunnel_endpoint_changes == 1 ? "" : "s");
	}
	add_deaths(results, style, out);
}

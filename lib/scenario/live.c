/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <string.h>

#include "base/hex.h"
#include "base/memory.h"
#include "base/seed.h"
#include "scenario/scenario.h"

/* The same file for a lab and for a real site: what of it means something else there. */

/* Octets; in hexadecimal it can be a passphrase of either generation. */
#define PASSWORD_OCTETS 12

void scenario_make_live(struct scenario *scenario)
{
	scenario->live = true;
	for (size_t i = 0; i < scenario->stream_count; i++) {
		struct stream *stream = &scenario->streams[i];

		if (stream->probe_place.line == 0 && !stream->has_to && stream->port == 0)
			stream->probe = PROBE_ICMP;
	}
}

static void check_stream(const struct stream *stream, struct diagnostics *diagnostics)
{
	struct diagnostic *d;

	if (stream->through != THROUGH_WIFI || stream->has_to ||
	    stream->probe == PROBE_ICMP)
		return;
	d = diagnostics_add(diagnostics,
			    stream->probe_place.line > 0 ? stream->probe_place
							 : stream->place,
			    "on a real site the probes of \"%s\" need a far end that "
			    "answers them",
			    stream->name);
	diagnostic_suggest(d,
			   "name it with \"to\" and run \"roamtest reflect\" there, or "
			   "leave \"probe\" and \"port\" out: the default gateway "
			   "answers ICMP");
}

static void check_steps(const struct step *steps, size_t count,
			struct diagnostics *diagnostics)
{
	for (size_t i = 0; i < count; i++) {
		const struct step *step = &steps[i];

		if (step->kind == STEP_FAULT)
			diagnostic_suggest(
				diagnostics_add(diagnostics, step->place,
						"a real site's faults are its own"),
				"run it in a lab, or leave this step out");
		check_steps(step->steps, step->step_count, diagnostics);
	}
}

int scenario_check_live(const struct scenario *scenario, struct diagnostics *diagnostics)
{
	size_t before = diagnostics->count;

	if (scenario->has_tunnel && scenario->tunnel.kind == TUNNEL_LAB)
		diagnostic_suggest(
			diagnostics_add(diagnostics, scenario->tunnel.place,
					"on a real site there is no lab to make the "
					"tunnel's other end"),
			"name a wg-quick file or an interface that is there, and "
			"\"far-end\"");
	for (size_t i = 0; i < scenario->stream_count; i++)
		check_stream(&scenario->streams[i], diagnostics);
	check_steps(scenario->steps, scenario->step_count, diagnostics);
	return diagnostics->count > before ? -EINVAL : 0;
}

void scenario_make_password(struct scenario *scenario, uint32_t seed)
{
	uint8_t octets[PASSWORD_OCTETS];
	char password[2 * PASSWORD_OCTETS + 1];

	if (scenario->password || scenario->securities[SECURITY_OPEN])
		return;
	seed_octets(seed, "network-password", octets, sizeof(octets));
	hex_format(password, octets, sizeof(octets));
	scenario->password = memory_strdup(password);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/phases.h"

#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "base/time.h"
#include "story.h"

/* Whatever sources tell, leave out or tell in another order: the phases follow one
 * another and their sum is the roam's time. */

#define ROUNDS 600
#define EVENTS_MAX 60

static uint32_t state_of_lcg;

/* Numerical Recipes' constants; the upper half, whose period is the whole one. */
static unsigned below(unsigned limit)
{
	state_of_lcg = state_of_lcg * 1664525 + 1013904223;
	return (state_of_lcg >> 16) % limit;
}

static const uint8_t *any_access_point(void)
{
	unsigned n = below(10);

	return n == 0 ? story_elsewhere : n < 3 ? story_hall : story_stairs;
}

static struct frame any_frame(void)
{
	static const int statuses[] = { 0, 0, 0, 0, 30, 53, 76, 126 };
	int status = statuses[below(ARRAY_SIZE(statuses))];
	struct frame frame;

	if (below(3) == 0)
		return story_auth(below(4), below(3), status);
	if (below(3) == 0)
		return story_key_frame(below(5));
	frame = story_ft_frame((enum frame_kind)below(FRAME_KIND_MAX), status);
	memcpy(frame.target_ap, any_access_point(), MAC_LENGTH);
	return frame;
}

static void tell_kernel(struct story *story)
{
	struct event event = { .kind = EVENT_KERNEL };

	event.kernel.what = (enum kernel_event)below(KERNEL_EVENT_MAX);
	event.kernel.timed_out = below(20) == 0;
	event.kernel.acknowledged = below(4) > 0;
	memcpy(event.kernel.mac, any_access_point(), MAC_LENGTH);
	if (below(3) > 0) {
		event.kernel.frame = any_frame();
		memcpy(event.kernel.frame.from, any_access_point(), MAC_LENGTH);
		memcpy(event.kernel.frame.to, story_station, MAC_LENGTH);
	}
	story_event(story, &event);
}

static void tell_trace(struct story *story)
{
	struct event event = { .kind = EVENT_TRACE };
	uint64_t took_ns = below(30) * NS_PER_US;

	event.trace.what = (enum trace_event)below(TRACE_EVENT_MAX);
	event.trace.began_ns = story->now_ns > took_ns ? story->now_ns - took_ns : 0;
	event.trace.pairwise = below(2);
	event.trace.key_index = below(6);
	event.trace.authorized = below(2);
	event.trace.result = below(5) == 0 ? -2 : 0;
	memcpy(event.trace.mac, any_access_point(), MAC_LENGTH);
	story_event(story, &event);
}

static void tell_supplicant(struct story *story)
{
	enum supplicant_event what = (enum supplicant_event)below(SUPPLICANT_EVENT_MAX);

	/* Else few rounds would get that far. */
	if (what == SUPPLICANT_CONNECTED && below(4) > 0)
		return;
	story_supplicant_status(story, what, any_access_point(), below(4) == 0 ? 53 : 0);
}

static void tell_anything(struct story *story)
{
	static const char *const commands[] = {
		"SCAN TYPE=ONLY freq=2437",  "STATUS",
		"FT_DS 02:00:00:00:02:00",   "ROAM 02:00:00:00:02:00",
		"BSSID 0 00:00:00:00:00:00",
	};

	switch (below(8)) {
	case 0:
		tell_kernel(story);
		break;
	case 1:
		tell_trace(story);
		break;
	case 2:
		tell_supplicant(story);
		break;
	case 3:
		story_sent(story, any_access_point(), any_frame());
		break;
	case 4:
		story_received(story, any_access_point(), any_frame());
		break;
	case 5:
		story_protected(story, below(2), any_access_point(), below(2) ? 250 : 49);
		break;
	case 6:
		story_link(story, below(2));
		break;
	case 7:
		if (below(6) == 0)
			story_command(story, commands[below(ARRAY_SIZE(commands))],
				      below(4) > 0);
		break;
	}
}

static void assert_no_hole_and_no_overlap(const struct roam *roam, uint32_t seed)
{
	uint64_t end_ns = roam->start_ns, sum_ns = 0;

	for (size_t i = 0; i < roam->phase_count; i++) {
		const struct phase *phase = &roam->phases[i];

		if (phase->start_ns != end_ns || phase->end_ns < phase->start_ns)
			fail_msg("seed %u: phase %zu, %s, begins at %ju and ends at %ju, "
				 "that before it ends at %ju",
				 seed, i, phase->name, (uintmax_t)phase->start_ns,
				 (uintmax_t)phase->end_ns, (uintmax_t)end_ns);
		end_ns = phase->end_ns;
		sum_ns += phase->end_ns - phase->start_ns;
	}
	if (sum_ns != roam->total_ns)
		fail_msg("seed %u: the sum of the phases is %ju, not %ju", seed,
			 (uintmax_t)sum_ns, (uintmax_t)roam->total_ns);
}

/* Returns how many phases there were. */
static size_t play(uint32_t seed, const char *steps, void (*tell)(struct story *story),
		   unsigned events)
{
	struct story *story = story_begin("ft-sae", steps);
	const struct roam *roam;
	size_t phases;

	state_of_lcg = seed;
	story_arrives(story, 0);
	story_wait(story, 1000);
	story_step(story, 1);
	story_wait(story, 10);
	if (below(4) > 0)
		story_command(story,
			      strstr(steps, "ds") ? "FT_DS 02:00:00:00:02:00"
						  : "ROAM 02:00:00:00:02:00",
			      true);
	for (unsigned i = 0; i < events; i++) {
		story_wait(story, below(3) == 0 ? 0 : below(50));
		tell(story);
	}
	if (below(4) > 0)
		story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_wait(story, below(50));
	story_done(story, (enum outcome)below(OUTCOME_MAX), -1);
	for (unsigned i = 0; i < 5; i++)
		tell(story);
	story_settled(story, true);
	roam = analysis_roam(story->analysis, 0);
	assert_non_null(roam);
	assert_no_hole_and_no_overlap(roam, seed);
	phases = roam->phase_count;
	story_end(story);
	return phases;
}

#define AIR "steps: [ associate: hall, roam: { to: stairs, via: air } ]\n"
#define DS "steps: [ associate: hall, roam: { to: stairs, via: ds } ]\n"

static void events_in_any_order_make_no_hole_and_no_overlap(void **state)
{
	size_t phases = 0;

	(void)state;
	for (uint32_t seed = 1; seed <= ROUNDS; seed++)
		phases += play(seed, seed % 2 ? AIR : DS, tell_anything,
			       1 + seed % EVENTS_MAX);
	/* What is to be found was there. */
	assert_true(phases > (size_t)ROUNDS * 2);
}

/* The next of a real roam's events, in their order, with one in four left out. */
static unsigned next_event;

static void tell_in_order(struct story *story)
{
	struct frame request = story_ft_frame(FRAME_FT_REQUEST, -1);
	struct frame reassociation = story_ft_frame(FRAME_REASSOCIATION_REQUEST, -1);
	struct frame answer = story_ft_frame(FRAME_REASSOCIATION_RESPONSE, 0);

	memcpy(request.target_ap, story_stairs, MAC_LENGTH);
	next_event++;
	if (below(4) == 0)
		return;
	switch (next_event) {
	case 1:
		story_sent(story, story_hall, request);
		break;
	case 2:
		story_protected(story, false, story_hall, 300);
		break;
	case 3:
		story_supplicant_status(story, SUPPLICANT_FT_RESPONSE, story_stairs,
					below(2) ? 53 : 0);
		break;
	case 4:
		story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
		break;
	case 5:
		story_kernel(story, KERNEL_DEL_STATION, story_hall);
		break;
	case 6:
		story_sent(story, story_stairs, story_auth(AUTH_SAE, 1, 0));
		break;
	case 7:
		story_received(story, story_stairs,
			       story_auth(AUTH_SAE, 1, below(2) ? 76 : 0));
		break;
	case 8:
		story_sent(story, story_stairs, story_auth(AUTH_SAE, 1, 0));
		break;
	case 9:
		story_received(story, story_stairs, story_auth(AUTH_SAE, 1, 0));
		break;
	case 10:
		story_received(story, story_stairs, story_auth(AUTH_SAE, 2, 0));
		break;
	case 11:
		story_trace(story, TRACE_ASSOC, story_stairs, below(30));
		break;
	case 12:
		story_sent(story, story_stairs, reassociation);
		break;
	case 13:
		answer.status = 30;
		story_received(story, story_stairs, answer);
		break;
	case 14:
		story_kernel(story, KERNEL_ASSOC_COMEBACK, story_stairs);
		break;
	case 15:
		story_sent(story, story_stairs, reassociation);
		break;
	case 16:
		story_received(story, story_stairs, answer);
		break;
	case 17:
		story_link(story, true);
		break;
	case 18:
		story_received(story, story_stairs, story_key_frame(1));
		break;
	case 19:
		story_eapol(story, story_stairs, 2);
		break;
	case 20:
		story_supplicant(story, SUPPLICANT_EAPOL_RECEIVED, story_stairs);
		break;
	case 21:
		story_sent(story, story_stairs, story_key_frame(4));
		break;
	case 22:
		story_key(story, story_stairs, 0, 0);
		break;
	case 23:
		story_authorized(story, story_stairs);
		break;
	case 24:
		story_key(story, NULL, 1, 0);
		break;
	case 25:
		story_supplicant(story, SUPPLICANT_KEYS_DONE, story_stairs);
		break;
	}
}

static void events_left_out_make_no_hole_and_no_overlap(void **state)
{
	size_t phases = 0;

	(void)state;
	for (uint32_t seed = 1; seed <= ROUNDS; seed++) {
		next_event = 0;
		phases += play(seed, seed % 2 ? AIR : DS, tell_in_order, 26);
	}
	assert_true(phases > (size_t)ROUNDS * 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_in_any_order_make_no_hole_and_no_overlap),
		cmocka_unit_test(events_left_out_make_no_hole_and_no_overlap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

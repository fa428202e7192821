/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/aftermath.h"

#include "../cmocka-all.h"
#include "base/time.h"
#include "story.h"

#define AIR "steps: [ associate: hall, roam: { to: stairs, via: air } ]\n"

static struct story *begin(void)
{
	struct story *story = story_begin("ft-sae", AIR);

	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_wait(story, 100);
	story_associate(story, story_stairs, 0, true);
	return story;
}

static void connected(struct story *story)
{
	story_wait(story, 10);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_wait(story, 10);
}

/* "name:microseconds since the roam's start, by source; …" */
static void end(struct story *story, const char *expected)
{
	cleanup_text_ struct text out = { 0 };
	const struct roam *roam;

	story_settled(story, true);
	roam = analysis_roam(story->analysis, 0);
	assert_non_null(roam);
	for (size_t i = 0; i < roam->aftermath_count; i++) {
		const struct aftermath *after = &roam->aftermath[i];

		assert_int_equal(after->at_ns - roam->start_ns, after->after_ns);
		text_printf(&out, "%s%s:%u by %s", i > 0 ? "; " : "", after->name,
			    (unsigned)(after->after_ns / NS_PER_US), after->source);
	}
	assert_string_equal(out.data ? out.data : "", expected);
	story_end(story);
}

static void what_comes_after_connected_is_in_the_aftermath(void **state)
{
	struct story *story = begin();

	(void)state;
	connected(story);
	story_link(story, true);
	story_wait(story, 20);
	story_trace(story, TRACE_STATION_STATE, story_stairs, 1); /* not authorized */
	story_wait(story, 5);
	story_authorized(story, story_stairs);
	end(story, "carrier:120 by rtnetlink; port-open:145 by tracefs");
}

static void what_two_sources_tell_of_is_there_once_at_the_earlier(void **state)
{
	struct story *story = begin();

	(void)state;
	connected(story);
	story_kernel(story, KERNEL_PORT_AUTHORIZED, story_stairs);
	story_wait(story, 20);
	story_authorized(story, story_stairs);
	story_key(story, story_stairs, 0, 0);
	story_wait(story, 20);
	story_key(story, story_stairs, 0, 0);
	end(story, "port-open:120 by nl80211 multicast; ptk-installed:140 by tracefs");
}

static void what_ended_a_phase_is_no_aftermath(void **state)
{
	struct story *story = begin();

	(void)state;
	story_key(story, NULL, 1, 0);
	connected(story);
	story_key(story, NULL, 2, 0);
	story_associate(story, story_stairs, 0, true);
	end(story, "");
}

/* It is told of when the kernel gets to it, however far the station has come. */
static void the_carrier_is_in_the_aftermath_also_before_connected(void **state)
{
	struct story *story = begin();

	(void)state;
	story_wait(story, 5);
	story_link(story, true);
	story_authorized(story, story_stairs); /* ends a phase */
	connected(story);
	story_link(story, true);
	end(story, "carrier:105 by rtnetlink");
}

static void the_carrier_of_the_old_association_is_none(void **state)
{
	struct story *story = story_begin("ft-sae", AIR);

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_wait(story, 50);
	story_link(story, true);
	story_wait(story, 50);
	story_associate(story, story_stairs, 0, true);
	connected(story);
	end(story, "");
}

static void what_follows_connected_needs_no_sight_of_the_association(void **state)
{
	struct story *story = story_begin("ft-sae", AIR);

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	connected(story);
	story_link(story, true);
	end(story, "carrier:20 by rtnetlink");
}

static void an_association_has_what_came_until_its_step_was_done(void **state)
{
	struct story *story = story_begin("ft-sae", "steps: [ associate: hall ]\n");
	const struct association *association;

	(void)state;
	story_step(story, 0);
	story_command(story, "SELECT_NETWORK 0", true);
	story_wait(story, 100);
	story_associate(story, story_hall, 0, true);
	story_wait(story, 10);
	story_link(story, true);
	story_wait(story, 10);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_hall);
	story_wait(story, 10);
	story_authorized(story, story_hall);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	association = analysis_association(story->analysis, 0);
	assert_non_null(association);
	assert_int_equal(association->aftermath_count, 2);
	assert_string_equal(association->aftermath[0].name, "carrier");
	assert_int_equal(association->aftermath[0].after_ns, 110 * NS_PER_US);
	assert_string_equal(association->aftermath[1].name, "port-open");
	assert_int_equal(association->aftermath[1].after_ns, 130 * NS_PER_US);
	story_end(story);
}

static void what_belongs_to_a_second_entry_is_none(void **state)
{
	struct story *story = begin();

	(void)state;
	connected(story);
	story_supplicant(story, SUPPLICANT_DISCONNECTED, story_stairs);
	story_wait(story, 20);
	story_authorized(story, story_stairs);
	story_link(story, true);
	end(story, "");
}

static void a_roam_that_did_not_arrive_has_none(void **state)
{
	struct story *story = begin();

	(void)state;
	story_done(story, OUTCOME_TIMEOUT, -1);
	story_wait(story, 10);
	story_link(story, true);
	end(story, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_comes_after_connected_is_in_the_aftermath),
		cmocka_unit_test(what_two_sources_tell_of_is_there_once_at_the_earlier),
		cmocka_unit_test(what_ended_a_phase_is_no_aftermath),
		cmocka_unit_test(the_carrier_is_in_the_aftermath_also_before_connected),
		cmocka_unit_test(the_carrier_of_the_old_association_is_none),
		cmocka_unit_test(
			what_follows_connected_needs_no_sight_of_the_association),
		cmocka_unit_test(an_association_has_what_came_until_its_step_was_done),
		cmocka_unit_test(what_belongs_to_a_second_entry_is_none),
		cmocka_unit_test(a_roam_that_did_not_arrive_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

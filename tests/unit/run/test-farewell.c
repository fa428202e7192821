/* SPDX-License-Identifier: BSD-3-Clause */
#include "recording.h"

#include "base/memory.h"
#include "run/farewell.h"

enum { HALL, STAIRS, ATTIC, COUNT };

struct walk {
	struct recording recording;
	struct access_point aps[COUNT];
	struct run *run;
	struct farewells *f;
};

static void begin(struct walk *walk)
{
	recording_begin(&walk->recording);
	for (uint8_t i = 0; i < COUNT; i++)
		walk->aps[i] = (struct access_point){ .bssid = { 2, 0, 0, 0, i, 0 } };
	walk->recording.scenario.access_points = walk->aps;
	walk->recording.scenario.access_point_count = COUNT;
	walk->run = walk->recording.run;
	farewells_free(walk->run->farewells);
	walk->f = walk->run->farewells = farewells_new(&walk->recording.scenario);
}

static void stand_on(struct walk *walk, size_t ap)
{
	walk->run->associated = true;
	memcpy(walk->run->bssid, walk->aps[ap].bssid, MAC_LENGTH);
}

static void associate(struct walk *walk, size_t ap)
{
	farewell_leaving(walk->run);
	stand_on(walk, ap);
	farewell_associated(walk->run, &walk->aps[ap]);
}

static void roam(struct walk *walk, size_t to, bool handshake)
{
	size_t before = farewell_before_roam(walk->run);

	stand_on(walk, to);
	walk->run->attempt.handshake = handshake;
	farewell_roamed(walk->run, before, &walk->aps[to], VIA_DS);
}

static void one_that_was_come_to_by_ft_and_left_by_a_roam_lingers(void **state)
{
	struct walk walk;

	(void)state;
	begin(&walk);
	associate(&walk, HALL);
	roam(&walk, STAIRS, false);
	assert_false(walk.f->of[HALL].lingers); /* it had begun with a handshake */
	roam(&walk, ATTIC, false);
	assert_true(walk.f->of[STAIRS].lingers);
	assert_int_equal(walk.f->of[STAIRS].holder, HALL);
	assert_int_equal(walk.f->of[STAIRS].via, VIA_DS);
	assert_false(walk.f->of[ATTIC].lingers);
	recording_end(&walk.recording);
}

static void who_comes_back_and_takes_leave_does_not_linger(void **state)
{
	struct walk walk;

	(void)state;
	begin(&walk);
	associate(&walk, HALL);
	roam(&walk, STAIRS, false);
	roam(&walk, HALL, false);
	roam(&walk, STAIRS, false);
	assert_true(walk.f->of[HALL].lingers);
	roam(&walk, HALL, false);
	assert_false(walk.f->of[HALL].lingers);
	associate(&walk, HALL);
	assert_false(walk.f->of[HALL].lingers);
	assert_true(walk.f->of[STAIRS].lingers);
	recording_end(&walk.recording);
}

static void a_full_authentication_leaves_nothing_that_lingers(void **state)
{
	struct walk walk;

	(void)state;
	begin(&walk);
	associate(&walk, HALL);
	roam(&walk, STAIRS, true);
	assert_int_equal(walk.f->holder, STAIRS);
	roam(&walk, ATTIC, false);
	assert_false(walk.f->of[STAIRS].lingers);
	assert_int_equal(walk.f->holder, STAIRS);
	recording_end(&walk.recording);
}

static void a_roam_that_fails_may_lose_the_access_point_behind_it(void **state)
{
	struct walk walk;
	size_t before;

	(void)state;
	begin(&walk);
	associate(&walk, HALL);
	roam(&walk, STAIRS, false);
	before = farewell_before_roam(walk.run);
	farewell_roamed(walk.run, before, &walk.aps[ATTIC], VIA_DS);
	assert_false(walk.f->of[STAIRS].lingers); /* it still stands there */
	assert_true(walk.f->by_ft);
	before = farewell_before_roam(walk.run);
	walk.run->associated = false;
	farewell_roamed(walk.run, before, &walk.aps[ATTIC], VIA_AIR);
	assert_true(walk.f->of[STAIRS].lingers);
	assert_int_equal(walk.f->of[STAIRS].holder, HALL);
	assert_int_equal(walk.f->holder, FAREWELL_NOBODY);
	recording_end(&walk.recording);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_that_was_come_to_by_ft_and_left_by_a_roam_lingers),
		cmocka_unit_test(who_comes_back_and_takes_leave_does_not_linger),
		cmocka_unit_test(a_full_authentication_leaves_nothing_that_lingers),
		cmocka_unit_test(a_roam_that_fails_may_lose_the_access_point_behind_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

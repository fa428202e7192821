/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/loss.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_lost(const struct loss *loss, int up, int down, int unknown)
{
	assert_int_equal(loss_up(loss), up);
	assert_int_equal(loss_down(loss), down);
	assert_int_equal(loss_unknown(loss), unknown);
}

/* Probes first to last, each answered, the first with that number of the reflector's. */
static void answers(struct loss *loss, uint32_t first, uint32_t last, uint32_t reflector)
{
	for (uint32_t i = first; i <= last; i++)
		loss_answer(loss, i, reflector + i - first);
}

static void without_an_answer_nothing_is_known(void **state)
{
	struct loss loss = { 0 };

	(void)state;
	assert_lost(&loss, 0, 0, 0);
}

static void the_reflectors_number_tells_the_direction(void **state)
{
	struct loss loss = { 0 };

	(void)state;
	answers(&loss, 0, 9, 0);
	answers(&loss, 13, 19, 10); /* 10 to 12 never arrived */
	assert_lost(&loss, 3, 0, 0);
	answers(&loss, 22, 29, 19); /* two answers were lost */
	assert_lost(&loss, 3, 2, 0);
}

static void what_was_overtaken_is_not_lost(void **state)
{
	struct loss loss = { 0 };

	(void)state;
	answers(&loss, 0, 9, 0);
	loss_answer(&loss, 11, 10);
	assert_lost(&loss, 1, 0, 0);
	loss_answer(&loss, 10, 11);
	assert_lost(&loss, 0, 0, 0);
}

static void a_probe_that_came_twice_is_none_lost(void **state)
{
	struct loss loss = { 0 };

	(void)state;
	answers(&loss, 0, 9, 0);
	loss_duplicate(&loss, 10, true);
	answers(&loss, 10, 19, 11);
	assert_lost(&loss, 0, 0, 0);
	loss_duplicate(&loss, 20, false);
	assert_lost(&loss, 0, 0, 0);
}

/* As after a new address: the reflector takes the station for another. */
static void a_new_count_keeps_what_was_lost_before(void **state)
{
	struct loss loss = { 0 };

	(void)state;
	answers(&loss, 0, 9, 0);
	answers(&loss, 12, 19, 10);
	assert_lost(&loss, 2, 0, 0);
	loss_anew(&loss, 25, 1, -1);
	loss_answer(&loss, 25, 1);
	/* One of the five answers was lost, of the others it cannot be said. */
	assert_lost(&loss, 2, 1, 4);
	answers(&loss, 26, 29, 2);
	assert_lost(&loss, 2, 1, 4);
	answers(&loss, 32, 39, 6);
	assert_lost(&loss, 4, 1, 4);
}

static void who_tells_of_arrivals_leaves_nothing_unknown(void **state)
{
	struct loss loss = { 0 };

	(void)state;
	answers(&loss, 0, 9, 0);
	/* Of 10 to 15 two arrived before the new count, and one is its first. */
	loss_anew(&loss, 16, 1, 3);
	answers(&loss, 16, 19, 1);
	assert_lost(&loss, 3, 3, 0);
}

/* The station has the address back that it had before another one. */
static void a_count_that_goes_on_is_no_loss(void **state)
{
	struct loss loss = { 0 };

	(void)state;
	answers(&loss, 0, 99, 0);
	loss_anew(&loss, 105, 0, 0);
	answers(&loss, 105, 109, 0);
	assert_lost(&loss, 5, 0, 0);
	loss_anew(&loss, 115, 101, 1);
	answers(&loss, 115, 119, 101);
	assert_lost(&loss, 9, 1, 0);
	/* Nobody tells: it cannot be said in which direction. */
	loss_anew(&loss, 125, 205, -1);
	answers(&loss, 125, 129, 205);
	assert_lost(&loss, 9, 1, 5);
}

static void a_straggler_of_the_old_count_is_not_lost(void **state)
{
	struct loss loss = { 0 };

	(void)state;
	answers(&loss, 0, 9, 0);
	loss_anew(&loss, 12, 0, -1);
	loss_answer(&loss, 12, 0);
	assert_lost(&loss, 0, 0, 2);
	loss_answer(&loss, 11, 11);
	assert_lost(&loss, 0, 0, 1);
	assert_int_equal(loss.sequence, 12);
	assert_int_equal(loss.reflector_sequence, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_an_answer_nothing_is_known),
		cmocka_unit_test(the_reflectors_number_tells_the_direction),
		cmocka_unit_test(what_was_overtaken_is_not_lost),
		cmocka_unit_test(a_probe_that_came_twice_is_none_lost),
		cmocka_unit_test(a_new_count_keeps_what_was_lost_before),
		cmocka_unit_test(who_tells_of_arrivals_leaves_nothing_unknown),
		cmocka_unit_test(a_count_that_goes_on_is_no_loss),
		cmocka_unit_test(a_straggler_of_the_old_count_is_not_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

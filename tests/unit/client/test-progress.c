/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "progress.h"

/* A run whose progress is told. */
struct told {
	struct scenario *scenario;
	struct plan *plan;
	struct progress progress;
	uint64_t run_ns, now_ns; /* since an arbitrary moment */
};

#define LATER (77 * NS_PER_S)

static void take(struct told *told, struct event event)
{
	event.time_ns = told->run_ns;
	progress_take(&told->progress, told->plan, &event, LATER + told->now_ns);
}

static void begin(struct told *told, const char *steps, const char *clock)
{
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_free_ char *yaml = memory_printf(
		"network: { ssid: corridor, security: ft-sae, password: correct horse }\n"
		"access-points:\n"
		"  hall:   { bssid: \"02:00:00:00:01:00\", channel: 1 }\n"
		"  stairs: { bssid: \"02:00:00:00:02:00\", channel: 6 }\n"
		"steps:\n%s",
		steps);
	struct event start = { .kind = EVENT_RUN_START, .step = -1 };

	*told = (struct told){ 0 };
	assert_int_equal(scenario_parse("told.yaml", yaml, strlen(yaml), &diagnostics,
					&told->scenario),
			 0);
	told->plan = plan_make(told->scenario);
	start.run_start.environment.clock = (char *)(uintptr_t)clock;
	take(told, start);
}

static void end(struct told *told)
{
	progress_clear(&told->progress);
	plan_free(told->plan);
	scenario_free(told->scenario);
}

/* A step begins at that moment of both clocks. */
static void step_at(struct told *told, int step, uint64_t s)
{
	told->run_ns = told->now_ns = s * NS_PER_S;
	take(told, (struct event){ .kind = EVENT_STEP_START, .step = step });
}

static void assert_told(const struct told *told, const char *expected)
{
	cleanup_text_ struct text text = { 0 };

	progress_format(&told->progress, 2, 1, LATER + told->now_ns, &text);
	assert_string_equal(text.data ? text.data : "", expected);
}

static void nothing_is_told_before_the_first_step(void **state)
{
	struct told told;

	(void)state;
	begin(&told, "  - associate: hall\n", "real");
	assert_told(&told, "");
	step_at(&told, 0, 9);
	assert_told(&told, "associate with hall; 2 roams, 1 failed; 9s gone by");
	end(&told);
}

static void a_repeat_for_a_time_has_the_rest_of_it_left(void **state)
{
	struct told told;

	(void)state;
	begin(&told,
	      "  - associate: hall\n"
	      "  - repeat: { for: 2h, every: 1m, steps: [ roam: stairs, roam: hall ] }\n"
	      "  - wait: 10s\n",
	      "real");
	step_at(&told, 0, 0);
	step_at(&told, 1, 1);
	assert_told(&told,
		    "roam to stairs over the air; 2 roams, 1 failed; 1s gone by, about "
		    "2h 0m left");
	step_at(&told, 2, 4);
	plan_decide(told.plan, true);
	step_at(&told, 3, 3601);
	assert_told(&told, "wait for the next round; 2 roams, 1 failed; 1h 0m gone by, "
			   "about 1h 0m left");
	step_at(&told, 4, 7198);
	assert_told(&told,
		    "roam to stairs over the air; 2 roams, 1 failed; 1h 59m gone by, "
		    "about 13s left");
	end(&told);
}

static void a_number_of_rounds_goes_by_the_mean_of_those_so_far(void **state)
{
	struct told told;

	(void)state;
	begin(&told, "  - repeat: { times: 10, steps: [ associate: hall, wait: 1s ] }\n",
	      "real");
	step_at(&told, 0, 0);
	assert_told(&told, "associate with hall; 2 roams, 1 failed; 0s gone by");
	/* By its steps, as long as there is no whole round: 10 * (19 + 1) - 19. */
	step_at(&told, 1, 19);
	assert_told(&told, "wait 1s; 2 roams, 1 failed; 19s gone by, about 3m 1s left");
	step_at(&told, 2, 30);
	assert_told(&told,
		    "associate with hall; 2 roams, 1 failed; 30s gone by, about 4m 30s "
		    "left");
	step_at(&told, 3, 31);
	step_at(&told, 4, 50);
	assert_told(&told,
		    "associate with hall; 2 roams, 1 failed; 50s gone by, about 3m 20s "
		    "left");
	end(&told);
}

static void whichever_ends_a_repeat_first_counts(void **state)
{
	struct told told;

	(void)state;
	begin(&told,
	      "  - repeat: { times: 10, for: 1m, steps: [ associate: hall, wait: 1s ] "
	      "}\n",
	      "real");
	step_at(&told, 0, 0);
	assert_told(&told,
		    "associate with hall; 2 roams, 1 failed; 0s gone by, about 1m 0s "
		    "left");
	step_at(&told, 1, 1);
	assert_told(&told, "wait 1s; 2 roams, 1 failed; 1s gone by, about 19s left");
	end(&told);
}

static void a_matrix_is_as_long_as_its_moves(void **state)
{
	struct told told;

	(void)state;
	/* Two pairs in two ways: an association and a roam each. */
	begin(&told, "  - matrix: { legs: [ cold ] }\n", "real");
	step_at(&told, 0, 0);
	step_at(&told, 1, 3);
	assert_told(&told,
		    "roam to stairs over the air; 2 roams, 1 failed; 3s gone by, about "
		    "21s left");
	end(&told);
}

/* What goes by of a virtual clock's time, nobody has to wait for. */
static void a_virtual_clock_is_told_by_how_fast_it_went(void **state)
{
	struct told told;

	(void)state;
	begin(&told, "  - repeat: { for: 2h, steps: [ wait: 1s ] }\n", "virtual");
	step_at(&told, 0, 0);
	told.run_ns = 1200 * NS_PER_S;
	told.now_ns = NS_PER_S;
	take(&told, (struct event){ .kind = EVENT_ALIVE });
	assert_told(&told, "wait 1s; 2 roams, 1 failed; 1s gone by");
	told.now_ns = 4 * NS_PER_S;
	assert_told(&told, "wait 1s; 2 roams, 1 failed; 4s gone by, about 20s left");
	end(&told);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_told_before_the_first_step),
		cmocka_unit_test(a_repeat_for_a_time_has_the_rest_of_it_left),
		cmocka_unit_test(a_number_of_rounds_goes_by_the_mean_of_those_so_far),
		cmocka_unit_test(whichever_ends_a_repeat_first_counts),
		cmocka_unit_test(a_matrix_is_as_long_as_its_moves),
		cmocka_unit_test(a_virtual_clock_is_told_by_how_fast_it_went),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

/* Exit codes, a contract with whoever calls roamtest (roamtest(1), EXIT STATUS). */
enum exit_code {
	EXIT_PASSED = 0,
	EXIT_FAILED = 1, /* an expectation was not met */
	EXIT_USAGE = 2,	 /* wrong usage, or a scenario that is not valid */
	EXIT_NOT_MEASURED = 3,
	EXIT_INTERNAL = 4,
	EXIT_SKIPPED = 77, /* this machine lacks what the scenario needs */
	EXIT_INTERRUPTED = 130,
};

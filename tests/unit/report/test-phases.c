/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/phases.h"

#include "../cmocka-all.h"
#include <string.h>

#include "base/time.h"
#include "report/style.h"

static const struct text_style plain = { 0 };

static void assert_text(const struct text *out, const char *expected)
{
	assert_string_equal(out->data ? out->data : "", expected);
}

static struct distribution of(uint64_t n, uint64_t ns)
{
	return (struct distribution){
		.n = n,
		.min_ns = ns,
		.p50_ns = ns,
		.p95_ns = 2 * ns,
		.p99_ns = 3 * ns,
		.max_ns = 4 * ns,
	};
}

static void a_table_has_its_phases_their_total_and_what_came_later(void **state)
{
	struct phase_row rows[] = {
		{ .name = (char[]){ "command" },
		  .sources = (char[]){ "control interface, tracefs" },
		  .mean_ns = 100 * NS_PER_US,
		  .values = of(2, 100 * NS_PER_US) },
	};
	struct phase_row later[] = {
		{ .name = (char[]){ "first-sent voice" },
		  .sources = (char[]){ "probes" },
		  .mean_ns = 20 * NS_PER_MS,
		  .values = of(1, 20 * NS_PER_MS) },
	};
	struct phase_table table = {
		.exchange = (char[]){ "ft-ds" },
		.mean_ns = 100 * NS_PER_US,
		.total = of(2, 100 * NS_PER_US),
		.rows = rows,
		.row_count = 1,
		.later = later,
		.later_count = 1,
	};
	struct results results = { .phase_tables = &table, .phase_table_count = 1 };
	cleanup_text_ struct text out = { 0 };

	(void)state;
	phase_tables_add(&results, &plain, &out);
	assert_text(&out, "\n"
			  "FT over the DS                    n     mean      p50      "
			  "p95      p99      max  seen by\n"
			  "  command                         2    100us    100us    "
			  "200us    300us    400us  control interface, tracefs\n"
			  "  total                           2    100us    100us    "
			  "200us    300us    400us  sum of the above\n"
			  "  first-sent voice at             1   20.0ms   20.0ms   "
			  "40.0ms   60.0ms   80.0ms  probes\n");
}

static void each_exchange_has_its_phrase_and_an_unknown_one_its_word(void **state)
{
	static const char *const phrases[][2] = {
		{ "ft-air", "\nFT over the air " },
		{ "ft-ds", "\nFT over the DS " },
		{ "full-sae", "\nfull authentication, SAE " },
		{ "full-psk", "\nfull authentication, PSK " },
		{ "full-open", "\nassociation without security " },
		{ "full", "\nfull authentication " },
		{ "pmksa", "\na cached PMKSA " },
		{ "full-owe", "\nfull-owe " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		struct phase_table table = { .exchange = (char *)phrases[i][0] };
		struct results results = { .phase_tables = &table,
					   .phase_table_count = 1 };
		cleanup_text_ struct text out = { 0 };

		phase_tables_add(&results, &plain, &out);
		assert_memory_equal(out.data, phrases[i][1], strlen(phrases[i][1]));
	}
}

static void without_roams_there_is_no_table(void **state)
{
	struct results results = { 0 };
	cleanup_text_ struct text out = { 0 };

	(void)state;
	phase_tables_add(&results, &plain, &out);
	sources_add(&results, &out);
	negotiated_add(&results, &out);
	assert_text(&out, "");
}

static void sources_are_listed_with_the_error_of_their_stamps(void **state)
{
	struct results results = { 0 };
	cleanup_text_ struct text out = { 0 };

	(void)state;
	results.sources[SOURCE_CAPTURE] =
		(struct source_result){ .known = true, .clock_error_ns = 256 };
	results.sources[SOURCE_RTNETLINK] =
		(struct source_result){ .known = true, .clock_error_ns = 512 };
	results.sources[SOURCE_CONTROL] = (struct source_result){ .known = true };
	sources_add(&results, &out);
	assert_text(&out, "sources      monitor capture, rtnetlink, control interface\n"
			  "             The kernel's stamps are on the run's clock to "
			  "within 512ns.\n");
}

static void many_sources_take_two_lines(void **state)
{
	struct results results = { 0 };
	cleanup_text_ struct text out = { 0 };

	(void)state;
	for (enum source i = 0; i < SOURCE_MAX; i++)
		results.sources[i].known = true;
	sources_add(&results, &out);
	assert_text(&out, "sources      monitor capture, nl80211 multicast, rtnetlink, "
			  "nlmon, tracefs,\n"
			  "             control interface, probes\n");
}

static void a_source_that_was_not_used_or_was_lost_has_its_reason(void **state)
{
	struct results results = { 0 };
	cleanup_text_ struct text out = { 0 };

	(void)state;
	results.sources[SOURCE_CAPTURE] =
		(struct source_result){ .known = true,
					.state = SOURCE_UNAVAILABLE,
					.reason = (char[]){ "no monitor\x1b[2J mode" } };
	results.sources[SOURCE_TRACEFS] =
		(struct source_result){ .known = true, .state = SOURCE_LOST };
	sources_add(&results, &out);
	assert_non_null(strstr(out.data, "             monitor capture not used: no "
					 "monitor"));
	assert_non_null(strstr(out.data, "             tracefs was lost\n"));
	assert_null(strchr(out.data, '\x1b'));
}

static const struct negotiation sae = {
	.has_security = true,
	.akm = 0x000fac09,
	.pairwise_cipher = 0x000fac04,
	.group_cipher = 0x000fac04,
	.group_management_cipher = 0x000fac0b,
	.pmf = true,
	.has_rsnxe = true,
	.rsnxe = 0x20,
	.has_mobility_domain = true,
	.mobility_domain = 0x0a1b,
	.has_reassociation_deadline = true,
	.reassociation_deadline_tu = 1000,
};

static void what_was_negotiated_is_told_once_a_kind(void **state)
{
	struct association association = { .to = (char[]){ "hall" }, .negotiated = sae };
	struct roam roams[4] = { { .to = (char[]){ "stairs" } },
				 { .to = (char[]){ "cellar" } },
				 { .to = (char[]){ "attic" } },
				 { .to = (char[]){ "hall" } } };
	struct results results = { .associations = &association,
				   .association_count = 1,
				   .roams = roams,
				   .roam_count = 4 };
	cleanup_text_ struct text out = { 0 };

	(void)state;
	roams[0].negotiated = sae;
	roams[1].negotiated = (struct negotiation){ .has_security = true,
						    .akm = 0x000fac02,
						    .pairwise_cipher = 0x000fac04 };
	/* roams[2]: nothing was captured of it */
	roams[3].negotiated = sae;
	roams[3].negotiated.over_ds = true;
	roams[3].negotiated.group_management_cipher = 0;
	negotiated_add(&results, &out);
	assert_text(
		&out,
		"negotiated   hall, stairs: FT-SAE, CCMP-128, PMF with BIP-GMAC-128, "
		"SAE hash-to-element; mobility domain\n"
		"               0a1b, over the DS not offered, reassociation deadline "
		"1000 TU\n"
		"             cellar: PSK, CCMP-128, no PMF\n"
		"             hall: FT-SAE, CCMP-128, PMF with BIP-CMAC-128, SAE "
		"hash-to-element; mobility domain\n"
		"               0a1b, over the DS offered, reassociation deadline 1000 "
		"TU\n");
}

static void a_deadline_that_came_encrypted_is_not_to_be_seen(void **state)
{
	struct roam roam = { .to = (char[]){ "stairs" }, .negotiated = sae };
	struct results results = { .roams = &roam, .roam_count = 1 };
	cleanup_text_ struct text out = { 0 };

	(void)state;
	roam.negotiated.has_reassociation_deadline = false;
	negotiated_add(&results, &out);
	assert_non_null(strstr(out.data, "not offered, reassociation deadline not to be "
					 "seen\n"));
}

static void of_many_access_points_that_agreed_on_the_same_four_are_named(void **state)
{
	static const char *const names[] = { "a", "b", "a", "c", "d\x1b[2J", "e", "f" };
	struct roam roams[7] = { 0 };
	struct results results = { .roams = roams, .roam_count = 5 };
	cleanup_text_ struct text four = { 0 }, more = { 0 };

	(void)state;
	for (size_t i = 0; i < 7; i++) {
		roams[i].to = (char *)names[i];
		roams[i].negotiated =
			(struct negotiation){ .has_security = true,
					      .akm = 0x000fac02,
					      .pairwise_cipher = 0x000fac04 };
	}
	negotiated_add(&results, &four);
	assert_text(&four, "negotiated   a, b, c, d?[2J: PSK, CCMP-128, no PMF\n");
	results.roam_count = 7;
	negotiated_add(&results, &more);
	assert_text(&more, "negotiated   a, b, c, d?[2J and others: PSK, CCMP-128, no "
			   "PMF\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_has_its_phases_their_total_and_what_came_later),
		cmocka_unit_test(
			each_exchange_has_its_phrase_and_an_unknown_one_its_word),
		cmocka_unit_test(without_roams_there_is_no_table),
		cmocka_unit_test(sources_are_listed_with_the_error_of_their_stamps),
		cmocka_unit_test(many_sources_take_two_lines),
		cmocka_unit_test(a_source_that_was_not_used_or_was_lost_has_its_reason),
		cmocka_unit_test(what_was_negotiated_is_told_once_a_kind),
		cmocka_unit_test(a_deadline_that_came_encrypted_is_not_to_be_seen),
		cmocka_unit_test(
			of_many_access_points_that_agreed_on_the_same_four_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "report/fixes.h"
#include "report/json-fixes.h"

static char neighbour[] = "neighbour", radio[] = "radio", voice[] = "voice";
static char gap_voice[] = "gap.voice", stairs[] = "stairs", wlan1[] = "wlan1";
static char hwsim[] = "mac80211_hwsim", file[] = "a.yaml", one[] = "1", zero[] = "0";
static char id[] = "arp-evict", setting[] = "net.ipv4.conf.wlan1.arp_evict_nocarrier";

static const struct text_style plain = { 0 };

/* One roam of one stream, whose gap has this much of the neighbour part. */
struct told {
	struct gap_part parts[2];
	struct gap gap;
	struct roam roam;
	struct traffic traffic;
	struct metric_result metric;
	struct fix_result fix;
	struct results results;
};

static void tell(struct told *told, uint64_t neighbour_ns)
{
	uint64_t gap_ns = neighbour_ns + NS_PER_MS;

	*told = (struct told){
		.parts = { { radio, NS_PER_MS }, { neighbour, neighbour_ns } },
		.roam = { .to = stairs, .gaps = &told->gap, .gap_count = 1 },
		.traffic = { .name = voice },
		.metric = { .name = gap_voice,
			    .values = { .n = 1, .p50_ns = gap_ns, .max_ns = gap_ns } },
		.fix = { id, setting, one, zero, true },
	};
	told->gap = (struct gap){ .down_ns = gap_ns,
				  .down_parts = told->parts,
				  .down_part_count = 2,
				  .neighbour_evicted = true };
	told->results = (struct results){
		.scenario_file = file,
		.environment = { .interface = wlan1, .driver = hwsim },
		.roams = &told->roam,
		.roam_count = 1,
		.traffic = &told->traffic,
		.traffic_count = 1,
		.metrics = &told->metric,
		.metric_count = 1,
	};
}

static void advice_names_the_interfaces_setting_and_how_to_see_what_it_does(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct told told;

	(void)state;
	tell(&told, NS_PER_S);
	advice_add(&told.results, &out);
	assert_string_equal(
		out.data,
		"             The kernel forgets ARP entries with the carrier. It keeps "
		"them with\n"
		"             sysctl -w net.ipv4.conf.wlan1.arp_evict_nocarrier=0\n"
		"             What that changes is measured by\n"
		"             roamtest run --try-fix arp-evict a.yaml\n");
}

static void streams_of_ipv6_outside_the_tunnel_have_a_setting_of_their_own(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct told told;

	(void)state;
	tell(&told, NS_PER_S);
	told.traffic.ipv6 = true;
	advice_add(&told.results, &out);
	assert_non_null(strstr(out.data, "forgets IPv6 neighbours with the carrier"));
	assert_non_null(
		strstr(out.data, "net.ipv6.conf.wlan1.ndisc_evict_nocarrier=0\n"));
	assert_null(strstr(out.data, "arp"));
	assert_int_equal(report_fix_part(&told.results, FIX_ARP_EVICT), 0);
	assert_int_equal(report_fix_part(&told.results, FIX_NDISC_EVICT), NS_PER_S);
	text_reset(&out);
	told.traffic.through = (char[]){ "tunnel" };
	advice_add(&told.results, &out);
	assert_non_null(strstr(out.data, "arp_evict_nocarrier"));
	assert_int_equal(report_fix_part(&told.results, FIX_NDISC_EVICT), 0);
}

static void what_was_tried_is_not_advised(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct told told;

	(void)state;
	tell(&told, NS_PER_S);
	told.results.fixes = &told.fix;
	told.results.fix_count = 1;
	advice_add(&told.results, &out);
	assert_int_equal(out.length, 0);
	fixes_add(&told.results, &out);
	assert_string_equal(out.data,
			    "fix          net.ipv4.conf.wlan1.arp_evict_nocarrier"
			    " was 0 for this run, and is 1 again\n");
	text_reset(&out);
	told.fix.restored = false;
	fixes_add(&told.results, &out);
	assert_non_null(strstr(out.data, " was 0 for this run; put it back to 1\n"));
}

static void nothing_is_advised_where_another_part_is_the_largest(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct told told;

	(void)state;
	tell(&told, 1);
	advice_add(&told.results, &out);
	assert_int_equal(out.length, 0);
	assert_int_equal(report_fix_part(&told.results, FIX_ARP_EVICT), 1);
}

static void compare(uint64_t before_ns, uint64_t after_ns, const char *before_value,
		    struct text *out)
{
	struct told before, after;

	tell(&before, before_ns);
	tell(&after, after_ns);
	after.gap.neighbour_evicted = false; /* the setting does that much */
	after.fix.before = (char *)before_value;
	after.results.fixes = &after.fix;
	after.results.fix_count = 1;
	text_reset(out);
	report_fix(&before.results, &after.results, FIX_ARP_EVICT, &plain, out);
}

static void both_runs_stand_side_by_side_with_how_to_keep_what_helped(void **state)
{
	cleanup_text_ struct text out = { 0 };

	(void)state;
	compare(NS_PER_S, 0, "1", &out);
	assert_string_equal(
		out.data,
		"\nOnce more with arp-evict: "
		"net.ipv4.conf.wlan1.arp_evict_nocarrier=0\n"
		"\nstream       gap p50             gap max             all gaps' "
		"neighbour\n"
		"voice          1.00s -> 1.00ms      1.00s -> 1.00ms      1.00s -> 0ns\n"
		"\nThe part 'neighbour' is gone. To keep it, until the next boot and for "
		"good:\n"
		"  sysctl -w net.ipv4.conf.wlan1.arp_evict_nocarrier=0\n"
		"  echo 'net.ipv4.conf.wlan1.arp_evict_nocarrier = 0' > "
		"/etc/sysctl.d/90-arp-evict.conf\n"
		"(The interface is the lab's: write your own in its place.)\n");
	compare(NS_PER_S, NS_PER_S / 4, "1", &out);
	assert_non_null(
		strstr(out.data, "\nOf the part 'neighbour' 25.0 % is left. To "));
}

static void what_does_not_help_is_not_to_be_kept(void **state)
{
	cleanup_text_ struct text out = { 0 };

	(void)state;
	compare(NS_PER_S, NS_PER_S, "1", &out);
	assert_non_null(strstr(out.data,
			       "\nIt does not shrink the part 'neighbour': that "
			       "has another cause.\n"));
	assert_null(strstr(out.data, "sysctl"));
	compare(NS_PER_S, 0, "0", &out);
	assert_non_null(strstr(out.data, "\nIt was 0 already: nothing was changed.\n"));
	assert_null(strstr(out.data, "sysctl"));
}

static void a_trial_that_failed_says_why(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct told before, after;

	(void)state;
	tell(&before, NS_PER_S);
	tell(&after, 0);
	after.results.problem = (char[]){ "no such setting" };
	after.results.problem_remedy = (char[]){ "another kernel" };
	report_fix(&before.results, &after.results, FIX_ARP_EVICT, &plain, &out);
	assert_non_null(strstr(out.data, "\ncould not measure: no such setting\n"
					 "what to do: another kernel\n"));
	assert_null(strstr(out.data, "->"));
}

static void a_list_comes_out_as_it_went_in_and_may_lack(void **state)
{
	struct document document = { 0 };
	struct told told;
	json_t *root = json_object();
	struct results empty = { 0 };

	(void)state;
	tell(&told, 0);
	report_read_fixes(&document, root, &empty);
	assert_int_equal(document.code, 0);
	assert_int_equal(empty.fix_count, 0);
	told.results.fixes = &told.fix;
	told.results.fix_count = 1;
	json_object_set_new(root, "fixes", json_fixes(&told.results));
	report_read_fixes(&document, root, &empty);
	assert_int_equal(document.code, 0);
	assert_int_equal(empty.fix_count, 1);
	assert_string_equal(empty.fixes[0].id, id);
	assert_string_equal(empty.fixes[0].setting, setting);
	assert_string_equal(empty.fixes[0].before, "1");
	assert_string_equal(empty.fixes[0].after, "0");
	assert_true(empty.fixes[0].restored);
	json_decref(root);
	free(empty.fixes[0].id);
	free(empty.fixes[0].setting);
	free(empty.fixes[0].before);
	free(empty.fixes[0].after);
	free(empty.fixes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			advice_names_the_interfaces_setting_and_how_to_see_what_it_does),
		cmocka_unit_test(
			streams_of_ipv6_outside_the_tunnel_have_a_setting_of_their_own),
		cmocka_unit_test(what_was_tried_is_not_advised),
		cmocka_unit_test(nothing_is_advised_where_another_part_is_the_largest),
		cmocka_unit_test(
			both_runs_stand_side_by_side_with_how_to_keep_what_helped),
		cmocka_unit_test(what_does_not_help_is_not_to_be_kept),
		cmocka_unit_test(a_trial_that_failed_says_why),
		cmocka_unit_test(a_list_comes_out_as_it_went_in_and_may_lack),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

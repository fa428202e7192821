/* SPDX-License-Identifier: BSD-3-Clause */
#include "check-line.h"

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"
#include "record/fix.h"

static void each_is_found_by_its_word(void **state)
{
	(void)state;
	for (enum fix fix = FIX_NONE + 1; fix < FIX_MAX; fix++)
		assert_int_equal(fix_find(fix_entry(fix)->id), fix);
	assert_int_equal(fix_find("arp"), FIX_NONE);
	assert_int_equal(fix_find(""), FIX_NONE);
	assert_int_equal(fix_for(GAP_NEIGHBOUR, false), FIX_ARP_EVICT);
	assert_int_equal(fix_for(GAP_NEIGHBOUR, true), FIX_NDISC_EVICT);
	assert_int_equal(fix_for(GAP_RADIO, false), FIX_NONE);
}

static void a_setting_is_named_as_sysctl_takes_it(void **state)
{
	cleanup_free_ char *plain = fix_setting(FIX_ARP_EVICT, "wlan0");
	cleanup_free_ char *dotted = fix_setting(FIX_NDISC_EVICT, "wlan0.5");
	cleanup_free_ char *path = fix_path(FIX_NDISC_EVICT, "wlan0.5");

	(void)state;
	assert_string_equal(plain, "net.ipv4.conf.wlan0.arp_evict_nocarrier");
	assert_string_equal(dotted, "net.ipv6.conf.wlan0/5.ndisc_evict_nocarrier");
	assert_string_equal(path,
			    "/proc/sys/net/ipv6/conf/wlan0.5/ndisc_evict_nocarrier");
}

static void a_change_is_one_line_and_so_is_its_end(void **state)
{
	struct event event = {
		.kind = EVENT_FIX,
		.time_ns = 3,
		.step = -1,
		.fix = { .id = (char *)"arp-evict",
			 .setting = (char *)"net.x",
			 .before = (char *)"1",
			 .after = (char *)"0" },
	};

	(void)state;
	check_line(&event, "{\"t\":3,\"event\":\"fix\",\"id\":\"arp-evict\",\"setting\":"
			   "\"net.x\",\"before\":\"1\",\"after\":\"0\"}\n");
	event.fix.restored = true;
	check_line(&event, "{\"t\":3,\"event\":\"fix\",\"id\":\"arp-evict\",\"setting\":"
			   "\"net.x\",\"before\":\"1\",\"after\":\"0\","
			   "\"restored\":true}\n");
}

static void one_without_its_values_is_refused(void **state)
{
	static const char line[] = "{\"t\":3,\"event\":\"fix\",\"id\":\"arp-evict\"}";
	struct event event;

	(void)state;
	assert_int_equal(event_parse(line, strlen(line), &event, NULL), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_found_by_its_word),
		cmocka_unit_test(a_setting_is_named_as_sysctl_takes_it),
		cmocka_unit_test(a_change_is_one_line_and_so_is_its_end),
		cmocka_unit_test(one_without_its_values_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
/* cmocka's prerequisites */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "trace-formats.h"
#include "wifi/trace-event.h"

#define SUPPLICANT 27 /* tasks */
#define WORKER 14

static const uint8_t hall[MAC_LENGTH] = { 2, 0, 0, 0, 1, 0 };
static const uint8_t stairs[MAC_LENGTH] = { 2, 0, 0, 0, 2, 0 };
static const uint8_t none[MAC_LENGTH];

static size_t point_of(const char *name)
{
	size_t i = 0;

	while (strcmp(trace_points[i].name, name) != 0)
		assert_true(++i < TRACE_POINT_COUNT);
	return i;
}

static int learn(struct trace_decoder *decoder, const char *name, const char *format)
{
	return trace_decoder_learn(decoder, point_of(name), format);
}

static int set_up(void **state)
{
	struct trace_decoder *decoder = trace_decoder_new();

	assert_int_equal(learn(decoder, "rdev_auth", rdev_auth_format), 0);
	assert_int_equal(learn(decoder, "rdev_add_key", rdev_add_key_format), 0);
	assert_int_equal(learn(decoder, "rdev_mgmt_tx", rdev_mgmt_tx_format), 0);
	assert_int_equal(
		learn(decoder, "rdev_change_station", rdev_change_station_format), 0);
	assert_int_equal(learn(decoder, "rdev_del_key", rdev_del_key_format), 0);
	assert_int_equal(learn(decoder, "drv_sta_state", drv_sta_state_format), 0);
	assert_int_equal(learn(decoder, "rdev_return_int", rdev_return_int_format), 0);
	assert_int_equal(learn(decoder, "rdev_return_int_cookie",
			       rdev_return_int_cookie_format),
			 0);
	assert_int_equal(learn(decoder, "drv_return_int", drv_return_int_format), 0);
	*state = decoder;
	return 0;
}

static int tear_down(void **state)
{
	trace_decoder_free(*state);
	return 0;
}

/* Takes an entry, which is in a block of exactly its size. */
static bool take(struct trace_decoder *decoder, uint64_t time_ns, const uint8_t *octets,
		 size_t length, struct event *ret)
{
	uint8_t *entry = malloc(length ? length : 1);
	bool told;

	assert_non_null(entry);
	memcpy(entry, octets, length);
	told = trace_decoder_take(decoder, time_ns, entry, length, ret);
	free(entry);
	return told;
}

static void put16(uint8_t *octets, uint16_t value)
{
	memcpy(octets, &value, sizeof(value));
}

static void put32(uint8_t *octets, uint32_t value)
{
	memcpy(octets, &value, sizeof(value));
}

static void set_head(uint8_t *entry, uint16_t id, uint32_t pid)
{
	put16(entry, id);
	put32(entry + 4, pid);
	memcpy(entry + 8, "phy2", sizeof("phy2"));
}

/* A call tells nothing yet. */
static void take_call(struct trace_decoder *decoder, uint64_t time_ns,
		      const uint8_t *entry, size_t length)
{
	struct event event;

	assert_false(take(decoder, time_ns, entry, length, &event));
}

static void auth(struct trace_decoder *decoder, uint64_t time_ns, uint32_t pid,
		 const uint8_t *bssid)
{
	uint8_t entry[72] = { 0 };

	set_head(entry, 447, pid);
	memcpy(entry + 60, bssid, MAC_LENGTH);
	take_call(decoder, time_ns, entry, sizeof(entry));
}

static void add_key(struct trace_decoder *decoder, uint64_t time_ns, uint32_t pid,
		    const uint8_t *mac, uint8_t index, bool pairwise)
{
	uint8_t entry[76] = { 0 };

	set_head(entry, 483, pid);
	memcpy(entry + 60, mac, MAC_LENGTH);
	put32(entry + 68, UINT32_MAX); /* no link */
	entry[72] = index;
	entry[73] = pairwise;
	take_call(decoder, time_ns, entry, sizeof(entry));
}

static void del_key(struct trace_decoder *decoder, uint64_t time_ns, uint32_t pid)
{
	uint8_t entry[76] = { 0 };

	set_head(entry, 484, pid);
	take_call(decoder, time_ns, entry, sizeof(entry));
}

static void mgmt_tx(struct trace_decoder *decoder, uint64_t time_ns, uint32_t pid)
{
	uint8_t entry[64] = { 0 };

	set_head(entry, 412, pid);
	put32(entry + 40, 1);
	take_call(decoder, time_ns, entry, sizeof(entry));
}

static void change_station(struct trace_decoder *decoder, uint64_t time_ns, uint32_t pid,
			   const uint8_t *mac, uint32_t mask, uint32_t set)
{
	uint8_t entry[164] = { 0 };

	set_head(entry, 468, pid);
	memcpy(entry + 60, mac, MAC_LENGTH);
	put32(entry + 68, mask);
	put32(entry + 72, set);
	take_call(decoder, time_ns, entry, sizeof(entry));
}

static void station_state(struct trace_decoder *decoder, uint64_t time_ns, uint32_t pid,
			  const uint8_t *mac, uint32_t from, uint32_t to)
{
	uint8_t entry[88] = { 0 };

	set_head(entry, 610, pid);
	memcpy(entry + 64, mac, MAC_LENGTH);
	put32(entry + 72, from);
	put32(entry + 76, to);
	memcpy(entry + 80, "wlan0", sizeof("wlan0"));
	take_call(decoder, time_ns, entry, sizeof(entry));
}

static bool returned(struct trace_decoder *decoder, uint64_t time_ns, uint16_t id,
		     uint32_t pid, int32_t result, struct event *ret)
{
	uint8_t entry[56] = { 0 };

	set_head(entry, id, pid);
	put32(entry + 40, (uint32_t)result);
	return take(decoder, time_ns, entry, sizeof(entry), ret);
}

static bool return_int(struct trace_decoder *decoder, uint64_t time_ns, uint32_t pid,
		       int32_t result, struct event *ret)
{
	return returned(decoder, time_ns, 496, pid, result, ret);
}

static bool return_cookie(struct trace_decoder *decoder, uint64_t time_ns, uint32_t pid,
			  int32_t result, struct event *ret)
{
	return returned(decoder, time_ns, 414, pid, result, ret);
}

static bool return_driver(struct trace_decoder *decoder, uint64_t time_ns, uint32_t pid,
			  int32_t result, struct event *ret)
{
	return returned(decoder, time_ns, 646, pid, result, ret);
}

static void a_call_is_told_when_it_returns(void **state)
{
	struct event event;

	auth(*state, 1000, SUPPLICANT, stairs);
	assert_true(return_int(*state, 11240, SUPPLICANT, 0, &event));
	assert_int_equal(event.kind, EVENT_TRACE);
	assert_int_equal(event.trace.what, TRACE_AUTH);
	assert_int_equal(event.time_ns, 11240);
	assert_int_equal(event.trace.began_ns, 1000);
	assert_int_equal(event.trace.result, 0);
	assert_memory_equal(event.trace.mac, stairs, MAC_LENGTH);
	assert_false(return_int(*state, 12000, SUPPLICANT, 0, &event));
}

static void a_key_that_is_refused_has_the_kernels_error(void **state)
{
	struct event event;

	add_key(*state, 1, SUPPLICANT, hall, 0, true);
	assert_true(return_int(*state, 2, SUPPLICANT, -ENOENT, &event));
	assert_int_equal(event.trace.what, TRACE_ADD_KEY);
	assert_int_equal(event.trace.result, -ENOENT);
}

static void keys_are_pairwise_or_of_the_group(void **state)
{
	struct event event;

	add_key(*state, 1, SUPPLICANT, hall, 0, true);
	assert_true(return_int(*state, 2, SUPPLICANT, 0, &event));
	assert_true(event.trace.pairwise);
	assert_int_equal(event.trace.key_index, 0);
	assert_memory_equal(event.trace.mac, hall, MAC_LENGTH);
	add_key(*state, 3, SUPPLICANT, none, 4, false);
	assert_true(return_int(*state, 4, SUPPLICANT, 0, &event));
	assert_false(event.trace.pairwise);
	assert_int_equal(event.trace.key_index, 4);
	assert_true(mac_is_zero(event.trace.mac));
}

static void a_frame_sent_returns_with_its_cookie(void **state)
{
	struct event event;

	mgmt_tx(*state, 1, SUPPLICANT);
	assert_false(return_int(*state, 2, SUPPLICANT, -1, &event));
	assert_true(return_cookie(*state, 3, SUPPLICANT, 0, &event));
	assert_int_equal(event.trace.what, TRACE_MGMT_TX);
	assert_int_equal(event.trace.result, 0);
}

static void calls_of_several_tasks_do_not_mix(void **state)
{
	struct event event;

	auth(*state, 1, SUPPLICANT, hall);
	add_key(*state, 2, WORKER, stairs, 0, true);
	assert_true(return_int(*state, 3, SUPPLICANT, -1, &event));
	assert_int_equal(event.trace.what, TRACE_AUTH);
	assert_int_equal(event.trace.result, -1);
	assert_true(return_int(*state, 4, WORKER, -2, &event));
	assert_int_equal(event.trace.what, TRACE_ADD_KEY);
	assert_int_equal(event.trace.result, -2);
}

static void what_a_call_does_within_is_not_its_own_return(void **state)
{
	struct event event;

	/* The old association ends: its keys go. */
	auth(*state, 1, SUPPLICANT, stairs);
	del_key(*state, 2, SUPPLICANT);
	assert_false(return_int(*state, 3, SUPPLICANT, -ENOENT, &event));
	assert_true(return_int(*state, 4, SUPPLICANT, 0, &event));
	assert_int_equal(event.trace.what, TRACE_AUTH);
	assert_int_equal(event.trace.result, 0);
}

static void the_driver_is_asked_within_a_call(void **state)
{
	struct event event;

	change_station(*state, 1, SUPPLICANT, stairs, 2, 2);
	station_state(*state, 2, SUPPLICANT, stairs, 3, 4);
	assert_true(return_driver(*state, 3, SUPPLICANT, 0, &event));
	assert_int_equal(event.trace.what, TRACE_STATION_STATE);
	assert_true(event.trace.authorized);
	assert_memory_equal(event.trace.mac, stairs, MAC_LENGTH);
	assert_true(return_int(*state, 4, SUPPLICANT, 0, &event));
	assert_int_equal(event.trace.what, TRACE_SET_STATION);
	assert_true(event.trace.authorized);
	assert_int_equal(event.trace.began_ns, 1);
}

static void a_station_that_is_no_longer_authorized_is_told(void **state)
{
	struct event event;

	station_state(*state, 1, WORKER, hall, 4, 3);
	assert_true(return_driver(*state, 2, WORKER, 0, &event));
	assert_false(event.trace.authorized);
	change_station(*state, 3, WORKER, hall, 2, 0);
	assert_true(return_int(*state, 4, WORKER, 0, &event));
	assert_false(event.trace.authorized);
}

static void other_changes_of_a_station_are_left_out(void **state)
{
	struct event event;

	station_state(*state, 1, WORKER, hall, 2, 3);
	assert_false(return_driver(*state, 2, WORKER, 0, &event));
	/* WME */
	change_station(*state, 3, WORKER, hall, 8, 8);
	assert_false(return_int(*state, 4, WORKER, 0, &event));
}

static void a_return_after_a_loss_is_nobodys(void **state)
{
	struct event event;

	auth(*state, 1, SUPPLICANT, hall);
	trace_decoder_forget(*state);
	assert_false(return_int(*state, 2, SUPPLICANT, -5, &event));
}

static void calls_that_never_return_do_not_crowd_out_new_ones(void **state)
{
	struct event event;

	for (uint32_t pid = 100; pid < 1100; pid++)
		auth(*state, pid, pid, hall);
	auth(*state, 2000, SUPPLICANT, stairs);
	assert_true(return_int(*state, 2001, SUPPLICANT, 0, &event));
	assert_memory_equal(event.trace.mac, stairs, MAC_LENGTH);
	assert_false(return_int(*state, 2002, 100, 0, &event));
	assert_true(return_int(*state, 2003, 1099, 0, &event));
}

static void an_entry_that_is_cut_off_is_left_out(void **state)
{
	uint8_t call[72] = { 0 }, end[48] = { 0 };
	struct event event;

	set_head(call, 447, SUPPLICANT);
	set_head(end, 496, SUPPLICANT);
	for (size_t length = 0; length < 66; length++) {
		take_call(*state, 1, call, length);
		assert_false(take(*state, 2, end, sizeof(end), &event));
	}
	take_call(*state, 1, call, 66);
	for (size_t length = 0; length < 44; length++)
		assert_false(take(*state, 2, end, length, &event));
	assert_true(take(*state, 2, end, 44, &event));
}

static void entries_of_other_events_are_left_out(void **state)
{
	struct event event;

	auth(*state, 1, SUPPLICANT, hall);
	assert_false(returned(*state, 2, 495, SUPPLICANT, 0, &event));
	assert_true(return_int(*state, 3, SUPPLICANT, 0, &event));
}

static void fields_are_where_the_kernel_says(void **state)
{
	/* Another kernel: no link_id, and a wider key_index. */
	static const char format[] =
		"name: rdev_add_key\nID: 77\nformat:\n"
		"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
		"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"
		"\tfield:char wiphy_name[32];\toffset:8;\tsize:32;\tsigned:0;\n"
		"\tfield:u8 mac_addr[6];\toffset:40;\tsize:6;\tsigned:0;\n"
		"\tfield:bool pairwise;\toffset:46;\tsize:1;\tsigned:0;\n"
		"\tfield:u64 key_index;\toffset:48;\tsize:8;\tsigned:0;\n\n"
		"print fmt: \"%s\", REC->wiphy_name\n";
	uint8_t entry[56] = { 0 };
	struct event event;

	assert_int_equal(learn(*state, "rdev_add_key", format), 0);
	set_head(entry, 77, SUPPLICANT);
	memcpy(entry + 40, hall, MAC_LENGTH);
	entry[46] = 1;
	put32(entry + 48, 3);
	take_call(*state, 1, entry, sizeof(entry));
	assert_true(return_int(*state, 2, SUPPLICANT, 0, &event));
	assert_memory_equal(event.trace.mac, hall, MAC_LENGTH);
	assert_true(event.trace.pairwise);
	assert_int_equal(event.trace.key_index, 3);
}

static void a_format_without_a_field_that_is_needed_is_refused(void **state)
{
	cleanup_free_ char *format = strdup(rdev_auth_format);
	struct event event;
	char *bssid;

	assert_non_null(format);
	bssid = strstr(format, "bssid[6]");
	assert_non_null(bssid);
	memcpy(bssid, "other[6]", strlen("other[6]"));
	tear_down(state);
	*state = trace_decoder_new();
	assert_int_equal(learn(*state, "rdev_auth", format), -EBADMSG);
	assert_int_equal(learn(*state, "rdev_return_int", rdev_return_int_format), 0);
	auth(*state, 1, SUPPLICANT, hall);
	assert_false(return_int(*state, 2, SUPPLICANT, 0, &event));
}

static void fields_are_found_by_their_whole_name(void **state)
{
	struct trace_field field;

	(void)state;
	assert_true(trace_format_find(rdev_auth_format, "name", &field));
	assert_int_equal(field.offset, 40);
	assert_int_equal(field.size, 16);
	assert_true(trace_format_find(drv_sta_state_format, "vif_name", &field));
	assert_int_equal(field.offset, 60);
	assert_true(trace_format_find(drv_sta_state_format, "sdata", &field));
	assert_int_equal(field.offset, 48);
	assert_false(trace_format_find(rdev_auth_format, "bss", &field));
	assert_false(trace_format_find(rdev_auth_format, "ssid", &field));
	assert_false(trace_format_find(rdev_auth_format, "nl80211_auth_type", &field));
	/* events/header_page */
	assert_true(trace_format_find(
		"\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
		"\tfield: local_t commit;\toffset:8;\tsize:4;\tsigned:1;\n",
		"commit", &field));
	assert_int_equal(field.size, 4);
}

static void a_format_that_is_none_is_refused(void **state)
{
	cleanup_free_ char *format = strdup(rdev_auth_format);

	assert_non_null(format);
	assert_int_equal(learn(*state, "rdev_auth", ""), -EBADMSG);
	assert_int_equal(learn(*state, "rdev_auth", "name: rdev_auth\n"), -EBADMSG);
	/* of another event */
	assert_int_equal(learn(*state, "rdev_auth", rdev_add_key_format), -EBADMSG);
	for (size_t length = strlen(format); length-- > 0;) {
		format[length] = '\0';
		learn(*state, "rdev_auth", format);
	}
}

static void the_kernel_keeps_what_is_of_the_interface(void **state)
{
	const struct trace_target target = { .wiphy = "phy2", .ifindex = 5, .wdev = 1 };
	cleanup_text_ struct text filter = { 0 };

	trace_decoder_filter(*state, point_of("rdev_auth"), &target, &filter);
	assert_string_equal(filter.data, "wiphy_name == \"phy2\" && ifindex == 5");
	text_reset(&filter);
	trace_decoder_filter(*state, point_of("rdev_mgmt_tx"), &target, &filter);
	assert_string_equal(filter.data, "wiphy_name == \"phy2\" && id == 1");
	text_reset(&filter);
	trace_decoder_filter(*state, point_of("rdev_return_int"), &target, &filter);
	assert_string_equal(filter.data, "wiphy_name == \"phy2\"");
}

static void a_radio_may_have_a_quotation_mark_in_its_name(void **state)
{
	const struct trace_target target = { .wiphy = "the \"5G\" one" };
	cleanup_text_ struct text filter = { 0 };

	trace_decoder_filter(*state, point_of("drv_return_int"), &target, &filter);
	assert_string_equal(filter.data, "wiphy_name == 'the \"5G\" one'");
}

#define sentence(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(a_call_is_told_when_it_returns),
		sentence(a_key_that_is_refused_has_the_kernels_error),
		sentence(keys_are_pairwise_or_of_the_group),
		sentence(a_frame_sent_returns_with_its_cookie),
		sentence(calls_of_several_tasks_do_not_mix),
		sentence(what_a_call_does_within_is_not_its_own_return),
		sentence(the_driver_is_asked_within_a_call),
		sentence(a_station_that_is_no_longer_authorized_is_told),
		sentence(other_changes_of_a_station_are_left_out),
		sentence(a_return_after_a_loss_is_nobodys),
		sentence(calls_that_never_return_do_not_crowd_out_new_ones),
		sentence(an_entry_that_is_cut_off_is_left_out),
		sentence(entries_of_other_events_are_left_out),
		sentence(fields_are_where_the_kernel_says),
		sentence(a_format_without_a_field_that_is_needed_is_refused),
		sentence(fields_are_found_by_their_whole_name),
		sentence(a_format_that_is_none_is_refused),
		sentence(the_kernel_keeps_what_is_of_the_interface),
		sentence(a_radio_may_have_a_quotation_mark_in_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

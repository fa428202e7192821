/* SPDX-License-Identifier: BSD-3-Clause */
#include "recording.h"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include "base/file.h"

#define SETTING "/proc/sys/net/ipv4/conf/lo/arp_evict_nocarrier"

/* In network namespaces of its own, where the kernel has the setting. */
static bool has_setting(void)
{
	static int in = -1;

	if (in < 0)
		in = unshare(CLONE_NEWNET) == 0 ||
		     unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
	return in && access(SETTING, W_OK) == 0;
}

static char setting(void)
{
	char value = '?';
	int fd = open(SETTING, O_RDONLY | O_CLOEXEC);

	assert_int_equal(read(fd, &value, 1), 1);
	close(fd);
	return value;
}

static void set(const char *value)
{
	int fd = open(SETTING, O_WRONLY | O_CLOEXEC);

	assert_int_equal(fd_write_all(fd, value, 1), 0);
	close(fd);
}

static void begin(struct recording *recording)
{
	recording_begin(recording);
	recording->station.interface = "lo";
	recording->station.fix = FIX_ARP_EVICT;
}

static void assert_recorded(struct recording *recording, const char *before,
			    bool restored)
{
	struct event event;

	run_write_rest(recording->run);
	assert_true(recording_next(recording, &event));
	assert_int_equal(event.kind, EVENT_FIX);
	assert_string_equal(event.fix.id, "arp-evict");
	assert_string_equal(event.fix.setting, "net.ipv4.conf.lo.arp_evict_nocarrier");
	assert_string_equal(event.fix.before, before);
	assert_string_equal(event.fix.after, "0");
	assert_int_equal(event.fix.restored, restored);
	event_clear(&event);
}

static void the_setting_is_made_and_put_back_and_both_are_recorded(void **state)
{
	struct recording recording;

	(void)state;
	if (!has_setting())
		skip();
	set("1");
	begin(&recording);
	assert_int_equal(fix_apply(recording.run, NULL), 0);
	assert_int_equal(setting(), '0');
	assert_recorded(&recording, "1", false);
	fix_restore(recording.run);
	assert_int_equal(setting(), '1');
	assert_recorded(&recording, "1", true);
	recording_end(&recording);
}

static void a_run_that_cannot_go_on_puts_it_back_too(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct recording recording;
	struct event event;
	unsigned fixes = 0;

	(void)state;
	if (!has_setting())
		skip();
	set("1");
	begin(&recording);
	assert_true(run_execute(recording.run, &error) < 0); /* no supplicant */
	assert_int_equal(setting(), '1');
	while (recording_next(&recording, &event)) {
		fixes += event.kind == EVENT_FIX;
		event_clear(&event);
	}
	assert_int_equal(fixes, 2);
	recording_end(&recording);
}

static void so_does_one_that_is_given_up(void **state)
{
	struct recording recording;

	(void)state;
	if (!has_setting())
		skip();
	set("1");
	begin(&recording);
	assert_int_equal(fix_apply(recording.run, NULL), 0);
	recording_end(&recording);
	assert_int_equal(setting(), '1');
}

static void what_was_so_before_stays_so(void **state)
{
	struct recording recording;

	(void)state;
	if (!has_setting())
		skip();
	set("0");
	begin(&recording);
	assert_int_equal(fix_apply(recording.run, NULL), 0);
	assert_recorded(&recording, "0", false);
	fix_restore(recording.run);
	assert_int_equal(setting(), '0');
	recording_end(&recording);
}

static void where_there_is_no_such_setting_the_run_says_so(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct recording recording;

	(void)state;
	begin(&recording);
	recording.station.interface = "none";
	assert_int_equal(fix_apply(recording.run, &error), -ENOENT);
	assert_non_null(strstr(error.reason, "arp-evict cannot be tried: "));
	assert_non_null(strstr(error.reason, "/conf/none/arp_evict_nocarrier"));
	assert_string_equal(error.remedy, "it needs a kernel from Linux 5.16 on");
	recording_end(&recording);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_setting_is_made_and_put_back_and_both_are_recorded),
		cmocka_unit_test(a_run_that_cannot_go_on_puts_it_back_too),
		cmocka_unit_test(so_does_one_that_is_given_up),
		cmocka_unit_test(what_was_so_before_stays_so),
		cmocka_unit_test(where_there_is_no_such_setting_the_run_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "namespace.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "netlink/netlink.h"

static ino_t inode(int fd)
{
	struct stat st;

	assert_int_equal(fstat(fd, &st), 0);
	return st.st_ino;
}

static void a_new_namespace_leaves_the_caller_where_it_was(void **state)
{
	cleanup_error_ struct error error = { 0 };
	cleanup_close_ int before = -1, after = -1, fresh = -1;

	(void)state;
	if (!in_own_namespace())
		skip();
	before = netns_current(&error);
	fresh = netns_new(&error);
	after = netns_current(&error);
	assert_true(before >= 0 && fresh >= 0 && after >= 0);
	assert_int_equal(inode(before), inode(after));
	assert_int_not_equal(inode(before), inode(fresh));
	assert_true(fcntl(fresh, F_GETFD) & FD_CLOEXEC);
}

static void loopback_is_up_in_a_new_namespace(void **state)
{
	cleanup_error_ struct error error = { 0 };
	cleanup_close_ int own = -1, fresh = -1, fd = -1;
	struct ifreq lo = { .ifr_name = "lo" };

	(void)state;
	if (!in_own_namespace())
		skip();
	own = netns_current(&error);
	fresh = netns_new(&error);
	assert_int_equal(netns_enter(fresh, &error), 0);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	assert_int_equal(ioctl(fd, SIOCGIFFLAGS, &lo), 0);
	assert_true(lo.ifr_flags & IFF_UP);
	assert_int_equal(netns_enter(own, &error), 0);
}

static void entering_what_is_no_namespace_is_an_error(void **state)
{
	cleanup_error_ struct error error = { 0 };
	cleanup_close_ int file = open("/dev/null", O_RDONLY | O_CLOEXEC);

	(void)state;
	assert_int_equal(netns_enter(file, &error), -EINVAL);
	assert_int_equal(netns_enter(-1, &error), -EBADF);
	assert_non_null(strstr(error.reason, "network namespace"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_namespace_leaves_the_caller_where_it_was),
		cmocka_unit_test(loopback_is_up_in_a_new_namespace),
		cmocka_unit_test(entering_what_is_no_namespace_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "namespace.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <string.h>

#include "base/cleanup.h"
#include "netlink/netlink.h"

static void libnl_codes_become_errnos_of_either_sign(void **state)
{
	(void)state;
	assert_int_equal(netlink_errno(0), 0);
	assert_int_equal(netlink_errno(-NLE_OBJ_NOTFOUND), -ENOENT);
	assert_int_equal(netlink_errno(NLE_OBJ_NOTFOUND), -ENOENT);
	assert_int_equal(netlink_errno(-NLE_PERM), -EPERM);
	assert_int_equal(netlink_errno(-NLE_EXIST), -EEXIST);
}

static void every_libnl_code_has_an_errno(void **state)
{
	(void)state;
	for (int nle = 1; nle <= NLE_MAX; nle++)
		assert_true(netlink_errno(-nle) < 0);
	assert_int_equal(netlink_errno(-NLE_MAX - 1), -EIO);
	assert_int_equal(netlink_errno(-100000), -EIO);
}

static void a_socket_is_close_on_exec(void **state)
{
	cleanup_(netlink_closep) struct nl_sock *sock = NULL;

	(void)state;
	assert_int_equal(rtnetlink_open(&sock, NULL), 0);
	assert_true(fcntl(nl_socket_get_fd(sock), F_GETFD) & FD_CLOEXEC);
}

static void a_family_that_does_not_exist_is_enoent_and_named(void **state)
{
	cleanup_(netlink_closep) struct nl_sock *sock = NULL;
	cleanup_error_ struct error error = { 0 };

	(void)state;
	assert_int_equal(genetlink_open(&sock, &error), 0);
	assert_int_equal(genetlink_family(sock, "roamtest-none", &error), -ENOENT);
	assert_non_null(strstr(error.reason, "roamtest-none"));
}

static void the_controller_family_has_its_notify_group(void **state)
{
	cleanup_(netlink_closep) struct nl_sock *sock = NULL;
	cleanup_error_ struct error error = { 0 };

	(void)state;
	assert_int_equal(genetlink_open(&sock, &error), 0);
	assert_true(genetlink_family(sock, "nlctrl", &error) > 0);
	assert_true(genetlink_group(sock, "nlctrl", "notify", &error) > 0);
	assert_int_equal(genetlink_group(sock, "nlctrl", "nonesuch", &error), -ENOENT);
	assert_non_null(strstr(error.reason, "nonesuch"));
}

static int count_links(struct nl_msg *msg, void *userdata)
{
	(void)msg;
	++*(int *)userdata;
	return 0;
}

static int refuse(struct nl_msg *msg, void *userdata)
{
	(void)msg;
	++*(int *)userdata;
	return -ECANCELED;
}

static struct nl_msg *dump_links(void)
{
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP);
	struct ifinfomsg header = { 0 };

	assert_non_null(msg);
	assert_int_equal(nlmsg_append(msg, &header, sizeof(header), 0), 0);
	return msg;
}

static void each_answer_of_a_dump_is_handed_over(void **state)
{
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	int links = 0;

	(void)state;
	assert_int_equal(rtnetlink_open(&rt, NULL), 0);
	assert_int_equal(
		netlink_request(rt, dump_links(), count_links, &links, "list", NULL), 0);
	assert_true(links >= 1);
}

static void a_refused_answer_ends_the_request_and_leaves_the_socket_usable(void **state)
{
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	cleanup_error_ struct error error = { 0 };
	int links = 0;

	(void)state;
	assert_int_equal(rtnetlink_open(&rt, NULL), 0);
	assert_int_equal(netlink_request(rt, dump_links(), refuse, &links, "list links",
					 &error),
			 -ECANCELED);
	assert_int_equal(links, 1);
	assert_non_null(strstr(error.reason, "cannot list links"));
	links = 0;
	assert_int_equal(
		netlink_request(rt, dump_links(), count_links, &links, "list", NULL), 0);
	assert_true(links >= 1);
}

static void the_kernels_own_text_is_in_the_reason(void **state)
{
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	cleanup_error_ struct error error = { 0 };
	/* net/core/rtnetlink.c: "Unknown device type" */
	const char *kind = "roamtest-none";

	(void)state;
	if (!in_own_namespace())
		skip();
	assert_int_equal(rtnetlink_open(&rt, NULL), 0);
	assert_int_equal(link_make(rt, "x0", kind, &error), -EOPNOTSUPP);
	assert_non_null(strstr(error.reason, "Unknown device type"));
	assert_non_null(strstr(error.reason, "make the roamtest-none link x0"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(libnl_codes_become_errnos_of_either_sign),
		cmocka_unit_test(every_libnl_code_has_an_errno),
		cmocka_unit_test(a_socket_is_close_on_exec),
		cmocka_unit_test(a_family_that_does_not_exist_is_enoent_and_named),
		cmocka_unit_test(the_controller_family_has_its_notify_group),
		cmocka_unit_test(each_answer_of_a_dump_is_handed_over),
		cmocka_unit_test(
			a_refused_answer_ends_the_request_and_leaves_the_socket_usable),
		cmocka_unit_test(the_kernels_own_text_is_in_the_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

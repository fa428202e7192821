/* SPDX-License-Identifier: BSD-3-Clause */
#include "namespace.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "netlink/netlink.h"

struct fixture {
	struct nl_sock *rt;
	struct error error;
};

static int open_fixture(void **state)
{
	static struct fixture fixture;

	memset(&fixture, 0, sizeof(fixture));
	*state = &fixture;
	if (!in_own_namespace())
		return 0;
	return rtnetlink_open(&fixture.rt, &fixture.error);
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;

	if (f->rt) {
		link_delete(f->rt, "a", NULL);
		link_delete(f->rt, "br", NULL);
		netlink_close(f->rt);
	}
	error_clear(&f->error);
	return 0;
}

/* A kernel may lack a kind of link, or the right to load its module. */
static void make_pair_or_skip(struct fixture *f)
{
	int r;

	if (!f->rt)
		skip();
	r = link_make_veth(f->rt, "a", "b", -1, &f->error);
	if (r == -EOPNOTSUPP)
		skip();
	assert_int_equal(r, 0);
}

static struct ifreq ask(const char *name, unsigned long question)
{
	struct ifreq request = { 0 };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	assert_int_equal(ioctl(fd, question, &request), 0);
	close(fd);
	return request;
}

static void a_veth_pair_has_both_ends(void **state)
{
	make_pair_or_skip(*state);
	assert_true(if_nametoindex("a") > 0);
	assert_true(if_nametoindex("b") > 0);
}

static void a_name_that_is_taken_is_eexist(void **state)
{
	struct fixture *f = *state;

	make_pair_or_skip(f);
	assert_int_equal(link_make_veth(f->rt, "a", "c", -1, &f->error), -EEXIST);
	assert_non_null(strstr(f->error.reason, "make the veth pair a and c"));
}

static void a_link_goes_up_and_down(void **state)
{
	struct fixture *f = *state;

	make_pair_or_skip(f);
	assert_int_equal(link_set_up(f->rt, "a", true, &f->error), 0);
	assert_true(ask("a", SIOCGIFFLAGS).ifr_flags & IFF_UP);
	assert_int_equal(link_set_up(f->rt, "a", false, &f->error), 0);
	assert_false(ask("a", SIOCGIFFLAGS).ifr_flags & IFF_UP);
}

static void the_mtu_is_set_and_its_bounds_are_the_kernels(void **state)
{
	struct fixture *f = *state;

	make_pair_or_skip(f);
	assert_int_equal(link_set_mtu(f->rt, "a", 1420, &f->error), 0);
	assert_int_equal(ask("a", SIOCGIFMTU).ifr_mtu, 1420);
	assert_int_equal(link_set_mtu(f->rt, "a", 1, &f->error), -EINVAL);
	/* net/core/dev.c dev_validate_mtu() */
	assert_non_null(strstr(f->error.reason, "mtu less than device minimum"));
}

static void a_link_gets_another_name(void **state)
{
	struct fixture *f = *state;

	make_pair_or_skip(f);
	assert_int_equal(link_set_name(f->rt, "b", "c", &f->error), 0);
	assert_int_equal(if_nametoindex("b"), 0);
	assert_true(if_nametoindex("c") > 0);
}

static void deleting_one_end_takes_the_pair(void **state)
{
	struct fixture *f = *state;

	make_pair_or_skip(f);
	assert_int_equal(link_delete(f->rt, "a", &f->error), 0);
	assert_int_equal(if_nametoindex("b"), 0);
	assert_int_equal(link_delete(f->rt, "a", &f->error), -ENODEV);
}

static void an_address_is_added_once(void **state)
{
	struct fixture *f = *state;
	struct in_addr address = { htonl(0x0a010203) };
	struct sockaddr_in *got;
	struct ifreq answer;

	make_pair_or_skip(f);
	assert_int_equal(address_add(f->rt, "a", address, 24, &f->error), 0);
	answer = ask("a", SIOCGIFADDR);
	got = (struct sockaddr_in *)&answer.ifr_addr;
	assert_int_equal(got->sin_addr.s_addr, address.s_addr);
	answer = ask("a", SIOCGIFNETMASK);
	assert_int_equal(ntohl(got->sin_addr.s_addr), 0xffffff00);
	assert_int_equal(address_add(f->rt, "a", address, 24, &f->error), -EEXIST);
}

static void an_address_of_ipv6_can_be_used_at_once(void **state)
{
	struct fixture *f = *state;
	struct sockaddr_in6 own = { .sin6_family = AF_INET6 };
	int fd;

	make_pair_or_skip(f);
	assert_int_equal(link_set_up(f->rt, "b", true, &f->error), 0);
	assert_int_equal(link_set_up(f->rt, "a", true, &f->error), 0);
	inet_pton(AF_INET6, "fd0a:4d::2", &own.sin6_addr);
	assert_int_equal(address_add_v6(f->rt, "a", &own.sin6_addr, 64, &f->error), 0);
	fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	/* A tentative one cannot be bound to. */
	assert_int_equal(bind(fd, (struct sockaddr *)&own, sizeof(own)), 0);
	close(fd);
	assert_int_equal(address_add_v6(f->rt, "a", &own.sin6_addr, 64, &f->error),
			 -EEXIST);
}

static void a_prefix_longer_than_the_address_is_refused(void **state)
{
	struct fixture *f = *state;
	struct in6_addr six = { .s6_addr = { 0xfd } };

	if (!f->rt)
		skip();
	assert_int_equal(address_add_v6(f->rt, "lo", &six, 129, &f->error), -EINVAL);
	assert_int_equal(address_add(f->rt, "lo", (struct in_addr){ 1 }, 33, &f->error),
			 -EINVAL);
}

static void a_link_is_put_into_a_bridge(void **state)
{
	struct fixture *f = *state;
	char master[64] = "";
	ssize_t length;
	int r;

	make_pair_or_skip(f);
	r = link_make_bridge(f->rt, "br", &f->error);
	if (r == -EOPNOTSUPP)
		skip();
	assert_int_equal(r, 0);
	assert_int_equal(link_set_master(f->rt, "a", "br", &f->error), 0);
	/* sysfs shows the namespace that it was mounted in; only where it is ours is
	 * there something to see. */
	length = readlink("/sys/class/net/a/master", master, sizeof(master) - 1);
	if (length > 0)
		assert_non_null(strstr(master, "br"));
	/* A bridge with a port cannot be put into itself. */
	assert_true(link_set_master(f->rt, "br", "br", &f->error) < 0);
}

static void an_unknown_interface_is_enodev_and_named(void **state)
{
	struct fixture *f = *state;

	if (!f->rt)
		skip();
	assert_int_equal(link_set_master(f->rt, "a", "nobridge", &f->error), -ENODEV);
	assert_non_null(strstr(f->error.reason, "nobridge"));
	assert_int_equal(link_set_up(f->rt, "none0", true, &f->error), -ENODEV);
	assert_non_null(strstr(f->error.reason, "none0"));
}

static void names_too_long_or_empty_never_reach_the_kernel(void **state)
{
	struct fixture *f = *state;

	if (!f->rt)
		skip();
	assert_int_equal(link_make(f->rt, "sixteen-octets-x", "dummy", &f->error),
			 -EINVAL);
	assert_int_equal(link_make(f->rt, "", "dummy", &f->error), -EINVAL);
	assert_int_equal(link_set_name(f->rt, "lo", "", &f->error), -EINVAL);
}

static void a_veth_peer_is_made_in_another_namespace(void **state)
{
	struct fixture *f = *state;
	cleanup_close_ int own = -1, other = -1;
	int r;

	if (!f->rt)
		skip();
	other = netns_new(&f->error);
	assert_true(other >= 0);
	r = link_make_veth(f->rt, "a", "b", other, &f->error);
	if (r == -EOPNOTSUPP)
		skip();
	assert_int_equal(r, 0);
	assert_true(if_nametoindex("a") > 0);
	assert_int_equal(if_nametoindex("b"), 0);
	own = netns_current(&f->error);
	assert_int_equal(netns_enter(other, &f->error), 0);
	assert_true(if_nametoindex("b") > 0);
	/* the socket stays in the namespace that it was opened in */
	assert_int_equal(link_set_up(f->rt, "a", true, &f->error), 0);
	assert_int_equal(netns_enter(own, &f->error), 0);
}

#define link_test(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		link_test(a_veth_pair_has_both_ends),
		link_test(a_name_that_is_taken_is_eexist),
		link_test(a_link_goes_up_and_down),
		link_test(the_mtu_is_set_and_its_bounds_are_the_kernels),
		link_test(a_link_gets_another_name),
		link_test(deleting_one_end_takes_the_pair),
		link_test(an_address_is_added_once),
		link_test(an_address_of_ipv6_can_be_used_at_once),
		link_test(a_prefix_longer_than_the_address_is_refused),
		link_test(a_link_is_put_into_a_bridge),
		link_test(an_unknown_interface_is_enodev_and_named),
		link_test(names_too_long_or_empty_never_reach_the_kernel),
		link_test(a_veth_peer_is_made_in_another_namespace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

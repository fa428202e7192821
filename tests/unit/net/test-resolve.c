/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/resolve.h"

#include <string.h>

#include "../cmocka-all.h"
#include "base/cleanup.h"

struct found {
	bool done;
	int r;
	union udp_address address;
	bool has_reason;
};

static void on_done(void *userdata, int r, const union udp_address *address,
		    const char *reason)
{
	struct found *found = userdata;

	assert_false(found->done);
	found->done = true;
	found->r = r;
	found->has_reason = reason != NULL;
	if (address)
		found->address = *address;
}

static struct found resolve(const char *host)
{
	struct found found = { 0 };
	struct resolution *resolution;
	sd_event *loop;

	assert_true(sd_event_new(&loop) >= 0);
	assert_int_equal(resolve_start(&resolution, loop, -1, host, 51820, on_done,
				       &found, NULL),
			 0);
	assert_false(found.done); /* never before the loop runs */
	while (!found.done)
		assert_true(sd_event_run(loop, UINT64_MAX) >= 0);
	resolve_free(resolution);
	sd_event_unref(loop);
	return found;
}

static void a_literal_is_found_with_the_port(void **state)
{
	struct found found = resolve("192.0.2.1");
	char shown[UDP_ADDRESS_FORMAT_MAX];

	(void)state;
	assert_int_equal(found.r, 0);
	assert_string_equal(udp_address_format(shown, &found.address), "192.0.2.1:51820");
	found = resolve("2001:db8::1");
	assert_string_equal(udp_address_format(shown, &found.address),
			    "[2001:db8::1]:51820");
}

static void a_name_that_nobody_has_is_told_with_a_reason(void **state)
{
	/* Too long for a label (RFC 1035 2.3.4): nobody is asked. */
	struct found found = resolve("a123456789012345678901234567890123456789"
				     "0123456789012345678901234567890123456789.invalid");

	(void)state;
	assert_true(found.r < 0);
	assert_true(found.has_reason);
}

static void one_that_is_given_up_calls_nobody(void **state)
{
	struct found found = { 0 };
	struct resolution *resolution;
	sd_event *loop;

	(void)state;
	assert_true(sd_event_new(&loop) >= 0);
	assert_int_equal(resolve_start(&resolution, loop, -1, "192.0.2.1", 1, on_done,
				       &found, NULL),
			 0);
	resolve_free(resolution);
	assert_int_equal(sd_event_run(loop, 0), 0);
	assert_false(found.done);
	sd_event_unref(loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_literal_is_found_with_the_port),
		cmocka_unit_test(a_name_that_nobody_has_is_told_with_a_reason),
		cmocka_unit_test(one_that_is_given_up_calls_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/mac.h"

#include <errno.h>

#include "../cmocka-all.h"

static void an_address_is_read_in_either_case_and_written_in_lower(void **state)
{
	static const uint8_t expected[MAC_LENGTH] = {
		0x02, 0xab, 0xcd, 0xef, 0x00, 0x1f
	};
	uint8_t mac[MAC_LENGTH];
	char buffer[MAC_FORMAT_MAX];

	(void)state;
	assert_int_equal(mac_parse("02:Ab:cD:EF:00:1f", mac), 0);
	assert_memory_equal(mac, expected, MAC_LENGTH);
	assert_string_equal(mac_format(buffer, mac), "02:ab:cd:ef:00:1f");
}

static void what_is_no_address_is_refused(void **state)
{
	static const char *const words[] = {
		"",
		"02",
		"02:00:00:00:01",
		"02:00:00:00:01:00:00",
		"02-00-00-00-01-00",
		"020000000100",
		"2:0:0:0:1:0",
		"02:00:00:00:01:0g",
		"02:00:00:00:01:00 ",
	};
	uint8_t mac[MAC_LENGTH];

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_int_equal(mac_parse(words[i], mac), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_read_in_either_case_and_written_in_lower),
		cmocka_unit_test(what_is_no_address_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/release.h"

#include "../cmocka-all.h"

static const struct openwrt_defaults *defaults_of(const char *name)
{
	struct openwrt_release release;

	assert_true(openwrt_release_parse(name, &release));
	return openwrt_defaults_of(&release);
}

static void a_release_is_named_as_openwrt_names_it(void **state)
{
	static const char *const names[] = { "23.05", "23.05.3", "25.12.0-rc2",
					     "21.02.0" };
	struct openwrt_release release;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		cleanup_text_ struct text out = { 0 };

		assert_true(openwrt_release_parse(names[i], &release));
		openwrt_release_add(&out, &release);
		assert_string_equal(out.data, names[i]);
	}
	assert_true(openwrt_release_parse("v23.05.3", &release));
	assert_true(openwrt_release_parse("snapshot", &release));
	assert_false(openwrt_release_parse("23.10", &release));
	assert_false(openwrt_release_parse("23.05.", &release));
	assert_false(openwrt_release_parse("23.05.3x", &release));
	assert_false(openwrt_release_parse("23.05.3-rc1", &release));
	assert_false(openwrt_release_parse("", &release));
}

static void a_release_without_its_point_is_the_newest_of_its_branch(void **state)
{
	(void)state;
	assert_ptr_equal(defaults_of("23.05"), defaults_of("23.05.3"));
	assert_ptr_not_equal(defaults_of("23.05"), defaults_of("23.05.2"));
}

static void the_defaults_changed_when_they_did(void **state)
{
	(void)state;
	assert_int_equal(defaults_of("23.05.2")->generate_local, GENERATE_LOCAL_PSK_SAE);
	assert_int_equal(defaults_of("23.05.3")->generate_local, GENERATE_LOCAL_PSK);
	assert_int_equal(defaults_of("22.03.6")->generate_local, GENERATE_LOCAL_PSK_SAE);
	assert_int_equal(defaults_of("22.03.7")->generate_local, GENERATE_LOCAL_PSK);
	assert_int_equal(defaults_of("21.02.1")->wildcards, WILDCARDS_NONE);
	assert_int_equal(defaults_of("21.02.2")->wildcards, WILDCARDS_WITHOUT_PASSWORD);
	assert_int_equal(defaults_of("22.03.0")->wildcards, WILDCARDS_WITH_PASSWORD);
	assert_true(defaults_of("21.02.3")->over_ds);
	assert_false(defaults_of("21.02.4")->over_ds);
	assert_int_equal(defaults_of("24.10")->deadline_tu, 1000);
	assert_int_equal(defaults_of("25.12")->deadline_tu, 20000);
	assert_int_equal(defaults_of("25.12.0-rc3")->mobility_domain,
			 MOBILITY_DOMAIN_SSID);
	assert_int_equal(defaults_of("25.12.0-rc4")->mobility_domain,
			 MOBILITY_DOMAIN_SSID_LF);
	assert_int_equal(defaults_of("17.01.4")->mobility_domain, MOBILITY_DOMAIN_4F57);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_release_is_named_as_openwrt_names_it),
		cmocka_unit_test(a_release_without_its_point_is_the_newest_of_its_branch),
		cmocka_unit_test(the_defaults_changed_when_they_did),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

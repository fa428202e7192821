/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"
#include "analysis/ap-conf.h"

#define HALL "02:00:00:00:01:00"
#define STAIRS "02:00:00:00:02:00"
#define ZERO "00:00:00:00:00:00"
#define ALL "ff:ff:ff:ff:ff:ff"

static const uint8_t hall[] = { 2, 0, 0, 0, 1, 0 }, stairs[] = { 2, 0, 0, 0, 2, 0 },
		     attic[] = { 2, 0, 0, 0, 3, 0 };

static struct ap_conf parsed(const char *text)
{
	struct ap_conf conf;

	ap_conf_parse(text, &conf);
	return conf;
}
#define cleanup_conf_ __attribute__((cleanup(ap_conf_clear)))

static void what_decides_on_keys_is_taken_and_the_rest_is_left(void **state)
{
	static const uint8_t holder[] = { 2, 0, 0, 0, 0x77, 0xaa };
	cleanup_conf_ struct ap_conf conf = parsed("interface=wlan0\n"
						   "nas_identifier=hall one\n"
						   "r1_key_holder=0200000077aa\n"
						   "ft_psk_generate_local=1\n"
						   "reassociation_deadline=1000\n"
						   "no value\n"
						   "=\n"
						   "n=1\n");

	(void)state;
	assert_true(conf.known);
	assert_string_equal(conf.nas_identifier, "hall one");
	assert_memory_equal(conf.r1_key_holder, holder, MAC_LENGTH);
	assert_true(conf.generate_local);
	assert_true(conf.has_reassociation_deadline);
	assert_int_equal(conf.reassociation_deadline_tu, 1000);
	assert_int_equal(conf.r0kh.count + conf.r1kh.count, 0);
}

static void without_a_line_nothing_is_set(void **state)
{
	cleanup_conf_ struct ap_conf conf = parsed("");

	(void)state;
	assert_true(conf.known);
	assert_null(conf.nas_identifier);
	assert_true(mac_is_zero(conf.r1_key_holder));
	assert_false(conf.generate_local);
	assert_false(conf.has_reassociation_deadline);
}

static void a_value_that_is_none_counts_as_not_set(void **state)
{
	cleanup_conf_ struct ap_conf conf =
		parsed("r1_key_holder=02:00:00:00:77:aa\nft_psk_generate_local=0\n");

	(void)state;
	assert_true(mac_is_zero(conf.r1_key_holder));
	assert_false(conf.generate_local);
}

static void nor_is_an_r1kh_id_of_another_length_one(void **state)
{
	cleanup_conf_ struct ap_conf conf = parsed("r1_key_holder=0200000077aabb\n");

	(void)state;
	assert_true(mac_is_zero(conf.r1_key_holder));
}

static void of_an_option_that_comes_twice_the_last_one_counts(void **state)
{
	cleanup_conf_ struct ap_conf conf =
		parsed("nas_identifier=hall\nnas_identifier=stairs");

	(void)state;
	assert_string_equal(conf.nas_identifier, "stairs");
}

static void a_key_holder_has_address_identifier_and_the_name_of_its_key(void **state)
{
	cleanup_conf_ struct ap_conf conf =
		parsed("r0kh=" HALL " hall.test key-1:64\n"
		       "r1kh=" STAIRS "\t" STAIRS "  key-zero:32\n");
	const struct key_holder *r0kh = conf.r0kh.items, *r1kh = conf.r1kh.items;

	(void)state;
	assert_int_equal(conf.r0kh.count, 1);
	assert_memory_equal(r0kh->mac, hall, MAC_LENGTH);
	assert_string_equal(r0kh->id, "hall.test");
	assert_string_equal(r0kh->key, "key-1");
	assert_int_equal(r0kh->digits, 64);
	assert_string_equal(r0kh->line, "r0kh=" HALL " hall.test key-1:64");
	assert_int_equal(conf.r1kh.count, 1);
	assert_string_equal(r1kh->id, STAIRS);
	assert_string_equal(r1kh->key, "key-zero");
	assert_int_equal(r1kh->digits, 32);
}

static void a_line_that_hostapd_would_refuse_is_no_entry(void **state)
{
	cleanup_conf_ struct ap_conf conf = parsed("r0kh=\n"
						   "r0kh=" HALL "\n"
						   "r0kh=" HALL " hall\n"
						   "r0kh=hall hall key-1:64\n"
						   "r0kh2=" HALL " hall key-1:64\n");

	(void)state;
	assert_int_equal(conf.r0kh.count, 0);
}

static void an_entry_is_found_by_its_address(void **state)
{
	cleanup_conf_ struct ap_conf conf =
		parsed("r0kh=" ALL " * key-1:32\nr0kh=" HALL " hall key-2:64\n");

	(void)state;
	assert_string_equal(key_holder_of_mac(&conf.r0kh, hall)->id, "hall");
	assert_null(key_holder_of_mac(&conf.r0kh, stairs));
	assert_null(key_holder_of_mac(&conf.r1kh, hall));
}

static void for_an_r0kh_id_hostapd_takes_the_first_line_or_the_wildcard(void **state)
{
	cleanup_conf_ struct ap_conf conf = parsed("r0kh=" ALL " * key-1:32\n"
						   "r0kh=" ALL " * key-2:32\n"
						   "r0kh=" HALL " hall key-3:64\n"
						   "r0kh=" STAIRS " hall key-4:64\n");
	cleanup_conf_ struct ap_conf none = parsed("r0kh=" HALL " hall key-3:64\n");

	(void)state;
	assert_string_equal(key_holder_of_r0kh(&conf.r0kh, "hall")->key, "key-3");
	assert_string_equal(key_holder_of_r0kh(&conf.r0kh, "HALL")->key, "key-1");
	assert_null(key_holder_of_r0kh(&none.r0kh, "stairs"));
}

static void for_an_r1kh_id_likewise(void **state)
{
	cleanup_conf_ struct ap_conf conf =
		parsed("r1kh=" HALL " " ZERO " key-1:32\n" /* no wildcard */
		       "r1kh=" ZERO " " ZERO " key-2:32\n"
		       "r1kh=" ZERO " " ZERO " key-3:32\n"
		       "r1kh=" STAIRS " hall key-4:32\n"
		       "r1kh=" STAIRS " " HALL " key-5:64\n"
		       "r1kh=" STAIRS " " HALL " key-6:64\n");
	cleanup_conf_ struct ap_conf none = parsed("r1kh=" HALL " " HALL " key-3:64\n");

	(void)state;
	assert_string_equal(key_holder_of_r1kh(&conf.r1kh, hall)->key, "key-5");
	assert_string_equal(key_holder_of_r1kh(&conf.r1kh, attic)->key, "key-2");
	assert_null(key_holder_of_r1kh(&none.r1kh, stairs));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_decides_on_keys_is_taken_and_the_rest_is_left),
		cmocka_unit_test(without_a_line_nothing_is_set),
		cmocka_unit_test(a_value_that_is_none_counts_as_not_set),
		cmocka_unit_test(nor_is_an_r1kh_id_of_another_length_one),
		cmocka_unit_test(of_an_option_that_comes_twice_the_last_one_counts),
		cmocka_unit_test(
			a_key_holder_has_address_identifier_and_the_name_of_its_key),
		cmocka_unit_test(a_line_that_hostapd_would_refuse_is_no_entry),
		cmocka_unit_test(an_entry_is_found_by_its_address),
		cmocka_unit_test(
			for_an_r0kh_id_hostapd_takes_the_first_line_or_the_wildcard),
		cmocka_unit_test(for_an_r1kh_id_likewise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

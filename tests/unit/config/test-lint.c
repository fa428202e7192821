/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "base/memory.h"
#include "config/lint.h"
#include "site-sample.h"

/* What the lint finds beside the way of keys (test-single-changes.c). */

static void fill(void *context, uint8_t *out, size_t length)
{
	(void)context;
	memset(out, 0x5a, length);
}

static const struct config_random random_source = { fill, NULL };

struct linted {
	struct config_site site;
	struct findings findings;
};

static void clear(struct linted *linted)
{
	findings_clear(&linted->findings);
	config_site_clear(&linted->site);
}

#define LINTED __attribute__((cleanup(clear))) struct linted

static void lint(struct linted *ret, const struct sample_file *files, size_t count,
		 const char *ssid)
{
	sample_build(&ret->site, files, count, ssid);
	config_lint(&ret->site, &random_source, &ret->findings);
}

static const struct finding *find(const struct linted *linted, const char *id)
{
	for (size_t i = 0; i < linted->findings.count; i++)
		if (strcmp(finding_id(linted->findings.items[i]), id) == 0)
			return linted->findings.items[i];
	return NULL;
}

/* An access point with what the case is about, behind line 6. */
#define AP(MAC, MORE)                    \
	"config wifi-iface 'a'\n"        \
	"\toption ssid 'corridor'\n"     \
	"\toption key 'correct horse'\n" \
	"\toption ieee80211r '1'\n"      \
	"\toption macaddr '" MAC "'\n"   \
	"\toption reassociation_deadline '20000'\n" MORE

#define SAE "\toption encryption 'sae'\n"
#define PSK "\toption encryption 'psk2'\n"
#define OVER_DS "\toption ft_over_ds '1'\n"
#define WILDCARDS                                       \
	"\tlist r0kh 'ff:ff:ff:ff:ff:ff,*," KEY_1 "'\n" \
	"\tlist r1kh '00:00:00:00:00:00,00:00:00:00:00:00," KEY_1 "'\n"

/* Of the second of two access points, the third is as the first; by line 8 of its file
 * unless the case has another. */
static const struct {
	const char *common, *odd, *id;
	enum finding_severity severity;
	unsigned line;
	size_t pairs;
	const char *correct;
} cases[] = {
	{ SAE "\toption mobility_domain 'a1b2'\n",
	  SAE "\toption mobility_domain 'a1b3'\n", "mobility-domain", FINDING_BREAKS, 8,
	  4, "option mobility_domain 'a1b2'" },
	{ SAE, SAE "\toption mobility_domain 'a1b3'\n", "mobility-domain", FINDING_BREAKS,
	  8, 4, "option mobility_domain 'da16'" },
	/* Who can do SAE gets along with it; who cannot stays where it is. */
	{ SAE, "\toption encryption 'sae-mixed'\n", "no-ft-akm", FINDING_HARMS, 7, 0,
	  "option encryption 'sae'" },
	{ PSK, "\toption encryption 'sae-mixed'\n", "no-ft-akm", FINDING_BREAKS, 7, 2,
	  "option encryption 'psk2'" },
	{ PSK, SAE, "no-ft-akm", FINDING_BREAKS, 7, 4, "option encryption 'psk2'" },
	{ SAE, SAE "\toption ieee80211r '0'\n", "no-ft-akm", FINDING_BREAKS, 8, 4,
	  "option ieee80211r '1'" },
	{ PSK, "\toption encryption 'psk2+gcmp256'\n", "cipher", FINDING_BREAKS, 7, 4,
	  "option encryption 'psk2'" },
	{ PSK, "\toption encryption 'psk2+tkip+ccmp'\n", "cipher", FINDING_HARMS, 7, 0,
	  "option encryption 'psk2'" },
	/* Over the air a station goes along; over the DS it leaves again. */
	{ PSK, PSK "\toption ieee80211w '2'\n", "pmf", FINDING_HARMS, 8, 0,
	  "option ieee80211w '0'" },
	{ PSK OVER_DS, PSK "\toption ieee80211w '2'\n", "pmf", FINDING_BREAKS, 8, 2,
	  "option ieee80211w '0'" },
	{ SAE OVER_DS, SAE OVER_DS "\toption ieee80211w '1'\n", "pmf", FINDING_BREAKS, 9,
	  4, "option ieee80211w '2'" },
	{ PSK OVER_DS, "\toption encryption 'psk2+tkip+ccmp'\n" OVER_DS, "cipher",
	  FINDING_BREAKS, 7, 4, "option encryption 'psk2'" },
	/* Only the one that has no RSNXE is compared with one that has. */
	{ SAE OVER_DS, SAE OVER_DS "\toption sae_pwe '0'\n", "rsnxe", FINDING_BREAKS, 9,
	  2, "option sae_pwe '2'" },
	{ SAE OVER_DS, "\toption encryption 'sae-mixed'\n" OVER_DS, "no-ft-akm",
	  FINDING_BREAKS, 7, 4, "option encryption 'sae'" },
	{ SAE, SAE "\toption ieee80211w '1'\n", "pmf", FINDING_HARMS, 8, 0,
	  "option ieee80211w '2'" },
	{ SAE, SAE "\toption sae_pwe '0'\n", "rsnxe", FINDING_HARMS, 8, 0,
	  "option sae_pwe '2'" },
	{ PSK, PSK "\toption key 'another one'\n", "password", FINDING_BREAKS, 8, 4,
	  "option key '<the password of ap1:3>'" },
	/* OpenWrt makes the key of its wildcards from it. */
	{ SAE, SAE "\toption key 'another one'\n", "password", FINDING_BREAKS, 8, 4,
	  "option key '<the password of ap1:3>'" },
	/* Where the key is another one, roams to it get theirs from where they begin. */
	{ SAE WILDCARDS, SAE WILDCARDS "\toption key 'another one'\n", "password",
	  FINDING_BREAKS, 10, 2, "option key '<the password of ap1:3>'" },
	{ PSK, PSK "\toption ft_psk_generate_local '0'\n", "generate-local-differs",
	  FINDING_BREAKS, 8, 2, "option ft_psk_generate_local '1'" },
	{ SAE, SAE "\toption ft_psk_generate_local '1'\n", "generate-local-sae",
	  FINDING_BREAKS, 8, 4, "option ft_psk_generate_local '0'" },
	{ SAE, SAE "\toption reassociation_deadline '1000'\n", "reassociation-deadline",
	  FINDING_HARMS, 8, 0, "option reassociation_deadline '20000'" },
	{ SAE, SAE "\toption reassociation_deadline '30000'\n", "deadline-differs",
	  FINDING_STYLE, 8, 0, NULL },
	{ SAE, SAE "\toption reassociation_deadline '20'\n", "deadline-range",
	  FINDING_HARMS, 8, 0, "option reassociation_deadline '20000'" },
	{ SAE "\toption ft_over_ds '1'\n", SAE "\toption ft_over_ds '0'\n",
	  "over-ds-differs", FINDING_STYLE, 8, 0, NULL },
	{ SAE, SAE "\toption r0_key_lifetime '1209600'\n", "lifetime-unit", FINDING_HARMS,
	  8, 0, "option r0_key_lifetime '10000'" },
	{ SAE, SAE "\toption mobility_domain 'a1b'\n", "not-started", FINDING_BREAKS, 8,
	  4, NULL },
	{ SAE, SAE "\toption r1_key_holder '02:00:00:00:02:00'\n", "not-started",
	  FINDING_BREAKS, 8, 4, "option r1_key_holder '020000000200'" },
	{ SAE, SAE "\toption key 'short'\n", "not-started", FINDING_BREAKS, 8, 4, NULL },
	{ SAE, SAE "\toption nasid '123456789012345678901234567890123456789012345678'\n",
	  "nas-identifier-length", FINDING_HARMS, 8, 0, NULL },
	{ SAE, SAE "\toption ieee80211k '1'\n", "neighbours", FINDING_STYLE, 8, 0, NULL },
	{ PSK, PSK "\tlist r0kh 'x'\n", "key-holders-unused", FINDING_STYLE, 8, 0, NULL },
	{ SAE, SAE "\tlist r0kh '02:00:00:00:09:00,x," KEY_1 "'\n", "key-holder-unknown",
	  FINDING_STYLE, 8, 0, NULL },
};

static void each_mistake_is_found_by_its_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free_ char *one = NULL, *two = NULL, *three = NULL;
		struct sample_file files[3] = { { "ap1", "23.05", NULL },
						{ "ap2", "23.05", NULL },
						{ "ap3", "23.05", NULL } };
		const struct finding *finding;
		LINTED linted = { 0 };

		files[0].text = one =
			memory_printf("%s%s", AP(MAC_1, ""), cases[i].common);
		files[1].text = two = memory_printf("%s%s", AP(MAC_2, ""), cases[i].odd);
		files[2].text = three =
			memory_printf("%s%s", AP(MAC_3, ""), cases[i].common);
		lint(&linted, files, 3, NULL);
		finding = find(&linted, cases[i].id);
		if (!finding)
			fail_msg("case %zu: no %s", i, cases[i].id);
		if (finding->pair_count != cases[i].pairs)
			fail_msg("case %zu: %zu pairs", i, finding->pair_count);
		assert_int_equal(finding->severity, cases[i].severity);
		assert_int_equal(finding->lines[0].access_point, 1);
		assert_int_equal(finding->lines[0].place.line, cases[i].line);
		assert_int_equal(finding->correct != NULL, cases[i].correct != NULL);
		if (cases[i].correct)
			assert_string_equal(finding->correct, cases[i].correct);
	}
}

static void other_akms_break_what_goes_over_the_ds(void **state)
{
	static const char conf[] =
		"interface=wlan0\nbssid=" MAC_2 "\nssid=corridor\nwpa=2\n"
		"wpa_key_mgmt=SAE FT-SAE WPA-PSK\n"
		"rsn_pairwise=CCMP\nsae_password=correct horse\n"
		"sae_pwe=2\nieee80211w=2\nnas_identifier=two\n"
		"mobility_domain=da16\nreassociation_deadline=20000\n";
	const struct sample_file files[] = { { "ap1", "23.05", AP(MAC_1, SAE) },
					     { "ap2", NULL, conf } };
	const struct finding *finding;
	LINTED linted = { 0 };

	(void)state;
	lint(&linted, files, 2, NULL);
	finding = find(&linted, "over-ds-akms");
	assert_non_null(finding);
	assert_int_equal(finding->severity, FINDING_BREAKS);
	/* hostapd offers it unless told otherwise. */
	assert_int_equal(finding->lines[0].access_point, 1);
	assert_int_equal(finding->pair_count, 1);
	assert_int_equal(finding->pairs[0].from, 1);
	assert_string_equal(finding->correct, "ft_over_ds=0");
}

/* With wildcards that OpenWrt makes there is nothing to be mended. */
static void a_site_on_defaults_has_notes_of_style_only(void **state)
{
	const struct sample_file files[] = { { "ap1", "25.12", AP(MAC_1, SAE) },
					     { "ap2", "24.10", AP(MAC_2, SAE) } };
	LINTED linted = { 0 };

	(void)state;
	lint(&linted, files, 2, NULL);
	assert_int_equal(linted.findings.count, 3);
	assert_non_null(find(&linted, "over-ds-off"));
	assert_non_null(find(&linted, "rrb-key-derived"));
	assert_non_null(find(&linted, "wildcard-discovery"));
}

static void releases_that_make_other_keys_do_not_go_together(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", "23.05", AP(MAC_1, SAE) },
		{ "ap2", "21.02.3",
		  AP(MAC_2, SAE "\toption ft_psk_generate_local '0'\n") }
	};
	LINTED linted = { 0 };

	(void)state;
	lint(&linted, files, 2, NULL);
	assert_non_null(find(&linted, "r0kh-key"));
	/* The one that anybody can compute: it goes to no other access point. */
	assert_int_equal(find(&linted, "r0kh-key")->lines[0].access_point, 1);
	assert_non_null(find(&linted, "rrb-key-zero"));
	assert_int_equal(linted.site.bsss[0].ft.r0kh.items[0].key.value[0], 0x5a);
}

static void releases_that_make_another_mobility_domain_do_not_go_together(void **state)
{
	const struct sample_file files[] = { { "ap1", "25.12.0-rc3", AP(MAC_1, SAE) },
					     { "ap2", "25.12", AP(MAC_2, SAE) },
					     { "ap3", "25.12", AP(MAC_3, SAE) } };
	const struct finding *finding;
	LINTED linted = { 0 };

	(void)state;
	lint(&linted, files, 3, NULL);
	finding = find(&linted, "mobility-domain");
	assert_non_null(finding);
	assert_int_equal(finding->lines[0].access_point, 0);
	assert_int_equal(finding->lines[0].place.line,
			 1); /* the section: no line says it */
	assert_string_equal(finding->correct, "option mobility_domain 'da16'");
	/* That the keys differ by it is no finding of its own. */
	assert_null(find(&linted, "r0kh-key"));
}

/* Two lines that disagree, and further ones that speak for one of them. */
static void what_most_lines_say_is_right(void **state)
{
	/* The first access point's nasid against two entries; then one key of four. */
	const struct sample_file names[] = {
		{ "ap1", NULL,
		  IFACE("radio0", MAC_1, "hall",
			"\toption r1_key_holder " ID_1
			"\n" HOLDER(MAC_1, ID_1, MAC_1, KEY_1)
				HOLDER(MAC_2, ID_2, MAC_2, KEY_1)) },
		{ "ap2", NULL,
		  IFACE("radio0", MAC_2, ID_2, HOLDER(MAC_1, ID_1, MAC_1, KEY_1)) },
	};
	const struct sample_file keys[] = {
		{ "ap1", NULL,
		  IFACE("radio0", MAC_1, ID_1,
			"\tlist r0kh '" MAC_2 "," ID_2 "," KEY_2 "'\n"
			"\tlist r1kh '" MAC_2 "," MAC_2 "," KEY_1 "'\n") },
		{ "ap2", NULL,
		  IFACE("radio0", MAC_2, ID_2, HOLDER(MAC_1, ID_1, MAC_1, KEY_1)) },
	};
	const struct sample_file other_end[] = {
		keys[1],
		{ "ap1", NULL,
		  IFACE("radio0", MAC_1, ID_1,
			"\tlist r0kh '" MAC_2 "," ID_2 "," KEY_1 "'\n"
			"\tlist r1kh '" MAC_2 "," MAC_2 "," KEY_2 "'\n") },
	};
	const struct finding *finding;
	LINTED by_names = { 0 }, by_keys = { 0 }, by_other_end = { 0 };

	(void)state;
	lint(&by_names, names, 2, NULL);
	finding = find(&by_names, "nas-identifier");
	assert_non_null(finding);
	assert_int_equal(finding->lines[0].access_point, 0);
	assert_int_equal(finding->lines[0].place.line, 11);
	assert_string_equal(finding->correct, "option nasid '" ID_1 "'");
	lint(&by_keys, keys, 2, NULL);
	finding = find(&by_keys, "r0kh-key");
	assert_non_null(finding);
	assert_int_equal(finding->lines[0].access_point, 0);
	assert_null(find(&by_keys, "r1kh-key"));
	lint(&by_other_end, other_end, 2, NULL);
	finding = find(&by_other_end, "r1kh-key");
	assert_non_null(finding);
	assert_int_equal(finding->lines[0].access_point, 1);
	assert_null(find(&by_other_end, "r0kh-key"));
}

/* The key of another pair, copied to the wrong line: that one is the more common. */
static void of_a_pairs_keys_its_own_lines_decide(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL,
		  IFACE("radio0", MAC_1, ID_1,
			"\tlist r0kh '" MAC_2 "," ID_2 "," KEY_2 "'\n"
			"\tlist r1kh '" MAC_2 "," MAC_2 "," KEY_1
			"'\n" HOLDER(MAC_3, ID_3, MAC_3, KEY_2)) },
		{ "ap2", NULL,
		  IFACE("radio0", MAC_2, ID_2,
			HOLDER(MAC_1, ID_1, MAC_1, KEY_1)
				HOLDER(MAC_3, ID_3, MAC_3, KEY_2)) },
		{ "ap3", NULL,
		  IFACE("radio0", MAC_3, ID_3,
			HOLDER(MAC_1, ID_1, MAC_1, KEY_2)
				HOLDER(MAC_2, ID_2, MAC_2, KEY_2)) },
	};
	const struct finding *finding;
	LINTED linted = { 0 };

	(void)state;
	lint(&linted, files, 3, NULL);
	finding = find(&linted, "r0kh-key");
	assert_non_null(finding);
	assert_int_equal(finding->lines[0].access_point, 0);
	assert_null(find(&linted, "r1kh-key"));
}

/* From one that generates keys to one that pulls them, and not the other way. */
static void generating_and_pulling_break_one_way_only(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL, AP(MAC_1, PSK) },
		{ "ap2", NULL, AP(MAC_2, PSK "\toption ft_psk_generate_local '0'\n") },
		{ "ap3", NULL, AP(MAC_3, PSK) },
	};
	const struct finding *finding;
	LINTED linted = { 0 };

	(void)state;
	lint(&linted, files, 3, NULL);
	finding = find(&linted, "generate-local-differs");
	assert_non_null(finding);
	assert_int_equal(finding->pair_count, 2);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(finding->pairs[i].to, 1);
}

static void what_is_missing_is_asked_for_pair_by_pair(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL,
		  IFACE("radio0", MAC_1, ID_1,
			"\tlist r0kh '" MAC_2 "," ID_2 "," KEY_1 "'\n") },
		{ "ap2", NULL,
		  IFACE("radio0", MAC_2, ID_2, HOLDER(MAC_1, ID_1, MAC_1, KEY_1)) },
	};
	const struct finding *finding;
	LINTED linted = { 0 };

	(void)state;
	lint(&linted, files, 2, NULL);
	/* OpenWrt fills the list that is missing with a wildcard and a key of its own. */
	finding = find(&linted, "r0kh-key");
	if (!finding)
		finding = find(&linted, "r1kh-key");
	assert_non_null(finding);
	assert_int_equal(finding->pair_count, 1);
}

static void without_ft_anywhere_that_is_the_finding(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL, AP(MAC_1, SAE "\toption ieee80211r '0'\n") },
		{ "ap2", NULL, AP(MAC_2, SAE "\toption ieee80211r '0'\n") }
	};
	const struct finding *finding;
	LINTED linted = { 0 };

	(void)state;
	lint(&linted, files, 2, NULL);
	finding = find(&linted, "no-ft-akm");
	assert_non_null(finding);
	assert_int_equal(finding->severity, FINDING_BREAKS);
	assert_string_equal(finding->what, "no access point offers FT for \"corridor\"");
}

static void an_ssid_with_a_slip_is_recognised(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL, AP(MAC_1, SAE) },
		{ "ap2", NULL, AP(MAC_2, SAE "\toption ssid 'Corridor '\n") }
	};
	const struct finding *finding;
	LINTED linted = { 0 };

	(void)state;
	lint(&linted, files, 2, "corridor");
	finding = find(&linted, "ssid");
	assert_non_null(finding);
	assert_int_equal(finding->lines[0].place.line, 8);
	assert_string_equal(finding->what,
			    "ap2 has the SSID \"Corridor \", and not \"corridor\"");
}

static void an_address_twice_is_told(void **state)
{
	const struct sample_file files[] = { { "ap1", NULL, AP(MAC_1, SAE) },
					     { "ap2", NULL, AP(MAC_1, SAE) } };
	LINTED linted = { 0 };

	(void)state;
	lint(&linted, files, 2, NULL);
	assert_non_null(find(&linted, "bssid-duplicate"));
}

static void keys_that_are_none_are_told_by_line(void **state)
{
	static const struct {
		const char *key, *id;
	} keys[] = {
		{ "0000000000000000000000000000000000000000000000000000000000000000",
		  "rrb-key-zero" },
		{ "000102030405060708090a0b0c0d0e0f", "rrb-key-zero" },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "rrb-key-zero" },
		{ "8f2c03040506070809101112131415161718", "rrb-key-length" },
		{ "8f2c0304050607080910111213141516", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		cleanup_free_ char *one = memory_printf(
			"%s\tlist r0kh '%s,%s,%s'\n\tlist r1kh '%s,%s,%s'\n",
			IFACE("radio0", MAC_1, ID_1, ""), MAC_2, ID_2, keys[i].key, MAC_2,
			MAC_2, keys[i].key);
		cleanup_free_ char *two = memory_printf(
			"%s\tlist r0kh '%s,%s,%s'\n\tlist r1kh '%s,%s,%s'\n",
			IFACE("radio0", MAC_2, ID_2, ""), MAC_1, ID_1, keys[i].key, MAC_1,
			MAC_1, keys[i].key);
		const struct sample_file files[] = { { "ap1", NULL, one },
						     { "ap2", NULL, two } };
		LINTED linted = { 0 };

		lint(&linted, files, 2, NULL);
		assert_int_equal(linted.findings.count, keys[i].id ? 2 : 1);
		if (!keys[i].id)
			continue;
		assert_non_null(find(&linted, keys[i].id));
		assert_int_equal(find(&linted, keys[i].id)->line_count, 4);
		/* Both ends of the pair get one and the same new key. */
		assert_true(rrb_key_equal(&linted.site.bsss[0].ft.r0kh.items[0].key,
					  &linted.site.bsss[1].ft.r1kh.items[0].key));
		assert_int_equal(linted.site.bsss[0].ft.r0kh.items[0].key.value[0], 0x5a);
	}
}

static void no_finding_shows_a_password_or_a_key(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL,
		  IFACE("radio0", MAC_1, ID_1, HOLDER(MAC_2, ID_2, MAC_2, KEY_1)) },
		{ "ap2", NULL,
		  IFACE("radio0", MAC_2, ID_2,
			HOLDER(MAC_1, ID_1, MAC_1, KEY_2)
				HOLDER(MAC_3, ID_3, MAC_3, KEY_3)) "\toption key "
								   "'battery staple'\n" },
	};
	LINTED linted = { 0 };

	(void)state;
	lint(&linted, files, 2, NULL);
	assert_true(linted.findings.count >= 4);
	for (size_t i = 0; i < linted.findings.count; i++) {
		const struct finding *finding = linted.findings.items[i];
		const char *texts[] = { finding->what, finding->correct };

		for (size_t j = 0; j < ARRAY_SIZE(texts); j++) {
			if (!texts[j])
				continue;
			assert_null(strstr(texts[j], KEY_1));
			assert_null(strstr(texts[j], KEY_2));
			assert_null(strstr(texts[j], "battery"));
			assert_null(strstr(texts[j], "5a5a"));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_mistake_is_found_by_its_line),
		cmocka_unit_test(other_akms_break_what_goes_over_the_ds),
		cmocka_unit_test(a_site_on_defaults_has_notes_of_style_only),
		cmocka_unit_test(releases_that_make_other_keys_do_not_go_together),
		cmocka_unit_test(
			releases_that_make_another_mobility_domain_do_not_go_together),
		cmocka_unit_test(what_most_lines_say_is_right),
		cmocka_unit_test(of_a_pairs_keys_its_own_lines_decide),
		cmocka_unit_test(generating_and_pulling_break_one_way_only),
		cmocka_unit_test(what_is_missing_is_asked_for_pair_by_pair),
		cmocka_unit_test(without_ft_anywhere_that_is_the_finding),
		cmocka_unit_test(an_ssid_with_a_slip_is_recognised),
		cmocka_unit_test(an_address_twice_is_told),
		cmocka_unit_test(keys_that_are_none_are_told_by_line),
		cmocka_unit_test(no_finding_shows_a_password_or_a_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

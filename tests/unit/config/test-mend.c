/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/mend.h"

#include "base/memory.h"
#include "config/pull.h"
#include "site-sample.h"

static void fill(void *context, uint8_t *out, size_t length)
{
	(void)context;
	memset(out, 0x5a, length);
}

static const struct config_random random_source = { fill, NULL };

#define NEW_KEY "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

/* What becomes of the files; those that stay as they are are NULL in wanted. */
static void assert_mended(const struct sample_file *files, size_t count,
			  const char *const *wanted)
{
	struct config_ap_source sources[4] = { 0 };
	char *texts[4];
	unsigned rounds;

	for (size_t i = 0; i < count; i++) {
		sources[i].name = sources[i].file = files[i].name;
		sources[i].text = files[i].text;
		sources[i].length = strlen(files[i].text);
		sources[i].format = strncmp(files[i].text, "interface=", 10) == 0
					    ? CONFIG_HOSTAPD
					    : CONFIG_UCI;
		assert_true(openwrt_release_parse(files[i].release ? files[i].release
								   : "25.12",
						  &sources[i].release));
	}
	config_mend_all(sources, count, NULL, &random_source, texts, &rounds);
	for (size_t i = 0; i < count; i++) {
		if (wanted[i]) {
			assert_non_null(texts[i]);
			assert_string_equal(texts[i], wanted[i]);
		} else {
			assert_null(texts[i]);
		}
		free(texts[i]);
	}
}

/* Of every form the same two access points. */
#define FILE_1(KEY)                                               \
	"# hall\n"                                                \
	"config wifi-iface 'a' # comment\n"                       \
	"  option ssid corridor\n"                                \
	"  option encryption \"sae\"\n"                           \
	"  option key 'it'\\''s a secret'\n"                      \
	"  option ieee80211r 1\n"                                 \
	"  option macaddr " MAC_1 "\n"                            \
	"  list r0kh \"" MAC_2 "," ID_2 "," KEY "\"   # stairs\n" \
	"  list r1kh " MAC_2 "," MAC_2 "," KEY "\n"
#define SHOW_2(KEY, MAC)                                                           \
	"wireless.@wifi-iface[0]=wifi-iface\r\n"                                   \
	"wireless.@wifi-iface[0].ssid='corridor'\r\n"                              \
	"wireless.@wifi-iface[0].encryption='sae'\r\n"                             \
	"wireless.@wifi-iface[0].key='it'\\''s a secret'\r\n"                      \
	"wireless.@wifi-iface[0].ieee80211r='1'\r\n"                               \
	"wireless.@wifi-iface[0].macaddr='" MAC_2 "'\r\n"                          \
	"wireless.@wifi-iface[0].r0kh='" MAC "," ID_1 "," KEY "' '" MAC_3 "," ID_3 \
	"," KEY_3 "'\r\n"                                                          \
	"wireless.@wifi-iface[0].r1kh='" MAC_1 "," MAC_1 "," KEY "'\r\n"
#define HOSTAPD_3(KEY, MORE)                                                             \
	"interface=wlan0\nssid=corridor\nbssid=" MAC_3                                   \
	"\nwpa=2\nwpa_key_mgmt=SAE FT-SAE\nrsn_pairwise=CCMP\nieee80211w=2\nsae_pwe=2\n" \
	"wpa_passphrase=it's a secret\n"                                                 \
	"reassociation_deadline=20000\nft_over_ds=0\nnas_identifier=" ID_3               \
	"\nmobility_domain=da16\n"                                                       \
	"# keys\nr0kh=" MAC_1 " " ID_1 " " KEY "\nr1kh=" MAC_1 " " MAC_1 " " KEY         \
	"\n" MORE

static void values_change_in_place_in_every_form_and_quote(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL, FILE_1(ZEROS) },
		{ "ap2", NULL, SHOW_2(ZEROS, MAC_1) },
	};
	static const char *const wanted[] = { FILE_1(NEW_KEY), SHOW_2(NEW_KEY, MAC_1) };

	(void)state;
	assert_mended(files, 2, wanted);
}

static void of_a_line_only_the_field_changes_that_is_wrong(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL, FILE_1(KEY_1) },
		{ "ap2", NULL, SHOW_2(KEY_1, "02:00:00:00:09:00") },
	};
	static const char *const wanted[] = { NULL, SHOW_2(KEY_1, MAC_1) };

	(void)state;
	assert_mended(files, 2, wanted);
}

static void lines_that_are_missing_look_like_those_beside_them(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL, FILE_1(KEY_1) "\nconfig wifi-iface\n  option ssid x\n" },
		{ "ap2", NULL, SHOW_2(KEY_1, MAC_1) },
		{ "ap3", NULL, HOSTAPD_3(KEY_2, "bss=wlan0_1\nssid=guest\n") },
	};
	static const char *const wanted[] = {
		FILE_1(KEY_1) "  list r0kh '" MAC_3 "," ID_3 "," KEY_2 "'\n"
			      "  list r1kh '" MAC_3 "," MAC_3 "," KEY_2 "'\n"
			      "\nconfig wifi-iface\n  option ssid x\n",
		"wireless.@wifi-iface[0]=wifi-iface\r\n"
		"wireless.@wifi-iface[0].ssid='corridor'\r\n"
		"wireless.@wifi-iface[0].encryption='sae'\r\n"
		"wireless.@wifi-iface[0].key='it'\\''s a secret'\r\n"
		"wireless.@wifi-iface[0].ieee80211r='1'\r\n"
		"wireless.@wifi-iface[0].macaddr='" MAC_2 "'\r\n"
		"wireless.@wifi-iface[0].r0kh='" MAC_1 "," ID_1 "," KEY_1 "' '" MAC_3
		"," ID_3 "," KEY_3 "'\r\n"
		"wireless.@wifi-iface[0].r1kh='" MAC_1 "," MAC_1 "," KEY_1 "' '" MAC_3
		"," MAC_3 "," KEY_3 "'\r\n",
		"interface=wlan0\nssid=corridor\nbssid=" MAC_3
		"\nwpa=2\nwpa_key_mgmt=SAE FT-SAE\nrsn_pairwise=CCMP\nieee80211w=2\n"
		"sae_pwe=2\nwpa_passphrase=it's a secret\nreassociation_deadline=20000\n"
		"ft_over_ds=0\nnas_identifier=" ID_3
		"\nmobility_domain=da16\n# keys\nr0kh=" MAC_1 " " ID_1 " " KEY_2
		"\nr1kh=" MAC_1 " " MAC_1 " " KEY_2 "\n"
		"r0kh=" MAC_2 " " ID_2 " " KEY_3 "\nr1kh=" MAC_2 " " MAC_2 " " KEY_3
		"\nbss=wlan0_1\nssid=guest\n",
	};

	(void)state;
	assert_mended(files, 3, wanted);
}

static void a_file_without_a_last_line_end_gets_one_before_what_is_new(void **state)
{
	static const char one[] =
		"config wifi-iface\n\toption ssid 'x'\n\toption encryption "
		"'psk2'\n\toption key '12345678'\n\toption macaddr '" MAC_1
		"'\n\toption ieee80211r '1'";
	static const char two[] =
		"config wifi-iface\n\toption ssid 'x'\n\toption encryption "
		"'psk2'\n\toption key '12345678'\n\toption macaddr '" MAC_2 "'";
	const struct sample_file files[] = { { "ap1", NULL, one }, { "ap2", NULL, two } };
	const char *wanted[] = {
		NULL, "config wifi-iface\n\toption ssid 'x'\n\toption encryption "
		      "'psk2'\n\toption key '12345678'\n\toption macaddr '" MAC_2
		      "'\n\toption ieee80211r '1'\n"
	};

	(void)state;
	assert_mended(files, 2, wanted);
}

static void quotes_in_a_value_and_cr_lf_are_kept(void **state)
{
#define CR_LF(MAC, KEY, MORE)                                                      \
	"config wifi-iface\r\n\toption ssid 'x'\r\n\toption encryption 'psk2'\r\n" \
	"\toption macaddr '" MAC "'\r\n\toption key " KEY "\r\n" MORE
	const struct sample_file files[] = {
		{ "ap1", NULL,
		  CR_LF(MAC_1, "'it'\\''s a \"secret\"'",
			"\toption ieee80211r '1'\r\n") },
		{ "ap2", NULL,
		  CR_LF(MAC_2, "'it'\\''s a \"secret\"'",
			"\toption ieee80211r '1'\r\n") },
		{ "ap3", NULL, CR_LF(MAC_3, "'something else'", "") },
		{ "ap4", NULL,
		  CR_LF("02:00:00:00:04:00", "\"something else\"",
			"\toption ieee80211r '1'\r\n") },
	};
	const char *wanted[] = { NULL, NULL,
				 CR_LF(MAC_3, "'it'\\''s a \"secret\"'",
				       "\toption ieee80211r '1'\r\n"),
				 CR_LF("02:00:00:00:04:00", "\"it's a \\\"secret\\\"\"",
				       "\toption ieee80211r '1'\r\n") };

	(void)state;
	assert_mended(files, 4, wanted);
}

static void what_shows_only_after_a_first_mistake_is_mended_too(void **state)
{
	/* With ft_psk_generate_local the lists are not there at all. */
	const struct sample_file files[] = {
		{ "ap1", NULL,
		  FILE_1(KEY_1) "  option ft_psk_generate_local 1\n  option nasid "
				"hall\n" },
		{ "ap2", NULL, SHOW_2(KEY_1, MAC_1) },
	};
	const char *wanted[] = {
		FILE_1(KEY_1) "  option ft_psk_generate_local 0\n  option nasid hall\n",
		"wireless.@wifi-iface[0]=wifi-iface\r\n"
		"wireless.@wifi-iface[0].ssid='corridor'\r\n"
		"wireless.@wifi-iface[0].encryption='sae'\r\n"
		"wireless.@wifi-iface[0].key='it'\\''s a secret'\r\n"
		"wireless.@wifi-iface[0].ieee80211r='1'\r\n"
		"wireless.@wifi-iface[0].macaddr='" MAC_2 "'\r\n"
		"wireless.@wifi-iface[0].r0kh='" MAC_1 ",hall," KEY_1 "' '" MAC_3 "," ID_3
		"," KEY_3 "'\r\n"
		"wireless.@wifi-iface[0].r1kh='" MAC_1 "," MAC_1 "," KEY_1 "'\r\n",
	};

	(void)state;
	assert_mended(files, 2, wanted);
}

static void lists_that_openwrt_makes_are_written_out_where_they_change(void **state)
{
	struct config_ap_source sources[2] = { 0 };
	static const char text[] =
		"config wifi-iface\n\toption ssid x\n\toption encryption "
		"sae\n\toption key 12345678\n\toption ieee80211r 1\n"
		"\toption ft_psk_generate_local 0\n\toption macaddr ";
	cleanup_free_ char *one = memory_printf("%s%s\n", text, MAC_1),
			   *two = memory_printf("%s%s\n", text, MAC_2);
	struct config_site site = { 0 };
	char *texts[2];
	struct pull pull;
	unsigned rounds;

	(void)state;
	sources[0] = (struct config_ap_source){ "ap1",	     "ap1",	 one,
						strlen(one), CONFIG_UCI, { 0 } };
	sources[1] = (struct config_ap_source){ "ap2",	     "ap2",	 two,
						strlen(two), CONFIG_UCI, { 0 } };
	openwrt_release_parse("21.02.3", &sources[0].release);
	openwrt_release_parse("25.12", &sources[1].release);
	config_mend_all(sources, 2, NULL, &random_source, texts, &rounds);
	assert_true(rounds >= 1);
	for (size_t i = 0; i < 2; i++) {
		struct sample_file file = { sources[i].name, i ? "25.12" : "21.02.3",
					    texts[i] ? texts[i] : sources[i].text };

		sample_add(&site, &file);
	}
	assert_int_equal(config_site_build(&site, NULL, NULL), 0);
	for (size_t i = 0; i < 2; i++) {
		pull_try_all(&site.bsss[i], &site.bsss[1 - i], &pull);
		assert_int_equal(pull.end, PULL_OK);
		free(texts[i]);
	}
	config_site_clear(&site);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_change_in_place_in_every_form_and_quote),
		cmocka_unit_test(of_a_line_only_the_field_changes_that_is_wrong),
		cmocka_unit_test(lines_that_are_missing_look_like_those_beside_them),
		cmocka_unit_test(
			a_file_without_a_last_line_end_gets_one_before_what_is_new),
		cmocka_unit_test(quotes_in_a_value_and_cr_lf_are_kept),
		cmocka_unit_test(what_shows_only_after_a_first_mistake_is_mended_too),
		cmocka_unit_test(
			lists_that_openwrt_makes_are_written_out_where_they_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

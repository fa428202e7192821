/* SPDX-License-Identifier: BSD-3-Clause */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "explain/cause.h"
#include "explain/code.h"
#include "explain/explain.h"
#include "explain/option.h"

/* Nobody is left alone with a word: whatever the tables name, they explain. What a run
 * makes of them is looked at in tests/golden and tests/lab. */

static void assert_explained(const char *word, const char *of)
{
	cleanup_text_ struct text out = { 0 };

	if (!explain_word(word, &out))
		fail_msg("%s names %s, which nothing explains", of, word);
}

static char *word_until(const char *text, const char *end)
{
	return memory_strndup(text, strcspn(text, end));
}

static void every_cause_is_explained(void **state)
{
	(void)state;
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++)
		assert_explained(cause_text(cause)->id, "the list of causes");
}

static void the_option_that_mends_a_cause_is_explained_on_both_sides(void **state)
{
	static const char uci[] = "uci ", section[] = ">.";

	(void)state;
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++) {
		const struct cause_text *text = cause_text(cause);
		cleanup_free_ char *option = NULL, *of_openwrt = NULL;

		if (!text->hostapd)
			continue;
		option = word_until(text->hostapd, "=");
		assert_explained(option, text->id);
		if (!text->openwrt)
			continue;
		assert_int_equal(strncmp(text->openwrt, uci, strlen(uci)), 0);
		assert_non_null(strstr(text->openwrt, section));
		of_openwrt =
			word_until(strstr(text->openwrt, section) + strlen(section), "=");
		assert_explained(of_openwrt, text->id);
	}
}

static void every_code_is_explained_and_hints_at_causes_that_are(void **state)
{
	(void)state;
	for (enum code_kind kind = 0; kind < CODE_KIND_MAX; kind++)
		for (size_t i = 0; i < code_count(kind); i++) {
			const struct code_text *code = code_text(kind, i);
			cleanup_free_ char *word = memory_printf(
				"%s %u", code_kind_name(kind), code->number);

			assert_explained(word, "the list of codes");
			for (size_t j = 0; j < CODE_CAUSES && code->causes[j]; j++)
				assert_explained(code->causes[j], word);
		}
}

/* Programs, their commands, and what is no option of an access point. */
static bool is_no_option(const char *word)
{
	static const char *const others[] = {
		"wpa_supplicant",  "hostapd_bss_options", "deny_mac_file",
		"accept_mac_file", "acs_survey",	  "sae_password",
		"wpa_psk",
	};

	if (isupper((unsigned char)*word))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (strcmp(word, others[i]) == 0)
			return true;
	return false;
}

/* Words with an underscore are options, those in capitals hostapd_cli's commands; those
 * between quotes are of hostapd's log. */
static void assert_options_explained(const char *text, const char *of)
{
	bool quoted = false;

	while (text && *text) {
		size_t length = 0;

		while (isalnum((unsigned char)text[length]) || text[length] == '_')
			length++;
		if (!quoted && length > 0 && memchr(text, '_', length)) {
			cleanup_free_ char *word = memory_strndup(text, length);

			if (!is_no_option(word))
				assert_explained(word, of);
		}
		quoted ^= *text == '"';
		text += length > 0 ? length : 1;
	}
}

static void an_option_in_a_sentence_is_explained(void **state)
{
	(void)state;
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++) {
		const struct cause_text *text = cause_text(cause);

		assert_options_explained(text->sentence, text->id);
		assert_options_explained(text->station, text->id);
		assert_options_explained(text->log, text->id);
		assert_options_explained(text->remedy, text->id);
	}
	for (size_t i = 0; i < option_count(); i++) {
		const struct option_text *option = option_text(i);

		assert_options_explained(option->meaning, option->hostapd);
		assert_options_explained(option->values, option->hostapd);
		assert_options_explained(option->advice, option->hostapd);
		assert_options_explained(option->openwrt_note, option->hostapd);
	}
	for (enum code_kind kind = 0; kind < CODE_KIND_MAX; kind++)
		for (size_t i = 0; i < code_count(kind); i++)
			assert_options_explained(code_text(kind, i)->meaning,
						 code_text(kind, i)->name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cause_is_explained),
		cmocka_unit_test(
			the_option_that_mends_a_cause_is_explained_on_both_sides),
		cmocka_unit_test(every_code_is_explained_and_hints_at_causes_that_are),
		cmocka_unit_test(an_option_in_a_sentence_is_explained),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

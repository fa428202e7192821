/* SPDX-License-Identifier: BSD-3-Clause */
#include "explain/explain.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/wrap.h"
#include "explain/cause.h"
#include "explain/code.h"
#include "explain/option.h"
#include "explain/rule.h"

#define WIDTH 80
#define LABEL 12

static void add_field(struct text *out, const char *label, const char *text)
{
	if (!text)
		return;
	text_printf(out, "  %-*s", LABEL - 2, label);
	text_add_wrapped(out, text, LABEL, LABEL, WIDTH);
}

/* What is to be typed is not broken. */
static void add_line(struct text *out, const char *label, const char *line)
{
	if (line)
		text_printf(out, "  %-*s%s\n", LABEL - 2, label, line);
}

static void add_heading(struct text *out, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void add_heading(struct text *out, const char *fmt, ...)
{
	va_list ap;

	if (out->length > 0)
		text_add_char(out, '\n');
	va_start(ap, fmt);
	text_vprintf(out, fmt, ap);
	va_end(ap);
	text_add_char(out, '\n');
}

static void add_cause(struct text *out, const struct cause_text *cause)
{
	add_heading(out, "%s (a %s)", cause->id, cause->warning ? "warning" : "cause");
	text_add(out, "  ");
	text_add_wrapped(out, cause->sentence, 2, 2, WIDTH);
	text_add_char(out, '\n');
	add_field(out, "station", cause->station);
	add_field(out, "AP's log", cause->log ? cause->log : "Nothing that would tell.");
	add_field(out, "do", cause->remedy);
	add_line(out, "hostapd", cause->hostapd);
	add_line(out, "OpenWrt", cause->openwrt);
	add_field(out, "security", cause->securities);
}

static void add_rule(struct text *out, const struct rule_text *rule)
{
	add_heading(out, "%s (a finding in configuration files)", rule->id);
	text_add(out, "  ");
	text_add_wrapped(out, rule->sentence, 2, 2, WIDTH);
	text_add_char(out, '\n');
	add_field(out, "matters", rule->matters);
	add_field(out, "do", rule->remedy);
	add_line(out, "hostapd", rule->hostapd);
	add_line(out, "OpenWrt", rule->openwrt);
}

static void add_option(struct text *out, const struct option_text *option)
{
	const char *name = option->hostapd ? option->hostapd : option->openwrt;

	add_heading(out, "%s (an option of hostapd.conf)", name);
	text_add(out, "  ");
	text_add_wrapped(out, option->meaning, 2, 2, WIDTH);
	text_add_char(out, '\n');
	add_field(out, "values", option->values);
	add_field(out, "agreement", option->agreement);
	add_field(out, "advice", option->advice);
	add_line(out, "OpenWrt",
		 option->openwrt ? option->openwrt
				 : "has no option for it (hostapd_bss_options)");
	if (option->openwrt_note) {
		text_printf(out, "%*s", LABEL, "");
		text_add_wrapped(out, option->openwrt_note, LABEL, LABEL, WIDTH);
	}
}

static void add_code(struct text *out, enum code_kind kind, const struct code_text *code)
{
	cleanup_text_ struct text hints = { 0 };

	add_heading(out, "%s %u (%s)", code_kind_name(kind), code->number, code->name);
	if (code->meaning) {
		text_add(out, "  ");
		text_add_wrapped(out, code->meaning, 2, 2, WIDTH);
	}
	for (size_t i = 0; i < CODE_CAUSES && code->causes[i]; i++)
		text_printf(&hints, "%s%s", i ? ", " : "", code->causes[i]);
	if (hints.length == 0)
		return;
	text_add_char(out, '\n');
	add_field(out, "hints at", hints.data);
}

static bool is(const char *name, const char *word)
{
	return name && strcasecmp(name, word) == 0;
}

/* "53", "status 53", "status=53", "status-53". */
static bool code_number(enum code_kind kind, const char *word, unsigned *ret)
{
	const char *name = code_kind_name(kind);
	size_t length = strlen(name);
	unsigned long number;
	char *end;

	if (strncasecmp(word, name, length) == 0 && strchr(" =-", word[length]) &&
	    word[length])
		word += length + 1;
	if (!isdigit((unsigned char)*word))
		return false;
	number = strtoul(word, &end, 10);
	if (*end || number > 65535)
		return false;
	*ret = (unsigned)number;
	return true;
}

bool explain_word(const char *word, struct text *out)
{
	size_t before = out->length;
	enum cause cause = cause_find(word);
	enum rule rule = rule_find(word);

	if (cause < CAUSE_MAX)
		add_cause(out, cause_text(cause));
	if (rule < RULE_MAX)
		add_rule(out, rule_text(rule));
	for (size_t i = 0; i < option_count(); i++) {
		const struct option_text *option = option_text(i);

		if (is(option->hostapd, word) || is(option->openwrt, word))
			add_option(out, option);
	}
	for (enum code_kind kind = 0; kind < CODE_KIND_MAX; kind++) {
		const struct code_text *code;
		unsigned number;

		if (!code_number(kind, word, &number))
			continue;
		code = code_find(kind, number);
		if (code)
			add_code(out, kind, code);
	}
	return out->length > before;
}

/* All words that are no numbers. The caller frees the array. */
static size_t all_words(const char ***ret)
{
	const char **words =
		memory_zero(CAUSE_MAX + RULE_MAX + 2 * option_count(), sizeof(*words));
	size_t count = 0;

	for (enum cause cause = 0; cause < CAUSE_MAX; cause++)
		words[count++] = cause_text(cause)->id;
	for (enum rule rule = 0; rule < RULE_MAX; rule++)
		words[count++] = rule_text(rule)->id;
	for (size_t i = 0; i < option_count(); i++) {
		const struct option_text *option = option_text(i);

		words[count++] = option->hostapd;
		words[count++] = option->openwrt;
	}
	*ret = words;
	return count;
}

const char *explain_nearest(const char *word)
{
	cleanup_free_ const char **words = NULL;
	size_t count = all_words(&words);

	return suggest_nearest(word, words, count);
}

static void list_item(struct text *out, const char *word, const char *sentence)
{
	text_printf(out, "  %-28s", word);
	text_add_wrapped(out, sentence, 30, 30, WIDTH);
}

void explain_list(struct text *out)
{
	add_heading(out, "Causes:");
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++)
		list_item(out, cause_text(cause)->id, cause_text(cause)->sentence);
	add_heading(out, "Findings in configuration files, beside these causes:");
	for (enum rule rule = 0; rule < RULE_MAX; rule++)
		list_item(out, rule_text(rule)->id, rule_text(rule)->sentence);
	add_heading(out,
		    "Options of hostapd.conf, and OpenWrt's name where it is another:");
	for (size_t i = 0; i < option_count(); i++) {
		const struct option_text *option = option_text(i);
		cleanup_free_ char *names = NULL;

		if (option->hostapd && option->openwrt &&
		    strcmp(option->hostapd, option->openwrt) != 0)
			names = memory_printf("%s, %s", option->hostapd, option->openwrt);
		list_item(out,
			  names		    ? names
			  : option->hostapd ? option->hostapd
					    : option->openwrt,
			  option->meaning);
	}
	for (enum code_kind kind = 0; kind < CODE_KIND_MAX; kind++) {
		add_heading(out, "%s",
			    kind == CODE_STATUS ? "Status codes (IEEE 802.11):"
						: "Reason codes:");
		for (size_t i = 0; i < code_count(kind); i++) {
			const struct code_text *code = code_text(kind, i);
			char word[24];

			snprintf(word, sizeof(word), "%s %u", code_kind_name(kind),
				 code->number);
			list_item(out, word, code->name);
		}
	}
}

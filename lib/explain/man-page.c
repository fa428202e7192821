/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/cleanup.h"
#include "explain/cause.h"
#include "explain/code.h"
#include "explain/explain.h"
#include "explain/option.h"
#include "explain/rule.h"

/* What scdoc(5) would take for a sign of its own. A "." at a line's start cannot come: no
 * text begins with one. */
static void add_plain(struct text *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("*_\\<>#[]|", *text))
			text_add_char(out, '\\');
		text_add_char(out, *text);
	}
}

static void add_paragraph(struct text *out, const char *label, const char *text)
{
	if (!text)
		return;
	text_add(out, "\t");
	if (label)
		text_printf(out, "_%s_: ", label);
	add_plain(out, text);
	text_add(out, "\n\n");
}

static void add_typed(struct text *out, const char *label, const char *line)
{
	if (!line)
		return;
	text_printf(out, "\t_%s_: *", label);
	add_plain(out, line);
	text_add(out, "*\n\n");
}

static void add_word(struct text *out, const char *word)
{
	text_add(out, "*");
	add_plain(out, word);
	text_add(out, "*");
}

static void add_cause(struct text *out, const struct cause_text *cause)
{
	add_word(out, cause->id);
	text_add(out, "\n");
	add_paragraph(out, NULL, cause->sentence);
	add_paragraph(out, "A station sees", cause->station);
	add_paragraph(out, "An access point's log", cause->log);
	add_paragraph(out, "What to do", cause->remedy);
	add_typed(out, "hostapd.conf", cause->hostapd);
	add_typed(out, "OpenWrt", cause->openwrt);
	add_paragraph(out, "Security", cause->securities);
}

static void add_rule(struct text *out, const struct rule_text *rule)
{
	add_word(out, rule->id);
	text_add(out, "\n");
	add_paragraph(out, NULL, rule->sentence);
	add_paragraph(out, "It matters", rule->matters);
	add_paragraph(out, "What to do", rule->remedy);
	add_typed(out, "hostapd.conf", rule->hostapd);
	add_typed(out, "OpenWrt", rule->openwrt);
}

static void add_option(struct text *out, const struct option_text *option)
{
	add_word(out, option->hostapd);
	if (option->openwrt) {
		text_add(out, ", in OpenWrt ");
		add_word(out, option->openwrt);
	}
	text_add(out, "\n");
	add_paragraph(out, NULL, option->meaning);
	add_paragraph(out, "Values", option->values);
	add_paragraph(out, "Agreement", option->agreement);
	add_paragraph(out, NULL, option->advice);
	add_paragraph(out, "OpenWrt", option->openwrt_note);
}

static void add_codes(struct text *out, enum code_kind kind)
{
	for (size_t i = 0; i < code_count(kind); i++) {
		const struct code_text *code = code_text(kind, i);

		text_printf(out, "*%u* ", code->number);
		add_plain(out, code->name);
		text_add(out, "\n");
		add_paragraph(out, NULL, code->meaning ? code->meaning : "");
	}
}

void explain_man_page(struct text *out)
{
	text_add(out,
		 "roamtest-words(7)\n\n# NAME\n\n"
		 "roamtest-words - causes, findings, options and codes of 802.11r that "
		 "roamtest speaks of\n\n# DESCRIPTION\n\n"
		 "*roamtest explain* _WORD_ prints what stands here of one of these "
		 "words.\n\n# CAUSES\n\n"
		 "Why a roam failed, or why it was no fast transition. R0KH is the "
		 "access point of the station's first association, which holds its "
		 "PMK-R0; the target is the one that it roams to. What stands in "
		 "quotation marks are lines of hostapd, most of which it writes with "
		 "*-d* only. As a rule OpenWrt's packages leave those out "
		 "(WPA\\_MSG\\_MIN\\_PRIORITY=3); there the frames between the access "
		 "points tell: *tcpdump -eni br-lan ether proto 0x88b7*.\n\n");
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++)
		add_cause(out, cause_text(cause));
	text_add(
		out,
		"# FINDINGS\n\nWhat *roamtest twin* finds in configuration files, beside "
		"the causes above.\n\n");
	for (enum rule rule = 0; rule < RULE_MAX; rule++)
		add_rule(out, rule_text(rule));
	text_add(out, "# OPTIONS\n\n");
	for (size_t i = 0; i < option_count(); i++)
		add_option(out, option_text(i));
	text_add(out, "# STATUS CODES\n\nIEEE 802.11-2020, table 9-50.\n\n");
	add_codes(out, CODE_STATUS);
	text_add(out, "# REASON CODES\n\nIEEE 802.11-2020, table 9-49.\n\n");
	add_codes(out, CODE_REASON);
	text_add(out, "# SEE ALSO\n\n*roamtest*(1), *hostapd*(8)\n");
}

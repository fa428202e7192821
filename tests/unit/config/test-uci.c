/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/uci.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "base/text.h"

struct outcome {
	struct diagnostics diagnostics;
	struct config_notes notes;
	struct uci *uci;
	int result;
};

static struct outcome parse(const char *text)
{
	struct outcome o = { 0 };

	o.result = uci_parse(text, strlen(text), &o.diagnostics, &o.notes, &o.uci);
	return o;
}

static void clear(struct outcome *o)
{
	uci_free(o->uci);
	diagnostics_clear(&o->diagnostics);
	config_notes_clear(&o->notes);
}

#define OUTCOME __attribute__((cleanup(clear))) struct outcome

static void assert_value(const struct uci *uci, size_t section, const char *option,
			 const char *wanted)
{
	const struct config_value *value = uci_get_value(&uci->sections[section], option);

	assert_non_null(value);
	assert_string_equal(value->text, wanted);
}

static void assert_error(const char *text, unsigned line, unsigned column,
			 const char *message)
{
	OUTCOME o = parse(text);

	assert_int_equal(o.result, -EINVAL);
	assert_null(o.uci);
	assert_true(o.diagnostics.count > 0);
	assert_int_equal(o.diagnostics.items[0].place.line, line);
	assert_int_equal(o.diagnostics.items[0].place.column, column);
	assert_string_equal(o.diagnostics.items[0].message, message);
}

static void a_file_has_sections_with_options_and_lists(void **state)
{
	OUTCOME o = parse("# wireless\n"
			  "config wifi-device 'radio0'\n"
			  "\toption channel '36' # not auto\n"
			  "\n"
			  "config wifi-iface\n"
			  "\toption ssid \"my \\\"net\\\"\"\n"
			  "\tlist r0kh 'a,b,c'\n"
			  "\tlist r0kh d,e,f\n");

	(void)state;
	assert_int_equal(o.result, 0);
	assert_int_equal(o.uci->count, 2);
	assert_string_equal(o.uci->sections[0].type, "wifi-device");
	assert_string_equal(o.uci->sections[0].name, "radio0");
	assert_null(o.uci->sections[1].name);
	assert_value(o.uci, 0, "channel", "36");
	assert_value(o.uci, 1, "ssid", "my \"net\"");
	assert_int_equal(uci_get(&o.uci->sections[1], "r0kh")->count, 2);
	assert_value(o.uci, 1, "r0kh", "d,e,f");
	assert_int_equal(o.notes.count, 0);
}

static void each_value_keeps_its_place(void **state)
{
	static const char text[] = "config wifi-iface\n\toption ssid 'Café'\n";
	OUTCOME o = parse(text);
	const struct config_value *value;

	(void)state;
	value = uci_get_value(&o.uci->sections[0], "ssid");
	assert_int_equal(value->place.line, 2);
	assert_int_equal(value->place.column, 14);
	assert_int_equal(value->place.length, 6); /* characters, quotes included */
	assert_int_equal(value->end - value->start, 7);
	assert_memory_equal(text + value->start, "'Café'", 7);
	assert_int_equal(o.uci->sections[0].end, strlen(text));
}

static void quotes_are_joined_as_a_shell_joins_them(void **state)
{
	OUTCOME o = parse("config wifi-iface\n"
			  "option key 'it'\\''s'\n"
			  "option a \"x\"'y'z\n"
			  "option b one\\ two\n"
			  "option c 'over\ntwo lines'\n"
			  "option d \"joi\\\nned\"\n");

	(void)state;
	assert_int_equal(o.result, 0);
	assert_value(o.uci, 0, "key", "it's");
	assert_value(o.uci, 0, "a", "xyz");
	assert_value(o.uci, 0, "b", "one two");
	assert_value(o.uci, 0, "c", "over\ntwo lines");
	assert_value(o.uci, 0, "d", "joined");
	assert_int_equal(uci_get(&o.uci->sections[0], "d")->place.line, 7);
}

static void lines_end_in_cr_lf_too(void **state)
{
	OUTCOME o = parse("config wifi-iface\r\n\toption ssid 'x'\r\n\toption key "
			  "secret12\r\n");

	(void)state;
	assert_int_equal(o.result, 0);
	assert_value(o.uci, 0, "ssid", "x");
	assert_value(o.uci, 0, "key", "secret12");
}

static void what_uci_export_prints_is_read(void **state)
{
	OUTCOME o =
		parse("package network\n\nconfig interface 'lan'\n\toption proto "
		      "'static'\n\npackage wireless\n\nconfig wifi-iface\n\toption ssid "
		      "'x'\n\n");

	(void)state;
	assert_int_equal(o.result, 0);
	assert_int_equal(o.uci->count, 1);
	assert_value(o.uci, 0, "ssid", "x");
	assert_int_equal(o.notes.count, 1);
	assert_string_equal(o.notes.items[0].text,
			    "the package network is not the wireless configuration");
}

static void what_uci_show_prints_is_read(void **state)
{
	OUTCOME o = parse("wireless.radio0=wifi-device\n"
			  "wireless.radio0.channel='36'\n"
			  "wireless.@wifi-iface[0]=wifi-iface\n"
			  "wireless.@wifi-iface[0].ssid='it'\\''s'\n"
			  "wireless.@wifi-iface[0].r0kh='a,b,c' 'd,e,f'\n"
			  "wireless.cfg033579=wifi-iface\n"
			  "wireless.cfg033579.ssid=bare words\n"
			  "network.lan=interface\n");
	const struct uci_option *list;

	(void)state;
	assert_int_equal(o.result, 0);
	assert_true(o.uci->show);
	assert_int_equal(o.uci->count, 3);
	assert_string_equal(o.uci->sections[0].name, "radio0");
	assert_null(o.uci->sections[1].name);
	assert_string_equal(o.uci->sections[1].reference, "@wifi-iface[0]");
	assert_null(o.uci->sections[2].name);
	assert_value(o.uci, 1, "ssid", "it's");
	assert_value(o.uci, 2, "ssid", "bare words");
	list = uci_get(&o.uci->sections[1], "r0kh");
	assert_true(list->list);
	assert_int_equal(list->count, 2);
	assert_int_equal(list->values[1].place.line, 5);
	assert_int_equal(list->values[1].place.column, 38);
}

static void an_option_twice_counts_once_and_is_noted(void **state)
{
	OUTCOME o =
		parse("config wifi-iface a\noption key one\noption key two\noption ssid "
		      "x\noption ssid ''\n");

	(void)state;
	assert_int_equal(o.result, 0);
	assert_value(o.uci, 0, "key", "two");
	assert_int_equal(uci_get(&o.uci->sections[0], "key")->count, 1);
	assert_null(uci_get(&o.uci->sections[0], "ssid"));
	assert_int_equal(o.notes.count, 3);
	assert_int_equal(o.notes.items[0].place.line, 2);
	assert_string_equal(o.notes.items[0].text,
			    "this key is replaced by that on line 3");
	assert_string_equal(o.notes.items[2].text,
			    "ssid has no value: to UCI it is as if it were not there");
}

static void a_section_named_twice_is_one(void **state)
{
	OUTCOME o = parse("config wifi-iface a\noption ssid x\nconfig wifi-device "
			  "b\nconfig wifi-iface a\noption key y\n");

	(void)state;
	assert_int_equal(o.result, 0);
	assert_int_equal(o.uci->count, 2);
	assert_value(o.uci, 0, "ssid", "x");
	assert_value(o.uci, 0, "key", "y");
}

static void a_comment_in_a_word_is_noted(void **state)
{
	OUTCOME o =
		parse("config wifi-iface\noption key pass#word\noption ssid x;option a "
		      "y\n");

	(void)state;
	assert_int_equal(o.result, 0);
	assert_value(o.uci, 0, "key", "pass");
	assert_value(o.uci, 0, "a", "y");
	assert_int_equal(o.notes.count, 1);
	assert_int_equal(o.notes.items[0].place.line, 2);
	assert_int_equal(o.notes.items[0].place.column, 16);
}

static void mistakes_are_told_with_their_place(void **state)
{
	(void)state;
	assert_error("opton ssid x\n", 1, 1, "a line begins with config, option or list");
	assert_error("config wifi-iface\n\toption ssid my net\n", 2, 17,
		     "there is more on this line than UCI takes");
	assert_error("config wifi-iface\n\toption ss-id x\n", 2, 9,
		     "\"ss-id\" cannot be the name of an option");
	assert_error("option ssid x\n", 1, 1,
		     "this option stands before the first section");
	assert_error("config wifi-iface\n  option ssid 'x\n", 2, 15, "this ' has no end");
	assert_error("config\n", 1, 1, "\"config\" needs the type of a section");
	assert_error("config wifi-iface a\nconfig wifi-device a\n", 2, 8,
		     "the section \"a\" is a wifi-iface on line 1, and cannot be a "
		     "wifi-device");
	assert_error("config a\n\xff\n", 2, 1, "octet 0xff is not UTF-8 text");
	assert_error("config a\n\x01\n", 2, 1, "a control character (U+0001)");
	assert_error("wireless.a=b\nwireless.a\n", 2, 1,
		     "this is no line of \"uci show\"");
	assert_error("wireless.a.b='c'\n", 1, 1,
		     "the section \"a\" has no line that tells its type");
	assert_error("wireless.a=b\nwireless.a.c='d' e\n", 2, 18,
		     "there is more on this line than \"uci show\" prints");
}

static void of_a_megabyte_of_garbage_the_first_mistakes_are_told(void **state)
{
	size_t length = 1 << 20;
	cleanup_free_ char *garbage = malloc(length + 1);
	struct outcome o = { 0 };

	(void)state;
	for (size_t i = 0; i < length; i++)
		garbage[i] = i % 7 == 6 ? '\n' : (char)('!' + i * 31 % 90);
	garbage[length] = '\0';
	o = parse(garbage);
	assert_int_equal(o.result, -EINVAL);
	assert_true(o.diagnostics.count > 0 && o.diagnostics.count <= 1000);
	clear(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_has_sections_with_options_and_lists),
		cmocka_unit_test(each_value_keeps_its_place),
		cmocka_unit_test(quotes_are_joined_as_a_shell_joins_them),
		cmocka_unit_test(lines_end_in_cr_lf_too),
		cmocka_unit_test(what_uci_export_prints_is_read),
		cmocka_unit_test(what_uci_show_prints_is_read),
		cmocka_unit_test(an_option_twice_counts_once_and_is_noted),
		cmocka_unit_test(a_section_named_twice_is_one),
		cmocka_unit_test(a_comment_in_a_word_is_noted),
		cmocka_unit_test(mistakes_are_told_with_their_place),
		cmocka_unit_test(of_a_megabyte_of_garbage_the_first_mistakes_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

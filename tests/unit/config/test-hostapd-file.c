/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/hostapd-file.h"

#include <errno.h>
#include <string.h>

#include "../cmocka-all.h"

struct outcome {
	struct diagnostics diagnostics;
	struct config_notes notes;
	struct hostapd_file *file;
	int result;
};

static struct outcome parse(const char *text)
{
	struct outcome o = { 0 };

	o.result =
		hostapd_file_parse(text, strlen(text), &o.diagnostics, &o.notes, &o.file);
	return o;
}

static void clear(struct outcome *o)
{
	hostapd_file_free(o->file);
	diagnostics_clear(&o->diagnostics);
	config_notes_clear(&o->notes);
}

#define OUTCOME __attribute__((cleanup(clear))) struct outcome

static void a_file_has_a_bss_and_more_from_each_bss_line_on(void **state)
{
	OUTCOME o = parse("# comment\n\ninterface=wlan0\nssid=my # net\nr0kh=a\nr0kh=b\n"
			  "bss=wlan0_1\nssid=other\n");

	(void)state;
	assert_int_equal(o.result, 0);
	assert_int_equal(o.file->count, 2);
	assert_string_equal(hostapd_section_get(&o.file->sections[0], "ssid")->value.text,
			    "my # net");
	assert_int_equal(o.file->sections[0].count, 4);
	assert_string_equal(hostapd_section_get(&o.file->sections[0], "r0kh")->value.text,
			    "b");
	assert_string_equal(hostapd_section_get(&o.file->sections[1], "ssid")->value.text,
			    "other");
	assert_int_equal(o.file->sections[1].place.line, 7);
}

static void each_value_keeps_its_place(void **state)
{
	OUTCOME o = parse("interface=wlan0\nssid=x=y\n");
	const struct hostapd_line *line;

	(void)state;
	line = hostapd_section_get(&o.file->sections[0], "ssid");
	assert_string_equal(line->value.text, "x=y");
	assert_int_equal(line->value.place.line, 2);
	assert_int_equal(line->value.place.column, 6);
	assert_int_equal(line->value.place.length, 3);
	assert_int_equal(line->value.start, 21);
	assert_int_equal(line->value.end, 24);
}

static void cr_lf_is_read_and_noted_once(void **state)
{
	OUTCOME o = parse("ssid=x\r\n\r\nchannel=6\r\n");

	(void)state;
	assert_int_equal(o.result, 0);
	assert_string_equal(hostapd_section_get(&o.file->sections[0], "ssid")->value.text,
			    "x");
	assert_int_equal(o.notes.count, 1);
}

static void assert_error(const char *text, unsigned line, unsigned column,
			 const char *message)
{
	OUTCOME o = parse(text);

	assert_int_equal(o.result, -EINVAL);
	assert_null(o.file);
	assert_int_equal(o.diagnostics.items[0].place.line, line);
	assert_int_equal(o.diagnostics.items[0].place.column, column);
	assert_string_equal(o.diagnostics.items[0].message, message);
}

static void mistakes_are_told_with_their_place(void **state)
{
	(void)state;
	assert_error("ssid x\n", 1, 1,
		     "a line of hostapd.conf is OPTION=VALUE, or begins with #");
	assert_error("ssid=x\n # note\n", 2, 1,
		     "a line of hostapd.conf is OPTION=VALUE, or begins with #");
	assert_error("ssid =x\n", 1, 1, "this is not the name of an option");
	assert_error("=x\n", 1, 1, "there is no name before \"=\"");
	assert_error("ssid=x\nkey\x02=y\n", 2, 4, "a control character (U+0002)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_has_a_bss_and_more_from_each_bss_line_on),
		cmocka_unit_test(each_value_keeps_its_place),
		cmocka_unit_test(cr_lf_is_read_and_noted_once),
		cmocka_unit_test(mistakes_are_told_with_their_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/xml.h"

static void assert_text(const char *value, const char *expected)
{
	cleanup_text_ struct text out = { 0 };
	cleanup_text_ struct text whole = { 0 };
	struct xml xml;

	xml_begin(&xml, &out);
	xml_open(&xml, "a");
	xml_attribute(&xml, "b", value);
	xml_end(&xml);
	text_printf(&whole, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"%s\"/>\n",
		    expected);
	assert_string_equal(out.data, whole.data);
}

static void markup_is_escaped(void **state)
{
	(void)state;
	assert_text("<a> & \"b\"", "&lt;a&gt; &amp; &quot;b&quot;");
}

static void what_xml_forbids_is_dropped(void **state)
{
	(void)state;
	assert_text("a\x01"
		    "b\x1f"
		    "c\x7f",
		    "abc\x7f");
	assert_text("\xef\xbf\xbe.\xed\xa0\x80.", ".."); /* U+FFFE, a surrogate */
}

static void invalid_utf8_is_dropped(void **state)
{
	(void)state;
	assert_text("a\xff"
		    "b\xc0\xaf"
		    "c\xe2\x82",
		    "abc");
	assert_text("\xf4\x90\x80\x80z", "z"); /* past U+10FFFF */
}

static void other_characters_stay(void **state)
{
	(void)state;
	assert_text("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa9\xe2\x82\xac"
							    "\xf0\x9f\x98\x80");
}

static void white_space_survives_in_attributes(void **state)
{
	(void)state;
	assert_text("a\nb\tc\rd", "a&#10;b&#9;c&#13;d");
}

static void elements_close_in_the_order_of_a_stack(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct xml xml;

	(void)state;
	xml_begin(&xml, &out);
	xml_open(&xml, "a");
	xml_open(&xml, "b");
	xml_text(&xml, "x");
	xml_close(&xml);
	xml_open(&xml, "c");
	xml_end(&xml);
	assert_string_equal(out.data, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
				      "<a>\n  <b>x</b>\n  <c/>\n</a>\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markup_is_escaped),
		cmocka_unit_test(what_xml_forbids_is_dropped),
		cmocka_unit_test(invalid_utf8_is_dropped),
		cmocka_unit_test(other_characters_stay),
		cmocka_unit_test(white_space_survives_in_attributes),
		cmocka_unit_test(elements_close_in_the_order_of_a_stack),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

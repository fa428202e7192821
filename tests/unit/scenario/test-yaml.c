/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#include "base/text.h"
#include "scenario/yaml.h"

static struct document *read_text(const char *text, struct diagnostics *d)
{
	return document_read(text, strlen(text), d);
}

static void assert_place(struct place place, unsigned line, unsigned column,
			 unsigned length)
{
	assert_int_equal(place.line, line);
	assert_int_equal(place.column, column);
	assert_int_equal(place.length, length);
}

static void every_key_and_value_keeps_its_place(void **state)
{
	cleanup_diagnostics_ struct diagnostics d = { 0 };
	cleanup_document_ struct document *document =
		read_text("a:\n  \"\xc3\xbc\xc3\xbc\": [ x, 'yy' ] # c\n", &d);
	const struct node *inner, *list;

	(void)state;
	assert_int_equal(d.count, 0);
	assert_place(node_key(document->root, 0)->place, 1, 1, 1);
	inner = node_value(document->root, 0);
	assert_place(inner->place, 2, 3, 17);
	assert_place(node_key(inner, 0)->place, 2, 3, 4); /* characters, not octets */
	list = node_value(inner, 0);
	assert_place(list->place, 2, 9, 11);
	assert_place(list->items[0]->place, 2, 11, 1);
	assert_place(list->items[1]->place, 2, 14, 4);
	assert_true(list->items[0]->plain);
	assert_false(list->items[1]->plain);
	assert_string_equal(list->items[1]->text, "yy");
}

static void a_value_over_several_lines_ends_with_its_first(void **state)
{
	cleanup_diagnostics_ struct diagnostics d = { 0 };
	cleanup_document_ struct document *document =
		read_text("a: { b: 1,\n  c: 2 }\nd: 'x\n  y'\n", &d);

	(void)state;
	assert_place(node_value(document->root, 0)->place, 1, 4, 7);
	assert_place(node_value(document->root, 1)->place, 3, 4, 2);
}

static void nothing_tilde_and_null_are_null_unless_quoted(void **state)
{
	cleanup_diagnostics_ struct diagnostics d = { 0 };
	cleanup_document_ struct document *document =
		read_text("- ~\n- null\n-\n- 'null'\n- \"\"\n- x\n", &d);

	(void)state;
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(node_is_null(document->root->items[i]), i < 3);
}

static void a_key_given_twice_is_told_and_dropped(void **state)
{
	cleanup_diagnostics_ struct diagnostics d = { 0 };
	cleanup_document_ struct document *document =
		read_text("a: 1\nb: 2\n\"a\": 3\na: 4\n", &d);

	(void)state;
	assert_int_equal(d.count, 2);
	assert_place(d.items[0].place, 3, 1, 3);
	assert_place(d.items[1].place, 4, 1, 1);
	assert_string_equal(d.items[0].suggestion, "it is first given on line 1");
	assert_int_equal(node_pairs(document->root), 2);
	assert_string_equal(node_value(document->root, 0)->text, "1");
}

static void keys_that_are_no_words_are_told_and_dropped(void **state)
{
	cleanup_diagnostics_ struct diagnostics d = { 0 };
	cleanup_document_ struct document *document =
		read_text("? [a, b]\n: 1\nc: 2\n", &d);

	(void)state;
	assert_int_equal(d.count, 1);
	assert_string_equal(d.items[0].message, "a key must be a word, not a list");
	assert_int_equal(node_pairs(document->root), 1);
}

static void anchors_aliases_and_tags_are_told_all_at_once(void **state)
{
	cleanup_diagnostics_ struct diagnostics d = { 0 };
	cleanup_document_ struct document *document =
		read_text("a: &x 1\nb: *x\nc: !!int 3\n", &d);

	(void)state;
	assert_int_equal(d.count, 3);
	assert_non_null(document->root);
	assert_int_equal(node_value(document->root, 1)->kind, NODE_BROKEN);
}

static void depth_is_limited(void **state)
{
	cleanup_diagnostics_ struct diagnostics d = { 0 };
	cleanup_text_ struct text text = { 0 };
	struct document *document;

	(void)state;
	for (size_t i = 0; i < NODE_DEPTH_MAX; i++)
		text_add(&text, "[");
	for (size_t i = 0; i < NODE_DEPTH_MAX; i++)
		text_add(&text, "]");
	document = document_read(text.data, text.length, &d);
	assert_non_null(document->root);
	assert_int_equal(d.count, 0);
	document_free(document);

	text_reset(&text);
	for (size_t i = 0; i < 100000; i++)
		text_add(&text, "[");
	document = document_read(text.data, text.length, &d);
	assert_null(document->root);
	assert_int_equal(d.count, 1);
	assert_string_equal(d.items[0].message,
			    "more than 64 containers inside each other");
	assert_int_equal(d.items[0].place.column, NODE_DEPTH_MAX + 1);
	document_free(document);
}

static void the_number_of_values_is_limited(void **state)
{
	cleanup_diagnostics_ struct diagnostics d = { 0 };
	cleanup_document_ struct document *document = NULL;
	cleanup_text_ struct text text = { 0 };

	(void)state;
	for (size_t i = 0; i < NODE_COUNT_MAX; i++)
		text_add(&text, "-\n");
	document = document_read(text.data, text.length, &d);
	assert_null(document->root);
	assert_int_equal(d.count, 1);
	assert_string_equal(d.items[0].message, "more than 400000 values in one file");
}

static void a_mapping_of_nothing_but_keys_takes_no_quadratic_time(void **state)
{
	cleanup_diagnostics_ struct diagnostics d = { 0 };
	cleanup_document_ struct document *document = NULL;
	cleanup_text_ struct text text = { 0 };

	(void)state;
	/* Compared pair by pair this would take minutes. */
	for (unsigned i = 0; i < 100000; i++)
		text_printf(&text, "k%u:\n", i);
	document = document_read(text.data, text.length, &d);
	assert_int_equal(d.count, 0);
	assert_int_equal(node_pairs(document->root), 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_and_value_keeps_its_place),
		cmocka_unit_test(a_value_over_several_lines_ends_with_its_first),
		cmocka_unit_test(nothing_tilde_and_null_are_null_unless_quoted),
		cmocka_unit_test(a_key_given_twice_is_told_and_dropped),
		cmocka_unit_test(keys_that_are_no_words_are_told_and_dropped),
		cmocka_unit_test(anchors_aliases_and_tags_are_told_all_at_once),
		cmocka_unit_test(depth_is_limited),
		cmocka_unit_test(the_number_of_values_is_limited),
		cmocka_unit_test(a_mapping_of_nothing_but_keys_takes_no_quadratic_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "matrix-run.h"

#include "base/error.h"
#include "report/json-matrices.h"
#include "report/report.h"

static void add_pattern(struct results *results)
{
	struct matrix_result *matrix = &results->matrices[0];
	struct matrix_pattern *pattern = array_add(
		matrix->patterns, matrix->pattern_count, matrix->pattern_capacity);

	pattern->pattern = PATTERN_INTO;
	pattern->vias[VIA_DS] = true;
	*array_add(pattern->access_points, pattern->access_point_count,
		   pattern->access_point_capacity) = memory_strdup("ap2");
	pattern->sentence = memory_strdup("FT fails only into ap2");
}

static void assert_cells_equal(const struct matrix_cell *a, const struct matrix_cell *b)
{
	assert_string_equal(a->from, b->from);
	assert_string_equal(a->to, b->to);
	assert_int_equal(a->via, b->via);
	assert_int_equal(a->leg, b->leg);
	assert_int_equal(a->first, b->first);
	assert_int_equal(a->roam, b->roam);
	assert_int_equal(a->skipped, b->skipped);
	assert_int_equal(a->worked, b->worked);
}

static void a_matrix_comes_out_as_it_went_in(void **state)
{
	struct results *in = matrix_run(2, VIA_DS, 3),
		       *out = memory_zero(1, sizeof(*out));
	const struct matrix_result *a = &in->matrices[0], *b;
	struct document document = { 0 };
	json_t *root = json_object();

	(void)state;
	in->matrices[0].iteration = 4;
	matrix_run_refuse(in, 0, 1, VIA_DS, 53);
	add_pattern(in);
	json_object_set_new(root, "matrices", json_pack("[o]", json_matrix(a)));
	report_read_matrices(&document, root, out);
	json_decref(root);
	assert_int_equal(document.code, 0);
	assert_int_equal(out->matrix_count, 1);
	b = &out->matrices[0];
	assert_int_equal(b->line, 12);
	assert_int_equal(b->iteration, 4);
	assert_int_equal(b->access_point_count, 2);
	assert_string_equal(b->access_points[1], "ap2");
	assert_int_equal(b->cell_count, a->cell_count);
	for (size_t i = 0; i < a->cell_count; i++)
		assert_cells_equal(&a->cells[i], &b->cells[i]);
	assert_int_equal(b->pattern_count, 1);
	assert_int_equal(b->patterns[0].pattern, PATTERN_INTO);
	assert_true(b->patterns[0].vias[VIA_DS]);
	assert_false(b->patterns[0].vias[VIA_AIR]);
	assert_int_equal(b->patterns[0].access_point_count, 1);
	assert_string_equal(b->patterns[0].access_points[0], "ap2");
	assert_string_equal(b->patterns[0].sentence, "FT fails only into ap2");
	results_free(in);
	results_free(out);
}

static void roams_and_associations_tell_that_they_are_of_a_matrix(void **state)
{
	struct results *in = matrix_run(2, VIA_AIR, 3), *out = NULL;
	cleanup_text_ struct text json = { 0 };
	struct association *a = array_add(in->associations, in->association_count,
					  in->association_capacity);

	(void)state;
	in->scenario_sha256[0] = '\0';
	a->index = a->line = a->iteration = 1;
	a->to = memory_strdup("ap1");
	a->exchange = memory_strdup("full-sae");
	a->of_matrix = true;
	in->roams[2].of_matrix = false;
	report_json(in, &json);
	assert_int_equal(report_parse_json(json.data, json.length, &out, NULL), 0);
	assert_true(out->associations[0].of_matrix);
	assert_true(out->roams[1].of_matrix);
	assert_int_equal(out->roams[1].leg, LEG_BACK);
	assert_false(out->roams[2].of_matrix);
	results_free(in);
	results_free(out);
}

static int read_text(const char *text, struct error *error)
{
	struct document document = { .error = error };
	struct results *results = memory_zero(1, sizeof(*results));
	json_t *root = json_loads(text, 0, NULL);

	report_read_matrices(&document, root, results);
	json_decref(root);
	assert_true(results->matrix_count <= 1);
	results_free(results);
	return document.code;
}

static void results_from_before_there_were_matrices_have_none(void **state)
{
	(void)state;
	assert_int_equal(read_text("{}", NULL), 0);
}

static void a_mistake_is_told_with_its_place(void **state)
{
	cleanup_error_ struct error error = { 0 }, other = { 0 };

	(void)state;
	assert_int_equal(
		read_text(
			"{\"matrices\":[{\"line\":1,\"iteration\":1,\"access_points\":["
			"\"a\"],\"cells\":[{\"from\":\"a\",\"to\":\"b\",\"via\":\"air\","
			"\"leg\":\"hot\",\"first\":true,\"roam\":null,\"skipped\":false,"
			"\"worked\":null}],\"patterns\":[]}]}",
			&error),
		-EBADMSG);
	assert_string_equal(error.reason,
			    "matrices[0].cells[0].leg is not a word that is "
			    "known here");
	assert_int_equal(
		read_text("{\"matrices\":[{\"line\":1,\"iteration\":1,\"access_points\":["
			  "7],\"cells\":[],\"patterns\":[]}]}",
			  &other),
		-EBADMSG);
	assert_string_equal(other.reason,
			    "matrices[0].access_points is not an array of strings");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_matrix_comes_out_as_it_went_in),
		cmocka_unit_test(roams_and_associations_tell_that_they_are_of_a_matrix),
		cmocka_unit_test(results_from_before_there_were_matrices_have_none),
		cmocka_unit_test(a_mistake_is_told_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/json-matrices.h"

#include <string.h>

#include "base/memory.h"

static const char *name_of_leg(unsigned value)
{
	return leg_name((enum leg)value);
}

static const char *name_of_via(unsigned value)
{
	return via_name((enum via)value);
}

static const char *name_of_pattern(unsigned value)
{
	return pattern_name((enum pattern)value);
}

void json_put_leg(json_t *roam, bool of_matrix, enum leg leg)
{
	json_put_text(roam, "leg", of_matrix ? leg_name(leg) : NULL);
}

void document_leg(struct document *document, const json_t *roam, bool *ret_of_matrix,
		  enum leg *ret_leg)
{
	const json_t *leg = json_object_get(roam, "leg");

	if (!leg || json_is_null(leg))
		return;
	*ret_of_matrix = true;
	*ret_leg = document_name(document, roam, "leg", LEG_MAX, name_of_leg);
}

static json_t *names_value(char *const *names, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(array, json_text(names[i]));
	return array;
}

static json_t *cell_value(const struct matrix_cell *cell)
{
	json_t *object = json_object();

	json_put_text(object, "from", cell->from);
	json_put_text(object, "to", cell->to);
	json_put_text(object, "via", via_name(cell->via));
	json_put_text(object, "leg", leg_name(cell->leg));
	json_put_flag(object, "first", cell->first);
	json_put_number_or_null(object, "roam", cell->roam > 0, cell->roam);
	json_put_flag(object, "skipped", cell->skipped);
	json_object_set_new(object, "worked",
			    cell->roam > 0 ? json_boolean(cell->worked) : json_null());
	return object;
}

static json_t *pattern_value(const struct matrix_pattern *pattern)
{
	json_t *object = json_object(), *vias = json_array();

	for (enum via via = 0; via < VIA_MAX; via++)
		if (pattern->vias[via])
			json_array_append_new(vias, json_text(via_name(via)));
	json_put_text(object, "pattern", pattern_name(pattern->pattern));
	json_object_set_new(object, "via", vias);
	json_object_set_new(object, "access_points",
			    names_value(pattern->access_points,
					pattern->access_point_count));
	json_put_text(object, "sentence", pattern->sentence);
	return object;
}

json_t *json_matrix(const struct matrix_result *matrix)
{
	json_t *object = json_object();
	json_t *cells = json_array(), *patterns = json_array();

	for (size_t i = 0; i < matrix->cell_count; i++)
		json_array_append_new(cells, cell_value(&matrix->cells[i]));
	for (size_t i = 0; i < matrix->pattern_count; i++)
		json_array_append_new(patterns, pattern_value(&matrix->patterns[i]));
	json_put_number(object, "line", matrix->line);
	json_put_number(object, "iteration", matrix->iteration);
	json_object_set_new(object, "access_points",
			    names_value(matrix->access_points,
					matrix->access_point_count));
	json_object_set_new(object, "cells", cells);
	json_object_set_new(object, "patterns", patterns);
	return object;
}

/* An item of an array that has to be a string; never NULL. */
static const char *item_string(struct document *document, const json_t *array, size_t i,
			       const char *key)
{
	const json_t *item = json_array_get(array, i);

	if (json_is_string(item))
		return json_string_value(item);
	document_complain(document, key, "an array of strings");
	return "";
}

static void read_names(struct document *document, const json_t *object, const char *key,
		       char ***names, size_t *count, size_t *capacity)
{
	const json_t *array = document_array(document, object, key);

	for (size_t i = 0; i < json_array_size(array); i++)
		*array_add(*names, *count, *capacity) =
			memory_strdup(item_string(document, array, i, key));
}

static void read_cell(struct document *document, const json_t *object,
		      struct matrix_cell *cell)
{
	cell->from = document_text(document, object, "from");
	cell->to = document_text(document, object, "to");
	cell->via = document_name(document, object, "via", VIA_MAX, name_of_via);
	cell->leg = document_name(document, object, "leg", LEG_MAX, name_of_leg);
	cell->first = document_flag(document, object, "first");
	cell->skipped = document_flag(document, object, "skipped");
	if (json_is_null(json_object_get(object, "roam")))
		return;
	cell->roam = document_count(document, object, "roam");
	cell->worked = document_flag(document, object, "worked");
}

static void read_ways(struct document *document, const json_t *object,
		      struct matrix_pattern *pattern)
{
	const json_t *array = document_array(document, object, "via");

	for (size_t i = 0; i < json_array_size(array); i++) {
		const char *name = item_string(document, array, i, "via");

		for (enum via via = 0; via < VIA_MAX; via++)
			pattern->vias[via] |= strcmp(via_name(via), name) == 0;
	}
}

static void read_pattern(struct document *document, const json_t *object,
			 struct matrix_pattern *pattern)
{
	pattern->pattern =
		document_name(document, object, "pattern", PATTERN_MAX, name_of_pattern);
	read_ways(document, object, pattern);
	read_names(document, object, "access_points", &pattern->access_points,
		   &pattern->access_point_count, &pattern->access_point_capacity);
	pattern->sentence = document_text(document, object, "sentence");
}

static void read_matrix(struct document *document, const json_t *object,
			struct matrix_result *matrix)
{
	const json_t *cells = document_array(document, object, "cells");
	const json_t *patterns = document_array(document, object, "patterns");
	char outer[DOCUMENT_PATH_MAX];

	matrix->line = document_count(document, object, "line");
	matrix->iteration = document_count(document, object, "iteration");
	read_names(document, object, "access_points", &matrix->access_points,
		   &matrix->access_point_count, &matrix->access_point_capacity);
	for (size_t i = 0; i < json_array_size(cells); i++) {
		document_into(document, outer, "cells", i);
		read_cell(document, json_array_get(cells, i),
			  array_add(matrix->cells, matrix->cell_count,
				    matrix->cell_capacity));
		document_out_of(document, outer);
	}
	for (size_t i = 0; i < json_array_size(patterns); i++) {
		document_into(document, outer, "patterns", i);
		read_pattern(document, json_array_get(patterns, i),
			     array_add(matrix->patterns, matrix->pattern_count,
				       matrix->pattern_capacity));
		document_out_of(document, outer);
	}
}

void report_read_matrices(struct document *document, const json_t *root,
			  struct results *results)
{
	const json_t *array;
	char outer[DOCUMENT_PATH_MAX];

	if (!json_object_get(root, "matrices")) /* of a version before there were */
		return;
	array = document_array(document, root, "matrices");
	for (size_t i = 0; i < json_array_size(array); i++) {
		document_into(document, outer, "matrices", i);
		read_matrix(document, json_array_get(array, i),
			    array_add(results->matrices, results->matrix_count,
				      results->matrix_capacity));
		document_out_of(document, outer);
	}
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/cleanup.h"
#include "base/memory.h"
#include "scenario/read.h"

/* The "matrix" step: which access points, in which ways, and how far. */

#define EXAMPLE "write matrix: {}, or matrix: { via: air, among: [NAME, NAME] }"

/* One word or a list of them; each is put into the set once. False where one was not
 * understood. */
static bool read_words(struct reader *r, const struct node *key, const struct node *node,
		       const struct words *words, bool *set)
{
	bool all = true;
	unsigned word;

	if (node->kind == NODE_SEQUENCE) {
		if (node->count == 0)
			reader_error(r, node->place, "this list is empty");
		for (size_t i = 0; i < node->count; i++)
			all &= read_words(r, node_is_null(node->items[i]) ? NULL : key,
					  node->items[i], words, set);
		return all && node->count > 0;
	}
	if (!read_word(r, key, node, words, &word))
		return false;
	if (set[word]) {
		reader_error(r, node->place, "\"%s\" is given twice", words->items[word]);
		return false;
	}
	set[word] = true;
	return true;
}

static void read_ways(struct reader *r, const struct node *node, struct matrix *matrix)
{
	const struct node *key = node_get_key(node, "via"),
			  *value = node_get(node, "via");

	if (!value) {
		matrix->vias[VIA_AIR] = true;
		matrix->vias[VIA_DS] = scenario_uses_ft(r->scenario);
		return;
	}
	if (!read_words(r, key, value, &via_words, matrix->vias))
		return;
	if (value->kind != NODE_SEQUENCE)
		check_via(r, value, matrix->vias[VIA_DS] ? VIA_DS : VIA_AIR);
	else
		for (size_t i = 0; i < value->count; i++)
			check_via(r, value->items[i],
				  (enum via)words_find(&via_words,
						       value->items[i]->text));
}

static void read_legs(struct reader *r, const struct node *node, struct matrix *matrix)
{
	const struct node *value = node_get(node, "legs");

	if (value)
		read_words(r, node_get_key(node, "legs"), value, &leg_words,
			   matrix->legs);
	else
		matrix->legs[LEG_WARM] = true;
	matrix->legs[LEG_COLD] = true;
	/* The station has to come back somehow before it goes there again. */
	matrix->legs[LEG_BACK] |= matrix->legs[LEG_WARM];
}

static void matrix_add(struct matrix *matrix, size_t access_point)
{
	*array_add(matrix->access_points, matrix->count, matrix->capacity) = access_point;
}

static bool matrix_has(const struct matrix *matrix, size_t access_point)
{
	for (size_t i = 0; i < matrix->count; i++)
		if (matrix->access_points[i] == access_point)
			return true;
	return false;
}

/* Every access point where none are named. False where it is not known which. */
static bool read_among(struct reader *r, const struct node *key, const struct node *node,
		       struct matrix *matrix)
{
	const struct node *among = node_get_key(node, "among");
	const struct node *list = node_get(node, "among");
	struct diagnostic *d;
	bool all = true;

	if (!list) {
		for (size_t i = 0; i < r->scenario->access_point_count; i++)
			matrix_add(matrix, i);
		if (matrix->count >= 2 || !r->access_points_known)
			return r->access_points_known;
		d = reader_error(r, key->place,
				 "a matrix is of two access points or more, and only one "
				 "is listed");
		diagnostic_suggest(d, "list a second access point to roam to");
		return false;
	}
	if (!read_sequence(r, among, list, "write among: [NAME, NAME]"))
		return false;
	for (size_t i = 0; i < list->count; i++) {
		const struct node *item = list->items[i];
		size_t ap = read_access_point(r, NULL, item);

		if (ap == ACCESS_POINT_UNKNOWN) {
			all = false;
		} else if (matrix_has(matrix, ap)) {
			reader_error(r, item->place, "\"%s\" is given twice",
				     r->scenario->access_points[ap].name);
			all = false;
		} else {
			matrix_add(matrix, ap);
		}
	}
	if (!all || matrix->count >= 2)
		return all;
	d = reader_error(r, list->place, "a matrix is of two access points or more");
	diagnostic_suggest(d, "leave \"among\" out for all access points");
	return false;
}

void read_matrix(struct reader *r, const struct node *key, const struct node *node,
		 struct step *step, size_t *ret_unrolled)
{
	static const char *const names[] = { "via", "among", "legs" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	struct matrix *matrix = &step->matrix;
	size_t cells = 0, cell = 1; /* the association, and the legs */

	if (!read_mapping(r, key, node, EXAMPLE)) {
		r->steps_known = false;
		return;
	}
	check_known_keys(r, node, &known, "in \"matrix\"");
	read_ways(r, node, matrix);
	read_legs(r, node, matrix);
	if (!read_among(r, key, node, matrix))
		r->steps_known = false;
	for (enum via via = 0; via < VIA_MAX; via++)
		if (matrix->vias[via] && matrix->count > 0)
			cells += matrix->count * (matrix->count - 1);
	for (enum leg leg = 0; leg < LEG_MAX; leg++)
		cell += matrix->legs[leg];
	*ret_unrolled = cells * cell;
}

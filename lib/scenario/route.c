/* SPDX-License-Identifier: BSD-3-Clause */
#include "scenario/read.h"

/* Where the station stands, step by step: a roam needs an access point to come
 * from, and another one to go to. */

#define NOWHERE (SIZE_MAX - 1) /* not associated */
#define SOMEWHERE SIZE_MAX     /* after a step that was not understood */

static bool told_already(const struct reader *r, struct place place)
{
	const struct diagnostics *d = r->diagnostics;

	for (size_t i = d->count; i > 0; i--)
		if (d->items[i - 1].place.line == place.line &&
		    d->items[i - 1].place.column == place.column)
			return true;
	return false;
}

static size_t walk_roam(struct reader *r, const struct step *step, size_t at, bool again)
{
	struct diagnostic *d;

	if (step->to == ACCESS_POINT_UNKNOWN)
		return SOMEWHERE;
	if ((at == NOWHERE || at == step->to) && !told_already(r, step->to_place)) {
		if (at == NOWHERE) {
			d = reader_error(r, step->to_place,
					 "a roam before any association%s",
					 again ? ", when the steps are repeated" : "");
			diagnostic_suggest(d, "put \"- associate: NAME\" in front of it");
		} else {
			d = reader_error(r, step->to_place,
					 "a roam to \"%s\", where the station stands "
					 "already%s",
					 r->scenario->access_points[at].name,
					 again ? " when the steps are repeated" : "");
			if (r->scenario->access_point_count > 1)
				diagnostic_suggest(d, "roam to another access point");
			else
				diagnostic_suggest(d,
						   "list a second access point to roam "
						   "to");
		}
	}
	if (step->expect.misread)
		return SOMEWHERE;
	if (at == NOWHERE || step_arrives(step))
		return step->to;
	return at;
}

/* Returns where the station stands afterwards. */
static size_t walk(struct reader *r, const struct step *steps, size_t count, size_t at,
		   bool again)
{
	for (size_t i = 0; i < count; i++) {
		const struct step *step = &steps[i];
		size_t before = at;

		switch (step->kind) {
		case STEP_ASSOCIATE:
			if (step->to == ACCESS_POINT_UNKNOWN || step->expect.misread)
				at = SOMEWHERE;
			else
				at = step_arrives(step) ? step->to : NOWHERE;
			break;
		case STEP_ROAM:
			at = walk_roam(r, step, at, again);
			break;
		case STEP_REPEAT:
			/* Where a round ends depends on its steps only, or, if none of
			 * them arrives, on where it began: the second round tells all. */
			at = walk(r, step->steps, step->step_count, at, again);
			if (step->times != 1 && at != before)
				at = walk(r, step->steps, step->step_count, at, true);
			break;
		case STEP_MATRIX:
			at = step->expect.misread ? SOMEWHERE : matrix_end(step);
			break;
		case STEP_WAIT:
		case STEP_FAULT:
		case STEP_KIND_MAX:
			break;
		}
	}
	return at;
}

void check_route(struct reader *r)
{
	if (r->steps_known)
		walk(r, r->scenario->steps, r->scenario->step_count, NOWHERE, false);
}

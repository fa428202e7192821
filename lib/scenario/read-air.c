/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/cleanup.h"
#include "scenario/read.h"

/* What the lab's air does to the frames. */

void read_air(struct reader *r, const struct node *key, const struct node *node)
{
	static const char *const names[] = { "loss" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	const struct node *value;

	if (!read_mapping(r, key, node, "write loss: 30% under it"))
		return;
	check_known_keys(r, node, &known, "of the air");
	value = node_get(node, "loss");
	if (value)
		read_percentage(r, node_get_key(node, "loss"), value,
				&r->scenario->air.loss_ppm);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/cleanup.h"
#include "base/memory.h"
#include "scenario/read.h"

/* The station of a run on a real interface. A lab has one of its own (lab: station:). */

static const char *const key_names[] = { "interface" };
static const struct words known = { key_names, ARRAY_SIZE(key_names) };

void read_station(struct reader *r, const struct node *key, const struct node *node)
{
	struct scenario *s = r->scenario;
	const struct node *value;
	const char *text;

	if (!read_mapping(r, key, node, "write station: { interface: wlan0 }"))
		return;
	check_known_keys(r, node, &known, "in \"station\"");
	value = node_get(node, "interface");
	if (!value || !read_text(r, node_get_key(node, "interface"), value, &text) ||
	    !check_interface(r, value))
		return;
	s->interface = memory_strdup(text);
	s->interface_place = value->place;
}

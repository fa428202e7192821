/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "scenario/read.h"

/* The access points. */

static void read_channel(struct reader *r, const struct node *key,
			 const struct node *node, struct access_point *ap)
{
	struct diagnostic *d;
	unsigned channel;

	if (!read_integer(r, key, node, 0, 99999, &channel))
		return;
	ap->channel = channel;
	ap->frequency_mhz = channel_frequency_mhz(channel);
	if (ap->frequency_mhz == 0) {
		d = reader_error(r, node->place, "there is no channel %u", channel);
		diagnostic_suggest(d,
				   "the channels are 1-14 (2.4 GHz) and 36, 40 ... 64, "
				   "100, 104 ... 144, 149, 153 ... 177 (5 GHz)");
		for (unsigned i = 1; i <= 177; i++)
			if (channel_frequency_mhz(i) == channel && channel)
				diagnostic_suggest(d, "%u MHz is channel %u", channel, i);
	} else if (r->scenario->has_lab && channel >= 52 && channel <= 144) {
		d = reader_error(r, node->place,
				 "channel %u needs radar detection (DFS), which the lab "
				 "does not have",
				 channel);
		diagnostic_suggest(d, "use 36-48 or 149-165");
	}
}

static void check_bssid_unique(struct reader *r, const struct node *node, size_t count)
{
	const struct access_point *aps = r->scenario->access_points;

	for (size_t i = 0; i < count; i++) {
		if (!mac_equal(aps[i].bssid, aps[count].bssid))
			continue;
		reader_error(r, node->place, "\"%s\" has this BSSID already, on line %u",
			     aps[i].name, aps[i].bssid_place.line);
		return;
	}
}

static void read_access_point_entry(struct reader *r, const struct node *key,
				    const struct node *node)
{
	static const char *const names[] = { "bssid", "channel" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	cleanup_free_ char *owner = memory_printf("\"%s\"", SHOWN(key->text));
	struct scenario *s = r->scenario;
	struct access_point *ap;
	const struct node *value;

	ap = array_add(s->access_points, s->access_point_count, s->access_point_capacity);
	ap->name = memory_strdup(key->text);
	ap->place = key->place;
	check_label(r, key, "an access point");
	if (!read_mapping(r, key, node,
			  "write { bssid: \"02:00:00:00:01:00\", channel: 1 }"))
		return;
	check_known_keys(r, node, &known, "of an access point");
	value = node_require(r, key->place, owner, node, &known, "bssid", NULL);
	if (value) {
		ap->bssid_place = value->place;
		if (read_bssid(r, node_get_key(node, "bssid"), value, ap->bssid))
			check_bssid_unique(r, value, s->access_point_count - 1);
	}
	value = node_require(r, key->place, owner, node, &known, "channel", NULL);
	if (value) {
		ap->channel_place = value->place;
		read_channel(r, node_get_key(node, "channel"), value, ap);
	}
}

void read_access_points(struct reader *r, const struct node *key, const struct node *node)
{
	if (!read_mapping(r, key, node, "write NAME: { bssid: …, channel: … } under it"))
		return;
	if (node_pairs(node) == 0) {
		reader_error(r, node->place, "no access point is listed");
		return;
	}
	for (size_t i = 0; i < node_pairs(node); i++) {
		if (i == SCENARIO_AP_MAX) {
			reader_error(r, node_key(node, i)->place,
				     "more than %d access points", SCENARIO_AP_MAX);
			return;
		}
		read_access_point_entry(r, node_key(node, i), node_value(node, i));
	}
	r->access_points_known = true;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* Whether the file is there to be followed. */
static void check_log(struct reader *r, const struct node *node, const char *path)
{
	struct diagnostic *d;
	struct stat status;

	if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
		d = reader_error(r, node->place, "the log \"%s\" is not a regular file",
				 SHOWN(node->text));
		diagnostic_suggest(d, "let what writes the log write it to a file");
		return;
	}
	if (access(path, R_OK) == 0)
		return;
	d = reader_error(r, node->place, "the log \"%s\" cannot be read: %s",
			 SHOWN(node->text), strerror(errno));
	diagnostic_suggest(d, "start what writes it before roamtest%s",
			   node->text[0] == '/' ? ""
						: "; a relative path starts at the "
						  "scenario's folder");
}

static void read_log(struct reader *r, const struct node *key, const struct node *node,
		     struct access_point *ap)
{
	const char *text;

	ap->log_place = node->place;
	if (!read_text(r, key, node, &text))
		return;
	ap->log = scenario_path(r, text);
	/* A lab has its access points' logs itself, and another machine's files are not
	 * here. */
	if (!r->scenario->has_lab && !r->secrets)
		check_log(r, node, ap->log);
}

static void read_device(struct reader *r, const struct node *key, const struct node *node,
			struct access_point *ap)
{
	const char *text;

	if (read_text(r, key, node, &text) && check_label(r, node, "a device"))
		ap->device = memory_strdup(text);
}

static void read_access_point_entry(struct reader *r, const struct node *key,
				    const struct node *node)
{
	static const char *const names[] = { "bssid", "channel", "log", "device" };
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
	value = node_get(node, "log");
	if (value)
		read_log(r, node_get_key(node, "log"), value, ap);
	value = node_get(node, "device");
	if (value)
		read_device(r, node_get_key(node, "device"), value, ap);
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

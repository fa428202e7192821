/* SPDX-License-Identifier: BSD-3-Clause */
#include <ctype.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "scenario/read.h"

/* The access points, and the lab that simulates them. */

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

/* Options that roamtest itself must set, and where the scenario says them. */
static const char *reserved_option(const char *name)
{
	static const struct {
		const char *name, *reason;
	} reserved[] = {
		{ "channel", "set it in \"access-points\"" },
		{ "bssid", "set it in \"access-points\"" },
		{ "ssid", "set it in \"network\"" },
		{ "ssid2", "set \"ssid\" in \"network\"" },
		{ "bss", "an access point of the lab has one BSS; list another in "
			 "\"access-points\"" },
		{ "interface", "the lab names its interfaces" },
		{ "bridge", "the lab makes the bridge" },
		{ "driver", "the lab's radios have one driver" },
		{ "ctrl_interface", "roamtest controls the access points through it" },
		{ "ctrl_interface_group", "roamtest controls the access points" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(reserved); i++)
		if (strcmp(name, reserved[i].name) == 0)
			return reserved[i].reason;
	if (strncmp(name, "logger_", 7) == 0)
		return "the lab collects the logs";
	return NULL;
}

static bool is_option_name(const char *text)
{
	return text[0] &&
	       text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static void check_option_name(struct reader *r, const struct node *key)
{
	const char *reason = reserved_option(key->text);
	cleanup_free_ char *spelt = NULL;
	struct diagnostic *d;

	if (reason) {
		d = reader_error(r, key->place,
				 "the hostapd option \"%s\" belongs to the lab",
				 SHOWN(key->text));
		diagnostic_suggest(d, "%s", reason);
		return;
	}
	if (is_option_name(key->text))
		return;
	d = reader_error(r, key->place, "\"%s\" is not the name of a hostapd option",
			 SHOWN(key->text));
	spelt = memory_strdup(key->text);
	for (char *c = spelt; *c; c++)
		*c = (char)(*c == '-' ? '_' : tolower((unsigned char)*c));
	if (is_option_name(spelt))
		diagnostic_suggest(d, "did you mean \"%s\"?", SHOWN(spelt));
	else
		diagnostic_suggest(d, "the names in hostapd.conf have small letters, "
				      "digits and \"_\"");
}

static void add_option_value(struct reader *r, const struct node *key,
			     const struct node *node, struct hostapd_option *option,
			     size_t capacity)
{
	const char *text;

	if (!read_text(r, key, node, &text))
		return;
	if (has_control_character(text)) {
		reader_error(
			r, node->place,
			"a hostapd option has no line end or other control character");
		return;
	}
	if (option->value_count < capacity)
		option->values[option->value_count++] = memory_strdup(text);
}

static void read_hostapd(struct reader *r, const struct node *key,
			 const struct node *node, struct hostapd_options *options)
{
	if (!read_mapping(r, key, node,
			  "write hostapd options under it, such as "
			  "mobility_domain: a1b2"))
		return;
	for (size_t i = 0; i < node_pairs(node); i++) {
		const struct node *name = node_key(node, i), *value = node_value(node, i);
		size_t lines = value->kind == NODE_SEQUENCE ? value->count : 1;
		struct hostapd_option *option =
			array_add(options->items, options->count, options->capacity);

		option->key = memory_strdup(name->text);
		option->place = name->place;
		check_option_name(r, name);
		if (node_is_null(value)) {
			option->removed = true;
			continue;
		}
		option->values = memory_zero(lines, sizeof(*option->values));
		if (value->kind != NODE_SEQUENCE) {
			add_option_value(r, name, value, option, lines);
			continue;
		}
		if (lines == 0)
			diagnostic_suggest(reader_error(r, value->place,
							"this list is empty"),
					   "write null to leave the option out");
		for (size_t j = 0; j < lines; j++)
			add_option_value(r, NULL, value->items[j], option, lines);
	}
}

static void read_lab_access_point(struct reader *r, const struct node *key,
				  const struct node *node)
{
	static const char *const names[] = { "hostapd" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	size_t i = read_access_point(r, NULL, key);
	struct hostapd_options ignored = { 0 }, *options = &ignored;
	const struct node *value;

	if (i != ACCESS_POINT_UNKNOWN)
		options = &r->scenario->access_points[i].hostapd;
	if (!read_mapping(r, key, node, "write hostapd: { … } under it"))
		return;
	check_known_keys(r, node, &known, "of an access point in the lab");
	value = node_get(node, "hostapd");
	if (value)
		read_hostapd(r, node_get_key(node, "hostapd"), value, options);
	hostapd_options_clear(&ignored);
}

void read_lab(struct reader *r, const struct node *key, const struct node *node)
{
	static const char *const names[] = { "hostapd", "access-points" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	const struct node *value;

	r->scenario->lab_place = key->place;
	if (node_is_null(node)) /* everything under it was commented out */
		return;
	if (!read_mapping(r, key, node,
			  "write lab: {} to simulate the site; --lab chooses how"))
		return;
	check_known_keys(r, node, &known, "in \"lab\"");
	value = node_get(node, "hostapd");
	if (value)
		read_hostapd(r, node_get_key(node, "hostapd"), value,
			     &r->scenario->hostapd);
	value = node_get(node, "access-points");
	if (!value || !read_mapping(r, node_get_key(node, "access-points"), value, NULL))
		return;
	for (size_t i = 0; i < node_pairs(value); i++)
		read_lab_access_point(r, node_key(value, i), node_value(value, i));
}

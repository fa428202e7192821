/* SPDX-License-Identifier: BSD-3-Clause */
#include <ctype.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "scenario/read.h"

/* The lab that simulates the site: options of its access points and its settings. */

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
	static const char *const names[] = { "hostapd", "router", "vlan" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	size_t i = read_access_point(r, NULL, key);
	struct access_point ignored = { 0 }, *ap = &ignored;
	const struct node *value;

	if (i != ACCESS_POINT_UNKNOWN)
		ap = &r->scenario->access_points[i];
	if (!read_mapping(r, key, node, "write hostapd: { … } under it"))
		return;
	check_known_keys(r, node, &known, "of an access point in the lab");
	value = node_get(node, "hostapd");
	if (value)
		read_hostapd(r, node_get_key(node, "hostapd"), value, &ap->hostapd);
	read_lab_wires(r, node, ap);
	hostapd_options_clear(&ignored.hostapd);
}

static void read_lab_access_points(struct reader *r, const struct node *key,
				   const struct node *node)
{
	if (!read_mapping(r, key, node, NULL))
		return;
	for (size_t i = 0; i < node_pairs(node); i++)
		read_lab_access_point(r, node_key(node, i), node_value(node, i));
}

static void read_lab_hostapd(struct reader *r, const struct node *key,
			     const struct node *node)
{
	read_hostapd(r, key, node, &r->scenario->hostapd);
}

/* Names that the station's system has taken already. */
static bool is_taken(const char *interface)
{
	return strcmp(interface, "lo") == 0 || strcmp(interface, "wlan0") == 0;
}

static void read_station_wireguard(struct reader *r, const struct node *key,
				   const struct node *node)
{
	struct lab_station *station = &r->scenario->station;
	const char *text;

	if (!read_text(r, key, node, &text) || !check_interface(r, node))
		return;
	if (is_taken(text)) {
		reader_error(r, node->place,
			     "the station has an interface \"%s\" already", text);
		return;
	}
	station->wireguard = memory_strdup(text);
	station->wireguard_place = node->place;
}

static void read_lab_station(struct reader *r, const struct node *key,
			     const struct node *node)
{
	static const char *const names[] = { "arp-evict", "ndisc-evict", "dhcp",
					     "keep-address", "wireguard" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	struct lab_station *station = &r->scenario->station;
	const struct node *value;

	if (!read_mapping(r, key, node, "write arp-evict: false under it"))
		return;
	check_known_keys(r, node, &known, "of the station in the lab");
	value = node_get(node, "arp-evict");
	if (value)
		station->has_arp_evict = read_boolean(r, node_get_key(node, "arp-evict"),
						      value, &station->arp_evict);
	value = node_get(node, "ndisc-evict");
	if (value)
		station->has_ndisc_evict =
			read_boolean(r, node_get_key(node, "ndisc-evict"), value,
				     &station->ndisc_evict);
	read_addressing(r, node, &known);
	value = node_get(node, "wireguard");
	if (value)
		read_station_wireguard(r, node_get_key(node, "wireguard"), value);
}

#define BACKBONE_DELAY_MAX_NS (10 * NS_PER_S)
/* Twice as much, the width of what netem draws from, has to fit into 32 bits
 * (net/sched/sch_netem.c tabledist()). */
#define BACKBONE_JITTER_MAX_NS (2 * NS_PER_S)

/* Jitter is taken off the delay as well as put on it. */
static void check_jitter(struct reader *r, const struct node *node, bool delay_known)
{
	const struct backbone *backbone = &r->scenario->backbone;
	char delay[DURATION_EXACT_MAX];

	if (!delay_known || backbone->jitter_ns <= backbone->delay_ns)
		return;
	if (backbone->delay_ns == 0)
		reader_error(r, node->place, "jitter needs a delay around which it is");
	else
		reader_error(r, node->place,
			     "the jitter cannot be more than the delay, %s",
			     duration_exact(delay, backbone->delay_ns));
}

static void read_backbone(struct reader *r, const struct node *key,
			  const struct node *node)
{
	static const char *const names[] = { "delay", "jitter", "loss" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	struct backbone *backbone = &r->scenario->backbone;
	bool delay_known = true;
	const struct node *value;

	if (!read_mapping(r, key, node, "write delay: 20ms under it"))
		return;
	check_known_keys(r, node, &known, "of the backbone");
	value = node_get(node, "delay");
	if (value)
		delay_known = read_duration(r, node_get_key(node, "delay"), value, 0,
					    BACKBONE_DELAY_MAX_NS, &backbone->delay_ns);
	else
		delay_known = !key_misspelt(node, &known, "delay");
	value = node_get(node, "jitter");
	if (value && read_duration(r, node_get_key(node, "jitter"), value, 0,
				   BACKBONE_JITTER_MAX_NS, &backbone->jitter_ns))
		check_jitter(r, value, delay_known);
	value = node_get(node, "loss");
	if (value)
		read_percentage(r, node_get_key(node, "loss"), value,
				&backbone->loss_ppm);
}

/* What it says is known by now: what other keys may be depends on it. */
static void read_by_default(struct reader *r, const struct node *key,
			    const struct node *node)
{
	bool ignored;

	read_boolean(r, key, node, &ignored);
}

void read_lab(struct reader *r, const struct node *key, const struct node *node)
{
	static void (*const readers[])(struct reader * r, const struct node *key,
				       const struct node *node) = {
		read_by_default,  read_lab_hostapd, read_lab_access_points,
		read_lab_station, read_air,	    read_backbone,
		read_faults,
	};
	static const char *const names[ARRAY_SIZE(readers)] = {
		"by-default", "hostapd",  "access-points", "station",
		"air",	      "backbone", "faults"
	};
	static const struct words known = { names, ARRAY_SIZE(names) };

	r->scenario->lab_place = key->place;
	if (node_is_null(node)) /* everything under it was commented out */
		return;
	if (!read_mapping(r, key, node,
			  "write lab: {} to simulate the site; --lab chooses how"))
		return;
	check_known_keys(r, node, &known, "in \"lab\"");
	for (size_t i = 0; i < known.count; i++) {
		const struct node *value = node_get(node, names[i]);

		if (value)
			readers[i](r, node_get_key(node, names[i]), value);
	}
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "analysis/diagnosis.h"
#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"

/* A cause's remedy with the names, addresses and values of the site at hand, as far as
 * they are known. */

#define KEY "<64 hex digits, the same at both ends>"

/* Which access point has the wrong setting. */
enum place_of_remedy {
	AT_NONE,
	AT_TARGET,
	AT_R0KH,
	AT_FROM,
};

static enum place_of_remedy place_of(enum cause cause)
{
	switch (cause) {
	case CAUSE_R0KH_MISSING:
	case CAUSE_R0KH_MAC:
	case CAUSE_R0KH_KEY:
	case CAUSE_R1KH_ID:
	case CAUSE_R1KH_ID_DUPLICATE:
	case CAUSE_NAS_IDENTIFIER_DUPLICATE:
	case CAUSE_NEGATIVE_CACHE:
	case CAUSE_WILDCARD_DISCOVERY:
	case CAUSE_MOBILITY_DOMAIN:
	case CAUSE_NO_FT_AKM:
	case CAUSE_CIPHER:
	case CAUSE_PMF:
	case CAUSE_PASSWORD:
	case CAUSE_TARGET_OFF_AIR:
	case CAUSE_TARGET_CHANNEL:
	case CAUSE_ACCESS_LIST:
	case CAUSE_ACCESS_POINT_FULL:
	case CAUSE_ASSOCIATION_HELD:
	case CAUSE_DEAUTHENTICATED_AFTER:
		return AT_TARGET;
	case CAUSE_R1KH_MISSING:
	case CAUSE_R1KH_KEY:
	case CAUSE_NAS_IDENTIFIER:
	case CAUSE_R0KH_UNREACHABLE:
	case CAUSE_R0KH_RESTARTED:
		return AT_R0KH;
	case CAUSE_OVER_DS_OFF:
		return AT_FROM;
	case CAUSE_GENERATE_LOCAL_SAE: /* on all of them */
	case CAUSE_RELAY_BLOCKED:      /* on the wire */
	case CAUSE_PMKSA:
	case CAUSE_REASSOCIATION_DEADLINE:
	case CAUSE_RRB_KEY_ZERO:
	case CAUSE_RRB_KEY_LENGTH:
	case CAUSE_MAX:
		break;
	}
	return AT_NONE;
}

static const struct ap_conf *conf_of(const struct diagnosis_case *c, size_t index)
{
	return &c->facts->access_points[index].conf;
}

static const char *or_placeholder(const char *value, const char *placeholder)
{
	return value ? value : placeholder;
}

static void set(struct remedy *r, char *hostapd, char *openwrt)
{
	r->hostapd = hostapd;
	r->openwrt = openwrt;
}

static void list_r0kh(const struct diagnosis_case *c, struct remedy *r)
{
	const char *id = or_placeholder(conf_of(c, c->keys.r0kh)->nas_identifier,
					"<its nas_identifier>");
	char mac[MAC_FORMAT_MAX];

	mac_format(mac, c->scenario->access_points[c->keys.r0kh].bssid);
	set(r, memory_printf("r0kh=%s %s " KEY, mac, id),
	    memory_printf("uci add_list wireless.<iface>.r0kh='%s,%s," KEY "'", mac, id));
}

/* The target's R1KH-ID, with colons: its BSSID unless it has another. */
static void list_r1kh(const struct diagnosis_case *c, struct remedy *r)
{
	const struct ap_conf *conf = conf_of(c, c->target_index);
	char mac[MAC_FORMAT_MAX], id[MAC_FORMAT_MAX];

	mac_format(mac, c->scenario->access_points[c->target_index].bssid);
	mac_format(id, mac_is_zero(conf->r1_key_holder)
			       ? c->scenario->access_points[c->target_index].bssid
			       : conf->r1_key_holder);
	set(r, memory_printf("r1kh=%s %s " KEY, mac, id),
	    memory_printf("uci add_list wireless.<iface>.r1kh='%s,%s," KEY "'", mac, id));
}

static void set_identifier(const char *hostapd, const char *openwrt, const char *value,
			   struct remedy *r)
{
	set(r, memory_printf("%s=%s", hostapd, value),
	    memory_printf("uci set wireless.<iface>.%s='%s'", openwrt, value));
}

/* What the R0KH's list has for the target. */
static void name_r1kh(const struct diagnosis_case *c, struct remedy *r)
{
	const struct key_holder *entry =
		key_holder_of_mac(&conf_of(c, c->keys.r0kh)->r1kh,
				  c->scenario->access_points[c->target_index].bssid);
	char digits[2 * MAC_LENGTH + 1];
	uint8_t id[MAC_LENGTH];

	if (!entry || mac_parse(entry->id, id) < 0)
		return;
	hex_format(digits, id, MAC_LENGTH);
	set_identifier("r1_key_holder", "r1_key_holder", digits, r);
}

/* What the target's list has for the R0KH. */
static void name_r0kh(const struct diagnosis_case *c, struct remedy *r)
{
	const struct key_holder *entry =
		key_holder_of_mac(&conf_of(c, c->target_index)->r0kh,
				  c->scenario->access_points[c->keys.r0kh].bssid);

	if (entry)
		set_identifier("nas_identifier", "nasid", entry->id, r);
}

/* One that is like no other: its BSSID. */
static void name_uniquely(const struct diagnosis_case *c, const char *hostapd,
			  const char *openwrt, struct remedy *r)
{
	char digits[2 * MAC_LENGTH + 1];

	hex_format(digits, c->scenario->access_points[c->target_index].bssid, MAC_LENGTH);
	set_identifier(hostapd, openwrt, digits, r);
}

static void give_mobility_domain(const struct diagnosis_case *c, struct remedy *r)
{
	char domain[8];

	if (!c->from || !c->from->seen || !c->from->elements.has_mde)
		return;
	snprintf(domain, sizeof(domain), "%04x", c->from->elements.mobility_domain);
	set_identifier("mobility_domain", "mobility_domain", domain, r);
}

static void fill_in(const struct diagnosis_case *c, enum cause cause, struct remedy *r)
{
	if (cause <= CAUSE_WILDCARD_DISCOVERY && !c->keys.known)
		return;
	if (cause == CAUSE_R0KH_MISSING || cause == CAUSE_R0KH_MAC ||
	    cause == CAUSE_R0KH_KEY)
		list_r0kh(c, r);
	else if (cause == CAUSE_R1KH_MISSING || cause == CAUSE_R1KH_KEY)
		list_r1kh(c, r);
	else if (cause == CAUSE_R1KH_ID)
		name_r1kh(c, r);
	else if (cause == CAUSE_R1KH_ID_DUPLICATE)
		name_uniquely(c, "r1_key_holder", "r1_key_holder", r);
	else if (cause == CAUSE_NAS_IDENTIFIER)
		name_r0kh(c, r);
	else if (cause == CAUSE_NAS_IDENTIFIER_DUPLICATE)
		name_uniquely(c, "nas_identifier", "nasid", r);
	else if (cause == CAUSE_MOBILITY_DOMAIN)
		give_mobility_domain(c, r);
}

static char *copy(const char *text)
{
	return text ? memory_strdup(text) : NULL;
}

static const char *name_of_place(const struct diagnosis_case *c,
				 enum place_of_remedy place)
{
	switch (place) {
	case AT_TARGET:
		return c->window->target->name;
	case AT_R0KH:
		return c->keys.known ? case_name(c, c->keys.r0kh) : NULL;
	case AT_FROM:
		return c->window->from ? c->window->from->name : NULL;
	case AT_NONE:
		break;
	}
	return NULL;
}

void remedy_find(const struct diagnosis_case *c, enum cause cause, struct remedy *ret)
{
	const struct cause_text *text = cause_text(cause);
	struct remedy r = { .text = memory_strdup(text->remedy) };

	if (c) {
		enum place_of_remedy place = place_of(cause);

		if (cause == CAUSE_NO_FT_AKM && case_from_lacks_ft(c))
			place = AT_FROM;
		r.access_point = copy(name_of_place(c, place));
		fill_in(c, cause, &r);
	}
	if (!r.hostapd)
		r.hostapd = copy(text->hostapd);
	if (!r.openwrt)
		r.openwrt = copy(text->openwrt);
	*ret = r;
}

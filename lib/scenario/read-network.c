/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "scenario/read.h"

static const char *const key_names[] = { "ssid", "security", "password", "password-env",
					 "password-file" };
static const struct words known = { key_names, ARRAY_SIZE(key_names) };

static void read_ssid(struct reader *r, const struct node *key, const struct node *node)
{
	const char *text;
	size_t length;

	if (!read_text(r, key, node, &text))
		return;
	length = strlen(text);
	/* IEEE 802.11-2020 9.4.2.2; the empty one is the wildcard. */
	if (length == 0 || length > SSID_MAX)
		reader_error(r, node->place,
			     "an SSID has 1 to %d octets, this one has %zu", SSID_MAX,
			     length);
	else if (has_control_character(text))
		reader_error(r, node->place,
			     "an SSID with a control character in it cannot "
			     "be used");
	else
		r->scenario->ssid = memory_strdup(text);
}

/* Names under which other programs and people know these securities, or others
 * that this version does not have. */
static const struct {
	const char *word, *hint;
} other_names[] = {
	{ "none", "an open network is \"open\"" },
	{ "wpa2", "WPA2-Personal is \"psk\", with FT \"ft-psk\"" },
	{ "wpa2-psk", "WPA2-Personal is \"psk\", with FT \"ft-psk\"" },
	{ "wpa-psk", "WPA2-Personal is \"psk\", with FT \"ft-psk\"" },
	{ "psk2", "WPA2-Personal is \"psk\", with FT \"ft-psk\"" },
	{ "wpa3", "WPA3-Personal is \"sae\", with FT \"ft-sae\"" },
	{ "wpa3-sae", "WPA3-Personal is \"sae\", with FT \"ft-sae\"" },
	{ "sae-mixed", "a list names several: [ft-psk, ft-sae]" },
	{ "ft", "choose \"ft-psk\" or \"ft-sae\"" },
	{ "owe", "this version knows open, psk, sae, ft-psk and ft-sae" },
	{ "eap", "this version knows open, psk, sae, ft-psk and ft-sae" },
	{ "ft-eap", "this version knows open, psk, sae, ft-psk and ft-sae" },
};

static bool read_security(struct reader *r, const struct node *key,
			  const struct node *node)
{
	bool *chosen = r->scenario->securities;
	struct diagnostic *d;
	unsigned security;

	if (node->kind == NODE_SCALAR && !node_is_null(node)) {
		for (size_t i = 0; i < ARRAY_SIZE(other_names); i++) {
			if (strcasecmp(node->text, other_names[i].word) != 0)
				continue;
			d = reader_error(r, node->place, "there is no security \"%s\"",
					 SHOWN(node->text));
			diagnostic_suggest(d, "%s", other_names[i].hint);
			return false;
		}
	}
	if (!read_word(r, key, node, &security_words, &security))
		return false;
	if (chosen[security]) {
		reader_error(r, node->place, "\"%s\" is given twice",
			     security_words.items[security]);
		return false;
	}
	chosen[security] = true;
	return true;
}

static bool read_securities(struct reader *r, const struct node *key,
			    const struct node *node)
{
	const bool *chosen = r->scenario->securities;
	bool all = true, secured = false;
	struct diagnostic *d;

	r->scenario->security_place = node->place;
	if (node->kind != NODE_SEQUENCE)
		return read_security(r, key, node);
	if (node->count == 0) {
		reader_error(r, node->place, "this list is empty");
		return false;
	}
	for (size_t i = 0; i < node->count; i++)
		all &= read_security(r, node_is_null(node->items[i]) ? NULL : key,
				     node->items[i]);
	for (size_t i = 0; i < SECURITY_MAX; i++)
		secured |= i != SECURITY_OPEN && chosen[i];
	if (chosen[SECURITY_OPEN] && secured) {
		d = reader_error(r, node->place, "an open network has no other security");
		diagnostic_suggest(d, "leave \"open\" out, or the others");
		return false;
	}
	return all;
}

void read_network(struct reader *r, const struct node *key, const struct node *node)
{
	const struct node *value;

	if (!read_mapping(r, key, node, "write ssid, security and password under it"))
		return;
	check_known_keys(r, node, &known, "in \"network\"");
	value = node_require(r, key->place, "\"network\"", node, &known, "ssid", NULL);
	if (value)
		read_ssid(r, node_get_key(node, "ssid"), value);
	value = node_require(r, key->place, "\"network\"", node, &known, "security",
			     "write security: ft-sae, or open, psk, sae, ft-psk");
	if (value)
		r->security_known =
			read_securities(r, node_get_key(node, "security"), value);
	if (!key_misspelt(node, &known, "password") &&
	    !key_misspelt(node, &known, "password-env") &&
	    !key_misspelt(node, &known, "password-file"))
		read_password(r, key, node);
}

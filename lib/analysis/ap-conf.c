/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/ap-conf.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"

/* The next word, or NULL; *rest goes on behind it. Owned by the caller. */
static char *take_word(const char **rest)
{
	size_t length;
	char *word;

	*rest += strspn(*rest, " \t");
	length = strcspn(*rest, " \t");
	if (length == 0)
		return NULL;
	word = memory_strndup(*rest, length);
	*rest += length;
	return word;
}

/* "MAC ID key-N:D" */
static void add_holder(struct key_holders *holders, const char *line, const char *value)
{
	cleanup_free_ char *mac = take_word(&value), *id = take_word(&value),
			   *key = take_word(&value);
	struct key_holder *holder;
	uint8_t octets[MAC_LENGTH];
	char *digits;

	if (!key || mac_parse(mac, octets) < 0)
		return;
	holder = array_add(holders->items, holders->count, holders->capacity);
	memcpy(holder->mac, octets, MAC_LENGTH);
	digits = strchr(key, ':');
	if (digits) {
		holder->digits = (unsigned)strtoul(digits + 1, NULL, 10);
		*digits = '\0';
	}
	holder->id = TAKE_PTR(id);
	holder->key = TAKE_PTR(key);
	holder->line = memory_strdup(line);
}

static void take_line(struct ap_conf *conf, char *line)
{
	char *value = strchr(line, '=');
	size_t length;

	if (!value)
		return;
	length = (size_t)(value - line);
	value++;
	if (length == 4 && strncmp(line, "r0kh", 4) == 0) {
		add_holder(&conf->r0kh, line, value);
	} else if (length == 4 && strncmp(line, "r1kh", 4) == 0) {
		add_holder(&conf->r1kh, line, value);
	} else if (strncmp(line, "nas_identifier=", length + 1) == 0) {
		free(conf->nas_identifier);
		conf->nas_identifier = memory_strdup(value);
	} else if (strncmp(line, "r1_key_holder=", length + 1) == 0) {
		if (strlen(value) != (size_t)2 * MAC_LENGTH ||
		    hex_parse(value, conf->r1_key_holder, MAC_LENGTH) < 0)
			memset(conf->r1_key_holder, 0, MAC_LENGTH);
	} else if (strncmp(line, "reassociation_deadline=", length + 1) == 0) {
		conf->has_reassociation_deadline = true;
		conf->reassociation_deadline_tu = (unsigned)strtoul(value, NULL, 10);
	} else if (strncmp(line, "ft_psk_generate_local=", length + 1) == 0) {
		conf->generate_local = strcmp(value, "1") == 0;
	}
}

void ap_conf_parse(const char *text, struct ap_conf *ret)
{
	struct ap_conf conf = { .known = true };

	while (*text) {
		size_t length = strcspn(text, "\n");
		cleanup_free_ char *line = memory_strndup(text, length);

		take_line(&conf, line);
		text += length + (text[length] == '\n');
	}
	*ret = conf;
}

static void holders_clear(struct key_holders *holders)
{
	for (size_t i = 0; i < holders->count; i++) {
		free(holders->items[i].id);
		free(holders->items[i].key);
		free(holders->items[i].line);
	}
	free(holders->items);
}

void ap_conf_clear(struct ap_conf *conf)
{
	free(conf->nas_identifier);
	holders_clear(&conf->r0kh);
	holders_clear(&conf->r1kh);
	*conf = (struct ap_conf){ 0 };
}

const struct key_holder *key_holder_of_mac(const struct key_holders *holders,
					   const uint8_t mac[static MAC_LENGTH])
{
	for (size_t i = 0; i < holders->count; i++)
		if (mac_equal(holders->items[i].mac, mac))
			return &holders->items[i];
	return NULL;
}

/* "ff:ff:ff:ff:ff:ff * KEY" */
const struct key_holder *key_holder_of_r0kh(const struct key_holders *holders,
					    const char *id)
{
	const struct key_holder *wildcard = NULL;

	for (size_t i = 0; i < holders->count; i++) {
		const struct key_holder *holder = &holders->items[i];

		if (strcmp(holder->id, id) == 0)
			return holder;
		if (!wildcard && strcmp(holder->id, "*") == 0)
			wildcard = holder;
	}
	return wildcard;
}

/* "00:00:00:00:00:00 00:00:00:00:00:00 KEY" */
const struct key_holder *key_holder_of_r1kh(const struct key_holders *holders,
					    const uint8_t id[static MAC_LENGTH])
{
	const struct key_holder *wildcard = NULL;

	for (size_t i = 0; i < holders->count; i++) {
		const struct key_holder *holder = &holders->items[i];
		uint8_t own[MAC_LENGTH];

		if (mac_parse(holder->id, own) < 0)
			continue;
		if (mac_equal(own, id))
			return holder;
		if (!wildcard && mac_is_zero(own) && mac_is_zero(holder->mac))
			wildcard = holder;
	}
	return wildcard;
}

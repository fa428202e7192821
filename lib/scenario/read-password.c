/* SPDX-License-Identifier: BSD-3-Clause */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "scenario/read.h"

/* No message here may quote the password. */

#define PASSWORD_FILE_MAX 4096

/* hostapd.conf(5): sae_password has no length limit of its own; wpa_supplicant and
 * most access points stop at 128. */
#define SAE_PASSWORD_MAX 128

static bool all_hex(const char *text)
{
	return text[strspn(text, "0123456789abcdefABCDEF")] == '\0';
}

static bool all_printable_ascii(const char *text)
{
	for (; *text; text++)
		if (*text < 0x20 || *text > 0x7e)
			return false;
	return true;
}

/* IEEE 802.11-2020 J.4.1 (passphrase) and 12.4.3 (SAE password). */
static void check_password(struct reader *r, struct place place, const char *password)
{
	const bool *chosen = r->scenario->securities;
	size_t length = strlen(password);
	struct diagnostic *d;

	if (has_control_character(password)) {
		reader_error(r, place, "the password has a control character in it");
		return;
	}
	if (!r->security_known)
		return;
	if (chosen[SECURITY_PSK] || chosen[SECURITY_FT_PSK]) {
		if (length == 64 && all_hex(password))
			return;
		if (length < 8 || length > 63) {
			d = reader_error(r, place,
					 "the password of a WPA2 network has 8 to 63 "
					 "characters, this one has %zu",
					 length);
			diagnostic_suggest(d, "a PSK itself is written as 64 hex digits");
		} else if (!all_printable_ascii(password)) {
			reader_error(r, place,
				     "the password of a WPA2 network has ASCII "
				     "characters only");
		}
		return;
	}
	if (length < 1 || length > SAE_PASSWORD_MAX)
		reader_error(
			r, place,
			"the password of a WPA3 network has 1 to %d octets, this one "
			"has %zu",
			SAE_PASSWORD_MAX, length);
}

static bool is_variable_name(const char *text)
{
	if (!isalpha((unsigned char)text[0]) && text[0] != '_')
		return false;
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && *text != '_')
			return false;
	return true;
}

static char *from_environment(struct reader *r, const struct node *node)
{
	struct diagnostic *d;
	const char *value;

	if (!is_variable_name(node->text)) {
		reader_error(r, node->place,
			     "\"%s\" is not the name of an environment variable",
			     SHOWN(node->text));
		return NULL;
	}
	value = getenv(node->text);
	if (!value) {
		d = reader_error(r, node->place, "the environment variable %s is not set",
				 SHOWN(node->text));
		diagnostic_suggest(d, "export it before roamtest starts");
		return NULL;
	}
	return memory_strdup(value);
}

static char *from_file(struct reader *r, const struct node *node)
{
	cleanup_free_ char *path = scenario_path(r, node->text);
	cleanup_error_ struct error error = { 0 };
	struct diagnostic *d;
	size_t length;
	char *text;
	int status;

	status = file_read(path, PASSWORD_FILE_MAX, &text, &length, &error);
	if (status < 0) {
		d = reader_error(r, node->place,
				 "the password file \"%s\" cannot be read: %s",
				 SHOWN(node->text), strerror(-status));
		if (node->text[0] != '/')
			diagnostic_suggest(d, "a relative path starts at the scenario's "
					      "folder");
		return NULL;
	}
	if (strlen(text) != length) {
		reader_error(r, node->place, "there is a NUL in the password file");
		explicit_bzero(text, length);
		free(text);
		return NULL;
	}
	/* An editor ends the line; the password does not have that line end. */
	if (length > 0 && text[length - 1] == '\n')
		text[--length] = '\0';
	if (length > 0 && text[length - 1] == '\r')
		text[--length] = '\0';
	return text;
}

void read_password(struct reader *r, const struct node *network_key,
		   const struct node *network)
{
	static const char *const names[] = { "password", "password-env",
					     "password-file" };
	bool open = r->security_known && r->scenario->securities[SECURITY_OPEN];
	const struct node *key = NULL, *value = NULL;
	char *password = NULL;
	struct diagnostic *d;
	const char *text;

	for (size_t i = 0; i < node_pairs(network); i++) {
		const struct node *candidate = node_key(network, i);

		if (words_find(&(struct words){ names, ARRAY_SIZE(names) },
			       candidate->text) < 0)
			continue;
		if (key) {
			d = reader_error(r, candidate->place,
					 "\"%s\" is given already, on line %u", key->text,
					 key->place.line);
			diagnostic_suggest(d, "give one of password, password-env and "
					      "password-file");
			return;
		}
		key = candidate;
		value = node_value(network, i);
	}
	if (open && key) {
		reader_error(r, key->place, "an open network has no password");
		return;
	}
	if (!key) {
		/* A real station has the password with its saved network. */
		if (open || !r->security_known || !r->scenario->has_lab)
			return;
		d = reader_error(r, network_key->place,
				 "\"network\" has no \"password\"");
		diagnostic_suggest(d, "give one of password, password-env and "
				      "password-file");
		return;
	}
	if (!read_text(r, key, value, &text))
		return;
	if (r->secrets)
		password =
			r->secrets->password ? memory_strdup(r->secrets->password) : NULL;
	else if (strcmp(key->text, "password") == 0)
		password = memory_strdup(text);
	else if (strcmp(key->text, "password-env") == 0)
		password = from_environment(r, value);
	else
		password = from_file(r, value);
	if (!password)
		return;
	check_password(r, value->place, password);
	r->scenario->password = password;
}

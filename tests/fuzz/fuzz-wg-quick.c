/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/diagnostic.h"
#include "scenario/wg-quick.h"

/* A WireGuard file, with what is shown of it where it has mistakes. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The key of the corpus. */
#define SECRET "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

static void check_config(const struct wg_quick *config)
{
	for (size_t i = 0; i < config->peer_count; i++) {
		const struct wg_quick_peer *peer = &config->peers[i];

		if (!peer->has_public_key ||
		    (peer->endpoint_host && !peer->endpoint_port))
			abort();
		for (size_t j = 0; j < peer->allowed.count; j++) {
			const struct ip_network *network = &peer->allowed.items[j];

			if (network->prefix > ip_address_bits(&network->address) ||
			    !wg_quick_peer_of(config, &network->address))
				abort();
		}
	}
}

/* It may stand where a public key does, and nowhere else. */
static void check_shown(const char *shown, size_t length)
{
	for (size_t at = 0; at < length;) {
		const char *line = shown + at;
		const char *newline = memchr(line, '\n', length - at);
		size_t octets = newline ? (size_t)(newline - line) : length - at;

		at += octets + 1;
		if (!memmem(line, octets, SECRET, strlen(SECRET)))
			continue;
		line += strspn(line, " \t\r");
		if (strncasecmp(line, "PublicKey", strlen("PublicKey")) != 0)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_(wg_quick_freep) struct wg_quick *config = NULL;
	cleanup_text_ struct text shown = { 0 };
	const char *text = (const char *)data;
	char *redacted;
	size_t length, file;

	redacted = wg_quick_redact(text, size, &length);
	check_shown(redacted, length);
	file = diagnostics_add_file(&diagnostics, "fuzz.conf", redacted, length);
	config = wg_quick_parse(text, size, &diagnostics, file);
	if ((config != NULL) != (diagnostics.count == 0))
		abort();
	for (size_t i = 0; i < diagnostics.count; i++)
		if (diagnostics.items[i].file != file)
			abort();
	diagnostics_sort(&diagnostics);
	diagnostics_format(&diagnostics, "fuzz.yaml", "", 0, &shown);
	if (config)
		check_config(config);
	return 0;
}

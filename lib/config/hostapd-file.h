/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>

#include "base/diagnostic.h"
#include "config/note.h"
#include "config/value.h"

/* hostapd.conf, as hostapd reads it (hostapd/config_file.c): one radio and the BSSs on
 * it, the second and later ones from a line "bss=" on. Whose an option is, the radio's or
 * a BSS's, is not told from where it stands; lines above the first "bss=" are the first
 * BSS's. */

struct hostapd_line {
	char *key;
	struct place place; /* of the key */
	struct config_value value;
};

struct hostapd_section {
	struct place place; /* of its interface= or bss= line, else of the file's start */
	struct hostapd_line *lines;
	size_t count, capacity;
	size_t end; /* octets of the file: behind its last line */
};

struct hostapd_file {
	struct hostapd_section *sections; /* one a BSS; at least one */
	size_t count, capacity;
};

/* Reads text, of which nothing is released. Every mistake goes to diagnostics; then *ret
 * is NULL and the result is -EINVAL. */
int hostapd_file_parse(const char *text, size_t length, struct diagnostics *diagnostics,
		       struct config_notes *notes, struct hostapd_file **ret);
struct hostapd_file *hostapd_file_free(struct hostapd_file *file);
static inline void hostapd_file_freep(struct hostapd_file **file)
{
	hostapd_file_free(*file);
}

/* The last line of that key, which is the one that counts, or NULL. */
const struct hostapd_line *hostapd_section_get(const struct hostapd_section *section,
					       const char *key);

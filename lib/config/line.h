/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "config/site.h"

/* Lines of an access point's file, in the form that the file has. */

/* What the BSS's file calls an option of hostapd.conf. */
const char *config_option_name(const struct config_site *site,
			       const struct config_bss *bss, const char *key);
/* "option nasid 'x'", "wireless.a.nasid='x'", "nas_identifier=x". name is the file's own.
 * Owned by the caller. */
char *config_line(const struct config_site *site, const struct config_bss *bss,
		  const char *name, const char *value);
/* The value of an r0kh or r1kh line, with key in place of the entry's own where it is not
 * NULL: "MAC,ID,KEY" or "MAC ID KEY". What has not changed is as the file has it. Owned
 * by the caller. */
char *config_key_holder(const struct config_site *site, const struct config_bss *bss,
			const struct key_entry *entry, bool r1kh, const char *key);
/* The whole line of it. */
char *config_key_holder_line(const struct config_site *site, const struct config_bss *bss,
			     const struct key_entry *entry, bool r1kh, const char *key);
/* Notes an option's new value for config_mend(). */
void config_edit_add(struct config_site *site, size_t bss, const char *name,
		     const char *value);

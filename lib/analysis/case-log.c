/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/case-log.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Whom the messages of this step come from, at that access point. */
static bool is_peer(const struct diagnosis_case *c, size_t access_point, size_t other)
{
	if (access_point != c->target_index)
		return other == c->target_index;
	return (c->keys.known && other == c->keys.r0kh) ||
	       (c->window->from && other == case_from(c));
}

static bool is_of_step(const struct diagnosis_case *c, const struct log_entry *entry)
{
	const struct access_point *other;

	if (entry->time_ns < c->window->start_ns || !log_concerns(c->facts, entry))
		return false;
	other = entry->has_about ? scenario_find_bssid(c->scenario, entry->about) : NULL;
	return !other || is_peer(c, entry->access_point,
				 (size_t)(other - c->scenario->access_points));
}

typedef bool (*matches_fn)(const struct log_entry *entry, const void *what);

static const struct log_entry *find(const struct diagnosis_case *c, size_t access_point,
				    enum log_line what, matches_fn matches,
				    const void *userdata)
{
	for (size_t i = 0; i < c->facts->count; i++) {
		const struct log_entry *entry = &c->facts->entries[i];

		if (entry->access_point == access_point && entry->what == what &&
		    is_of_step(c, entry) && (!matches || matches(entry, userdata)))
			return entry;
	}
	return NULL;
}

const struct log_entry *case_said(const struct diagnosis_case *c, size_t access_point,
				  enum log_line what)
{
	return find(c, access_point, what, NULL, NULL);
}

const struct log_entry *case_target_said(const struct diagnosis_case *c,
					 enum log_line what)
{
	return case_said(c, c->target_index, what);
}

const struct log_entry *case_r0kh_said(const struct diagnosis_case *c, enum log_line what)
{
	return c->keys.known ? case_said(c, c->keys.r0kh, what) : NULL;
}

bool log_names(const struct log_entry *entry, const uint8_t mac[static MAC_LENGTH])
{
	char address[MAC_FORMAT_MAX];

	return strcasestr(entry->text, mac_format(address, mac));
}

static bool names(const struct log_entry *entry, const void *mac)
{
	return log_names(entry, mac);
}

const struct log_entry *case_said_of(const struct diagnosis_case *c, size_t access_point,
				     enum log_line what,
				     const uint8_t mac[static MAC_LENGTH])
{
	return find(c, access_point, what, names, mac);
}

static bool has_dump(const struct log_entry *entry, const void *unused)
{
	(void)unused;
	return strstr(entry->text, "hexdump(");
}

const struct log_entry *case_said_with_dump(const struct diagnosis_case *c,
					    size_t access_point, enum log_line what)
{
	const struct log_entry *entry = find(c, access_point, what, has_dump, NULL);

	return entry ? entry : case_said(c, access_point, what);
}

size_t log_dump(const struct log_entry *entry, uint8_t *ret, size_t size)
{
	const char *at = strstr(entry->text, "hexdump(");
	size_t count = 0;

	at = at ? strstr(at, "): ") : NULL;
	for (at = at ? at + 3 : ""; count < size && isxdigit((unsigned char)at[0]) &&
				    isxdigit((unsigned char)at[1]);
	     at += at[2] == ' ' ? 3 : 2)
		ret[count++] = (uint8_t)strtoul((char[]){ at[0], at[1], '\0' }, NULL, 16);
	return count;
}

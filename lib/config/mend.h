/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/text.h"
#include "config/lint.h"

/* The mended text of an access point's file: of a site that config_lint() has gone over.
 * Only the lines that have to change do; of these only the values, in the quotes that
 * they have. New lines look like those beside them. It holds keys and passwords. */
void config_mend(const struct config_site *site, size_t access_point, struct text *out);

struct config_ap_source {
	const char *name, *file;
	const char *text; /* as it is; borrowed */
	size_t length;
	enum config_format format;
	struct openwrt_release release;
};

/* What several rounds of lint and mend make of the files, since what is wrong behind a
 * mistake shows only when that is mended. ret_texts has one a source, each released by
 * the caller; NULL where nothing changes. ret_rounds is how often something was mended.
 */
void config_mend_all(const struct config_ap_source *sources, size_t count,
		     const char *ssid, const struct config_random *random,
		     char **ret_texts, unsigned *ret_rounds);

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/mend.h"

/* Rounds after which there is nothing left that a program can mend. */
#define ROUNDS_MAX 8

static void wipe(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
}

/* One round: whether anything changed. texts are those of the round before, or NULL. */
static bool mend_once(const struct config_ap_source *sources, size_t count,
		      const char *ssid, const struct config_random *random, char **texts)
{
	struct diagnostics diagnostics = { 0 };
	struct findings findings = { 0 };
	struct config_site site = { 0 };
	bool changed = false, read = true;

	for (size_t i = 0; i < count && read; i++) {
		const char *text = texts[i] ? texts[i] : sources[i].text;
		size_t length = texts[i] ? strlen(texts[i]) : sources[i].length;

		read = config_site_add(&site, sources[i].name, sources[i].file, text,
				       length, sources[i].format, &sources[i].release,
				       &diagnostics) == 0;
	}
	if (read && config_site_build(&site, ssid, NULL) == 0) {
		config_lint(&site, random, &findings);
		for (size_t i = 0; i < count; i++) {
			struct text out = { 0 };

			config_mend(&site, i, &out);
			if (out.length == site.access_points[i].length &&
			    memcmp(out.data, site.access_points[i].text, out.length) ==
				    0) {
				explicit_bzero(out.data, out.length);
				text_clear(&out);
				continue;
			}
			wipe(texts[i]);
			texts[i] = text_steal(&out);
			changed = true;
		}
	}
	findings_clear(&findings);
	config_site_clear(&site);
	diagnostics_clear(&diagnostics);
	return changed;
}

void config_mend_all(const struct config_ap_source *sources, size_t count,
		     const char *ssid, const struct config_random *random,
		     char **ret_texts, unsigned *ret_rounds)
{
	unsigned rounds = 0;

	memset(ret_texts, 0, count * sizeof(*ret_texts));
	while (rounds < ROUNDS_MAX && mend_once(sources, count, ssid, random, ret_texts))
		rounds++;
	*ret_rounds = rounds;
}

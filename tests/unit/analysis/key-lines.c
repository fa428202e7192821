/* SPDX-License-Identifier: BSD-3-Clause */
#include "key-lines.h"

#include "../cmocka-all.h"

struct situation *begin_key_step(void)
{
	struct situation *s = situation_begin("ft-sae", "air");

	situation_silent(s);
	situation_log(s, STAIRS, FT_AUTHENTICATION);
	return s;
}

static bool has_line(const struct ap_conf *conf, const char *line)
{
	for (size_t i = 0; i < conf->r0kh.count; i++)
		if (strcmp(conf->r0kh.items[i].line, line) == 0)
			return true;
	for (size_t i = 0; i < conf->r1kh.count; i++)
		if (strcmp(conf->r1kh.items[i].line, line) == 0)
			return true;
	return conf->generate_local && strcmp(line, "ft_psk_generate_local=1") == 0;
}

void assert_proven(const struct situation *s, enum cause cause, const char *said,
		   const char *conf)
{
	struct quotes quotes = { 0 };

	assert_true(cause_is_proven(&s->c, cause, &quotes));
	assert_string_equal(quotes.entry->text, said);
	if (!conf) {
		assert_null(quotes.line);
		return;
	}
	assert_string_equal(quotes.line, conf);
	assert_true(has_line(&s->facts.access_points[quotes.conf_of].conf, conf));
}

void assert_not_proven(const struct situation *s, enum cause cause)
{
	struct quotes quotes = { .conf_of = 7 };

	assert_false(cause_is_proven(&s->c, cause, &quotes));
	assert_int_equal(quotes.conf_of, 7);
}

void assert_only(const struct situation *s, enum cause proven)
{
	for (enum cause cause = 0; cause <= CAUSE_WILDCARD_DISCOVERY; cause++)
		if (cause != proven)
			assert_not_proven(s, cause);
}

void say_undecipherable(struct situation *s)
{
	situation_log(s, STAIRS, PULL_TO(HALL_BSSID));
	situation_log(s, HALL, FROM_STAIRS);
	situation_log(s, HALL, UNDECIPHERABLE);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "base/file.h"
#include "base/memory.h"
#include "config/mend.h"
#include "config/pull.h"
#include "site-sample.h"

/* Of a site that is right, each single identifier, address and key is changed, one after
 * the other. What then breaks is what hostapd's rules break, the lint names the changed
 * line and no other, and what it mends is right again. */

#define SITE __attribute__((cleanup(config_site_clear))) struct config_site
#define FOLDER SOURCE_DIR "/tests/golden/twin/three-radios/"

static const char *const names[] = { "ap1", "ap2" };

static void count_up(void *context, uint8_t *out, size_t length)
{
	uint8_t *next = context;

	for (size_t i = 0; i < length; i++)
		out[i] = (*next)++;
}

static char *read_file(const char *name)
{
	cleanup_free_ char *path = memory_printf(FOLDER "%s", name);
	size_t length;
	char *text;

	assert_int_equal(file_read(path, 1 << 20, &text, &length, NULL), 0);
	return text;
}

static void build(struct config_site *site, char *const *texts)
{
	struct sample_file files[ARRAY_SIZE(names)];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		files[i] = (struct sample_file){ names[i], "23.05", texts[i] };
	sample_build(site, files, ARRAY_SIZE(names), NULL);
}

/* The pairs between which the key does not get across: 1 << (from * count + to). */
static unsigned broken_pairs(const struct config_site *site)
{
	unsigned broken = 0;

	for (size_t from = 0; from < site->bss_count; from++)
		for (size_t to = 0; to < site->bss_count; to++) {
			struct pull pull;

			if (from == to)
				continue;
			pull_try_all(&site->bsss[from], &site->bsss[to], &pull);
			if (pull.end != PULL_OK)
				broken |= 1u << (from * site->bss_count + to);
		}
	return broken;
}

/* What a change is found as, and by which line. */
static void check_findings(const struct config_site *site,
			   const struct findings *findings, size_t file, unsigned line,
			   unsigned broken, bool harmless)
{
	unsigned told = 0, named = 0;

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = findings->items[i];

		if (strcmp(finding_id(finding), "over-ds-off") == 0 ||
		    strcmp(finding_id(finding), "rrb-key-zero") == 0)
			continue;
		named++;
		assert_int_equal(finding->lines[0].access_point, file);
		assert_int_equal(finding->lines[0].place.line, line);
		assert_int_equal(finding->severity,
				 broken ? FINDING_BREAKS : FINDING_STYLE);
		for (size_t j = 0; j < finding->pair_count; j++)
			told |= 1u << (finding->pairs[j].from * site->bss_count +
				       finding->pairs[j].to);
	}
	assert_int_equal(told, broken);
	assert_int_equal(named, !harmless);
}

static void check_mended(char *const *texts)
{
	uint8_t next = 1;
	const struct config_random random = { count_up, &next };
	struct config_ap_source sources[ARRAY_SIZE(names)] = { 0 };
	char *mended[ARRAY_SIZE(names)];
	struct findings findings = { 0 };
	SITE site = { 0 };
	unsigned rounds;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		sources[i].name = sources[i].file = names[i];
		sources[i].text = texts[i];
		sources[i].length = strlen(texts[i]);
		assert_true(openwrt_release_parse("23.05", &sources[i].release));
	}
	config_mend_all(sources, ARRAY_SIZE(names), NULL, &random, mended, &rounds);
	assert_int_equal(rounds, 1);
	build(&site, mended);
	assert_int_equal(broken_pairs(&site), 0);
	config_lint(&site, &random, &findings);
	assert_int_equal(findings.count, 1);
	assert_string_equal(finding_id(findings.items[0]), "over-ds-off");
	findings_clear(&findings);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		free(mended[i]);
}

static unsigned line_of(const char *text, size_t at)
{
	unsigned line = 1;

	for (size_t i = 0; i < at; i++)
		line += text[i] == '\n';
	return line;
}

/* Of an entry for itself the key is nobody's. */
static bool is_own_key(const char *line, size_t field)
{
	size_t mac = strcspn(line, ",");
	const char *section = line, *own;

	if (field != 2)
		return false;
	/* The nasid is above its lists. */
	while (strncmp(section, "option nasid '", 14) != 0)
		section--;
	own = section + 14;
	return strncmp(own, line, mac) == 0;
}

/* Everything that can be put in place of text[at], length octets. */
static void try_change(char *const *texts, size_t file, size_t at, size_t length,
		       const char *replacement, bool harmless)
{
	uint8_t next = 1;
	const struct config_random random = { count_up, &next };
	char *changed[] = { texts[0], texts[1] };
	struct findings findings = { 0 };
	cleanup_free_ char *text = NULL;
	unsigned broken;
	SITE site = { 0 };

	if (strncmp(texts[file] + at, replacement, length) == 0)
		return;
	text = memory_printf("%.*s%s%s", (int)at, texts[file], replacement,
			     texts[file] + at + length);
	changed[file] = text;
	build(&site, changed);
	broken = broken_pairs(&site);
	config_lint(&site, &random, &findings);
	check_findings(&site, &findings, file, line_of(texts[file], at), broken,
		       harmless);
	findings_clear(&findings);
	check_mended(changed);
}

static void try_field(char *const *texts, size_t file, size_t at, size_t length,
		      bool harmless, unsigned *ret_count)
{
	static const char *const macs[] = { "02:00:00:AA:01:0A", "02:00:00:AA:01:0B",
					    "02:00:00:BB:02:0A" };
	cleanup_free_ char *slip = memory_strndup(texts[file] + at, length);

	slip[length - 1] = slip[length - 1] == '0' ? '1' : '0';
	try_change(texts, file, at, length, slip, harmless);
	++*ret_count;
	/* No digit: hostapd does not start for it; but any nasid will do, and of a key it
	 * takes the first half. */
	if (strncmp(texts[file] + at - 7, "nasid '", 7) != 0) {
		slip[length - 1] = 'g';
		try_change(texts, file, at, length, slip, harmless);
		++*ret_count;
	}
	/* Another's, in the lists: that puts one line in another's place. */
	if (length != strlen(macs[0]) || texts[file][at - 1] == ' ')
		return;
	for (size_t i = 0; i < ARRAY_SIZE(macs); i++) {
		if (strncmp(texts[file] + at - 7, "nasid '", 7) == 0)
			continue;
		try_change(texts, file, at, length, macs[i], false);
		++*ret_count;
	}
}

static void a_site_that_is_right_has_nothing_but_its_zeros(void **state)
{
	uint8_t next = 1;
	const struct config_random random = { count_up, &next };
	char *texts[] = { read_file("ap1"), read_file("ap2") };
	struct findings findings = { 0 };
	SITE site = { 0 };

	(void)state;
	build(&site, texts);
	assert_int_equal(site.bss_count, 3);
	assert_int_equal(broken_pairs(&site), 0);
	config_lint(&site, &random, &findings);
	assert_int_equal(findings.count, 2);
	assert_string_equal(finding_id(findings.items[0]), "rrb-key-zero");
	assert_int_equal(findings.items[0]->line_count, 18);
	assert_string_equal(finding_id(findings.items[1]), "over-ds-off");
	findings_clear(&findings);
	check_mended(texts);
	free(texts[0]);
	free(texts[1]);
}

static void every_single_change_is_named_and_mended(void **state)
{
	static const char *const starts[] = { "option nasid '", "option r1_key_holder '",
					      "list r0kh '", "list r1kh '" };
	char *texts[] = { read_file("ap1"), read_file("ap2") };
	unsigned count = 0;

	(void)state;
	for (size_t file = 0; file < ARRAY_SIZE(names); file++)
		for (size_t i = 0; i < ARRAY_SIZE(starts); i++)
			for (const char *c = strstr(texts[file], starts[i]); c;
			     c = strstr(c + 1, starts[i])) {
				const char *field = c + strlen(starts[i]), *line = field;

				for (size_t n = 0;; n++) {
					size_t length = strcspn(field, ",'");

					try_field(texts, file,
						  (size_t)(field - texts[file]), length,
						  is_own_key(line, n), &count);
					field += length;
					if (*field++ == '\'')
						break;
				}
			}
	assert_true(count > 130);
	free(texts[0]);
	free(texts[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_site_that_is_right_has_nothing_but_its_zeros),
		cmocka_unit_test(every_single_change_is_named_and_mended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

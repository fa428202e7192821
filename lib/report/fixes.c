/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/fixes.h"

#include <string.h>

#include "analysis/gap-sum.h"
#include "analysis/metrics.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "report/style.h"

void fixes_add(const struct results *results, struct text *out)
{
	for (size_t i = 0; i < results->fix_count; i++) {
		const struct fix_result *fix = &results->fixes[i];

		text_add(out, i == 0 ? "fix          " : "             ");
		plain_add(out, fix->setting);
		text_add(out, " was ");
		plain_add(out, fix->after);
		text_add(out, " for this run");
		text_add(out, fix->restored ? ", and is " : "; put it back to ");
		plain_add(out, fix->before);
		text_add(out, fix->restored ? " again\n" : "\n");
	}
}

static bool was_tried(const struct results *results, enum fix fix)
{
	for (size_t i = 0; i < results->fix_count; i++)
		if (fix_find(results->fixes[i].id) == fix)
			return true;
	return false;
}

/* Of one interface as of all: where either is 0, the kernel keeps them
 * (IN_DEV_ANDCONF(), include/linux/inetdevice.h). */
static char *setting_of(const struct results *results, enum fix fix)
{
	const char *interface = results->environment.interface;

	return fix_setting(fix, interface ? interface : "all");
}

/* A tunnel's packets are of IPv4, whatever is in them. */
static bool goes_as_ipv6(const struct traffic *t)
{
	return t->ipv6 && !(t->through && strcmp(t->through, "tunnel") == 0);
}

/* A neighbour that was lost otherwise is not kept by any setting. */
static bool was_evicted(const struct results *results, size_t stream)
{
	for (size_t i = 0; i < results->roam_count; i++)
		if (stream < results_roam(results, i)->gap_count &&
		    results_roam(results, i)->gaps[stream].neighbour_evicted)
			return true;
	return false;
}

static bool is_advised(const struct results *results, enum fix fix)
{
	for (size_t i = 0; i < results->traffic_count; i++) {
		bool ipv6 = goes_as_ipv6(&results->traffic[i]);
		uint64_t sums[GAP_PART_MAX];

		if (was_evicted(results, i) && gap_parts_sum(results, i, sums) > 0 &&
		    fix_for(gap_parts_largest(sums), ipv6) == fix)
			return true;
	}
	return false;
}

void advice_add(const struct results *results, struct text *out)
{
	for (enum fix fix = FIX_NONE + 1; fix < FIX_MAX; fix++) {
		const struct fix_entry *entry = fix_entry(fix);
		cleanup_free_ char *setting = setting_of(results, fix);

		if (was_tried(results, fix) || !is_advised(results, fix))
			continue;
		text_printf(out,
			    "             %s. It keeps them with\n"
			    "             sysctl -w ",
			    entry->cause);
		plain_add(out, setting);
		text_printf(out,
			    "=%s\n             What that changes is measured by\n"
			    "             roamtest run --try-fix %s ",
			    entry->value, entry->id);
		plain_add(out, results->scenario_file);
		text_add(out, "\n");
	}
}

/* 0 for a stream that the setting has nothing to do with. */
static uint64_t part_ns(const struct results *results, size_t stream, enum fix fix)
{
	uint64_t sums[GAP_PART_MAX];

	if (goes_as_ipv6(&results->traffic[stream]) != fix_entry(fix)->ipv6)
		return 0;
	gap_parts_sum(results, stream, sums);
	return sums[fix_entry(fix)->part];
}

uint64_t report_fix_part(const struct results *results, enum fix fix)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < results->traffic_count; i++)
		if (was_evicted(results, i))
			sum += part_ns(results, i, fix);
	return sum;
}

#define PAIR_WIDTH 18 /* "  1.02s -> 20.0ms" */

static void add_pair(struct text *out, uint64_t before_ns, uint64_t after_ns)
{
	char before[DURATION_FORMAT_MAX], after[DURATION_FORMAT_MAX];

	text_printf(out, "%7s -> %-7s ", duration_format(before, before_ns),
		    duration_format(after, after_ns));
}

static struct distribution gap_of(const struct results *results, const char *stream)
{
	cleanup_free_ char *name = memory_printf("gap.%s", stream);
	const struct metric_result *metric = metrics_get(results, name);

	return metric ? metric->values : (struct distribution){ 0 };
}

static void add_streams(const struct results *before, const struct results *after,
			enum fix fix, const struct text_style *style, struct text *out)
{
	enum gap_part_kind part = fix_entry(fix)->part;
	cleanup_text_ struct text heading = { 0 };
	unsigned width = 11;

	for (size_t i = 0; i < before->traffic_count; i++)
		if (text_columns(before->traffic[i].name) > width)
			width = text_columns(before->traffic[i].name);
	text_printf(&heading, "%-*s  %-*s  %-*s  all gaps' %s", (int)width, "stream",
		    PAIR_WIDTH, "gap p50", PAIR_WIDTH, "gap max", gap_part_name(part));
	coloured_add(out, style, COLOUR_DIM, heading.data);
	text_add(out, "\n");
	for (size_t i = 0; i < before->traffic_count && i < after->traffic_count; i++) {
		const char *name = before->traffic[i].name;
		struct distribution was = gap_of(before, name), is = gap_of(after, name);
		cleanup_text_ struct text line = { 0 };

		cell_add(&line, style, COLOUR_NONE, width, name);
		add_pair(&line, was.p50_ns, is.p50_ns);
		text_add(&line, "  ");
		add_pair(&line, was.max_ns, is.max_ns);
		text_add(&line, "  ");
		add_pair(&line, part_ns(before, i, fix), part_ns(after, i, fix));
		while (line.data[line.length - 1] == ' ')
			line.data[--line.length] = '\0';
		text_printf(out, "%s\n", line.data);
	}
}

static void add_how_to_keep(const struct results *after, enum fix fix, struct text *out)
{
	cleanup_free_ char *setting = setting_of(after, fix);
	const char *value = fix_entry(fix)->value;

	text_add(out, "To keep it, until the next boot and for good:\n  sysctl -w ");
	plain_add(out, setting);
	text_printf(out, "=%s\n  echo '", value);
	plain_add(out, setting);
	text_printf(out, " = %s' > /etc/sysctl.d/90-%s.conf\n", value,
		    fix_entry(fix)->id);
	if (after->environment.driver &&
	    strcmp(after->environment.driver, "mac80211_hwsim") == 0)
		text_add(out, "(The interface is the lab's: write your own in its "
			      "place.)\n");
}

static void add_conclusion(const struct results *before, const struct results *after,
			   enum fix fix, struct text *out)
{
	const char *part = gap_part_name(fix_entry(fix)->part);
	const struct fix_result *set = NULL;
	uint64_t was = 0, is = 0, whole = 0, whole_after = 0;

	/* Of the streams that it is about: with the setting none is evicted. */
	for (size_t i = 0; i < before->traffic_count && i < after->traffic_count; i++) {
		uint64_t sums[GAP_PART_MAX];

		if (!was_evicted(before, i))
			continue;
		was += part_ns(before, i, fix);
		is += part_ns(after, i, fix);
		whole += gap_parts_sum(before, i, sums);
		whole_after += gap_parts_sum(after, i, sums);
	}

	for (size_t i = 0; i < after->fix_count; i++)
		if (fix_find(after->fixes[i].id) == fix)
			set = &after->fixes[i];
	if (set && strcmp(set->before, set->after) == 0) {
		text_add(out, "It was ");
		plain_add(out, set->before);
		text_add(out, " already: nothing was changed.\n");
	} else if (is >= was) {
		text_printf(out,
			    "It does not shrink the part '%s': that has another cause.\n",
			    part);
	} else if (whole_after >= whole) {
		text_printf(out,
			    "The part '%s' shrinks and the gaps do not: something else "
			    "takes as long.\n",
			    part);
	} else {
		if (is == 0)
			text_printf(out, "The part '%s' is gone. ", part);
		else
			text_printf(out, "Of the part '%s' %.1f %% is left. ", part,
				    100.0 * (double)is / (double)was);
		add_how_to_keep(after, fix, out);
	}
}

void report_fix(const struct results *before, const struct results *after, enum fix fix,
		const struct text_style *style, struct text *out)
{
	cleanup_free_ char *setting = setting_of(after, fix);

	text_printf(out, "\nOnce more with %s: ", fix_entry(fix)->id);
	plain_add(out, setting);
	text_printf(out, "=%s\n", fix_entry(fix)->value);
	if (after->problem) {
		text_add(out, "could not measure: ");
		plain_add(out, after->problem);
		text_add(out, "\n");
		if (after->problem_remedy) {
			text_add(out, "what to do: ");
			plain_add(out, after->problem_remedy);
			text_add(out, "\n");
		}
		return;
	}
	if (after->interrupted) {
		text_add(out, "It was interrupted.\n");
		return;
	}
	text_add(out, "\n");
	add_streams(before, after, fix, style, out);
	text_add(out, "\n");
	add_conclusion(before, after, fix, out);
}

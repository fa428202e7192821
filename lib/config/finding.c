/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/finding.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

const char *finding_severity_name(enum finding_severity severity)
{
	static const char *const names[FINDING_SEVERITY_MAX] = {
		[FINDING_BREAKS] = "breaks",
		[FINDING_HARMS] = "harms",
		[FINDING_STYLE] = "style",
	};

	return names[severity];
}

const char *finding_id(const struct finding *finding)
{
	return finding->cause < CAUSE_MAX ? cause_text(finding->cause)->id
					  : rule_text(finding->rule)->id;
}

const char *finding_sentence(const struct finding *finding)
{
	return finding->cause < CAUSE_MAX ? cause_text(finding->cause)->sentence
					  : rule_text(finding->rule)->sentence;
}

const char *finding_matters(const struct finding *finding)
{
	return finding->cause < CAUSE_MAX ? cause_text(finding->cause)->station
					  : rule_text(finding->rule)->matters;
}

const char *finding_remedy(const struct finding *finding)
{
	return finding->cause < CAUSE_MAX ? cause_text(finding->cause)->remedy
					  : rule_text(finding->rule)->remedy;
}

static struct finding *finding_add(struct findings *findings)
{
	struct finding *finding = memory_zero(1, sizeof(*finding));

	*array_add(findings->items, findings->count, findings->capacity) = finding;
	return finding;
}

struct finding *finding_add_cause(struct findings *findings,
				  enum finding_severity severity, enum cause cause,
				  const char *fmt, ...)
{
	struct finding *finding = finding_add(findings);
	va_list ap;

	finding->severity = severity;
	finding->cause = cause;
	finding->rule = RULE_MAX;
	va_start(ap, fmt);
	finding->what = memory_vprintf(fmt, ap);
	va_end(ap);
	return finding;
}

struct finding *finding_add_rule(struct findings *findings,
				 enum finding_severity severity, enum rule rule,
				 const char *fmt, ...)
{
	struct finding *finding = finding_add(findings);
	va_list ap;

	finding->severity = severity;
	finding->cause = CAUSE_MAX;
	finding->rule = rule;
	va_start(ap, fmt);
	finding->what = memory_vprintf(fmt, ap);
	va_end(ap);
	return finding;
}

void finding_add_line(struct finding *finding, size_t access_point, struct place place,
		      const char *fmt, ...)
{
	struct finding_line *line;
	va_list ap;

	for (size_t i = 0; i < finding->line_count; i++)
		if (finding->lines[i].access_point == access_point &&
		    finding->lines[i].place.line == place.line)
			return;
	line = array_add(finding->lines, finding->line_count, finding->line_capacity);
	line->access_point = access_point;
	line->place = place;
	if (!fmt)
		return;
	va_start(ap, fmt);
	line->text = memory_vprintf(fmt, ap);
	va_end(ap);
}

void finding_add_pair(struct finding *finding, size_t from, size_t to)
{
	struct finding_pair *pair =
		array_add(finding->pairs, finding->pair_count, finding->pair_capacity);

	pair->from = from;
	pair->to = to;
}

static int compare(const void *left, const void *right)
{
	const struct finding *a = *(const struct finding *const *)left,
			     *b = *(const struct finding *const *)right;
	const struct finding_line *x = a->lines, *y = b->lines;

	if (a->severity != b->severity)
		return a->severity < b->severity ? -1 : 1;
	if (!x || !y)
		return (x != NULL) - (y != NULL);
	if (x->access_point != y->access_point)
		return x->access_point < y->access_point ? -1 : 1;
	if (x->place.line != y->place.line)
		return x->place.line < y->place.line ? -1 : 1;
	if (x->place.column != y->place.column)
		return x->place.column < y->place.column ? -1 : 1;
	return strcmp(finding_id(a), finding_id(b));
}

void findings_sort(struct findings *findings)
{
	if (findings->count > 1)
		qsort(findings->items, findings->count, sizeof(*findings->items),
		      compare);
}

void findings_clear(struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		struct finding *finding = findings->items[i];

		for (size_t j = 0; j < finding->line_count; j++)
			free(finding->lines[j].text);
		free(finding->lines);
		free(finding->pairs);
		free(finding->what);
		free(finding->correct);
		free(finding);
	}
	free(findings->items);
	*findings = (struct findings){ 0 };
}

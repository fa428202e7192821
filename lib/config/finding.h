/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/site.h"
#include "explain/cause.h"
#include "explain/rule.h"

/* What is wrong with a site's configuration files. */

enum finding_severity {
	FINDING_BREAKS, /* FT does not work by it, or nothing does */
	FINDING_HARMS,	/* it works here, and harms others, or later, or security */
	FINDING_STYLE,	/* nothing is wrong, and somebody should know */
	FINDING_SEVERITY_MAX
};

/* "breaks", "harms", "style" */
const char *finding_severity_name(enum finding_severity severity);

/* A line that a finding is about. */
struct finding_line {
	size_t access_point; /* index */
	struct place place;
	char *text; /* what is there; of the first line of a finding NULL */
};

/* An ordered pair of BSSs between which roams do not work by it. */
struct finding_pair {
	size_t from, to; /* indexes of BSSs: of the first association, and the target */
};

struct finding {
	enum finding_severity severity;
	enum cause cause; /* CAUSE_MAX: it is a rule */
	enum rule rule;
	char *what; /* one sentence, no final full stop; it shows no secret */
	/* The first one is the line to be changed. */
	struct finding_line *lines;
	size_t line_count, line_capacity;
	struct finding_pair *pairs;
	size_t pair_count, pair_capacity;
	char *correct; /* the first line as it should be, secrets described; or NULL */
	bool mended;   /* config_mend() changes what has to be changed */
};

struct findings {
	struct finding **items; /* each stays where it is while others are added */
	size_t count, capacity;
};

/* Its id, for "roamtest explain": that of the cause, or of the rule. */
const char *finding_id(const struct finding *finding);
/* What is wrong in general, why it matters, and what to do. */
const char *finding_sentence(const struct finding *finding);
const char *finding_matters(const struct finding *finding);
const char *finding_remedy(const struct finding *finding);

struct finding *finding_add_cause(struct findings *findings,
				  enum finding_severity severity, enum cause cause,
				  const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
struct finding *finding_add_rule(struct findings *findings,
				 enum finding_severity severity, enum rule rule,
				 const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* fmt NULL: no text. */
void finding_add_line(struct finding *finding, size_t access_point, struct place place,
		      const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void finding_add_pair(struct finding *finding, size_t from, size_t to);
/* Most severe first, then in the order of files and lines. */
void findings_sort(struct findings *findings);
void findings_clear(struct findings *findings);
#define cleanup_findings_ __attribute__((cleanup(findings_clear)))

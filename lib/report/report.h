/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>

#include "analysis/results.h"
#include "base/error.h"
#include "base/sink.h"
#include "base/text.h"
#include "record/fix.h"

/* Reports made from results; none of them touches the world. */

/* results.json, format 1: indented, keys in a fixed order, ends with a newline. */
void report_json(const struct results *results, struct text *out);
/* The same, piece by piece: 0, or what sink->write gave. */
int report_json_write(const struct results *results, const struct sink *sink,
		      struct error *error);
/* The reverse. -EBADMSG with what is wrong and where. */
int report_parse_json(const char *json, size_t length, struct results **ret,
		      struct error *error);

/* JUnit XML: suite = scenario, case = expectation with file and line; <failure>
 * for one that was not met, <error> for one that could not be judged. */
void report_junit(const struct results *results, struct text *out);

struct text_style {
	bool colour;
	unsigned width; /* columns of the terminal; 0: not one, and nothing is drawn */
	bool utf8;	/* else a drawing keeps to ASCII */
	bool verbose;	/* all that is known, and nothing folded */
};

/* The live table: a heading, then a line a roam or association as it completes.
 * streams: names of the streams shown as gap columns. */
void report_table_heading(const char *const *streams, size_t stream_count,
			  const struct text_style *style, struct text *out);
void report_table_association(const struct association *association,
			      const char *const *streams, size_t stream_count,
			      const struct text_style *style, struct text *out);
void report_table_roam(const struct roam *roam, const struct text_style *style,
		       struct text *out);
/* The lines of that table, one after the other. Of a matrix those that went as expected
 * are left out, and told in one line, unless the style is verbose. */
struct report_rows {
	const char *const *streams;
	size_t stream_count;
	const struct text_style *style;
	struct text *folded; /* gets what is left out; or NULL */
	/* The matrix that is under way, 0: none; and its roams so far. */
	unsigned line, iteration;
	size_t roams, roams_folded;
};
void report_rows_association(struct report_rows *rows,
			     const struct association *association, struct text *out);
void report_rows_roam(struct report_rows *rows, const struct roam *roam,
		      struct text *out);
/* Before what follows the table. */
void report_rows_end(struct report_rows *rows, struct text *out);
/* What follows the table: matrices, causes and warnings, environment and what its clock
 * means, metrics, streams, tunnel, expectations, verdict. */
void report_summary(const struct results *results, const struct text_style *style,
		    struct text *out);
/* Heading, table and summary of a saved run: what the live run printed. */
void report_text(const struct results *results, const struct text_style *style,
		 struct text *out);

/* How long the part of the gaps that a fix is for took, over all streams and roams. */
uint64_t report_fix_part(const struct results *results, enum fix fix);
/* What a run with the fix was like beside the one before it without: the gaps of each
 * stream, whether the part shrank, and how to keep what was set. */
void report_fix(const struct results *before, const struct results *after, enum fix fix,
		const struct text_style *style, struct text *out);

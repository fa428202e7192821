/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report.h"
#include "report/style.h"

/* The lines of the table, those of a matrix folded. */

/* What is left out goes elsewhere, perhaps to no terminal. */
static const struct text_style plain;

/* A matrix makes so many of them that those which say nothing but "as expected" would
 * bury the others. */
static bool is_folded(bool of_matrix, bool passed, bool verbose)
{
	return of_matrix && passed && !verbose;
}

void report_rows_end(struct report_rows *rows, struct text *out)
{
	if (rows->line == 0)
		return;
	text_printf(out, "  -  matrix of line %u", rows->line);
	if (rows->iteration > 1)
		text_printf(out, ", round %u", rows->iteration);
	if (rows->roams == rows->roams_folded)
		text_printf(out, ": %zu roam%s, all as expected\n", rows->roams,
			    rows->roams == 1 ? "" : "s");
	else
		text_printf(out, ": %zu of %zu roams as expected\n", rows->roams_folded,
			    rows->roams);
	rows->line = 0;
}

/* Where a matrix ends, and where one begins. */
static void turn_to(struct report_rows *rows, bool of_matrix, unsigned line,
		    unsigned iteration, struct text *out)
{
	if (of_matrix && rows->line == line && rows->iteration == iteration)
		return;
	report_rows_end(rows, out);
	if (!of_matrix || rows->style->verbose)
		return;
	rows->line = line;
	rows->iteration = iteration;
	rows->roams = rows->roams_folded = 0;
}

void report_rows_association(struct report_rows *rows,
			     const struct association *association, struct text *out)
{
	bool folded = is_folded(association->of_matrix, association->passed,
				rows->style->verbose);

	turn_to(rows, association->of_matrix, association->line, association->iteration,
		out);
	if (folded)
		out = rows->folded;
	if (out)
		report_table_association(association, rows->streams, rows->stream_count,
					 folded ? &plain : rows->style, out);
}

void report_rows_roam(struct report_rows *rows, const struct roam *roam, struct text *out)
{
	bool folded = is_folded(roam->of_matrix, roam->passed, rows->style->verbose);

	turn_to(rows, roam->of_matrix, roam->line, roam->iteration, out);
	rows->roams++;
	rows->roams_folded += folded;
	if (folded)
		out = rows->folded;
	if (out)
		report_table_roam(roam, folded ? &plain : rows->style, out);
}

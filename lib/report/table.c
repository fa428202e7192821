/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "report/style.h"

/* The table that grows as the run does: a line a roam or association. Its columns are
 * fixed, since the lines to come are not known. */

#define WIDTH_INDEX 3
#define WIDTH_PAIR 20
#define WIDTH_VIA 3
#define WIDTH_USED 6
#define WIDTH_TIME 7
#define WIDTH_GAP_MIN 8

static unsigned gap_width(const char *stream)
{
	unsigned width = text_columns(stream) + 4; /* "gap NAME" */

	return width > WIDTH_GAP_MIN ? width : WIDTH_GAP_MIN;
}

void report_table_heading(const char *const *streams, size_t stream_count,
			  const struct text_style *style, struct text *out)
{
	cell_add(out, style, COLOUR_DIM, WIDTH_INDEX, "  #");
	cell_add(out, style, COLOUR_DIM, WIDTH_PAIR, "from -> to");
	cell_add(out, style, COLOUR_DIM, WIDTH_VIA, "via");
	cell_add(out, style, COLOUR_DIM, WIDTH_USED, "used");
	cell_add(out, style, COLOUR_DIM, WIDTH_TIME, "time");
	for (size_t i = 0; i < stream_count; i++) {
		cleanup_free_ char *title = memory_printf("gap %s", streams[i]);

		cell_add(out, style, COLOUR_DIM, gap_width(streams[i]), title);
	}
	coloured_add(out, style, COLOUR_DIM, "verdict");
	text_add_char(out, '\n');
}

static enum colour method_colour(const struct roam *roam)
{
	switch (roam->used) {
	case METHOD_FT_AIR:
	case METHOD_FT_DS:
		return COLOUR_GOOD;
	case METHOD_FULL:
	case METHOD_PMKSA:
		return COLOUR_UNSURE;
	case METHOD_NONE:
	case METHOD_MAX:
		break;
	}
	return COLOUR_BAD;
}

/* "full"; "full?" where what was seen does not prove it */
static void add_method(struct text *out, const struct text_style *style,
		       enum colour colour, enum method used, bool unproven)
{
	cleanup_free_ char *cell =
		memory_printf("%s%s", method_name(used), unproven ? "?" : "");

	cell_add(out, style, unproven ? COLOUR_BAD : colour, WIDTH_USED, cell);
}

static void add_verdict(struct text *out, const struct text_style *style, bool passed,
			enum outcome result)
{
	cleanup_text_ struct text word = { 0 };

	text_add(&word, passed ? "ok" : "FAIL");
	/* A roam that failed as it should is well, but not to be read as one that
	 * arrived. */
	if (result != OUTCOME_OK)
		text_printf(&word, " (%s)", outcome_name(result));
	coloured_add(out, style, passed ? COLOUR_GOOD : COLOUR_BAD, word.data);
	text_add_char(out, '\n');
}

static void add_reason(struct text *out, const struct text_style *style,
		       const char *explanation)
{
	if (!explanation)
		return;
	text_add(out, "     ");
	coloured_add(out, style, COLOUR_UNSURE, explanation);
	text_add_char(out, '\n');
}

/* Where a step that failed came to its end. */
static void add_stop(struct text *out, const struct text_style *style,
		     enum outcome result, const struct phase *phases, size_t count)
{
	const struct phase *last = count > 0 ? &phases[count - 1] : NULL;
	cleanup_free_ char *sentence = NULL;
	char took[DURATION_FORMAT_MAX];

	if (result == OUTCOME_OK || !last)
		return;
	duration_format(took, last->end_ns - last->start_ns);
	sentence =
		memory_printf("it stopped in %s, %s after that began", last->name, took);
	add_reason(out, style, sentence);
}

static void add_time(struct text *out, const struct text_style *style, uint64_t ns)
{
	char value[DURATION_FORMAT_MAX];

	cell_add(out, style, COLOUR_NONE, WIDTH_TIME, duration_format(value, ns));
}

/* "1.06s"; ">5.00s" where it had not ended; "dead": a connection that is no more */
static void add_gap(struct text *out, const struct text_style *style,
		    const struct gap *gap)
{
	bool up = gap->up_ns > gap->down_ns;
	bool open = up ? gap->up_open : gap->down_open;
	/* It died in an earlier roam: there is nothing left to be silent. */
	bool dead = gap->connection.present && !gap->connection.alive &&
		    gap->up_ns == 0 && gap->down_ns == 0;
	char value[DURATION_FORMAT_MAX];
	cleanup_free_ char *cell =
		dead ? memory_strdup("dead")
		     : memory_printf("%s%s", open ? ">" : "",
				     duration_format(value,
						     up ? gap->up_ns : gap->down_ns));

	cell_add(out, style, open || dead ? COLOUR_BAD : COLOUR_NONE,
		 gap_width(gap->stream), cell);
}

void report_table_association(const struct association *association,
			      const char *const *streams, size_t stream_count,
			      const struct text_style *style, struct text *out)
{
	cleanup_free_ char *what = memory_printf("associate %s", association->to);

	cell_add(out, style, COLOUR_NONE, WIDTH_INDEX, "  -");
	cell_add(out, style, COLOUR_NONE, WIDTH_PAIR, what);
	cell_add(out, style, COLOUR_NONE, WIDTH_VIA, "");
	add_method(out, style, COLOUR_NONE, association->used,
		   association->used_unproven);
	add_time(out, style, association->total_ns);
	for (size_t i = 0; i < stream_count; i++)
		cell_add(out, style, COLOUR_NONE, gap_width(streams[i]), "");
	add_verdict(out, style, association->passed, association->result);
	add_reason(out, style, association->explanation);
	add_stop(out, style, association->result, association->phases,
		 association->phase_count);
}

void report_table_roam(const struct roam *roam, const struct text_style *style,
		       struct text *out)
{
	cleanup_free_ char *index = memory_printf("%3u", roam->index);
	cleanup_free_ char *pair = memory_printf("%s -> %s", roam->from, roam->to);

	cell_add(out, style, COLOUR_NONE, WIDTH_INDEX, index);
	cell_add(out, style, COLOUR_NONE, WIDTH_PAIR, pair);
	cell_add(out, style, COLOUR_NONE, WIDTH_VIA, via_name(roam->via));
	add_method(out, style, method_colour(roam), roam->used, roam->used_unproven);
	add_time(out, style, roam->total_ns);
	for (size_t i = 0; i < roam->gap_count; i++)
		add_gap(out, style, &roam->gaps[i]);
	add_verdict(out, style, roam->passed, roam->result);
	if (roam->began_anew)
		add_reason(out, style,
			   "(the station was not there, and was associated "
			   "anew before this roam)");
	add_reason(out, style, roam->explanation);
	add_stop(out, style, roam->result, roam->phases, roam->phase_count);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/drawing.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "report/view.h"
#include "report/worst-roam.h"

static void add_whole_run(const struct results *results, const struct text_style *style,
			  struct text *out)
{
	const struct view view = view_of(style, 0, results->duration_ns);
	cleanup_free_ char *roams = NULL;
	size_t failed = 0;

	for (size_t i = 0; i < results->roam_count; i++)
		failed += view_roam_has_failed(results_roam(results, i));
	text_add_char(out, '\n');
	view_add_ruler(out, &view, "whole run");
	if (results->roam_count > 0)
		view_add_roams(out, &view, results);
	for (size_t i = 0; i < results->traffic_count; i++)
		view_add_stream(out, &view, &results->traffic[i]);
	view_add_stream_legend(out, &view);
	if (results->roam_count > 0)
		roams = memory_printf("%s a roam%s%s%s; ", view.glyphs->roam,
				      failed ? ", " : "",
				      failed ? view.glyphs->failed : "",
				      failed ? " failed" : "");
	view_add_column_legend(out, &view, roams ? roams : "");
}

void drawing_add(const struct results *results, const struct text_style *style,
		 struct text *out)
{
	if (style->width < DRAWING_WIDTH_MIN || results->traffic_count == 0 ||
	    results->duration_ns == 0)
		return;
	/* Of an older version's results the silences are not known: it would be drawn as
	 * if there had been none. */
	for (size_t i = 0; i < results->traffic_count; i++)
		if (!results->traffic[i].has_silences)
			return;
	add_whole_run(results, style, out);
	worst_roam_add(results, style, out);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/json-fixes.h"

#include "base/memory.h"

json_t *json_fixes(const struct results *results)
{
	json_t *array = json_array();

	for (size_t i = 0; i < results->fix_count; i++) {
		const struct fix_result *fix = &results->fixes[i];
		json_t *object = json_object();

		json_put_text(object, "id", fix->id);
		json_put_text(object, "setting", fix->setting);
		json_put_text(object, "before", fix->before);
		json_put_text(object, "after", fix->after);
		json_put_flag(object, "restored", fix->restored);
		json_array_append_new(array, object);
	}
	return array;
}

void report_read_fixes(struct document *document, const json_t *root,
		       struct results *results)
{
	const json_t *array;
	char outer[DOCUMENT_PATH_MAX];

	if (!json_object_get(root, "fixes")) /* of a version before there were */
		return;
	array = document_array(document, root, "fixes");
	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *item = json_array_get(array, i);
		struct fix_result *fix = array_add(results->fixes, results->fix_count,
						   results->fix_capacity);

		document_into(document, outer, "fixes", i);
		fix->id = document_text(document, item, "id");
		fix->setting = document_text(document, item, "setting");
		fix->before = document_text(document, item, "before");
		fix->after = document_text(document, item, "after");
		fix->restored = document_flag(document, item, "restored");
		document_out_of(document, outer);
	}
}

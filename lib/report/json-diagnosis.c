/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/json-diagnosis.h"

#include "analysis/cause-phrase.h"
#include "base/cleanup.h"
#include "base/memory.h"

static json_t *remedy_value(const struct remedy *remedy)
{
	json_t *object;

	if (!remedy->text)
		return json_null();
	object = json_object();
	json_put_text(object, "access_point", remedy->access_point);
	json_put_text(object, "text", remedy->text);
	json_put_text(object, "hostapd", remedy->hostapd);
	json_put_text(object, "openwrt", remedy->openwrt);
	return object;
}

json_t *json_diagnosis(const struct diagnosis *diagnosis)
{
	cleanup_free_ char *sentence = NULL;
	json_t *object, *candidates, *evidence;

	if (!diagnosis->present)
		return json_null();
	object = json_object();
	candidates = json_array();
	evidence = json_array();
	sentence = cause_sentence(diagnosis);
	json_put_text(object, "id",
		      diagnosis->cause < CAUSE_MAX ? cause_text(diagnosis->cause)->id
						   : NULL);
	json_put_text(object, "sentence", sentence);
	for (size_t i = 0; i < diagnosis->candidate_count; i++)
		json_array_append_new(
			candidates, json_text(cause_text(diagnosis->candidates[i])->id));
	json_object_set_new(object, "candidates", candidates);
	for (size_t i = 0; i < diagnosis->evidence_count; i++)
		json_array_append_new(evidence, json_text(diagnosis->evidence[i]));
	json_object_set_new(object, "evidence", evidence);
	json_put_text(object, "decide", diagnosis->decide);
	json_object_set_new(object, "remedy", remedy_value(&diagnosis->remedy));
	return object;
}

json_t *json_warnings(const struct results *results)
{
	json_t *array = json_array();

	for (size_t i = 0; i < results->warning_count; i++) {
		const struct warning *warning = &results->warnings[i];
		json_t *object = json_object();

		json_put_text(object, "id", cause_text(warning->cause)->id);
		json_put_text(object, "evidence", warning->evidence);
		json_object_set_new(object, "remedy", remedy_value(&warning->remedy));
		json_array_append_new(array, object);
	}
	return array;
}

static const char *name_of_cause(unsigned value)
{
	return cause_text((enum cause)value)->id;
}

static void read_remedy(struct document *document, const json_t *object,
			struct remedy *remedy)
{
	const json_t *value = json_object_get(object, "remedy");
	char outer[DOCUMENT_PATH_MAX];

	if (json_is_null(value))
		return;
	document_object(document, object, "remedy");
	document_into(document, outer, "remedy", SIZE_MAX);
	remedy->access_point = document_text_or_null(document, value, "access_point");
	remedy->text = document_text(document, value, "text");
	remedy->hostapd = document_text_or_null(document, value, "hostapd");
	remedy->openwrt = document_text_or_null(document, value, "openwrt");
	document_out_of(document, outer);
}

static void read_candidates(struct document *document, const json_t *object,
			    struct diagnosis *d)
{
	const json_t *array = document_array(document, object, "candidates");

	for (size_t i = 0; i < json_array_size(array); i++) {
		const char *id = json_string_value(json_array_get(array, i));
		enum cause cause = id ? cause_find(id) : CAUSE_MAX;

		if (cause == CAUSE_MAX)
			document_complain(document, "candidates",
					  "a list of causes that are known here");
		else
			*array_add(d->candidates, d->candidate_count,
				   d->candidate_capacity) = cause;
	}
}

static void read_evidence(struct document *document, const json_t *object,
			  struct diagnosis *d)
{
	const json_t *array = document_array(document, object, "evidence");

	for (size_t i = 0; i < json_array_size(array); i++) {
		const char *item = json_string_value(json_array_get(array, i));

		if (!item)
			document_complain(document, "evidence", "an array of strings");
		else
			*array_add(d->evidence, d->evidence_count, d->evidence_capacity) =
				memory_strdup(item);
	}
}

/* It was all that a cause had: its evidence. */
static char *old_explanation(struct document *document, const json_t *cause)
{
	const json_t *evidence = json_array_get(json_object_get(cause, "evidence"), 0);

	if (!json_is_string(evidence)) {
		document_complain(document, "cause.evidence[0]", "a string");
		return NULL;
	}
	return memory_strdup(json_string_value(evidence));
}

void report_read_diagnosis(struct document *document, const json_t *step,
			   char **ret_explanation, struct diagnosis *ret)
{
	const json_t *cause = json_object_get(step, "cause");
	char outer[DOCUMENT_PATH_MAX];

	*ret_explanation = document_text_if(document, step, "explanation");
	if (json_is_null(cause))
		return;
	if (!json_is_object(cause)) {
		document_complain(document, "cause", "an object or null");
		return;
	}
	if (!json_object_get(step, "explanation")) {
		*ret_explanation = old_explanation(document, cause);
		return;
	}
	document_into(document, outer, "cause", SIZE_MAX);
	ret->present = true;
	ret->cause =
		json_is_null(json_object_get(cause, "id"))
			? CAUSE_MAX
			: document_name(document, cause, "id", CAUSE_MAX, name_of_cause);
	read_candidates(document, cause, ret);
	read_evidence(document, cause, ret);
	ret->decide = document_text_or_null(document, cause, "decide");
	read_remedy(document, cause, &ret->remedy);
	document_out_of(document, outer);
}

void report_read_warnings(struct document *document, const json_t *root,
			  struct results *results)
{
	const json_t *array;
	char outer[DOCUMENT_PATH_MAX];

	if (!json_object_get(root, "warnings")) /* of a version before there were */
		return;
	array = document_array(document, root, "warnings");
	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *item = json_array_get(array, i);
		struct warning *warning =
			array_add(results->warnings, results->warning_count,
				  results->warning_capacity);

		document_into(document, outer, "warnings", i);
		warning->cause =
			document_name(document, item, "id", CAUSE_MAX, name_of_cause);
		warning->evidence = document_text(document, item, "evidence");
		read_remedy(document, item, &warning->remedy);
		document_out_of(document, outer);
	}
}

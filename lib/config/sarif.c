/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/sarif.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

/* SARIF 3.27.10 */
static const char *level_of(enum finding_severity severity)
{
	switch (severity) {
	case FINDING_BREAKS:
		return "error";
	case FINDING_HARMS:
		return "warning";
	case FINDING_STYLE:
	case FINDING_SEVERITY_MAX:
		break;
	}
	return "note";
}

static json_t *message(const char *text)
{
	return json_pack("{s:s}", "text", text);
}

static json_t *physical_location(const struct config_site *site,
				 const struct finding_line *line)
{
	const char *file = site->access_points[line->access_point].file;
	json_t *region = json_object();

	json_object_set_new(region, "startLine", json_integer(line->place.line));
	json_object_set_new(region, "startColumn", json_integer(line->place.column));
	json_object_set_new(region, "endColumn",
			    json_integer(line->place.column + line->place.length));
	return json_pack("{s:{s:s}, s:o}", "artifactLocation", "uri", file, "region",
			 region);
}

static json_t *location(const struct config_site *site, const struct finding_line *line,
			size_t id)
{
	json_t *it =
		json_pack("{s:o}", "physicalLocation", physical_location(site, line));

	if (id > 0)
		json_object_set_new(it, "id", json_integer((json_int_t)id));
	if (line->text)
		json_object_set_new(it, "message", message(line->text));
	return it;
}

static json_t *rule(const struct finding *finding)
{
	return json_pack("{s:s, s:o, s:o, s:o}", "id", finding_id(finding),
			 "shortDescription", message(finding_sentence(finding)),
			 "fullDescription", message(finding_matters(finding)), "help",
			 message(finding_remedy(finding)));
}

/* The index of the finding's rule, which is added if it is not there. */
static size_t rule_index(json_t *rules, const struct finding *finding)
{
	json_t *it;
	size_t i;

	json_array_foreach (rules, i, it)
		if (strcmp(json_string_value(json_object_get(it, "id")),
			   finding_id(finding)) == 0)
			return i;
	json_array_append_new(rules, rule(finding));
	return json_array_size(rules) - 1;
}

static json_t *pairs(const struct config_site *site, const struct finding *finding)
{
	json_t *array = json_array();

	for (size_t i = 0; i < finding->pair_count; i++)
		json_array_append_new(
			array, json_pack("{s:s, s:s}", "from",
					 site->bsss[finding->pairs[i].from].name, "to",
					 site->bsss[finding->pairs[i].to].name));
	return array;
}

static json_t *result(const struct config_site *site, const struct finding *finding,
		      json_t *rules)
{
	json_t *locations = json_array(), *related = json_array(),
	       *properties = json_object(), *it;
	cleanup_free_ char *text = NULL;

	text = finding->correct ? memory_printf("%s. The correct line: %s", finding->what,
						finding->correct)
				: memory_strdup(finding->what);
	for (size_t i = 0; i < finding->line_count; i++)
		json_array_append_new(i == 0 ? locations : related,
				      location(site, &finding->lines[i], i));
	json_object_set_new(properties, "severity",
			    json_string(finding_severity_name(finding->severity)));
	if (finding->pair_count > 0)
		json_object_set_new(properties, "roams", pairs(site, finding));
	it = json_pack("{s:s, s:I, s:s, s:o, s:o, s:o}", "ruleId", finding_id(finding),
		       "ruleIndex", (json_int_t)rule_index(rules, finding), "level",
		       level_of(finding->severity), "message", message(text), "locations",
		       locations, "properties", properties);
	if (json_array_size(related) > 0)
		json_object_set_new(it, "relatedLocations", related);
	else
		json_decref(related);
	return it;
}

char *findings_sarif(const struct config_site *site, const struct findings *findings)
{
	json_t *rules = json_array(), *results = json_array(), *run, *log;
	char *dump, *text;

	for (size_t i = 0; i < findings->count; i++)
		json_array_append_new(results, result(site, findings->items[i], rules));
	run = json_pack("{s:{s:{s:s, s:s, s:o}}, s:s, s:o}", "tool", "driver", "name",
			"roamtest", "version", ROAMTEST_VERSION, "rules", rules,
			"columnKind", "unicodeCodePoints", "results", results);
	log = json_pack("{s:s, s:s, s:[o]}", "$schema", SCHEMA, "version", "2.1.0",
			"runs", run);
	dump = json_dumps(log, JSON_INDENT(2));
	text = memory_printf("%s\n", dump ? dump : "");
	free(dump);
	json_decref(log);
	return text;
}

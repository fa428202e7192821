/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "report/diagnoses.h"
#include "report/report.h"
#include "report/xml.h"

/* JUnit XML as Jenkins, GitLab and GitHub's readers take it: a suite is a scenario, a
 * case an expectation. What could not be judged is an error, not a failure. */

static void add_seconds(struct xml *xml, uint64_t ns)
{
	xml_attribute_printf(xml, "time", "%" PRIu64 ".%06" PRIu64, ns / NS_PER_S,
			     ns % NS_PER_S / NS_PER_US);
}

static void add_counts(struct xml *xml, const struct results *results)
{
	size_t counts[VERDICT_MAX] = { 0 };
	bool run_error = results->problem != NULL;

	for (size_t i = 0; i < results->expectation_count; i++)
		counts[results->expectations[i].verdict]++;
	xml_attribute_printf(xml, "tests", "%zu", results->expectation_count + run_error);
	xml_attribute_printf(xml, "failures", "%zu", counts[VERDICT_FAIL]);
	xml_attribute_printf(xml, "errors", "%zu", counts[VERDICT_ERROR] + run_error);
	xml_attribute_printf(xml, "skipped", "%zu", counts[VERDICT_SKIP]);
	add_seconds(xml, results->duration_ns);
}

/* The causes of the steps that broke it go first in the message, and what was seen of
 * them and what to do stand in the text. */
static void add_outcome(struct xml *xml, const char *element,
			const struct results *results, const struct expectation_result *e)
{
	cleanup_free_ char *causes = diagnoses_name(results, e), *message = NULL;
	cleanup_text_ struct text text = { 0 };

	message = memory_printf("%s%swanted %s, got %s", causes ? causes : "",
				causes ? ": " : "", e->wanted, e->got);
	xml_open(xml, element);
	xml_attribute(xml, "message", message);
	if (e->verdict != VERDICT_SKIP)
		xml_attribute(xml, "type", e->metric);
	if (e->detail)
		text_add(&text, e->detail);
	if (causes)
		text_add(&text, "\n");
	diagnoses_add_of(results, e, &text);
	if (text.data)
		xml_text(xml, text.data);
	xml_close(xml);
}

static void open_case(struct xml *xml, const struct results *results, const char *name,
		      unsigned line)
{
	xml_open(xml, "testcase");
	xml_attribute(xml, "name", name);
	xml_attribute(xml, "classname", results->scenario_name);
	xml_attribute(xml, "file", results->scenario_file);
	if (line > 0)
		xml_attribute_printf(xml, "line", "%u", line);
	/* A case has no time of its own: the run is measured as a whole. */
	xml_attribute(xml, "time", "0");
}

static void add_expectation(struct xml *xml, const struct results *results,
			    const struct expectation_result *e)
{
	/* One metric may be expected of several steps: the line tells them apart. */
	cleanup_free_ char *name =
		e->line > 0 ? memory_printf("%s (line %u)", e->metric, e->line)
			    : memory_strdup(e->metric);

	open_case(xml, results, name, e->line);
	switch (e->verdict) {
	case VERDICT_FAIL:
		add_outcome(xml, "failure", results, e);
		break;
	case VERDICT_ERROR:
		add_outcome(xml, "error", results, e);
		break;
	case VERDICT_SKIP:
		add_outcome(xml, "skipped", results, e);
		break;
	case VERDICT_PASS:
	case VERDICT_MAX:
		break;
	}
	xml_close(xml);
}

static void add_problem(struct xml *xml, const struct results *results)
{
	open_case(xml, results, "the run", 0);
	xml_open(xml, "error");
	xml_attribute(xml, "message", results->problem);
	xml_attribute(xml, "type", "run");
	if (results->problem_remedy)
		xml_text(xml, results->problem_remedy);
	xml_close(xml);
	xml_close(xml);
}

static void add_property(struct xml *xml, const char *name, const char *value)
{
	if (!value)
		return;
	xml_open(xml, "property");
	xml_attribute(xml, "name", name);
	xml_attribute(xml, "value", value);
	xml_close(xml);
}

void report_junit(const struct results *results, struct text *out)
{
	const struct environment *e = &results->environment;
	cleanup_free_ char *seed = memory_printf("%" PRIu32, e->seed);
	struct xml xml;

	xml_begin(&xml, out);
	xml_open(&xml, "testsuites");
	add_counts(&xml, results);
	xml_open(&xml, "testsuite");
	xml_attribute(&xml, "name", results->scenario_name);
	add_counts(&xml, results);
	if (results->started[0])
		xml_attribute(&xml, "timestamp", results->started);
	xml_open(&xml, "properties");
	add_property(&xml, "roamtest", results->version);
	add_property(&xml, "lab", e->lab);
	add_property(&xml, "clock", e->clock);
	add_property(&xml, "accelerator", e->accelerator);
	add_property(&xml, "kernel", e->kernel);
	add_property(&xml, "hostapd", e->hostapd);
	add_property(&xml, "wpa_supplicant", e->wpa_supplicant);
	add_property(&xml, "driver", e->driver);
	if (e->has_seed)
		add_property(&xml, "seed", seed);
	xml_close(&xml);
	for (size_t i = 0; i < results->expectation_count; i++)
		add_expectation(&xml, results, &results->expectations[i]);
	if (results->problem)
		add_problem(&xml, results);
	xml_end(&xml);
}

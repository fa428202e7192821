/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>
#include <stdlib.h>

#include "analysis/method.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "report/diagnoses.h"
#include "report/report.h"
#include "report/xml.h"

/* JUnit XML as Jenkins, GitLab and GitHub's readers take it: a suite is a scenario, a
 * case an expectation, or a pair of a matrix in one way. What could not be judged is an
 * error, not a failure. */

static void add_seconds(struct xml *xml, uint64_t ns)
{
	xml_attribute_printf(xml, "time", "%" PRIu64 ".%06" PRIu64, ns / NS_PER_S,
			     ns % NS_PER_S / NS_PER_US);
}

/* The legs of one pair in one way, which follow one another. */
struct pair {
	const struct matrix_result *matrix;
	const struct matrix_cell *cells;
	size_t count;
};

/* The pair after this one; false after the last. Begins with a pair of zeros and the
 * matrix. */
static bool pair_next(struct pair *pair)
{
	const struct matrix_cell *end = pair->matrix->cells + pair->matrix->cell_count;
	const struct matrix_cell *first =
		pair->cells ? pair->cells + pair->count : pair->matrix->cells;

	if (first == end)
		return false;
	pair->cells = first;
	pair->count = 1;
	while (first + pair->count < end && first[pair->count].leg != LEG_COLD)
		pair->count++;
	return true;
}

static const struct roam *roam_of(const struct results *results,
				  const struct matrix_cell *cell)
{
	if (cell->roam == 0 || cell->roam > results->roam_count)
		return NULL;
	return results_roam(results, cell->roam - 1);
}

/* The first leg that did not go as expected, or NULL. */
static const struct roam *pair_failure(const struct results *results,
				       const struct pair *pair)
{
	for (size_t i = 0; i < pair->count; i++) {
		const struct roam *roam = roam_of(results, &pair->cells[i]);

		if (roam && !roam->passed)
			return roam;
	}
	return NULL;
}

static enum verdict pair_verdict(const struct results *results, const struct pair *pair)
{
	if (pair_failure(results, pair))
		return VERDICT_FAIL;
	for (size_t i = 0; i < pair->count; i++)
		if (!roam_of(results, &pair->cells[i]))
			return VERDICT_SKIP;
	return VERDICT_PASS;
}

static void add_counts(struct xml *xml, const struct results *results)
{
	size_t counts[VERDICT_MAX] = { 0 }, tests = results->expectation_count;
	bool run_error = results->problem != NULL;

	for (size_t i = 0; i < results->expectation_count; i++)
		counts[results->expectations[i].verdict]++;
	for (size_t i = 0; i < results->matrix_count; i++) {
		struct pair pair = { .matrix = &results->matrices[i] };

		for (; pair_next(&pair); tests++)
			counts[pair_verdict(results, &pair)]++;
	}
	xml_attribute_printf(xml, "tests", "%zu", tests + run_error);
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

/* "matrix hall -> stairs over the air (line 12)" */
static char *pair_name(const struct pair *pair)
{
	const struct matrix_cell *cell = pair->cells;
	struct text name = { 0 };

	text_printf(&name, "matrix %s -> %s %s (line %u", cell->from, cell->to,
		    via_phrase(cell->via), pair->matrix->line);
	if (pair->matrix->iteration > 1)
		text_printf(&name, ", round %u", pair->matrix->iteration);
	text_add(&name, ")");
	return text_steal(&name);
}

/* "cold: rejected, used none, status 53" */
static char *leg_story(const struct roam *roam)
{
	struct text story = { 0 };

	text_printf(&story, "%s: %s, used %s", leg_name(roam->leg),
		    outcome_name(roam->result), method_name(roam->used));
	if (roam->has_status)
		text_printf(&story, ", %s %u",
			    roam->result == OUTCOME_DISCONNECTED ? "reason" : "status",
			    roam->status);
	return text_steal(&story);
}

static void add_pair(struct xml *xml, const struct results *results,
		     const struct pair *pair)
{
	const struct roam *failure = pair_failure(results, pair);
	cleanup_free_ char *name = pair_name(pair);

	open_case(xml, results, name, pair->matrix->line);
	if (failure) {
		cleanup_free_ char *story = leg_story(failure);

		xml_open(xml, "failure");
		xml_attribute(xml, "message", story);
		xml_attribute(xml, "type", "matrix");
		if (failure->explanation)
			xml_text(xml, failure->explanation);
		xml_close(xml);
	} else if (pair_verdict(results, pair) == VERDICT_SKIP) {
		xml_open(xml, "skipped");
		xml_attribute(xml, "message", "not run");
		xml_close(xml);
	}
	xml_close(xml);
}

static void add_matrix(struct xml *xml, const struct results *results,
		       const struct matrix_result *matrix)
{
	struct pair pair = { .matrix = matrix };

	while (pair_next(&pair))
		add_pair(xml, results, &pair);
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
	for (size_t i = 0; i < results->matrix_count; i++)
		add_matrix(&xml, results, &results->matrices[i]);
	if (results->problem)
		add_problem(&xml, results);
	xml_end(&xml);
}

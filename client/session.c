/* SPDX-License-Identifier: BSD-3-Clause */
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "analysis/analysis.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "capture-file.h"
#include "command.h"
#include "record/event.h"
#include "report/report.h"
#include "scenario/plan.h"
#include "scenario/words.h"

struct session {
	const struct scenario *scenario;
	const struct session_options *options;
	struct plan *plan;
	struct analysis *analysis;
	struct tally_line *line;
	int recording;				  /* events.jsonl */
	const char *streams[SCENARIO_STREAM_MAX]; /* names */
	bool has_start, has_end;
	size_t shown_associations, shown_roams;
	int step;	      /* under way, an index into the plan; -1: none has begun */
	struct error problem; /* of the run: it could not go on */
	struct error defect;  /* of roamtest itself */
};

static void narrate(void *userdata, const char *sentence)
{
	struct session *session = userdata;

	if (session->options->narrate)
		fprintf(stderr, "%s\n", sentence);
}

static void advise(void *userdata, const char *sentence)
{
	const struct session *session = userdata;

	if (session->options->advise)
		fprintf(stderr, "roamtest: %s\n", sentence);
}

/* At once, also where the output is no terminal: a run is watched as it goes. */
static void print(const struct text *out)
{
	if (out->length)
		fwrite(out->data, 1, out->length, stdout);
	fflush(stdout);
}

static void show_progress(struct session *session)
{
	size_t associations = analysis_association_count(session->analysis);
	size_t roams = analysis_roam_count(session->analysis);
	cleanup_text_ struct text out = { 0 };

	for (; session->shown_associations < associations; session->shown_associations++)
		report_table_association(
			analysis_association(session->analysis,
					     session->shown_associations),
			session->streams, session->scenario->stream_count,
			&session->options->style, &out);
	for (; session->shown_roams < roams; session->shown_roams++)
		report_table_roam(analysis_roam(session->analysis, session->shown_roams),
				  &session->options->style, &out);
	print(&out);
}

static void show_heading(struct session *session)
{
	const struct scenario *scenario = session->scenario;
	cleanup_text_ struct text out = { 0 };

	session->has_start = true;
	for (size_t i = 0; i < scenario->stream_count; i++)
		session->streams[i] = scenario->streams[i].name;
	report_table_heading(session->streams, scenario->stream_count,
			     &session->options->style, &out);
	print(&out);
}

static void take_event(struct session *session, const struct event *event)
{
	analysis_feed(session->analysis, event);
	switch (event->kind) {
	case EVENT_RUN_START:
		show_heading(session);
		break;
	case EVENT_NOTE:
		narrate(session, event->note.text);
		break;
	case EVENT_STEP_START:
		session->step = event->step;
		break;
	case EVENT_SETTLED:
		show_progress(session);
		break;
	case EVENT_PROBLEM:
		error_set(&session->problem, -EIO, "%s", event->problem.reason);
		if (event->problem.remedy)
			error_remedy(&session->problem, "%s", event->problem.remedy);
		break;
	case EVENT_RUN_END:
		session->has_end = true;
		break;
	case EVENT_COMMAND:
	case EVENT_REPLY:
	case EVENT_BSS:
	case EVENT_SUPPLICANT:
	case EVENT_KERNEL:
	case EVENT_FRAME:
	case EVENT_LINK:
	case EVENT_TRACE:
	case EVENT_FT_KEYS:
	case EVENT_SOURCE:
	case EVENT_INTERRUPTED:
	case EVENT_STEP_DONE:
	case EVENT_PROBES:
	case EVENT_TUNNEL:
	case EVENT_ALIVE:
	case EVENT_KIND_MAX:
		break;
	}
}

static int take_line(void *userdata, const char *line, size_t length)
{
	struct session *session = userdata;
	struct event event;
	int r;

	if (session->defect.reason)
		return -ECANCELED;
	if (event_parse(line, length, &event, &session->defect) < 0)
		return error_prefix(&session->defect, -EBADMSG,
				    "the guest sent an event that cannot be read");
	r = fd_write_all(session->recording, line, length);
	if (r >= 0)
		r = fd_write_all(session->recording, "\n", 1);
	if (r < 0)
		error_errno(&session->defect, r, "cannot write %s/events.jsonl",
			    session->options->output);
	else
		take_event(session, &event);
	event_clear(&event);
	return r;
}

/* Logs of an earlier run would be read as this one's. */
static void remove_logs(const char *folder)
{
	cleanup_free_ char *pattern = memory_printf("%s/logs/*.log", folder);
	glob_t found;

	if (glob(pattern, GLOB_NOSORT, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			unlink(found.gl_pathv[i]);
	globfree(&found);
}

static int open_output(struct session *session, struct error *error)
{
	static const char *const stale[] = { "results.json", "junit.xml",
					     "capture.pcapng" };
	const char *folder = session->options->output;
	cleanup_free_ char *recording = memory_printf("%s/events.jsonl", folder);
	int r = folder_make(folder, error);

	if (r < 0)
		return r;
	session->recording = open(recording, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (session->recording < 0)
		return error_errno(error, -errno, "cannot write %s", recording);
	/* Held as long as the run; a file system without locks goes without. */
	if (flock(session->recording, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK) {
		error_set(error, -EBUSY, "another roamtest is writing to %s", folder);
		error_remedy(error, "choose another folder with --out");
		return -EBUSY;
	}
	/* What an earlier run left must not be taken for this one's if it fails. */
	for (size_t i = 0; i < ARRAY_SIZE(stale); i++) {
		cleanup_free_ char *path = memory_printf("%s/%s", folder, stale[i]);

		unlink(path);
	}
	remove_logs(folder);
	if (ftruncate(session->recording, 0) < 0)
		return error_errno(error, -errno, "cannot write %s", recording);
	return 0;
}

static int write_reports(const struct session *session, const struct results *results,
			 struct error *error)
{
	static const struct {
		const char *name;
		void (*make)(const struct results *results, struct text *out);
	} reports[] = { { "results.json", report_json }, { "junit.xml", report_junit } };

	for (size_t i = 0; i < ARRAY_SIZE(reports); i++) {
		cleanup_free_ char *path =
			memory_printf("%s/%s", session->options->output, reports[i].name);
		cleanup_text_ struct text out = { 0 };
		int r;

		reports[i].make(results, &out);
		r = file_write(path, out.data, out.length, 0666, error);
		if (r < 0)
			return r;
	}
	return capture_file_write(session->options->output, results, error);
}

static void print_console(const struct text *console)
{
	const char *start = console->data;
	unsigned lines = 0;

	if (!start || !*start)
		return;
	/* The last 20 lines say what killed it; console.log has the rest. */
	for (const char *p = start + console->length - 1; p > console->data; p--) {
		if (p[-1] == '\n' && ++lines == 20) {
			start = p;
			break;
		}
	}
	fprintf(stderr, "End of the guest's console:\n%s%s", start,
		console->data[console->length - 1] == '\n' ? "" : "\n");
}

static int exit_code_of(const struct results *results)
{
	switch (results->verdict) {
	case VERDICT_PASS:
		return EXIT_PASSED;
	case VERDICT_FAIL:
		return EXIT_FAILED;
	case VERDICT_SKIP:
		return EXIT_SKIPPED;
	case VERDICT_ERROR:
	case VERDICT_MAX:
		break;
	}
	return EXIT_NOT_MEASURED;
}

/* "roam to stairs over the DS" */
static char *describe_step(const struct scenario *scenario, const struct plan_step *step)
{
	char duration[DURATION_EXACT_MAX];

	switch (step->kind) {
	case STEP_ASSOCIATE:
		return memory_printf("associate with %s",
				     scenario->access_points[step->to].name);
	case STEP_ROAM:
		return memory_printf("roam to %s over the %s",
				     scenario->access_points[step->to].name,
				     step->via == VIA_DS ? "DS" : "air");
	case STEP_WAIT:
		return memory_printf("wait %s", duration_exact(duration, step->wait_ns));
	case STEP_REPEAT:
	case STEP_KIND_MAX:
		break;
	}
	return memory_strdup("unknown");
}

/* How far the run had come when its guest was gone. */
static void add_position(const struct session *session, struct error *error)
{
	const struct plan *plan = session->plan;
	cleanup_free_ char *what = NULL;
	const struct plan_step *step;

	if (session->step < 0 || (size_t)session->step >= plan->count)
		return;
	step = &plan->steps[session->step];
	what = describe_step(session->scenario, step);
	error_prefix(error, -EIO, "in step %d, %s (%s:%u)", session->step + 1, what,
		     session->scenario->file, step->line);
}

static void take_figures(const struct results *results, struct tally_line *line)
{
	line->measured = true;
	line->duration_ns = results->duration_ns;
	line->expectations = results->expectation_count;
	for (size_t i = 0; i < results->expectation_count; i++)
		line->met += results->expectations[i].verdict == VERDICT_PASS;
}

/* The run is over, however it went: judge, show, write, and give the exit code. */
static int conclude(struct session *session, enum lab_end end, const struct error *why)
{
	__attribute__((cleanup(results_freep))) struct results *results = NULL;
	const struct error *problem = session->problem.reason ? &session->problem : why;
	cleanup_error_ struct error error = { 0 };
	cleanup_text_ struct text out = { 0 };

	if (session->defect.reason)
		problem = &session->defect;
	else if (session->has_end) /* however the guest ended after that */
		problem = NULL;
	results = analysis_finish(session->analysis, problem,
				  end == LAB_INTERRUPTED && !session->defect.reason);
	/* Of a run that did not begin there is nothing to sum up. */
	if (session->has_start) {
		report_summary(results, &session->options->style, &out);
		take_figures(results, session->line);
	} else if (problem) {
		print_error(problem);
	}
	print(&out);
	if (write_reports(session, results, &error) < 0) {
		print_error(&error);
		return EXIT_INTERNAL;
	}
	if (session->defect.reason)
		return EXIT_INTERNAL;
	if (end == LAB_INTERRUPTED)
		return EXIT_INTERRUPTED;
	return problem ? EXIT_NOT_MEASURED : exit_code_of(results);
}

static int run_lab(struct session *session)
{
	static const struct lab_callbacks callbacks = {
		.line = take_line,
		.narrate = narrate,
		.advise = advise,
	};
	const struct scenario *scenario = session->scenario;
	const struct lab_scenario subject = {
		.file = scenario->file,
		.text = scenario->source,
		.length = scenario->source_length,
		.password = scenario->password,
	};
	struct lab_options lab = session->options->lab;
	cleanup_error_ struct error error = { 0 };
	cleanup_text_ struct text console = { 0 };
	enum lab_end end = LAB_FINISHED;
	int r;

	r = open_output(session, &error);
	if (r < 0) {
		print_error(&error);
		return EXIT_USAGE;
	}
	lab.output = session->options->output;
	r = lab_run(&lab, &subject, &callbacks, session, &end, &console, &error);
	if (r < 0) {
		print_error(&error);
		return r == -ENOENT ? EXIT_SKIPPED : EXIT_NOT_MEASURED;
	}
	if (end == LAB_FINISHED && !session->has_end && !session->problem.reason &&
	    !error.reason)
		error_set(&error, -EIO, "the guest ended before the run did");
	if (end == LAB_DIED || end == LAB_HUNG || (!session->has_end && error.reason))
		print_console(&console);
	if (end != LAB_INTERRUPTED && error.reason)
		add_position(session, &error);
	return conclude(session, end, error.reason ? &error : NULL);
}

int session_run(const struct scenario *scenario, const struct session_options *options,
		struct tally_line *ret)
{
	struct session session = {
		.scenario = scenario,
		.options = options,
		.plan = plan_make(scenario),
		.line = ret,
		.recording = -1,
		.step = -1,
	};
	int code;

	session.analysis = analysis_new(scenario, session.plan);
	code = run_lab(&session);
	analysis_free(session.analysis);
	plan_free(session.plan);
	error_clear(&session.problem);
	error_clear(&session.defect);
	closep(&session.recording);
	return code;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/time.h"
#include "command.h"
#include "lab-options.h"
#include "live-watch.h"
#include "output-folder.h"
#include "progress-line.h"
#include "record/event.h"
#include "recording.h"
#include "report/report.h"
#include "scenario/plan.h"
#include "site/programs.h"

struct session {
	const struct scenario *scenario;
	const struct session_options *options;
	struct recording *recording; /* as it is judged */
	struct text folded;	     /* lines that are not shown */
	struct progress_line progress;
	struct tally_line *line;
	struct results *results; /* at its end */
	char *path;		 /* of events.jsonl */
	int fd;
	off_t recorded; /* octets of whole lines in it */
	bool has_end, interrupted;
	uint64_t last_ns;     /* of the last event */
	int step;	      /* under way, an index into the plan; -1: none has begun */
	struct error problem; /* of the run: it could not go on */
	struct error defect;  /* of roamtest itself */
};

static void narrate(void *userdata, const char *sentence)
{
	struct session *session = userdata;

	if (!session->options->narrate)
		return;
	progress_line_hide(&session->progress);
	fprintf(stderr, "%s\n", sentence);
}

static void advise(void *userdata, const char *sentence)
{
	struct session *session = userdata;

	if (!session->options->advise)
		return;
	progress_line_hide(&session->progress);
	fprintf(stderr, "roamtest: %s\n", sentence);
}

static void warn(void *userdata, const char *sentence)
{
	struct session *session = userdata;

	progress_line_hide(&session->progress);
	fprintf(stderr, "roamtest: %s\n", sentence);
}

/* At once, also where the output is no terminal: a run is watched as it goes. */
static void print(struct session *session, const struct text *out)
{
	if (out->length && !session->options->silent) {
		progress_line_hide(&session->progress);
		fwrite(out->data, 1, out->length, stdout);
	}
	fflush(stdout);
}

/* The lines of a matrix that passed: so one sees that it goes on. */
static void narrate_folded(struct session *session)
{
	if (session->folded.length > 0 && session->options->narrate) {
		progress_line_hide(&session->progress);
		fputs(session->folded.data, stderr);
	}
	text_reset(&session->folded);
}

static void draw_progress(struct session *session, bool due)
{
	size_t roams, failed;

	recording_count(session->recording, &roams, &failed);
	progress_line_draw(&session->progress, roams, failed, due);
}

static void show_progress(struct session *session, const struct event *event)
{
	if (!session->progress.watched)
		return;
	progress_take(&session->progress.progress, recording_plan(session->recording),
		      event, clock_monotonic_ns());
	/* Another step is told even if nothing happens after that for long. */
	draw_progress(session, event->kind == EVENT_STEP_START);
}

static void tick(void *userdata)
{
	draw_progress(userdata, true);
}

static int take_event(struct session *session, const struct event *event,
		      struct error *error)
{
	cleanup_text_ struct text shown = { 0 };
	int r = recording_take(session->recording, event, &shown, error);

	print(session, &shown);
	narrate_folded(session);
	session->last_ns = event->time_ns;
	switch (event->kind) {
	case EVENT_NOTE:
		if (event->note.warning)
			warn(session, event->note.text);
		else
			narrate(session, event->note.text);
		break;
	case EVENT_STEP_START:
		session->step = event->step;
		break;
	case EVENT_PROBLEM:
		error_set(&session->problem, -EIO, "%s", event->problem.reason);
		if (event->problem.remedy)
			error_remedy(&session->problem, "%s", event->problem.remedy);
		break;
	case EVENT_RUN_END:
		session->has_end = true;
		break;
	case EVENT_INTERRUPTED:
		session->interrupted = true;
		break;
	case EVENT_RUN_START:
	case EVENT_STEP_SKIPPED:
	case EVENT_ROUND:
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
	case EVENT_RESTORED:
	case EVENT_STEP_DONE:
	case EVENT_PROBES:
	case EVENT_NEXT_HOP:
	case EVENT_CONNECTION:
	case EVENT_TUNNEL:
	case EVENT_SETTLED:
	case EVENT_FIX:
	case EVENT_AP_CONF:
	case EVENT_AP_LOG:
	case EVENT_ALIVE:
	case EVENT_KIND_MAX:
		break;
	}
	show_progress(session, event);
	return r;
}

/* A line with its newline, in one piece: whatever happens, the recording ends with a
 * whole line, or with one that was cut short by the end of the machine. */
static int record_line(struct session *session, const struct text *line,
		       struct error *error)
{
	int r = fd_write_all(session->fd, line->data, line->length);

	if (r < 0) {
		/* A full disk has taken a part of it. */
		if (ftruncate(session->fd, session->recorded) == 0)
			lseek(session->fd, session->recorded, SEEK_SET);
		return error_errno(error, r, "cannot write %s", session->path);
	}
	session->recorded += (off_t)line->length;
	return 0;
}

static const char *speaker(const struct session *session)
{
	return session->scenario->live ? "the run" : "the guest";
}

static int take_line(void *userdata, const char *line, size_t length)
{
	struct session *session = userdata;
	cleanup_text_ struct text whole = { 0 };
	struct event event;
	int r;

	if (session->defect.reason)
		return -ECANCELED;
	if (event_parse(line, length, &event, &session->defect) < 0)
		return error_prefix(&session->defect, -EBADMSG,
				    "%s sent an event that cannot be read",
				    speaker(session));
	text_add_bytes(&whole, line, length);
	text_add_char(&whole, '\n');
	r = record_line(session, &whole, &session->defect);
	if (r >= 0)
		r = take_event(session, &event, &session->defect);
	event_clear(&event);
	return r;
}

/* What the host has to say goes through the recording too, so that a later report comes
 * from the same events. On a full disk it only gets into the results. */
static void append_event(struct session *session, struct event *event)
{
	cleanup_text_ struct text line = { 0 };
	struct event recorded;

	event->time_ns = session->last_ns;
	event->step = session->step;
	event_format(event, &line);
	record_line(session, &line, NULL);
	/* As it reads: what is not UTF-8 has been replaced. */
	if (event_parse(line.data, line.length, &recorded, NULL) < 0)
		return;
	take_event(session, &recorded, NULL);
	event_clear(&recorded);
}

static void append_problem(struct session *session, const struct error *why)
{
	/* Borrowed. */
	struct event event = { .kind = EVENT_PROBLEM,
			       .problem = { why->reason, why->remedy } };

	append_event(session, &event);
}

static void append_interrupted(struct session *session)
{
	struct event event = { .kind = EVENT_INTERRUPTED };

	append_event(session, &event);
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

/* How far the run had come when its guest was gone. */
static void add_position(const struct session *session, struct error *error)
{
	const struct plan *plan = recording_plan(session->recording);
	cleanup_free_ char *what = NULL;
	const struct plan_step *step;

	if (!plan || session->step < 0 || (size_t)session->step >= plan->count)
		return;
	step = plan_step(plan, (size_t)session->step);
	what = progress_describe(session->scenario, step);
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

/* Of a run that did not begin there is nothing to show, and its recording gives no
 * report; but whoever waits for results.json and junit.xml finds the reason in them. */
static void judge_unbegun(struct session *session, const struct error *problem)
{
	const struct scenario *scenario = session->scenario;
	cleanup_text_ struct text ignored = { 0 };
	cleanup_free_ char *text = NULL;
	size_t length;

	text = scenario_conceal(scenario->source, scenario->source_length, &length);

	/* Borrowed strings. */
	struct event events[] = {
		{ .kind = EVENT_RUN_START,
		  .step = -1,
		  .run_start = { .roamtest = (char *)(uintptr_t)ROAMTEST_VERSION,
				 .scenario = { scenario->file,
					       (char *)(uintptr_t)scenario->sha256,
					       text } } },
		{ .kind = EVENT_PROBLEM,
		  .step = -1,
		  .problem = { problem->reason, problem->remedy } },
	};

	for (size_t i = 0; i < (problem->reason ? 2 : 1); i++)
		recording_take(session->recording, &events[i], &ignored,
			       &session->defect);
}

/* The run is over, however it went: judge, show, write, and give the exit code. */
static int conclude(struct session *session, enum lab_end end, const struct error *why)
{
	struct results *results;
	bool begun = recording_has_begun(session->recording);
	cleanup_error_ struct error error = { 0 };
	cleanup_text_ struct text out = { 0 };
	bool defective = session->defect.reason;

	if (defective && session->problem.reason) /* the results have that one */
		print_error(&session->defect);
	else if (defective)
		append_problem(session, &session->defect);
	else if (why && !session->problem.reason &&
		 !session->has_end) /* however the guest ended after that */
		append_problem(session, why);
	if (!begun) {
		if (session->problem.reason)
			print_error(&session->problem);
		judge_unbegun(session, &session->problem);
	}
	if (end == LAB_INTERRUPTED && !defective && !session->interrupted)
		append_interrupted(session);
	if (recording_finish(session->recording, &out, &session->results, &error) < 0) {
		print_error(session->defect.reason ? &session->defect : &error);
		return EXIT_INTERNAL;
	}
	results = session->results;
	if (begun) {
		print(session, &out);
		take_figures(results, session->line);
	}
	if (output_folder_write(session->options->output, results, session->path,
				&error) < 0) {
		print_error(&error);
		return EXIT_INTERNAL;
	}
	if (defective)
		return EXIT_INTERNAL;
	if (end == LAB_INTERRUPTED || session->interrupted)
		return EXIT_INTERRUPTED;
	return results->problem ? EXIT_NOT_MEASURED : exit_code_of(results);
}

static int run_lab(struct session *session)
{
	static const struct lab_callbacks callbacks = {
		.line = take_line,
		.tick = tick,
		.narrate = narrate,
		.advise = advise,
	};
	const struct scenario *scenario = session->scenario;
	const struct lab_scenario subject = {
		.file = scenario->file,
		.text = scenario->source,
		.length = scenario->source_length,
		.password = scenario->password,
		.wg_quick = scenario->tunnel.text,
	};
	struct lab_options lab = session->options->lab;
	cleanup_error_ struct error error = { 0 };
	cleanup_text_ struct text console = { 0 };
	enum lab_end end = LAB_FINISHED;
	int r;

	r = output_folder_begin(session->options->output, session->path, &session->fd,
				&error);
	if (r < 0) {
		print_error(&error);
		return EXIT_USAGE;
	}
	lab.output = session->options->output;
	r = site_check_programs(scenario, &error);
	if (r >= 0)
		r = lab_run(&lab, &subject, &callbacks, session, &end, &console, &error);
	progress_line_end(&session->progress);
	if (r < 0) {
		print_error(&error);
		return r == -ENOENT ? EXIT_SKIPPED : EXIT_NOT_MEASURED;
	}
	output_folder_take_logged(session->options->output,
				  session->defect.reason ? NULL : &session->defect);
	if (end == LAB_FINISHED && !session->has_end && !session->problem.reason &&
	    !error.reason)
		error_set(&error, -EIO, "the guest ended before the run did");
	if (end == LAB_DIED || end == LAB_HUNG || (!session->has_end && error.reason))
		lab_print_console(&console);
	if (end != LAB_INTERRUPTED && error.reason)
		add_position(session, &error);
	return conclude(session, end, error.reason ? &error : NULL);
}

/* What could not be put back is graver than any verdict. */
static int run_live(struct session *session)
{
	static const struct lab_callbacks callbacks = {
		.line = take_line,
		.tick = tick,
		.advise = warn,
	};
	struct lab_options options = session->options->lab;
	const struct live_job job = {
		.scenario = session->scenario,
		.options = &options,
	};
	cleanup_error_ struct error error = { 0 };
	enum lab_end end = LAB_FINISHED;
	int r, code;

	r = output_folder_begin(session->options->output, session->path, &session->fd,
				&error);
	if (r < 0) {
		print_error(&error);
		return EXIT_USAGE;
	}
	options.output = session->options->output;
	r = live_watch(&job, &callbacks, session, &end, &error);
	progress_line_end(&session->progress);
	if (end == LAB_FINISHED && !session->has_end && !session->interrupted &&
	    !session->problem.reason && !error.reason)
		error_set(&error, -EIO, "the run ended before its end");
	if (end != LAB_INTERRUPTED && error.reason)
		add_position(session, &error);
	code = conclude(session, end, error.reason ? &error : NULL);
	return r == -ENOTRECOVERABLE ? tally_graver(code, EXIT_INTERNAL) : code;
}

int session_run(const struct scenario *scenario, const struct session_options *options,
		struct tally_line *ret, struct results **ret_results)
{
	struct session session = {
		.scenario = scenario,
		.options = options,
		.line = ret,
		.path = memory_printf("%s/events.jsonl", options->output),
		.fd = -1,
		.step = -1,
	};
	int code;

	progress_line_init(&session.progress);
	session.recording =
		recording_new(&options->style, &session.folded, options->output);
	code = scenario->live ? run_live(&session) : run_lab(&session);
	if (ret_results)
		*ret_results = TAKE_PTR(session.results);
	results_free(session.results);
	recording_free(session.recording);
	text_clear(&session.folded);
	free(session.path);
	error_clear(&session.problem);
	error_clear(&session.defect);
	closep(&session.fd);
	return code;
}

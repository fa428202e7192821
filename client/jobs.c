/* SPDX-License-Identifier: BSD-3-Clause */
#include "jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/process.h"
#include "base/text.h"
#include "exit-code.h"
#include "report/style.h"

struct job_stream {
	struct job *job;
	FILE *to;
	int fd; /* read end of the job's pipe */
	sd_event_source *readable;
	struct text waiting; /* for the job's turn */
	bool titled;
};

struct job {
	struct running *running;
	size_t index;
	unsigned slot;
	pid_t pid; /* 0: does not run */
	int pidfd;
	bool ended;
	sd_event_source *gone;
	struct job_stream streams[2];
};

struct running {
	const struct jobs *jobs;
	struct tally_line *lines;
	struct job *all;
	struct tally_line *words; /* what each says of itself: shared with it */
	size_t stream_count;	  /* of each job */
	size_t started, alive;
	size_t turn; /* the first that has not ended */
	bool interrupted;
	int signals; /* signalfd */
	sd_event *loop;
	sd_event_source *interruption;
};

unsigned jobs_default_limit(void)
{
	cpu_set_t processors[16]; /* more than any kernel is built for */
	int count = 1;

	if (sched_getaffinity(0, sizeof(processors), processors) == 0)
		count = CPU_COUNT_S(sizeof(processors), processors);
	return count < JOBS_MAX ? (unsigned)count : JOBS_MAX;
}

/* Where both go to one place, one pipe for both keeps their order. */
static bool same_place(FILE *a, FILE *b)
{
	struct stat one, other;

	return fstat(fileno(a), &one) == 0 && fstat(fileno(b), &other) == 0 &&
	       one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* The job says on stdout what it is; where stderr goes elsewhere, that needs it too. */
static void print(struct job_stream *stream, const char *octets, size_t length)
{
	const struct running *r = stream->job->running;

	if (!stream->titled && r->stream_count == 2 && stream->to == r->jobs->err)
		fprintf(stream->to, "%s:\n", r->lines[stream->job->index].file);
	stream->titled = true;
	fwrite(octets, 1, length, stream->to);
	fflush(stream->to);
}

static void show(struct job_stream *stream, const char *octets, size_t length)
{
	if (stream->job->index == stream->job->running->turn)
		print(stream, octets, length);
	else
		text_add_bytes(&stream->waiting, octets, length);
}

/* In the job's place, among what it said itself. */
static void say(struct job *job, const struct error *error)
{
	cleanup_text_ struct text sentence = { 0 };

	text_add(&sentence, "roamtest: ");
	plain_add(&sentence, error->reason);
	text_add_char(&sentence, '\n');
	if (error->remedy)
		text_printf(&sentence, "          %s\n", error->remedy);
	show(&job->streams[job->running->stream_count - 1], sentence.data,
	     sentence.length);
}

/* Octets read; 0 or negative where there is nothing now. */
static ssize_t take(struct job_stream *stream)
{
	char buffer[65536];
	ssize_t n = read(stream->fd, buffer, sizeof(buffer));

	if (n > 0)
		show(stream, buffer, (size_t)n);
	return n;
}

static int on_readable(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	(void)fd;
	(void)events;
	if (take(userdata) == 0) /* closed; the job's end will be told by its pidfd */
		sd_event_source_set_enabled(source, SD_EVENT_OFF);
	return 0;
}

static void job_close(struct job *job)
{
	for (size_t i = 0; i < ARRAY_SIZE(job->streams); i++) {
		struct job_stream *stream = &job->streams[i];

		stream->readable = sd_event_source_unref(stream->readable);
		close_now(&stream->fd);
	}
	job->gone = sd_event_source_unref(job->gone);
	close_now(&job->pidfd);
}

static void pass_turn(struct running *r)
{
	while (r->turn < r->jobs->count && r->all[r->turn].ended) {
		struct job *next;

		if (++r->turn == r->jobs->count)
			return;
		next = &r->all[r->turn];
		for (size_t i = 0; i < r->stream_count; i++) {
			struct job_stream *stream = &next->streams[i];

			if (stream->waiting.length)
				print(stream, stream->waiting.data,
				      stream->waiting.length);
			text_clear(&stream->waiting);
		}
	}
}

static void job_end(struct job *job, int code)
{
	job->running->lines[job->index].code = code;
	job->ended = true;
	job_close(job);
	pass_turn(job->running);
}

/* The exit code. A job whose end is not the one that it told has not ended as it should:
 * EXIT_INTERNAL, with the reason. */
static int judge(const struct job *job, int status, struct error *error)
{
	const struct tally_line *word = &job->running->words[job->index];
	const char *file = job->running->lines[job->index].file;

	if (WIFSIGNALED(status)) {
		error_set(error, -EIO, "the process that ran %s was killed by SIG%s",
			  file, sigabbrev_np(WTERMSIG(status)));
		if (WTERMSIG(status) == SIGKILL)
			error_remedy(error, "where memory ran out, run fewer at a time "
					    "with --jobs");
		return EXIT_INTERNAL;
	}
	if (word->code != WEXITSTATUS(status)) {
		error_set(error, -EIO,
			  "the process that ran %s ended early with exit code %d", file,
			  WEXITSTATUS(status));
		return EXIT_INTERNAL;
	}
	job->running->lines[job->index] = *word;
	return word->code;
}

static void start_more(struct running *r);

static int on_gone(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct job *job = userdata;
	struct running *r = job->running;
	cleanup_error_ struct error error = { 0 };
	int status = 0, code;

	(void)source;
	(void)fd;
	(void)events;
	waitpid(job->pid, &status, 0);
	job->pid = 0;
	r->alive--;
	for (size_t i = 0; i < r->stream_count; i++)
		while (take(&job->streams[i]) > 0)
			;
	code = judge(job, status, &error);
	if (error.reason)
		say(job, &error);
	job_end(job, code);
	start_more(r);
	return r->alive ? 0 : sd_event_exit(r->loop, 0);
}

static int on_signal(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct running *r = userdata;
	struct signalfd_siginfo signal_;

	(void)source;
	(void)events;
	if (read(fd, &signal_, sizeof(signal_)) < 0)
		return 0;
	r->interrupted = true;
	/* A terminal's Ctrl-C has reached them too; a second one changes nothing. */
	for (size_t i = 0; i < r->started; i++)
		if (r->all[i].pid)
			kill(r->all[i].pid, (int)signal_.ssi_signo);
	return 0;
}

/* In the job's process. */
static _Noreturn void be_job(struct job *job, const int write_ends[2], pid_t parent)
{
	struct running *r = job->running;
	struct tally_line *word = &r->words[job->index];

	/* Nothing is left of a roamtest that is killed: the guest dies with this in turn.
	 * The parent may be gone already. */
	if (process_die_with(parent) < 0)
		_exit(EXIT_INTERNAL);
	if (dup2(write_ends[0], STDOUT_FILENO) < 0 ||
	    dup2(write_ends[r->stream_count - 1], STDERR_FILENO) < 0)
		_exit(EXIT_INTERNAL);
	word->code = r->jobs->run(r->jobs->userdata, job->index, job->slot, word);
	exit(word->code);
}

static int open_streams(struct job *job, int ret_write_ends[2], struct error *error)
{
	struct running *r = job->running;

	for (size_t i = 0; i < r->stream_count; i++) {
		struct job_stream *stream = &job->streams[i];
		int ends[2], result;

		if (pipe2(ends, O_CLOEXEC) < 0)
			return error_errno(error, -errno, "cannot make a pipe");
		stream->fd = ends[0];
		ret_write_ends[i] = ends[1];
		if (fcntl(stream->fd, F_SETFL, O_NONBLOCK) < 0)
			return error_errno(error, -errno, "cannot make a pipe");
		result = sd_event_add_io(r->loop, &stream->readable, stream->fd, EPOLLIN,
					 on_readable, stream);
		if (result < 0)
			return error_errno(error, result, "cannot watch a pipe");
	}
	return 0;
}

static int watch_process(struct job *job, struct error *error)
{
	int r;

	job->pidfd = pidfd_open(job->pid, 0);
	r = job->pidfd < 0 ? -errno
			   : sd_event_add_io(job->running->loop, &job->gone, job->pidfd,
					     EPOLLIN, on_gone, job);
	if (r < 0) {
		kill(job->pid, SIGKILL);
		waitpid(job->pid, NULL, 0);
		job->pid = 0;
		return error_errno(error, r, "cannot watch a process");
	}
	return 0;
}

static int start_process(struct job *job, struct error *error)
{
	int write_ends[2] = { -1, -1 };
	pid_t parent = getpid();
	int r = open_streams(job, write_ends, error);

	if (r >= 0) {
		fflush(NULL); /* or both would print it */
		job->pid = fork();
		if (job->pid == 0)
			be_job(job, write_ends, parent);
		if (job->pid < 0) {
			job->pid = 0;
			r = error_errno(error, -errno, "cannot start a process");
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(write_ends); i++)
		closep(&write_ends[i]);
	return r < 0 ? r : watch_process(job, error);
}

static unsigned free_slot(const struct running *r)
{
	unsigned slot = 0;

	for (size_t i = 0; i < r->started; i++) {
		if (r->all[i].pid && r->all[i].slot == slot) {
			slot++;
			i = (size_t)-1; /* the lower ones are taken; look again */
		}
	}
	return slot;
}

static void start_more(struct running *r)
{
	while (!r->interrupted && r->started < r->jobs->count &&
	       r->alive < r->jobs->limit) {
		unsigned slot = free_slot(r);
		struct job *job = &r->all[r->started++];
		struct tally_line *line = &r->lines[job->index];
		cleanup_error_ struct error error = { 0 };

		job->slot = slot;
		line->started = true;
		r->words[job->index] = *line;
		r->words[job->index].code = -1; /* none yet */
		if (start_process(job, &error) >= 0) {
			r->alive++;
			continue;
		}
		error_prefix(&error, -EIO, "%s", line->file);
		error_remedy(&error, "run fewer at a time with --jobs");
		say(job, &error);
		job_end(job, EXIT_NOT_MEASURED);
	}
}

static int arrange(struct running *r)
{
	const struct jobs *jobs = r->jobs;
	int result;

	r->words = mmap(NULL, jobs->count * sizeof(*r->words), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (r->words == MAP_FAILED)
		return -errno;
	result = sd_event_new(&r->loop);
	if (result < 0)
		return result;
	r->signals = process_open_signals();
	if (r->signals < 0)
		return r->signals;
	result = sd_event_add_io(r->loop, &r->interruption, r->signals, EPOLLIN,
				 on_signal, r);
	if (result < 0)
		return result;
	/* Before the end of a job, which would start the next. */
	return sd_event_source_set_priority(r->interruption, SD_EVENT_PRIORITY_IMPORTANT);
}

static void prepare_jobs(struct running *r)
{
	const struct jobs *jobs = r->jobs;

	r->stream_count = same_place(jobs->out, jobs->err) ? 1 : 2;
	r->all = memory_zero(jobs->count, sizeof(*r->all));
	for (size_t i = 0; i < jobs->count; i++) {
		struct job *job = &r->all[i];

		*job = (struct job){
			.running = r,
			.index = i,
			.pidfd = -1,
			.streams = { { .job = job, .to = jobs->out, .fd = -1 },
				     { .job = job, .to = jobs->err, .fd = -1 } },
		};
		r->lines[i].started = false;
		r->lines[i].code = EXIT_INTERRUPTED;
	}
}

int jobs_run(const struct jobs *jobs, struct tally_line *lines, struct error *error)
{
	struct running r = {
		.jobs = jobs, .lines = lines, .words = MAP_FAILED, .signals = -1
	};
	int result = arrange(&r);

	if (result >= 0) {
		prepare_jobs(&r);
		start_more(&r);
		if (r.alive)
			result = sd_event_loop(r.loop);
	}
	free(r.all);
	sd_event_source_unref(r.interruption);
	sd_event_unref(r.loop);
	closep(&r.signals);
	if (r.words != MAP_FAILED)
		munmap(r.words, jobs->count * sizeof(*r.words));
	return result < 0 ? error_errno(error, result, "cannot watch the scenarios") : 0;
}

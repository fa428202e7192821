/* SPDX-License-Identifier: BSD-3-Clause */
#include "timed-story.h"

#include "../cmocka-all.h"
#include <string.h>

#include "base/cleanup.h"
#include "base/time.h"

static uint64_t start_ns;

void timed_start(struct story *story)
{
	start_ns = story->now_ns;
}

struct story *timed_begin(const char *security, const char *steps)
{
	struct story *story = story_begin(security, steps);

	story_arrives(story, 0);
	story_wait(story, 1000);
	story_step(story, 1);
	timed_start(story);
	story_command(story,
		      strstr(steps, "ds") ? "FT_DS 02:00:00:00:02:00"
					  : "ROAM 02:00:00:00:02:00",
		      true);
	return story;
}

void timed_at(struct story *story, uint64_t us)
{
	story->now_ns = start_ns + us * NS_PER_US;
}

static char letter_of(const char *source)
{
	for (enum source i = 0; i < SOURCE_MAX; i++)
		if (strcmp(source, source_title(i)) == 0)
			return source_title(i)[0];
	return '?';
}

void timed_assert_phases(struct story *story, const char *expected)
{
	const struct roam *roam = analysis_roam(story->analysis, 0);
	cleanup_text_ struct text out = { 0 };
	uint64_t end_ns;

	assert_non_null(roam);
	end_ns = roam->start_ns;
	for (size_t i = 0; i < roam->phase_count; i++) {
		const struct phase *phase = &roam->phases[i];

		assert_int_equal(phase->start_ns, end_ns);
		assert_true(phase->end_ns >= end_ns);
		end_ns = phase->end_ns;
		text_printf(&out, "%s%s:%u:%c", i > 0 ? " " : "", phase->name,
			    (unsigned)((phase->end_ns - phase->start_ns) / NS_PER_US),
			    letter_of(phase->source));
	}
	assert_int_equal(end_ns, roam->start_ns + roam->total_ns);
	assert_string_equal(out.data ? out.data : "", expected);
}

void timed_arrives(struct story *story, uint64_t us)
{
	timed_at(story, us);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
}

void timed_finish(struct story *story, const char *expected)
{
	story_settled(story, true);
	timed_assert_phases(story, expected);
	story_end(story);
}

void timed_finish_arrived(struct story *story, uint64_t us, const char *expected)
{
	timed_arrives(story, us);
	timed_finish(story, expected);
}

void timed_associating(struct story *story, uint64_t us)
{
	timed_at(story, us);
	story_supplicant(story, SUPPLICANT_ASSOCIATING, story_stairs);
	timed_at(story, us + 10);
	story_link(story, false);
	timed_at(story, us + 40);
	story_trace(story, TRACE_ASSOC, story_stairs, 10);
}

void timed_answers_association(struct story *story, uint64_t us, bool ft)
{
	struct frame frame = { .kind = FRAME_REASSOCIATION_RESPONSE, .has_status = true };

	timed_at(story, us);
	story_received(story, story_stairs, ft ? story_ft_frame(frame.kind, 0) : frame);
	timed_at(story, us + 10);
	story_associate(story, story_stairs, 0, ft);
}

void timed_answers_authentication(struct story *story, uint64_t us, unsigned algorithm,
				  unsigned transaction, unsigned status)
{
	timed_at(story, us);
	story_received(story, story_stairs,
		       story_auth(algorithm, transaction, (int)status));
	timed_at(story, us + 9);
	story_authenticate(story, story_stairs, algorithm, transaction, status);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define HALL "02:00:00:00:01:00"
#define STATION "02:00:00:00:ff:00"
#define FT_FRAME "FT: Received authentication frame: STA=" STATION " BSSID=" HALL

/* An access point "hall" whose log is the file. */
struct site {
	struct recording recording;
	struct access_point hall;
	char path[sizeof("/tmp/roamtest-test-XXXXXX")];
	int fd;
};

static void begin(struct site *site)
{
	static char name[] = "hall", ssid[] = "corridor", password[] = "correct horse";

	*site = (struct site){
		.hall = { .name = name, .bssid = { 2, 0, 0, 0, 1, 0 } },
		.path = "/tmp/roamtest-test-XXXXXX",
	};
	site->fd = mkstemp(site->path);
	assert_true(site->fd >= 0);
	site->hall.log = site->path;
	recording_begin(&site->recording);
	site->recording.scenario.access_points = &site->hall;
	site->recording.scenario.access_point_count = 1;
	site->recording.scenario.ssid = ssid;
	site->recording.scenario.password = password;
}

static void end(struct site *site)
{
	recording_end(&site->recording);
	unlink(site->path);
	close(site->fd);
}

static void add(struct site *site, const char *text)
{
	assert_int_equal(write(site->fd, text, strlen(text)), strlen(text));
}

/* Of the next event; NULL behind the last. */
static const char *next_text(struct site *site, enum event_kind kind)
{
	static char text[200];
	struct event event;

	assert_int_equal(run_pause(site->recording.run, 10 * NS_PER_MS), 0);
	if (!recording_next(&site->recording, &event))
		return NULL;
	assert_int_equal(event.kind, kind);
	snprintf(text, sizeof(text), "%s",
		 kind == EVENT_AP_LOG ? event.ap_log.text : event.note.text);
	event_clear(&event);
	return text;
}

static void a_line_of_the_file_is_an_event_at_its_arrival(void **state)
{
	struct event event;
	uint64_t before;
	struct site site;

	(void)state;
	begin(&site);
	add(&site, "hostapd: " FT_FRAME "\n");
	access_points_follow(site.recording.run);
	assert_null(next_text(&site, EVENT_AP_LOG));
	before = run_now(site.recording.run);
	add(&site, "Sun Nov 22 21:46:11 2026 daemon.debug hostapd: " FT_FRAME "\n"
		   "Sun Nov 22 21:46:11 2026 daemon.info dnsmasq: something else\n");
	assert_int_equal(run_pause(site.recording.run, 10 * NS_PER_MS), 0);
	assert_true(recording_next(&site.recording, &event));
	assert_int_equal(event.kind, EVENT_AP_LOG);
	assert_int_equal(event.ap_log.access_point, 0);
	assert_string_equal(event.ap_log.text, FT_FRAME);
	assert_in_range(event.time_ns, before, run_now(site.recording.run));
	event_clear(&event);
	assert_null(next_text(&site, EVENT_AP_LOG));
	end(&site);
}

static void the_password_gets_into_no_event(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	access_points_follow(site.recording.run);
	add(&site, "hostapd: FT: Invalid MDIE (correct horse)\n");
	assert_string_equal(next_text(&site, EVENT_AP_LOG),
			    "FT: Invalid MDIE ([secret])");
	end(&site);
}

static void a_lab_does_not_look_at_it(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	site.recording.station.environment.lab = (char[]){ "uml" };
	access_points_follow(site.recording.run);
	assert_null(site.recording.run->logs);
	assert_string_equal(next_text(&site, EVENT_NOTE),
			    "The lab has the logs of its access points: the files that "
			    "the scenario names are not looked at");
	end(&site);
}

static void without_a_log_there_is_nothing_to_say(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	site.hall.log = NULL;
	access_points_follow(site.recording.run);
	assert_null(site.recording.run->logs);
	assert_null(next_text(&site, EVENT_NOTE));
	end(&site);
}

static void a_run_goes_on_without_a_log_that_cannot_be_followed(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	site.hall.log = (char[]){ "/nowhere/at/all.log" };
	access_points_follow(site.recording.run);
	assert_string_equal(next_text(&site, EVENT_NOTE),
			    "without the access points' logs: cannot follow "
			    "/nowhere/at/all.log: No such file or directory");
	end(&site);
}

static void a_run_follows_from_its_start(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct site site;

	(void)state;
	begin(&site);
	/* It finds no supplicant, and ends at once. */
	assert_true(run_execute(site.recording.run, &error) < 0);
	assert_non_null(site.recording.run->logs);
	end(&site);
}

static void a_log_that_stays_silent_is_told_of(void **state)
{
	char wanted[100];
	struct site site;

	(void)state;
	begin(&site);
	access_points_follow(site.recording.run);
	access_points_tell_silent(site.recording.run);
	snprintf(wanted, sizeof(wanted), "nothing came to hall's log in this run: %s",
		 site.path);
	assert_string_equal(next_text(&site, EVENT_NOTE), wanted);
	add(&site, "anything\n");
	/* Also what the loop has not been told of yet. */
	access_points_catch_up(site.recording.run);
	access_points_tell_silent(site.recording.run);
	assert_null(next_text(&site, EVENT_NOTE));
	end(&site);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_of_the_file_is_an_event_at_its_arrival),
		cmocka_unit_test(the_password_gets_into_no_event),
		cmocka_unit_test(a_lab_does_not_look_at_it),
		cmocka_unit_test(without_a_log_there_is_nothing_to_say),
		cmocka_unit_test(a_run_goes_on_without_a_log_that_cannot_be_followed),
		cmocka_unit_test(a_run_follows_from_its_start),
		cmocka_unit_test(a_log_that_stays_silent_is_told_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

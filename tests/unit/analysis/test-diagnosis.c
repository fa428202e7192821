/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "../cmocka-all.h"
#include "analysis/diagnosis.h"
#include "key-lines.h"
#include "story.h"

#define WHY "what was seen"

static struct diagnosis made(const struct situation *s)
{
	struct diagnosis diagnosis;

	diagnosis_make(&s->c, WHY, &diagnosis);
	assert_true(diagnosis.present);
	assert_string_equal(diagnosis.evidence[0], WHY);
	return diagnosis;
}
#define cleanup_diagnosis_ __attribute__((cleanup(diagnosis_clear)))

static void assert_evidence(const struct diagnosis *d, const char *const *expected)
{
	size_t count = 0;

	for (; expected[count]; count++)
		assert_string_equal(count + 1 < d->evidence_count ? d->evidence[count + 1]
								  : "nothing",
				    expected[count]);
	assert_int_equal(d->evidence_count, count + 1);
}

static void the_first_candidate_that_is_proven_is_the_cause(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();
	cleanup_diagnosis_ struct diagnosis d = { 0 };

	(void)state;
	situation_conf(s, HALL, HALL_CONF);
	situation_conf(s, STAIRS,
		       "r0kh=" HALL_BSSID " hall key-2:64\n"
		       "r1kh=" HALL_BSSID " " HALL_BSSID " key-1:64\n");
	say_undecipherable(s);
	d = made(s);
	assert_int_equal(d.cause, CAUSE_R0KH_KEY);
	assert_int_equal(d.candidates[0], CAUSE_R0KH_UNREACHABLE);
	assert_null(d.decide);
	assert_string_equal(d.remedy.access_point, "stairs");
	assert_evidence(
		&d, (const char *const[]){
			    "the log of hall at 10.006000s: \"" UNDECIPHERABLE "\"",
			    "hostapd.conf of stairs: r0kh=" HALL_BSSID " hall key-2:64",
			    "the station's keys are those of its full "
			    "authentication with hall at 5.000000s",
			    NULL });
}

static void an_identifier_that_is_text_can_be_read(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	cleanup_diagnosis_ struct diagnosis d = { 0 };

	(void)state;
	situation_refused(s, ASKED_AUTHENTICATION, 53);
	situation_conf(s, STAIRS, "nas_identifier=stairs\n");
	situation_log(s, STAIRS, R0KH_HALL);
	d = made(s);
	assert_int_equal(d.cause, CAUSE_R0KH_MISSING);
	assert_string_equal(d.evidence[1],
			    "the log of stairs at 10.002000s: \"" R0KH_HALL "\" (hall)");
}

static void one_that_is_not_stays_as_it_is(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();
	cleanup_diagnosis_ struct diagnosis d = { 0 };

	(void)state;
	situation_log(s, HALL, R1KH_STAIRS);
	d = made(s);
	assert_int_equal(d.cause, CAUSE_R1KH_MISSING);
	assert_string_equal(d.evidence[1],
			    "the log of hall at 10.002000s: \"" R1KH_STAIRS "\"");
}

static void where_nothing_decides_it_says_what_would(void **state)
{
	cleanup_situation_ struct situation *pull = begin_key_step();
	cleanup_situation_ struct situation *key = situation_begin("ft-sae", "air");
	cleanup_situation_ struct situation *other = situation_of_association("ft-sae");
	cleanup_situation_ struct situation *none = situation_begin("ft-sae", "air");
	cleanup_diagnosis_ struct diagnosis of_pull = made(pull);
	cleanup_diagnosis_ struct diagnosis of_key = { 0 };
	cleanup_diagnosis_ struct diagnosis of_other = { 0 };
	cleanup_diagnosis_ struct diagnosis of_none = { 0 };

	(void)state;
	situation_refused(key, ASKED_AUTHENTICATION, 53);
	of_key = made(key);
	situation_refused(other, ASKED_AUTHENTICATION, 17);
	of_other = made(other);
	none->symptom.kind = SYMPTOM_NOT_BROUGHT;
	of_none = made(none);
	assert_int_equal(of_pull.cause, CAUSE_MAX);
	assert_null(of_pull.remedy.text);
	assert_non_null(strstr(of_pull.decide, "on hall: tcpdump"));
	assert_int_equal(of_key.cause, CAUSE_MAX);
	assert_non_null(strstr(of_key.decide, "on stairs: tcpdump"));
	assert_int_equal(of_other.cause, CAUSE_MAX);
	assert_string_equal(of_other.decide, "on stairs: hostapd_cli log_level DEBUG && "
					     "logread -f -e FT, then roam again");
	assert_int_equal(of_none.candidate_count, 0);
	assert_null(of_none.decide);
	assert_evidence(&of_none, (const char *const[]){ NULL });
}

static void and_what_a_log_tells_without_deciding(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();
	cleanup_diagnosis_ struct diagnosis d = { 0 };

	(void)state;
	say_undecipherable(s);
	d = made(s);
	assert_int_equal(d.cause, CAUSE_MAX);
	assert_evidence(&d, (const char *const[]){ "the log of hall at 10.004000s: "
						   "\"" UNDECIPHERABLE "\"",
						   NULL });
}

static void whose_keys_nobody_knows_is_asked_of_the_target(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();
	cleanup_diagnosis_ struct diagnosis d = { 0 };

	(void)state;
	s->c.keys.known = false;
	d = made(s);
	assert_int_equal(d.cause, CAUSE_MAX);
	assert_non_null(strstr(d.decide, "on stairs: hostapd_cli"));
}

static void a_status_that_names_its_cause_is_certain(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	cleanup_diagnosis_ struct diagnosis d = { 0 };

	(void)state;
	situation_refused(s, ASKED_REASSOCIATION, 42);
	d = made(s);
	assert_int_equal(d.cause, CAUSE_CIPHER);
	assert_evidence(&d, (const char *const[]){ NULL });
}

static void so_is_a_station_that_was_put_off(void **state)
{
	cleanup_situation_ struct situation *s = situation_of_association("ft-sae");
	cleanup_diagnosis_ struct diagnosis d = { 0 };

	(void)state;
	s->symptom.kind = SYMPTOM_PUT_OFF;
	d = made(s);
	assert_int_equal(d.cause, CAUSE_ASSOCIATION_HELD);
}

static void one_candidate_alone_is_not(void **state)
{
	cleanup_situation_ struct situation *status = situation_begin("ft-sae", "air");
	cleanup_situation_ struct situation *broken = situation_begin("ft-sae", "air");
	cleanup_diagnosis_ struct diagnosis of_status = { 0 };
	cleanup_diagnosis_ struct diagnosis of_broken = { 0 };

	(void)state;
	situation_refused(status, ASKED_REASSOCIATION, 55);
	status->target.elements.rsn_capabilities = RSN_MFP_CAPABLE;
	of_status = made(status);
	assert_int_equal(of_status.candidate_count, 1);
	assert_int_equal(of_status.cause, CAUSE_MAX);
	broken->symptom.kind = SYMPTOM_DISCONNECTED;
	of_broken = made(broken);
	assert_int_equal(of_broken.candidate_count, 1);
	assert_int_equal(of_broken.cause, CAUSE_MAX);
}

static void what_a_log_says_counts_before_beacons_that_differ(void **state)
{
	static const char line[] = "Station " STATION " not allowed to authenticate";
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	cleanup_diagnosis_ struct diagnosis before = { 0 }, after = { 0 };

	(void)state;
	situation_refused(s, ASKED_AUTHENTICATION, 1);
	s->target.elements.rsn_capabilities = 0;
	before = made(s);
	assert_int_equal(before.cause, CAUSE_PMF);
	assert_evidence(&before,
			(const char *const[]){ "stairs advertises management frame "
					       "protection as off, hall as required",
					       NULL });
	situation_log(s, STAIRS, line);
	after = made(s);
	assert_int_equal(after.cause, CAUSE_ACCESS_LIST);
	assert_int_equal(after.candidates[0], CAUSE_PMF);
}

static void but_not_before_mobility_domains(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	cleanup_diagnosis_ struct diagnosis d = { 0 };

	(void)state;
	situation_refused(s, ASKED_AUTHENTICATION, 53);
	s->target.elements.mobility_domain = 0xb2b2;
	situation_conf(s, STAIRS, "nas_identifier=stairs\n");
	situation_log(s, STAIRS, R0KH_HALL);
	d = made(s);
	assert_int_equal(d.cause, CAUSE_MOBILITY_DOMAIN);
}

static void ciphers_are_told_where_they_differ(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	cleanup_diagnosis_ struct diagnosis d = { 0 };

	(void)state;
	s->symptom.kind = SYMPTOM_ACROSS_CIPHERS;
	s->target.elements.pairwise_ciphers[0] = CIPHER_GCMP;
	d = made(s);
	assert_int_equal(d.cause, CAUSE_CIPHER);
	assert_evidence(&d, (const char *const[]){
				    "stairs advertises GCMP-128 (group CCMP-128), hall "
				    "CCMP-128 (group CCMP-128)",
				    NULL });
}

static void silence_is_told_with_whose_it_is(void **state)
{
	static const struct {
		const char *via;
		size_t access_point[3];
		const char *lines[3];
		enum cause cause;
		const char *silence;
	} ways[] = {
		{ "air",
		  { STAIRS },
		  { PULL_TO(HALL_BSSID) },
		  CAUSE_R0KH_UNREACHABLE,
		  "the log of hall says nothing of a pull of PMK-R1 by stairs" },
		{ "air",
		  { STAIRS, HALL, HALL },
		  { PULL_TO(HALL_BSSID), FROM_STAIRS, RESPONDED },
		  CAUSE_R0KH_UNREACHABLE,
		  "the log of stairs says nothing of an answer by hall, which has heard "
		  "the pull" },
		{ "air",
		  { STAIRS },
		  { PULL_TO("02:00:00:00:77:00") },
		  CAUSE_R0KH_MAC,
		  "the log of hall says nothing of a pull of PMK-R1 by stairs" },
		{ "ds",
		  { HALL },
		  { "FT: RRB send to " STAIRS_BSSID },
		  CAUSE_RELAY_BLOCKED,
		  "the log of stairs says nothing of what hall handed to the wire" },
		{ "ds",
		  { HALL, STAIRS, STAIRS },
		  { "FT: RRB send to " STAIRS_BSSID,
		    "FT: RRB received frame from remote AP " HALL_BSSID,
		    "FT: RRB send to " HALL_BSSID },
		  CAUSE_RELAY_BLOCKED,
		  "the log of hall says nothing of what stairs handed to the wire" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		cleanup_situation_ struct situation *s =
			situation_begin("ft-sae", ways[i].via);
		cleanup_diagnosis_ struct diagnosis d = { 0 };

		if (strcmp(ways[i].via, "ds") == 0)
			situation_silent_exchange(s);
		else
			situation_silent(s);
		situation_log(s, HALL, FT_AUTHENTICATION);
		situation_log(s, STAIRS, FT_AUTHENTICATION);
		for (size_t j = 0; j < 3 && ways[i].lines[j]; j++)
			situation_log(s, ways[i].access_point[j], ways[i].lines[j]);
		d = made(s);
		assert_int_equal(d.cause, ways[i].cause);
		assert_string_equal(d.evidence[2], ways[i].silence);
	}
}

static void nobody_s_silence_is_told_where_its_log_is_not_at_hand(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();
	cleanup_diagnosis_ struct diagnosis d = { 0 };

	(void)state;
	situation_log(s, STAIRS, PULL_TO("02:00:00:00:77:00"));
	d = made(s);
	assert_int_equal(d.cause, CAUSE_R0KH_MAC);
	assert_evidence(
		&d, (const char *const[]){ "the log of stairs at 10.002000s: \"" PULL_TO(
						   "02:00:00:00:77:00") "\"",
					   "the station's keys are those of its full "
					   "authentication with hall at 5.000000s",
					   NULL });
}

static void a_restart_is_told_where_it_was_since_the_keys(void **state)
{
	static const uint64_t times[] = { KEYS_SINCE_NS + NS_PER_S,
					  KEYS_SINCE_NS - NS_PER_S };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
		cleanup_diagnosis_ struct diagnosis d = { 0 };

		situation_refused(s, ASKED_AUTHENTICATION, 53);
		s->facts.access_points[HALL].restarted = true;
		s->facts.access_points[HALL].restarted_ns = times[i];
		/* The full authentication into which it fell back. */
		s->facts.keys.known = true;
		s->facts.keys.since_ns = SITUATION_START_NS + NS_PER_S;
		situation_log(s, HALL, FROM_STAIRS);
		situation_log(s, HALL, R0_UNKNOWN);
		d = made(s);
		assert_int_equal(d.cause, CAUSE_R0KH_RESTARTED);
		assert_int_equal(d.evidence_count, i == 0 ? 4 : 3);
		if (i == 0)
			assert_string_equal(d.evidence[2],
					    "hall was on the air anew at 6.000000s");
		assert_string_equal(d.evidence[d.evidence_count - 1],
				    "the station's keys are those of its full "
				    "authentication with hall at 5.000000s");
	}
}

static void try_ft(struct situation *s, bool unacknowledged)
{
	struct event event = { .kind = EVENT_FRAME };

	event.frame.sent = true;
	event.frame.unacknowledged = unacknowledged;
	event.frame.frame = story_auth(AUTH_FT, 1, -1);
	memcpy(event.frame.frame.from, story_station, MAC_LENGTH);
	memcpy(event.frame.frame.to, story_stairs, MAC_LENGTH);
	situation_event(s, &event);
}

static void a_roam_that_is_well_has_none(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();
	struct diagnosis d;

	(void)state;
	situation_log(s, STAIRS, WILDCARD);
	situation_log(s, HALL, FROM_STAIRS);
	situation_log(s, STAIRS, FROM_HALL);
	try_ft(s, false);
	try_ft(s, true); /* the air, and not the target, made it repeat */
	diagnosis_make(&s->c, NULL, &d);
	assert_false(d.present);
	assert_int_equal(d.cause, CAUSE_MAX);
}

static void but_one_whose_target_had_to_look_for_the_r0kh(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();
	cleanup_diagnosis_ struct diagnosis d = { 0 };

	(void)state;
	try_ft(s, false);
	try_ft(s, false);
	diagnosis_make(&s->c, NULL, &d);
	assert_false(d.present); /* nobody says why */
	situation_log(s, STAIRS, WILDCARD);
	situation_log(s, HALL, FROM_STAIRS);
	situation_log(s, STAIRS, FROM_HALL);
	diagnosis_make(&s->c, NULL, &d);
	assert_true(d.present);
	assert_int_equal(d.cause, CAUSE_WILDCARD_DISCOVERY);
	assert_int_equal(d.candidate_count, 1);
	assert_string_equal(
		d.evidence[0],
		"stairs answered the FT authentication only when it was repeated");
}

static void a_pull_was_in_vain_where_nothing_else_is_known(void **state)
{
	cleanup_situation_ struct situation *silent = begin_key_step();
	cleanup_situation_ struct situation *relay = situation_begin("ft-sae", "ds");
	cleanup_diagnosis_ struct diagnosis of_silent = made(silent);
	cleanup_diagnosis_ struct diagnosis of_relay = { 0 };
	struct diagnosis none = { .cause = CAUSE_MAX };
	struct symptom fell_back = silent->symptom;

	(void)state;
	assert_true(diagnosis_tells_vain_pull(&silent->symptom, &of_silent));
	fell_back.kind = SYMPTOM_FELL_BACK;
	assert_false(diagnosis_tells_vain_pull(&fell_back, &of_silent));
	fell_back.before = SYMPTOM_SILENT;
	assert_true(diagnosis_tells_vain_pull(&fell_back, &of_silent));
	fell_back.tried_ft = false;
	assert_false(diagnosis_tells_vain_pull(&fell_back, &of_silent));
	assert_false(diagnosis_tells_vain_pull(&silent->symptom, &none));
	situation_silent_exchange(relay);
	relay->from.elements.ft_capability = 0;
	of_relay = made(relay);
	assert_int_equal(of_relay.cause, CAUSE_OVER_DS_OFF);
	assert_false(diagnosis_tells_vain_pull(&relay->symptom, &of_relay));
}

static void none_was_where_nobody_heard_the_station(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	cleanup_diagnosis_ struct diagnosis d = { 0 };

	(void)state;
	situation_silent(s);
	s->symptom.unacknowledged = s->symptom.sent;
	d = made(s);
	assert_int_equal(d.cause, CAUSE_MAX);
	assert_false(diagnosis_tells_vain_pull(&s->symptom, &d));
}

static void a_late_no_is_one_too(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");
	cleanup_diagnosis_ struct diagnosis d = { 0 };

	(void)state;
	situation_refused(s, ASKED_FT_REQUEST, 53);
	s->symptom.late = true;
	s->symptom.after_ns = 4 * NS_PER_S;
	d = made(s);
	assert_true(diagnosis_tells_vain_pull(&s->symptom, &d));
	s->symptom.late = false;
	assert_false(diagnosis_tells_vain_pull(&s->symptom, &d));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_candidate_that_is_proven_is_the_cause),
		cmocka_unit_test(an_identifier_that_is_text_can_be_read),
		cmocka_unit_test(one_that_is_not_stays_as_it_is),
		cmocka_unit_test(where_nothing_decides_it_says_what_would),
		cmocka_unit_test(and_what_a_log_tells_without_deciding),
		cmocka_unit_test(whose_keys_nobody_knows_is_asked_of_the_target),
		cmocka_unit_test(a_status_that_names_its_cause_is_certain),
		cmocka_unit_test(so_is_a_station_that_was_put_off),
		cmocka_unit_test(one_candidate_alone_is_not),
		cmocka_unit_test(what_a_log_says_counts_before_beacons_that_differ),
		cmocka_unit_test(but_not_before_mobility_domains),
		cmocka_unit_test(ciphers_are_told_where_they_differ),
		cmocka_unit_test(silence_is_told_with_whose_it_is),
		cmocka_unit_test(nobody_s_silence_is_told_where_its_log_is_not_at_hand),
		cmocka_unit_test(a_restart_is_told_where_it_was_since_the_keys),
		cmocka_unit_test(a_roam_that_is_well_has_none),
		cmocka_unit_test(but_one_whose_target_had_to_look_for_the_r0kh),
		cmocka_unit_test(a_pull_was_in_vain_where_nothing_else_is_known),
		cmocka_unit_test(none_was_where_nobody_heard_the_station),
		cmocka_unit_test(a_late_no_is_one_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

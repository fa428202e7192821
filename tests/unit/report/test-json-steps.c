/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/json-steps.h"

#include "../cmocka-all.h"
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "report/report.h"
#include "story.h"

/* What results.json says of the timeline: phases, what followed them, what was
 * negotiated, keys, sources. */

#define STEPS                                                        \
	"steps: [ associate: hall, roam: { to: stairs, via: air }, " \
	"roam: { to: hall, via: air } ]\n"

static void ft_roam(struct story *story)
{
	struct frame response = story_ft_frame(FRAME_REASSOCIATION_RESPONSE, 0);

	response.has_reassociation_deadline = response.has_key_lifetime = true;
	response.reassociation_deadline_tu = 1000;
	response.key_lifetime_s = UINT32_MAX;
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_wait(story, 100);
	story_sent(story, story_stairs, story_auth(AUTH_FT, 1, -1));
	story_wait(story, 100);
	story_received(story, story_stairs, story_auth(AUTH_FT, 2, 0));
	story_ft_keys(story, story_stairs, FT_CHECK_PMKR0_NAME, true);
	story_sent(story, story_stairs, story_ft_frame(FRAME_REASSOCIATION_REQUEST, -1));
	story_wait(story, 100);
	story_received(story, story_stairs, response);
	story_ft_keys(story, story_stairs, FT_CHECK_MIC_AP, false);
	story_wait(story, 100);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_wait(story, 100);
	story_link(story, true);
	story_wait(story, 100);
	story_authorized(story, story_stairs);
	story_settled(story, true);
}

static struct results *make(void)
{
	struct story *story = story_begin("ft-psk", STEPS);
	struct results *results;

	story_source(story, SOURCE_CAPTURE, SOURCE_USED, NULL, 256);
	story_source(story, SOURCE_TRACEFS, SOURCE_UNAVAILABLE, "no tracefs", 0);
	story_source(story, SOURCE_NL80211, SOURCE_LOST, "overrun", 0);
	story_arrives(story, 0);
	ft_roam(story);
	story_full(story, 2, story_hall);
	results = story_results(story);
	story_end(story);
	return results;
}

static const char *const new_keys[] = {
	"negotiated", "key_checks",   "aftermath",   "exchange",
	"sources",    "phase_tables", "by_exchange", "began_anew",
};

static void reading_and_writing_changes_no_byte_of_the_timeline(void **state)
{
	cleanup_text_ struct text first = { 0 }, second = { 0 };
	cleanup_error_ struct error error = { 0 };
	struct results *results = make(), *again = NULL;

	(void)state;
	report_json(results, &first);
	for (size_t i = 0; i < ARRAY_SIZE(new_keys); i++) {
		cleanup_free_ char *key = memory_printf("\"%s\"", new_keys[i]);

		if (!strstr(first.data, key))
			fail_msg("no %s", key);
	}
	if (report_parse_json(first.data, first.length, &again, &error) < 0)
		fail_msg("%s", error.reason);
	report_json(again, &second);
	assert_string_equal(first.data, second.data);
	results_free(results);
	results_free(again);
}

static void assert_written(const char *passage)
{
	cleanup_text_ struct text json = { 0 };
	struct results *results = make();

	report_json(results, &json);
	if (!strstr(json.data, passage))
		fail_msg("not there: %s\n%s", passage, json.data);
	results_free(results);
}

static void what_was_negotiated_is_written_in_the_field_s_own_form(void **state)
{
	(void)state;
	assert_written("\"negotiated\": {\n"
		       "        \"akm\": \"FT-SAE\",\n"
		       "        \"pairwise_cipher\": \"CCMP-128\",\n"
		       "        \"group_cipher\": \"CCMP-128\",\n"
		       "        \"group_management_cipher\": \"BIP-CMAC-128\",\n"
		       "        \"pmf\": true,\n"
		       "        \"rsnxe\": null,\n"
		       "        \"mobility_domain\": \"a1b2\",\n"
		       "        \"over_ds\": true,\n"
		       "        \"r0kh_id\": \"68616c6c2e726f616d74657374\",\n"
		       "        \"r1kh_id\": \"020000000200\",\n"
		       "        \"pmkr0_name\": \"10101010101010101010101010101010\",\n"
		       "        \"pmkr1_name\": \"11111111111111111111111111111111\",\n"
		       "        \"reassociation_deadline_tu\": 1000,\n"
		       "        \"key_lifetime_s\": 4294967295,\n");
	assert_written("            \"check\": \"mic-ap\",\n"
		       "            \"matches\": false,\n"
		       "            \"expected\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\n"
		       "            \"found\": \"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"\n");
}

static void what_no_frame_said_is_null(void **state)
{
	(void)state;
	/* Of the association, whose frames only nl80211 told of. */
	assert_written("        \"akm\": null,\n"
		       "        \"pairwise_cipher\": null,\n"
		       "        \"group_cipher\": null,\n"
		       "        \"group_management_cipher\": null,\n"
		       "        \"pmf\": null,\n"
		       "        \"rsnxe\": null,\n"
		       "        \"mobility_domain\": \"a1b2\",\n");
}

static void a_roam_says_whether_its_station_was_associated_anew(void **state)
{
	cleanup_text_ struct text json = { 0 };
	cleanup_error_ struct error error = { 0 };
	struct results *results = make(), *again = NULL;

	(void)state;
	assert_written("\"began_anew\": false");
	results->roams[1].began_anew = true;
	report_json(results, &json);
	assert_int_equal(report_parse_json(json.data, json.length, &again, &error), 0);
	assert_false(again->roams[0].began_anew);
	assert_true(again->roams[1].began_anew);
	results_free(results);
	results_free(again);
}

static void an_association_has_its_aftermath(void **state)
{
	cleanup_text_ struct text json = { 0 };
	cleanup_error_ struct error error = { 0 };
	struct results *results = make(), *again = NULL;
	struct association *association = &results->associations[0];
	struct aftermath *after =
		array_add(association->aftermath, association->aftermath_count,
			  association->aftermath_capacity);

	(void)state;
	after->name = memory_strdup("carrier");
	after->source = memory_strdup("rtnetlink");
	after->at_ns = 77;
	after->after_ns = 7;
	report_json(results, &json);
	assert_int_equal(report_parse_json(json.data, json.length, &again, &error), 0);
	assert_int_equal(again->associations[0].aftermath_count, 1);
	after = &again->associations[0].aftermath[0];
	assert_string_equal(after->name, "carrier");
	assert_string_equal(after->source, "rtnetlink");
	assert_int_equal(after->at_ns, 77);
	assert_int_equal(after->after_ns, 7);
	results_free(results);
	results_free(again);
}

static void part_add(struct gap_part **parts, size_t *count, size_t *capacity,
		     const char *name, uint64_t ns)
{
	struct gap_part *part = array_add(*parts, *count, *capacity);

	part->name = memory_strdup(name);
	part->ns = ns;
}

/* A gap of the second roam: the longer silence is that up, or the one down. */
static struct results *with_gap(bool up)
{
	struct results *results = make();
	struct roam *roam = &results->roams[1];
	struct gap *gap = array_add(roam->gaps, roam->gap_count, roam->gap_capacity);

	gap->stream = memory_strdup("voice");
	gap->up_ns = up ? 50 : 20;
	gap->down_ns = 40;
	part_add(&gap->up_parts, &gap->up_part_count, &gap->up_part_capacity, "radio",
		 gap->up_ns);
	part_add(&gap->down_parts, &gap->down_part_count, &gap->down_part_capacity,
		 "forwarding", 40);
	return results;
}

#define ONE_PART(key, name, ns)                   \
	"          \"" key "\": [\n"              \
	"            {\n"                         \
	"              \"name\": \"" name "\",\n" \
	"              \"ns\": " ns "\n"          \
	"            }\n"                         \
	"          ]"

static void both_directions_of_a_gap_have_parts_and_parts_are_the_longer_s(void **state)
{
	static const char *const longer[] = { ONE_PART("parts", "forwarding", "40"),
					      ONE_PART("parts", "radio", "50") };
	static const char *const ups[] = { ONE_PART("up_parts", "radio", "20"),
					   ONE_PART("up_parts", "radio", "50") };

	(void)state;
	for (int up = 0; up <= 1; up++) {
		cleanup_text_ struct text json = { 0 }, second = { 0 };
		cleanup_error_ struct error error = { 0 };
		struct results *results = with_gap(up), *again = NULL;

		report_json(results, &json);
		assert_non_null(strstr(json.data, longer[up]));
		assert_non_null(strstr(json.data, ups[up]));
		assert_non_null(
			strstr(json.data, ONE_PART("down_parts", "forwarding", "40")));
		assert_int_equal(
			report_parse_json(json.data, json.length, &again, &error), 0);
		report_json(again, &second);
		assert_string_equal(json.data, second.data);
		results_free(results);
		results_free(again);
	}
}

static void sources_are_written_with_state_and_reason(void **state)
{
	(void)state;
	assert_written("      \"name\": \"tracefs\",\n"
		       "      \"title\": \"tracefs\",\n"
		       "      \"state\": \"unavailable\",\n"
		       "      \"reason\": \"no tracefs\",\n"
		       "      \"clock_error_ns\": 0\n");
	assert_written("\"state\": \"lost\",\n      \"reason\": \"overrun\"");
}

/* Replaces a passage; everywhere: each of them, which must be there. */
static void replace(const struct text *json, const char *passage, const char *other,
		    bool everywhere, struct text *out)
{
	const char *from = json->data, *found = strstr(from, passage);

	if (!found)
		fail_msg("not there: %s", passage);
	while (found) {
		text_add_bytes(out, from, (size_t)(found - from));
		text_add(out, other);
		from = found + strlen(passage);
		found = everywhere ? strstr(from, passage) : NULL;
	}
	text_add(out, from);
}

static void results_from_before_the_timeline_are_read(void **state)
{
	cleanup_text_ struct text json = { 0 }, again = { 0 };
	cleanup_error_ struct error error = { 0 };
	struct results *results = make(), *old = NULL;

	(void)state;
	report_json(results, &json);
	results_free(results);
	for (size_t i = 0; i < ARRAY_SIZE(new_keys); i++) {
		cleanup_free_ char *key = memory_printf("\"%s\": ", new_keys[i]);
		cleanup_free_ char *other = memory_printf("\"no-%s\": ", new_keys[i]);
		struct text without = { 0 };

		replace(&json, key, other, true, &without);
		text_clear(&json);
		json = without;
	}
	if (report_parse_json(json.data, json.length, &old, &error) < 0)
		fail_msg("%s", error.reason);
	assert_int_equal(old->roam_count, 2);
	assert_string_equal(old->roams[0].exchange, "ft-air");
	assert_string_equal(old->roams[1].exchange, "full");
	assert_string_equal(old->associations[0].exchange, "full");
	assert_false(old->roams[0].negotiated.has_security);
	assert_int_equal(old->roams[0].aftermath_count, 0);
	assert_int_equal(old->phase_table_count, 0);
	assert_false(old->sources[SOURCE_CAPTURE].known);
	report_json(old, &again);
	assert_non_null(strstr(again.data, "\"phase_tables\": []"));
	results_free(old);
}

/* They have only the longer direction's. */
static void parts_of_results_from_before_both_directions_had_some_are_read(void **state)
{
	(void)state;
	for (int up = 0; up <= 1; up++) {
		cleanup_text_ struct text json = { 0 }, fewer = { 0 }, old = { 0 };
		cleanup_error_ struct error error = { 0 };
		struct results *results = with_gap(up), *again = NULL;
		const struct gap *gap;

		report_json(results, &json);
		results_free(results);
		replace(&json, "\"up_parts\": ", "\"no-up_parts\": ", true, &fewer);
		replace(&fewer, "\"down_parts\": ", "\"no-down_parts\": ", true, &old);
		assert_int_equal(report_parse_json(old.data, old.length, &again, &error),
				 0);
		gap = &again->roams[1].gaps[0];
		assert_int_equal(gap->up_part_count, up);
		assert_int_equal(gap->down_part_count, !up);
		assert_string_equal(up ? gap->up_parts[0].name : gap->down_parts[0].name,
				    up ? "radio" : "forwarding");
		results_free(again);
	}
}

static void assert_refused(const char *passage, const char *other, const char *reason)
{
	cleanup_text_ struct text json = { 0 }, changed = { 0 };
	cleanup_error_ struct error error = { 0 };
	struct results *results = make(), *again = NULL;

	report_json(results, &json);
	results_free(results);
	replace(&json, passage, other, false, &changed);
	assert_int_equal(report_parse_json(changed.data, changed.length, &again, &error),
			 -EBADMSG);
	assert_null(again);
	assert_string_equal(error.reason, reason);
}

static void a_mistake_in_the_timeline_is_told_with_its_place(void **state)
{
	(void)state;
	assert_refused("\"akm\": \"FT-SAE\"", "\"akm\": \"ft-sae\"",
		       "roams[0].negotiated.akm is not the name of a suite");
	assert_refused("\"r1kh_id\": \"020000000200\"", "\"r1kh_id\": \"02000000020000\"",
		       "roams[0].negotiated.r1kh_id is not octets in hexadecimal");
	assert_refused("\"r1kh_id\": \"020000000200\"", "\"r1kh_id\": \"0200\"",
		       "roams[0].negotiated.r1kh_id is not of its length");
	assert_refused("\"mobility_domain\": \"a1b2\"", "\"mobility_domain\": \"a1\"",
		       "associations[0].negotiated.mobility_domain is not of its length");
	assert_refused("\"over_ds\": true", "\"over_ds\": 1",
		       "roams[0].negotiated.over_ds is not true or false");
	assert_refused("\"pmf\": true", "\"pmf\": \"yes\"",
		       "roams[0].negotiated.pmf is not true or false");
	assert_refused("\"check\": \"mic-ap\"", "\"check\": \"mac-ap\"",
		       "roams[0].negotiated.key_checks[1].check is not a word that is "
		       "known here");
	assert_refused("\"found\": \"bb", "\"found\": \"",
		       "roams[0].negotiated.key_checks[1].found is not as long as what "
		       "was expected");
	assert_refused("\"name\": \"carrier\"", "\"name\": 5",
		       "roams[0].aftermath[0].name is not a string");
	assert_refused("\"state\": \"lost\"", "\"state\": \"found\"",
		       "sources[1].state is not a word that is known here");
	assert_refused("\"by_exchange\": {", "\"by_exchange\": 5, \"x\": {",
		       "metrics.by_exchange is not an object");
	assert_refused("\"exchange\": \"ft-air\"", "\"exchange\": 5",
		       "roams[0].exchange is not a string or null");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reading_and_writing_changes_no_byte_of_the_timeline),
		cmocka_unit_test(what_was_negotiated_is_written_in_the_field_s_own_form),
		cmocka_unit_test(what_no_frame_said_is_null),
		cmocka_unit_test(a_roam_says_whether_its_station_was_associated_anew),
		cmocka_unit_test(an_association_has_its_aftermath),
		cmocka_unit_test(
			both_directions_of_a_gap_have_parts_and_parts_are_the_longer_s),
		cmocka_unit_test(
			parts_of_results_from_before_both_directions_had_some_are_read),
		cmocka_unit_test(sources_are_written_with_state_and_reason),
		cmocka_unit_test(results_from_before_the_timeline_are_read),
		cmocka_unit_test(a_mistake_in_the_timeline_is_told_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"
#include "base/memory.h"
#include "situation.h"
#include "story.h"

/* What a site tells, event by event. */
struct site {
	struct situation *situation; /* for its scenario */
	struct site_facts facts;
	uint64_t now_ns;
};

static const uint8_t hall[] = { 2, 0, 0, 0, 1, 0 }, stairs[] = { 2, 0, 0, 0, 2, 0 },
		     elsewhere[] = { 2, 0, 0, 0, 9, 0 },
		     station[] = { 2, 0, 0, 0, 0xff, 0 },
		     another[] = { 2, 0, 0, 0, 0xee, 0 };

static struct site begin(void)
{
	struct site site = { .situation = situation_begin("ft-sae", "air") };

	site_facts_init(&site.facts, site.situation->scenario);
	return site;
}

static void end(struct site *site)
{
	site_facts_clear(&site->facts);
	situation_end(&site->situation);
}
#define cleanup_site_ __attribute__((cleanup(end)))

static void take(struct site *site, struct event *event)
{
	site->now_ns += 1000;
	event->time_ns = site->now_ns;
	site_facts_take(&site->facts, event);
}

static void conf(struct site *site, size_t access_point, const char *text)
{
	struct event event = { .kind = EVENT_AP_CONF };

	event.ap_conf.access_point = access_point;
	event.ap_conf.text = (char *)(uintptr_t)text;
	take(site, &event);
}

static void say(struct site *site, size_t access_point, const char *line)
{
	struct event event = { .kind = EVENT_AP_LOG };

	event.ap_log.access_point = access_point;
	event.ap_log.text = (char *)(uintptr_t)line;
	take(site, &event);
}

static void transmit(struct site *site, const uint8_t *from, const uint8_t *to,
		     struct frame frame)
{
	struct event event = { .kind = EVENT_FRAME, .frame.sent = true };

	event.frame.frame = frame;
	memcpy(event.frame.frame.from, from, MAC_LENGTH);
	memcpy(event.frame.frame.to, to, MAC_LENGTH);
	take(site, &event);
}

static void receive(struct site *site, const uint8_t *from, const uint8_t *to,
		    struct frame frame)
{
	struct event event = { .kind = EVENT_FRAME };

	event.frame.frame = frame;
	memcpy(event.frame.frame.from, from, MAC_LENGTH);
	memcpy(event.frame.frame.to, to, MAC_LENGTH);
	take(site, &event);
}

static void hand_on(struct site *site, const uint8_t *from, struct frame frame)
{
	struct event event = { .kind = EVENT_KERNEL, .kernel.what = KERNEL_AUTHENTICATE };

	event.kernel.frame = frame;
	memcpy(event.kernel.frame.from, from, MAC_LENGTH);
	memcpy(event.kernel.frame.to, station, MAC_LENGTH);
	take(site, &event);
}

static void tell(struct site *site, enum supplicant_event what, const uint8_t *bssid)
{
	struct event event = { .kind = EVENT_SUPPLICANT, .supplicant.what = what };

	memcpy(event.supplicant.bssid, bssid, MAC_LENGTH);
	take(site, &event);
}

static void arrive(struct site *site, const uint8_t *bssid, unsigned algorithm)
{
	hand_on(site, bssid, story_auth(algorithm, algorithm == AUTH_OPEN ? 2 : 1, 0));
	tell(site, SUPPLICANT_CONNECTED, bssid);
}

static void the_r0kh_is_the_access_point_of_the_last_full_authentication(void **state)
{
	cleanup_site_ struct site site = begin();
	const struct station_keys *keys = &site.facts.keys;

	(void)state;
	assert_false(keys->known);
	arrive(&site, hall, AUTH_SAE);
	assert_true(keys->known);
	assert_int_equal(keys->r0kh, HALL);
	assert_int_equal(keys->since_ns, site.now_ns);
	arrive(&site, stairs, AUTH_FT);
	assert_int_equal(keys->r0kh, HALL);
	arrive(&site, stairs, AUTH_OPEN);
	assert_int_equal(keys->r0kh, STAIRS);
}

static void an_authentication_without_a_connection_changes_no_keys(void **state)
{
	cleanup_site_ struct site site = begin();

	(void)state;
	arrive(&site, hall, AUTH_SAE);
	hand_on(&site, stairs, story_auth(AUTH_SAE, 1, 0));
	assert_int_equal(site.facts.keys.r0kh, HALL);
	hand_on(&site, stairs, story_auth(AUTH_SAE, 2, 15));
	arrive(&site, elsewhere, AUTH_SAE);
	assert_int_equal(site.facts.keys.r0kh, HALL);
}

static void an_exchange_over_the_ds_makes_no_new_keys(void **state)
{
	cleanup_site_ struct site site = begin();

	(void)state;
	arrive(&site, hall, AUTH_SAE);
	arrive(&site, stairs, AUTH_SAE);
	hand_on(&site, hall, story_auth(AUTH_SAE, 1, 0)); /* did not come to an end */
	tell(&site, SUPPLICANT_FT_RESPONSE, hall);
	tell(&site, SUPPLICANT_CONNECTED, hall);
	assert_int_equal(site.facts.keys.r0kh, STAIRS);
	assert_true(site.facts.access_points[HALL].reached[STAIRS]);
}

/* wpa_supplicant may be built without the message that tells of it. */
static void nor_does_one_that_nobody_tells_of(void **state)
{
	cleanup_site_ struct site site = begin();

	(void)state;
	arrive(&site, hall, AUTH_SAE);
	arrive(&site, stairs, AUTH_SAE);
	tell(&site, SUPPLICANT_CONNECTED, hall);
	assert_int_equal(site.facts.keys.r0kh, STAIRS);
}

static void what_is_said_to_other_stations_is_not_this_one_s(void **state)
{
	cleanup_site_ struct site site = begin();

	(void)state;
	arrive(&site, hall, AUTH_SAE);
	transmit(&site, station, stairs, story_auth(AUTH_FT, 1, -1));
	receive(&site, stairs, station, story_auth(AUTH_FT, 2, 0));
	receive(&site, stairs, another, story_auth(AUTH_SAE, 2, 0));
	tell(&site, SUPPLICANT_CONNECTED, stairs);
	assert_int_equal(site.facts.keys.r0kh, HALL);
}

static void a_station_that_changes_its_address_is_the_same_one(void **state)
{
	cleanup_site_ struct site site = begin();

	(void)state;
	for (uint8_t i = 0; i < 3 * STATION_ADDRESSES_MAX; i++) {
		const uint8_t address[] = { 2, 0, 0, 0, 0xfe, i };

		transmit(&site, address, stairs, story_auth(AUTH_SAE, 1, -1));
		receive(&site, stairs, address, story_auth(AUTH_SAE, 1, 0));
		tell(&site, SUPPLICANT_CONNECTED, stairs);
		assert_int_equal(site.facts.keys.since_ns, site.now_ns);
	}
	assert_int_equal(site.facts.station_count, STATION_ADDRESSES_MAX);
}

static void the_keys_akm_is_what_the_station_asked_for(void **state)
{
	struct frame request = { .kind = FRAME_ASSOCIATION_REQUEST,
				 .has_rsne = true,
				 .akm = AKM_FT_PSK };
	cleanup_site_ struct site site = begin();

	(void)state;
	arrive(&site, stairs, AUTH_OPEN);
	assert_int_equal(site.facts.keys.akm, 0);
	hand_on(&site, hall, story_auth(AUTH_OPEN, 2, 0));
	transmit(&site, station, hall, request);
	tell(&site, SUPPLICANT_CONNECTED, hall);
	assert_int_equal(site.facts.keys.akm, AKM_FT_PSK);
	request.akm = AKM_FT_SAE;
	transmit(&site, station, stairs, request);
	assert_int_equal(site.facts.keys.akm, AKM_FT_PSK);
}

static void a_way_that_was_gone_is_known_until_one_of_its_ends_begins_anew(void **state)
{
	cleanup_site_ struct site site = begin();
	struct ap_facts *target = &site.facts.access_points[STAIRS];

	(void)state;
	arrive(&site, hall, AUTH_SAE);
	arrive(&site, stairs, AUTH_FT);
	assert_true(target->reached[HALL]);
	assert_false(target->reached[STAIRS]);
	say(&site, HALL, "AP-ENABLED");
	assert_false(target->reached[HALL]);
	arrive(&site, stairs, AUTH_FT);
	target->unanswered_ns[HALL] = 1;
	assert_true(target->reached[HALL]);
	conf(&site, STAIRS, "nas_identifier=stairs\n");
	assert_false(target->reached[HALL]);
	assert_int_equal(target->unanswered_ns[HALL], 0);
}

static void what_an_access_point_says_of_itself_is_known(void **state)
{
	cleanup_site_ struct site site = begin();
	const struct ap_facts *ap = &site.facts.access_points[HALL];

	(void)state;
	say(&site, HALL, "AP-DISABLED");
	assert_true(ap->off_air);
	assert_false(ap->restarted);
	say(&site, HALL, "AP-ENABLED");
	assert_false(ap->off_air);
	assert_true(ap->restarted);
	assert_int_equal(ap->restarted_ns, site.now_ns);
}

static void a_log_is_at_hand_once_it_has_what_only_a_debugging_hostapd_says(void **state)
{
	cleanup_site_ struct site site = begin();

	(void)state;
	say(&site, HALL, "AP-STA-CONNECTED " STATION);
	say(&site, HALL, "FT(RRB): Failed to decrypt");
	assert_false(site.facts.access_points[HALL].log_at_hand);
	say(&site, HALL, "FT: Received PMK-R1 pull");
	assert_true(site.facts.access_points[HALL].log_at_hand);
	conf(&site, STAIRS, "");
	assert_true(site.facts.access_points[STAIRS].log_at_hand);
	assert_false(site.facts.access_points[ATTIC].log_at_hand);
}

static void the_first_line_of_its_kind_from_a_time_on_is_found(void **state)
{
	cleanup_site_ struct site site = begin();
	uint64_t first_ns;

	(void)state;
	say(&site, HALL, "FT: Received PMK-R1 pull");
	first_ns = site.now_ns;
	say(&site, HALL, "FT: No matching R1KH found");
	say(&site, HALL, "FT: Received PMK-R1 pull");
	say(&site, HALL, "FT: Received PMK-R1 pull");
	assert_int_equal(log_find(&site.facts, HALL, LOG_PULL_RECEIVED, 0)->time_ns,
			 first_ns);
	assert_int_equal(
		log_find(&site.facts, HALL, LOG_PULL_RECEIVED, first_ns + 1)->time_ns,
		first_ns + 2000);
	assert_null(log_find(&site.facts, STAIRS, LOG_PULL_RECEIVED, 0));
	assert_null(log_find(&site.facts, HALL, LOG_WILDCARD, 0));
	assert_null(log_find(&site.facts, HALL, LOG_PULL_RECEIVED, site.now_ns + 1));
}

static void a_line_is_about_whom_the_last_one_named_at_that_access_point(void **state)
{
	cleanup_site_ struct site site = begin();
	const struct log_entry *entry;

	(void)state;
	say(&site, STAIRS, "FT: No matching R0KH found");
	assert_false(site.facts.entries[0].has_about);
	say(&site, STAIRS, "authentication: STA=" STATION " auth_alg=2");
	say(&site, HALL, "authentication: STA=" STRANGER " auth_alg=2");
	say(&site, STAIRS, "FT: No matching R0KH found");
	entry = &site.facts.entries[3];
	assert_true(entry->has_about);
	assert_memory_equal(entry->about, station, MAC_LENGTH);
	say(&site, STAIRS, "AP-ENABLED");
	assert_false(site.facts.entries[4].has_about);
}

static void lines_about_other_stations_are_none_of_its_lines(void **state)
{
	cleanup_site_ struct site site = begin();

	(void)state;
	say(&site, STAIRS, "authentication: STA=" STRANGER " auth_alg=2");
	say(&site, STAIRS, "FT: No matching R0KH found");
	/* Until it is known who the station is, they may be. */
	assert_non_null(log_find(&site.facts, STAIRS, LOG_R0KH_UNKNOWN, 0));
	transmit(&site, station, hall, story_auth(AUTH_SAE, 1, -1));
	assert_null(log_find(&site.facts, STAIRS, LOG_R0KH_UNKNOWN, 0));
	say(&site, STAIRS, "authentication: STA=" STATION " auth_alg=2");
	say(&site, STAIRS, "FT: No matching R0KH found");
	assert_non_null(log_find(&site.facts, STAIRS, LOG_R0KH_UNKNOWN, 0));
	say(&site, HALL,
	    "FT: RRB-OUI(" HALL_BSSID ") received frame from remote AP " STAIRS_BSSID);
	assert_non_null(log_find(&site.facts, HALL, LOG_RRB_RECEIVED, 0));
}

static void a_step_begins_with_empty_logs_and_with_all_else_that_is_known(void **state)
{
	cleanup_site_ struct site site = begin();

	(void)state;
	arrive(&site, hall, AUTH_SAE);
	say(&site, HALL, "FT: Received PMK-R1 pull");
	site.facts.access_points[HALL].looked_for = true;
	site_facts_reset(&site.facts);
	assert_null(log_find(&site.facts, HALL, LOG_PULL_RECEIVED, 0));
	assert_false(site.facts.access_points[HALL].looked_for);
	assert_true(site.facts.access_points[HALL].log_at_hand);
	assert_true(site.facts.keys.known);
}

static void a_log_that_never_stops_is_kept_up_to_a_limit(void **state)
{
	cleanup_site_ struct site site = begin();

	(void)state;
	for (int i = 0; i < LOG_ENTRIES_MAX + 10; i++)
		say(&site, HALL, "FT: Received PMK-R1 pull");
	assert_int_equal(site.facts.count, LOG_ENTRIES_MAX);
	say(&site, HALL, "AP-DISABLED");
	assert_true(site.facts.access_points[HALL].off_air);
	site_facts_reset(&site.facts);
	say(&site, HALL, "FT: Received PMK-R1 pull");
	assert_int_equal(site.facts.count, 1);
}

static void a_look_around_is_told_from_a_scan(void **state)
{
	struct event event = { .kind = EVENT_BSS };
	cleanup_site_ struct site site = begin();
	const struct ap_facts *ap = &site.facts.access_points[STAIRS];

	(void)state;
	memcpy(event.bss.bssid, stairs, MAC_LENGTH);
	event.bss.frequency_mhz = 2412;
	take(&site, &event);
	assert_false(ap->looked_for);
	event.bss.after_failure = true;
	take(&site, &event);
	assert_true(ap->looked_for);
	assert_true(ap->found);
	assert_int_equal(ap->found_mhz, 2412);
	event.bss.absent = true;
	take(&site, &event);
	assert_false(ap->found);
	memcpy(event.bss.bssid, elsewhere, MAC_LENGTH);
	take(&site, &event);
}

static void of_an_access_point_that_the_scenario_lacks_nothing_is_taken(void **state)
{
	cleanup_site_ struct site site = begin();

	(void)state;
	conf(&site, 3, "nas_identifier=x\n");
	conf(&site, SIZE_MAX, "nas_identifier=x\n");
	say(&site, 3, "FT: Received PMK-R1 pull");
	assert_int_equal(site.facts.count, 0);
}

static void a_new_configuration_takes_the_place_of_the_old_one(void **state)
{
	cleanup_site_ struct site site = begin();

	(void)state;
	conf(&site, HALL, "nas_identifier=x\nr0kh=" STAIRS_BSSID " s key-1:64\n");
	conf(&site, HALL, "ssid=corridor\n");
	assert_null(site.facts.access_points[HALL].conf.nas_identifier);
	assert_int_equal(site.facts.access_points[HALL].conf.r0kh.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_r0kh_is_the_access_point_of_the_last_full_authentication),
		cmocka_unit_test(an_authentication_without_a_connection_changes_no_keys),
		cmocka_unit_test(an_exchange_over_the_ds_makes_no_new_keys),
		cmocka_unit_test(nor_does_one_that_nobody_tells_of),
		cmocka_unit_test(what_is_said_to_other_stations_is_not_this_one_s),
		cmocka_unit_test(a_station_that_changes_its_address_is_the_same_one),
		cmocka_unit_test(the_keys_akm_is_what_the_station_asked_for),
		cmocka_unit_test(
			a_way_that_was_gone_is_known_until_one_of_its_ends_begins_anew),
		cmocka_unit_test(what_an_access_point_says_of_itself_is_known),
		cmocka_unit_test(
			a_log_is_at_hand_once_it_has_what_only_a_debugging_hostapd_says),
		cmocka_unit_test(the_first_line_of_its_kind_from_a_time_on_is_found),
		cmocka_unit_test(
			a_line_is_about_whom_the_last_one_named_at_that_access_point),
		cmocka_unit_test(lines_about_other_stations_are_none_of_its_lines),
		cmocka_unit_test(
			a_step_begins_with_empty_logs_and_with_all_else_that_is_known),
		cmocka_unit_test(a_log_that_never_stops_is_kept_up_to_a_limit),
		cmocka_unit_test(a_look_around_is_told_from_a_scan),
		cmocka_unit_test(
			of_an_access_point_that_the_scenario_lacks_nothing_is_taken),
		cmocka_unit_test(a_new_configuration_takes_the_place_of_the_old_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

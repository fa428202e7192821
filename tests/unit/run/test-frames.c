/* SPDX-License-Identifier: BSD-3-Clause */
#include "recording.h"

/* An Authentication frame behind a radiotap header, which has a field for TX flags where
 * the radio sent it. */

static const uint8_t station[] = { 0x02, 0, 0, 0, 0, 0x01 };
static const uint8_t other[] = { 0x02, 0, 0, 0, 0, 0x02 };
static const uint8_t hall[] = { 0x02, 0, 0, 0, 0x01, 0 };
static const uint8_t own[] = { 0x02, 0, 0, 0, 0x09, 0 }; /* an access point */

static void capture(struct recording *recording, bool sent, const uint8_t *from,
		    const uint8_t *to, const uint8_t *bssid)
{
	uint8_t octets[10 + 24 + 6] = { [2] = 10, [5] = sent ? 0x80 : 0 };

	octets[10] = 0xb0;
	memcpy(octets + 14, to, MAC_LENGTH);
	memcpy(octets + 20, from, MAC_LENGTH);
	memcpy(octets + 26, bssid, MAC_LENGTH);
	octets[36] = 2; /* transaction */
	frames_captured(recording->run, clock_monotonic_ns(), octets, sizeof(octets));
}

static void assert_recorded(struct recording *recording, unsigned sent, unsigned received)
{
	struct event event;

	run_write_rest(recording->run);
	while (recording_next(recording, &event)) {
		assert_int_equal(event.kind, EVENT_FRAME);
		sent -= event.frame.sent;
		received -= !event.frame.sent;
		event_clear(&event);
	}
	assert_int_equal(sent, 0);
	assert_int_equal(received, 0);
}

static void what_the_station_sends_and_is_told_is_recorded(void **state)
{
	struct recording recording;

	(void)state;
	recording_begin(&recording);
	capture(&recording, true, station, hall, hall);
	capture(&recording, false, hall, station, hall);
	assert_recorded(&recording, 1, 1);
	recording_end(&recording);
}

static void what_others_are_told_is_not(void **state)
{
	struct recording recording;

	(void)state;
	recording_begin(&recording);
	capture(&recording, true, station, hall, hall);
	capture(&recording, false, hall, other, hall);
	assert_recorded(&recording, 1, 0);
	recording_end(&recording);
}

static void what_the_radio_sends_as_an_access_point_is_not_the_stations(void **state)
{
	struct recording recording;

	(void)state;
	recording_begin(&recording);
	capture(&recording, true, station, hall, hall);
	capture(&recording, true, own, other, own);
	capture(&recording, false, hall, station, hall);
	assert_recorded(&recording, 1, 1);
	recording_end(&recording);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_station_sends_and_is_told_is_recorded),
		cmocka_unit_test(what_others_are_told_is_not),
		cmocka_unit_test(
			what_the_radio_sends_as_an_access_point_is_not_the_stations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

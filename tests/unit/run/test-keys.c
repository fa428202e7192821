/* SPDX-License-Identifier: BSD-3-Clause */
#include "run/keys.h"

#include <string.h>

#include "../cmocka-all.h"
#include "../wifi/ft-frames.h"

static struct keys *keys_of(enum security security, const char *password)
{
	struct scenario scenario = { .ssid = (char *)"corridor",
				     .password = (char *)(uintptr_t)password };

	scenario.securities[security] = true;
	return keys_new(&scenario);
}

static void count(void *userdata, const struct event *event)
{
	int *matching = userdata;

	assert_int_equal(event->time_ns, 5);
	*matching += event->ft_keys.matches;
}

static void with_ft_psk_frames_are_held_against_the_passphrase(void **state)
{
	struct keys *keys = keys_of(SECURITY_FT_PSK, "correct horse battery");
	struct frame frame;
	int matching = 0;

	(void)state;
	assert_non_null(keys);
	keys_frame(keys, 5, true, ft_authentication, sizeof(ft_authentication), &frame,
		   count, &matching);
	assert_int_equal(matching, 1);
	keys_frame(keys, 5, false, message_1, sizeof(message_1), &frame, count,
		   &matching);
	keys_frame(keys, 5, true, message_2, sizeof(message_2), &frame, count, &matching);
	assert_int_equal(matching, 3);
	assert_null(keys_free(keys));
}

static void other_networks_have_nothing_to_check(void **state)
{
	struct frame frame = { .kind = FRAME_EAPOL_KEY };
	int matching = 0;

	(void)state;
	assert_null(keys_of(SECURITY_FT_SAE, "correct horse battery"));
	assert_null(keys_of(SECURITY_PSK, "correct horse battery"));
	assert_null(keys_of(SECURITY_OPEN, NULL));
	keys_frame(NULL, 5, true, message_2, sizeof(message_2), &frame, count, &matching);
	assert_int_equal(frame.kind, FRAME_EAPOL_KEY);
	assert_null(keys_free(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(with_ft_psk_frames_are_held_against_the_passphrase),
		cmocka_unit_test(other_networks_have_nothing_to_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

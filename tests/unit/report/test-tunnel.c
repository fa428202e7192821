/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report.h"

#include "../cmocka-all.h"
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/time.h"
#include "report/style.h"
#include "story.h"

/* What the reports say of a tunnel. */

#define REST                                                           \
	"tunnel: { wireguard: lab }\n"                                 \
	"traffic: [ { name: voice, through: tunnel, every: 20ms } ]\n" \
	"steps: [ associate: hall, roam: { to: stairs, via: air }, "   \
	"roam: { to: hall, via: air } ]\n"

static void reading(struct story *story, uint64_t received, uint64_t sent,
		    const char *endpoint)
{
	struct event event = { .kind = EVENT_TUNNEL };

	event.tunnel.has_handshake = true;
	event.tunnel.handshake_ns = 1000 * NS_PER_S;
	event.tunnel.received_bytes = received;
	event.tunnel.sent_bytes = sent;
	event.tunnel.endpoint = (char *)(uintptr_t)endpoint;
	story_event(story, &event);
}

/* Up to the end of the wireless side. */
static void roam(struct story *story, int step, const char *command, const uint8_t *ap)
{
	story_step(story, step);
	story_command(story, command, true);
	story_wait(story, 5000);
	story_authenticate(story, ap, AUTH_FT, 2, 0);
	story_associate(story, ap, 0, true);
	story_supplicant(story, SUPPLICANT_CONNECTED, ap);
	story_done(story, OUTCOME_OK, -1);
	story_wait(story, 15000);
}

/* A roam that the tunnel comes through, and one that it does not. */
static struct results *make(void)
{
	struct story *story = story_begin("ft-sae", REST);
	struct results *results;

	story_arrives(story, 0);
	reading(story, 1000, 2000, "192.0.2.1:51820");
	story_probe(story, 0, 0, 0, 1000);
	story_wait(story, 20000);
	roam(story, 1, "ROAM 02:00:00:00:02:00", story_stairs);
	story_probe(story, 0, 1, 1, 1000);
	reading(story, 1320, 2320, "192.0.2.2:51820");
	story_settled(story, true);
	story_wait(story, 2000);
	roam(story, 2, "ROAM 02:00:00:00:01:00", story_hall);
	story_probe(story, 0, 2, 0, 0);
	reading(story, 1320, 2480, "192.0.2.2:51820");
	story_wait(story, 5000000);
	reading(story, 1320, 2480 + 148, "192.0.2.2:51820");
	story_settled(story, false);
	results = story_results(story);
	story_end(story);
	return results;
}

static void the_summary_tells_of_what_died(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct text_style style = { 0 };
	struct results *results = make();

	(void)state;
	assert_int_equal(results->roams[0].tunnel.state, TUNNEL_CONTINUED);
	assert_int_equal(results->roams[1].tunnel.state, TUNNEL_DIED);
	report_summary(results, &style, &out);
	assert_non_null(strstr(out.data,
			       "tunnel       survived 1 of 2 roams, which took 0 of the "
			       "run's 1 handshake\n"
			       "             its endpoint is 192.0.2.2:51820, after 1 "
			       "change\n"
			       "             died in roam 2 stairs -> hall: the last "
			       "authenticated packet came "));
	assert_non_null(strstr(out.data, " before it began (probes); 1 handshake attempt "
					 "has no answer\n"));
	results_free(results);
}

static void results_come_out_as_they_went_in(void **state)
{
	cleanup_text_ struct text json = { 0 }, again = { 0 };
	cleanup_error_ struct error error = { 0 };
	struct results *results = make(), *read = NULL;

	(void)state;
	report_json(results, &json);
	if (report_parse_json(json.data, json.length, &read, &error) < 0)
		fail_msg("%s", error.reason);
	assert_int_equal(read->roams[1].tunnel.state, TUNNEL_DIED);
	assert_int_equal(read->roams[1].tunnel.unanswered, 1);
	assert_true(read->roams[0].tunnel.endpoint_changed);
	assert_string_equal(read->roams[0].tunnel.last.source, "probes");
	assert_string_equal(read->tunnel_endpoint, "192.0.2.2:51820");
	report_json(read, &again);
	assert_string_equal(again.data, json.data);
	results_free(results);
	results_free(read);
}

static void hide(struct text *json, const char *key)
{
	char *at = json->data;

	while ((at = strstr(at, key)))
		at[1] = '-';
}

/* They have what was counted, and no more. */
static void tunnels_of_older_results_are_read(void **state)
{
	cleanup_text_ struct text json = { 0 };
	cleanup_error_ struct error error = { 0 };
	struct results *results = make(), *read = NULL;

	(void)state;
	report_json(results, &json);
	hide(&json, "\"state\": \"continued\"");
	hide(&json, "\"state\": \"died\"");
	hide(&json, "\"endpoint\": ");
	if (report_parse_json(json.data, json.length, &read, &error) < 0)
		fail_msg("%s", error.reason);
	assert_int_equal(read->roams[0].tunnel.state, TUNNEL_CONTINUED);
	assert_int_equal(read->roams[1].tunnel.state, TUNNEL_DIED);
	assert_null(read->roams[1].tunnel.endpoint);
	assert_null(read->tunnel_endpoint);
	results_free(results);
	results_free(read);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_summary_tells_of_what_died),
		cmocka_unit_test(results_come_out_as_they_went_in),
		cmocka_unit_test(tunnels_of_older_results_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#define REST NETWORK SITE STEPS

/* The only mistake that a run on a real interface finds. */
static void assert_live_mistake(const char *text, unsigned column, const char *message)
{
	cleanup_diagnostics_ struct diagnostics found = { 0 };
	cleanup_parsed_ struct parsed p = parse(text);

	scenario_make_live(p.scenario);
	assert_int_equal(scenario_check_live(p.scenario, &found), -EINVAL);
	assert_int_equal(found.count, 1);
	assert_string_equal(found.items[0].message, message);
	assert_non_null(found.items[0].suggestion);
	assert_int_equal(found.items[0].place.line, 6);
	assert_int_equal(found.items[0].place.column, column);
}

static void a_stream_of_no_kind_to_nowhere_is_icmp_on_a_real_site_only(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(REST "traffic:\n"
			   "  - { name: a, through: wifi, every: 1s }\n"
			   "  - { name: b, through: wifi, every: 1s, to: 192.0.2.1 }\n"
			   "  - { name: c, through: wifi, every: 1s, probe: tcp,"
			   " to: 192.0.2.1 }\n"
			   "  - { name: d, through: wifi, every: 1s, port: 7,"
			   " to: 192.0.2.1 }\n"
			   "tunnel: { wireguard: wg0, far-end: 192.0.2.2 }\n");
	cleanup_diagnostics_ struct diagnostics none = { 0 };
	static const enum probe_kind wanted[] = { PROBE_ICMP, PROBE_STAMP, PROBE_TCP,
						  PROBE_STAMP, PROBE_ICMP };

	(void)state;
	assert_int_equal(p.scenario->stream_count, ARRAY_SIZE(wanted));
	assert_int_equal(p.scenario->streams[0].probe, PROBE_STAMP);
	scenario_make_live(p.scenario);
	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++)
		assert_int_equal(p.scenario->streams[i].probe, wanted[i]);
	assert_int_equal(scenario_check_live(p.scenario, &none), 0);
}

static void nobody_answers_the_probes_of_a_real_site_unless_it_is_said_who(void **state)
{
	(void)state;
	assert_live_mistake(REST "traffic: [ { name: a, through: wifi, every: 1s, "
				 "probe: stamp } ]\n",
			    56,
			    "on a real site the probes of \"a\" need a far end that "
			    "answers them");
	assert_live_mistake(REST "traffic: [ { name: a, through: wifi, every: 1s, "
				 "port: 862 } ]\n",
			    20,
			    "on a real site the probes of \"a\" need a far end that "
			    "answers them");
}

static void the_labs_own_tunnel_needs_a_lab(void **state)
{
	(void)state;
	assert_live_mistake(REST TUNNEL, 22,
			    "on a real site there is no lab to make the tunnel's other "
			    "end");
}

static void nobody_ends_the_faults_of_a_real_site(void **state)
{
	(void)state;
	assert_live_mistake(NETWORK SITE
			    "lab: { faults: [ silent-bridge: hall ] }\n"
			    "steps: [ associate: hall, repeat: { times: 2, steps: [ "
			    "fault: { end: silent-bridge } ] } ]\n",
			    56, "a real site's faults are its own");
}

static void a_password_is_made_up_where_there_is_none(void **state)
{
	cleanup_parsed_ struct parsed given = parse(REST);
	cleanup_parsed_ struct parsed open =
		parse("network: { ssid: x, security: open }\n" SITE STEPS);
	cleanup_parsed_ struct parsed one =
		parse("network: { ssid: x, security: ft-psk }\n" SITE STEPS);
	cleanup_parsed_ struct parsed other =
		parse("network: { ssid: x, security: ft-psk }\n" SITE STEPS);

	(void)state;
	scenario_make_password(given.scenario, 1);
	scenario_make_password(open.scenario, 1);
	scenario_make_password(one.scenario, 1);
	scenario_make_password(other.scenario, 2);
	assert_string_equal(given.scenario->password, "correct horse");
	assert_null(open.scenario->password);
	assert_int_equal(strlen(one.scenario->password), 24);
	assert_string_not_equal(one.scenario->password, other.scenario->password);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_stream_of_no_kind_to_nowhere_is_icmp_on_a_real_site_only),
		cmocka_unit_test(
			nobody_answers_the_probes_of_a_real_site_unless_it_is_said_who),
		cmocka_unit_test(the_labs_own_tunnel_needs_a_lab),
		cmocka_unit_test(nobody_ends_the_faults_of_a_real_site),
		cmocka_unit_test(a_password_is_made_up_where_there_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

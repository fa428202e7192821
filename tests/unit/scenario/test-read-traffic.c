/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#include "base/text.h"
#include "base/time.h"

static void streams_have_a_path_an_interval_and_a_size(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE STEPS TUNNEL
		      "traffic:\n"
		      "  - { name: voice, through: tunnel, every: 20ms, size: 160 }\n"
		      "  - { name: plain, through: wifi, every: 1s }\n");
	const struct stream *streams = p.scenario->streams;

	(void)state;
	assert_int_equal(p.scenario->stream_count, 2);
	assert_string_equal(streams[0].name, "voice");
	assert_int_equal(streams[0].through, THROUGH_TUNNEL);
	assert_int_equal(streams[0].every_ns, 20 * NS_PER_MS);
	assert_int_equal(streams[0].size, 160);
	assert_int_equal(streams[0].place.line, 8);
	assert_int_equal(streams[0].place.column, 13);
	assert_int_equal(streams[1].through, THROUGH_WIFI);
	assert_int_equal(streams[1].size, 100);
	assert_false(streams[1].implicit);
}

static void streams_are_of_ipv4_unless_they_are_of_ipv6(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE STEPS TUNNEL
		      "traffic:\n"
		      "  - { name: a, through: wifi, every: 1s }\n"
		      "  - { name: b, through: wifi, every: 1s, ip: 4 }\n");
	cleanup_parsed_ struct parsed six =
		parse(NETWORK SITE STEPS TUNNEL
		      "traffic:\n"
		      "  - { name: a, through: wifi, every: 1s, ip: 6 }\n");

	(void)state;
	assert_false(p.scenario->streams[0].ipv6);
	assert_false(p.scenario->streams[1].ipv6);
	assert_false(scenario_uses_ipv6(p.scenario));
	assert_true(six.scenario->streams[0].ipv6);
	assert_true(scenario_uses_ipv6(six.scenario));
	/* roamtest's own. */
	assert_false(six.scenario->streams[1].ipv6);
	assert_mistake(NETWORK SITE STEPS
		       "traffic: [ { name: a, through: wifi, every: 1s, ip: v6 } ]\n",
		       6, 53, "\"ip\" cannot be \"v6\"");
}

static void a_tunnel_without_a_stream_gets_one_of_its_own_last(void **state)
{
	cleanup_parsed_ struct parsed p = parse(NETWORK SITE STEPS VOICE TUNNEL);
	const struct stream *probe = &p.scenario->streams[1];

	(void)state;
	assert_true(p.scenario->has_tunnel);
	assert_int_equal(p.scenario->stream_count, 2);
	assert_string_equal(probe->name, "tunnel-probe");
	assert_int_equal(probe->through, THROUGH_TUNNEL);
	assert_int_equal(probe->every_ns, 100 * NS_PER_MS);
	assert_int_equal(probe->size, 100);
	assert_true(probe->implicit);
}

static void without_a_tunnel_there_is_no_stream_but_those_listed(void **state)
{
	cleanup_parsed_ struct parsed p = parse(NETWORK SITE STEPS);

	(void)state;
	assert_false(p.scenario->has_tunnel);
	assert_int_equal(p.scenario->stream_count, 0);
}

static void a_stream_can_be_of_stamp_of_icmp_or_of_tcp(void **state)
{
	cleanup_parsed_ struct parsed p = parse(
		NETWORK SITE STEPS
		"traffic:\n"
		"  - { name: a, through: wifi, every: 20ms }\n"
		"  - { name: b, through: wifi, every: 20ms, probe: icmp, size: 12,\n"
		"      to: 192.0.2.1 }\n"
		"  - { name: c, through: wifi, every: 20ms, probe: tcp, port: 22 }\n");
	const struct stream *streams = p.scenario->streams;

	(void)state;
	assert_int_equal(streams[0].probe, PROBE_STAMP);
	assert_false(streams[0].has_to);
	assert_int_equal(streams[0].port, 0);
	assert_int_equal(streams[1].probe, PROBE_ICMP);
	assert_int_equal(streams[1].size, 12);
	assert_true(streams[1].has_to);
	assert_int_equal(ntohl(streams[1].to.s_addr), 0xc0000201);
	assert_int_equal(streams[2].probe, PROBE_TCP);
	assert_int_equal(streams[2].port, 22);
	assert_int_equal(streams[2].size, 100);
}

static void a_tunnel_with_a_tcp_stream_alone_is_probed_all_the_same(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE STEPS TUNNEL
		      "traffic:\n"
		      "  - { name: a, through: tunnel, every: 20ms, probe: tcp }\n");

	(void)state;
	assert_int_equal(p.scenario->stream_count, 2);
	assert_true(p.scenario->streams[1].implicit);
}

static void mistakes_of_streams_are_told(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE STEPS
		       "traffic: [ { name: a, through: tunnel, every: 20ms } ]\n",
		       6, 32, "the scenario has no tunnel");
	assert_mistake(
		NETWORK SITE STEPS
		"traffic: [ { name: tunnel-probe, through: wifi, every: 20ms } ]\n",
		6, 20, "\"tunnel-probe\" is the name of roamtest's own stream");
	assert_mistake(NETWORK SITE STEPS "traffic: [ { name: a, every: 20ms } ]\n", 6,
		       14, "this stream has no \"through\"");
	assert_mistake(NETWORK SITE STEPS VOICE "tunel: { wireguard: lab }\n", 7, 1,
		       "there is no key \"tunel\" in a scenario");
}

static void mistakes_of_streams_do_not_make_the_expectations_wrong(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE STEPS
		       "traffic: [ { name: voice, through: wifi, every: 20 } ]\n"
		       "expect: { gap: { voice: 1s } }\n",
		       6, 49, "\"20\" needs a unit, such as 20ms");
	assert_mistake(NETWORK SITE STEPS
		       "traffic: [ { nane: voice, through: wifi, every: 20ms } ]\n"
		       "expect: { gap: { voice: 1s } }\n",
		       6, 14, "there is no key \"nane\" of a stream");
	assert_mistake(NETWORK SITE STEPS
		       "tunnel: { wireguard: wg0 }\n"
		       "traffic: [ { name: a, through: tunnel, every: 1s } ]\n"
		       "expect: { tunnel: { survives: true } }\n",
		       6, 1, "\"tunnel\" has no \"far-end\"");
}

static void the_number_of_streams_is_limited_with_the_implicit_one(void **state)
{
	cleanup_text_ struct text text = { 0 };

	(void)state;
	text_add(&text, NETWORK SITE STEPS "traffic:\n");
	for (unsigned i = 0; i < SCENARIO_STREAM_MAX; i++)
		text_printf(&text, "  - { name: s%u, through: wifi, every: 1s }\n", i);
	{
		cleanup_parsed_ struct parsed p = parse(text.data);

		assert_int_equal(p.scenario->stream_count, SCENARIO_STREAM_MAX);
	}
	text_add(&text, TUNNEL);
	assert_mistake(text.data, 7 + SCENARIO_STREAM_MAX, 1,
		       "no stream of probes uses the tunnel, and there are already 16");
	text_reset(&text);
	text_add(&text, NETWORK SITE STEPS "traffic:\n");
	for (unsigned i = 0; i <= SCENARIO_STREAM_MAX; i++)
		text_printf(&text, "  - { name: s%u, through: wifi, every: 1s }\n", i);
	assert_mistake(text.data, 7 + SCENARIO_STREAM_MAX, 7, "more than 16 streams");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(streams_have_a_path_an_interval_and_a_size),
		cmocka_unit_test(streams_are_of_ipv4_unless_they_are_of_ipv6),
		cmocka_unit_test(a_tunnel_without_a_stream_gets_one_of_its_own_last),
		cmocka_unit_test(without_a_tunnel_there_is_no_stream_but_those_listed),
		cmocka_unit_test(a_stream_can_be_of_stamp_of_icmp_or_of_tcp),
		cmocka_unit_test(a_tunnel_with_a_tcp_stream_alone_is_probed_all_the_same),
		cmocka_unit_test(mistakes_of_streams_are_told),
		cmocka_unit_test(mistakes_of_streams_do_not_make_the_expectations_wrong),
		cmocka_unit_test(the_number_of_streams_is_limited_with_the_implicit_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "record/event.h"

#include <errno.h>
#include <string.h>

#include "../cmocka-all.h"
#include "check-line.h"

static void an_event_is_one_line_of_what_was_seen_and_no_more(void **state)
{
	const struct event event = { .kind = EVENT_SETTLED,
				     .time_ns = 1500,
				     .step = 2,
				     .settled = { .recovered = true } };

	(void)state;
	check_line(&event, "{\"t\":1500,\"event\":\"settled\",\"step\":2,"
			   "\"recovered\":true}\n");
}

static void outside_a_step_there_is_no_step(void **state)
{
	const struct event event = { .kind = EVENT_RUN_END, .time_ns = 7, .step = -1 };
	struct event parsed;

	(void)state;
	check_line(&event, "{\"t\":7,\"event\":\"run-end\"}\n");
	assert_int_equal(
		event_parse("{\"t\":7,\"event\":\"run-end\"}", 25, &parsed, NULL), 0);
	assert_int_equal(parsed.step, -1);
}

static void a_run_start_holds_its_environment(void **state)
{
	const struct event event = {
		.kind = EVENT_RUN_START,
		.time_ns = 1,
		.step = -1,
		.run_start = { .started = (char *)"2026-01-02T03:04:05Z",
			       .environment = { .lab = (char *)"qemu",
						.clock = (char *)"virtual",
						.accelerator = (char *)"tcg",
						.kernel = (char *)"6.1.0",
						.hostapd = (char *)"2.10",
						.wpa_supplicant = (char *)"2.10",
						.driver = (char *)"mac80211_hwsim" } },
	};

	(void)state;
	check_line(
		&event,
		"{\"t\":1,\"event\":\"run-start\",\"started\":\"2026-01-02T03:04:05Z\","
		"\"lab\":\"qemu\",\"clock\":\"virtual\",\"accelerator\":\"tcg\","
		"\"kernel\":\"6.1.0\",\"hostapd\":\"2.10\",\"wpa_supplicant\":\"2.10\","
		"\"driver\":\"mac80211_hwsim\"}\n");
}

static void a_seed_is_recorded_where_there_is_one(void **state)
{
	const struct event event = {
		.kind = EVENT_RUN_START,
		.time_ns = 1,
		.step = -1,
		.run_start = { .environment = { .has_seed = true, .seed = UINT32_MAX } },
	};
	static const char without[] = "{\"t\":1,\"event\":\"run-start\"}";
	static const char zero[] = "{\"t\":1,\"event\":\"run-start\",\"seed\":0}";
	struct event parsed;

	(void)state;
	check_line(&event, "{\"t\":1,\"event\":\"run-start\",\"seed\":4294967295}\n");
	assert_int_equal(event_parse(without, strlen(without), &parsed, NULL), 0);
	assert_false(parsed.run_start.environment.has_seed);
	assert_int_equal(event_parse(zero, strlen(zero), &parsed, NULL), 0);
	assert_true(parsed.run_start.environment.has_seed);
}

static void a_kernel_event_holds_the_facts_of_its_frame(void **state)
{
	const struct event event = {
		.kind = EVENT_KERNEL,
		.time_ns = 5,
		.step = 0,
		.kernel = { .what = KERNEL_ASSOCIATE,
			    .mac = BSSID,
			    .frame = { .kind = FRAME_REASSOCIATION_RESPONSE,
				       .from = BSSID,
				       .has_status = true,
				       .status = 0,
				       .has_mde = true,
				       .mobility_domain = 0xa1b2,
				       .ft_capability = 1,
				       .has_fte = true,
				       .r0kh_id = "hall",
				       .r0kh_id_length = 4,
				       .has_r1kh_id = true,
				       .r1kh_id = BSSID } },
	};

	(void)state;
	check_line(
		&event,
		"{\"t\":5,\"event\":\"kernel\",\"step\":0,\"what\":\"associate\","
		"\"mac\":\"02:00:00:00:01:00\",\"frame\":{\"kind\":"
		"\"reassociation-response\",\"from\":\"02:00:00:00:01:00\",\"status\":0,"
		"\"mobility_domain\":41394,\"ft_capability\":1,\"fte\":true,"
		"\"r0kh_id\":\"68616c6c\",\"r1kh_id\":\"020000000100\"}}\n");
}

static void a_frame_keeps_what_its_elements_say_of_security(void **state)
{
	const struct event event = {
		.kind = EVENT_KERNEL,
		.time_ns = 5,
		.step = 0,
		.kernel = { .what = KERNEL_OTHER,
			    .frame = { .kind = FRAME_EAPOL_KEY,
				       .has_fte = true,
				       .fte_mic_length = 24,
				       .has_rsne = true,
				       .group_cipher = 0x000fac09,
				       .pairwise_cipher = 0x000fac09,
				       .akm = 0x000fac0d,
				       .group_management_cipher = 0x000fac0c,
				       .rsn_capabilities = 0xc0,
				       .pmkid_count = 1,
				       .pmkid = { 0xab },
				       .has_rsnxe = true,
				       .rsnxe = 0,
				       .has_reassociation_deadline = true,
				       .reassociation_deadline_tu = 1000,
				       .has_key_lifetime = true,
				       .key_lifetime_s = UINT32_MAX,
				       .eapol_message = 3 } },
	};

	(void)state;
	check_line(&event, "{\"t\":5,\"event\":\"kernel\",\"step\":0,\"what\":\"other\","
			   "\"frame\":{\"kind\":\"eapol-key\",\"fte\":true,"
			   "\"fte_mic_length\":24,\"rsne\":true,\"group_cipher\":1027081,"
			   "\"pairwise_cipher\":1027081,\"akm\":1027085,"
			   "\"group_management_cipher\":1027084,\"rsn_capabilities\":192,"
			   "\"pmkids\":1,\"pmkid\":\"ab000000000000000000000000000000\","
			   "\"rsnxe\":0,\"reassociation_deadline\":1000,"
			   "\"key_lifetime\":4294967295,\"eapol_message\":3}}\n");
}

static void what_an_access_point_offers_is_kept(void **state)
{
	const struct event event = {
		.kind = EVENT_BSS,
		.time_ns = 5,
		.step = -1,
		.bss = { .bssid = BSSID,
			 .frequency_mhz = 2412,
			 .elements = { .has_rsne = true,
				       .has_rsnxe = true,
				       .rsnxe = 0x20,
				       .group_cipher = 0x000fac04,
				       .group_management_cipher = 0x000fac06,
				       .rsn_capabilities = 0xc0,
				       .pairwise_ciphers = { 0x000fac04, 0x000fac09 },
				       .pairwise_cipher_count = 2,
				       .akms = { 0x000fac09 },
				       .akm_count = 1 } },
	};

	(void)state;
	check_line(&event,
		   "{\"t\":5,\"event\":\"bss\",\"bssid\":\"02:00:00:00:01:00\","
		   "\"frequency_mhz\":2412,\"rsne\":true,\"rsnxe\":true,"
		   "\"rsnxe_octet\":32,\"group_cipher\":1027076,"
		   "\"group_management_cipher\":1027078,\"rsn_capabilities\":192,"
		   "\"pairwise_ciphers\":[1027076,1027081],\"akms\":[1027081]}\n");
}

static void an_answer_to_icmp_echo_has_no_count_and_no_time_of_the_far_end(void **state)
{
	struct probe_received received[] = { { .sequence = 3, .at_ns = 15, .echo = true },
					     { .sequence = 4, .at_ns = 16 } };
	const struct event event = {
		.kind = EVENT_PROBES,
		.step = -1,
		.probes = { .received = received, .received_count = 2 },
	};

	(void)state;
	check_line(&event, "{\"t\":0,\"event\":\"probes\",\"stream\":0,\"sent\":[],"
			   "\"received\":[[3,15],[4,16,0,0]]}\n");
}

static void a_connection_is_what_the_kernel_says_of_it(void **state)
{
	struct event event = {
		.kind = EVENT_CONNECTION,
		.time_ns = 30,
		.step = -1,
		.connection = { .stream = 1,
				.reading = { .state = CONNECTION_ESTABLISHED,
					     .rto_ns = 816000000,
					     .rtt_ns = 7,
					     .last_ack_ns = 1000000,
					     .retransmissions = 3,
					     .far_retransmissions = 2,
					     .backoff = 2,
					     .unacknowledged = 9 } },
	};

	(void)state;
	check_line(&event,
		   "{\"t\":30,\"event\":\"connection\",\"stream\":1,"
		   "\"state\":\"established\",\"rto_ns\":816000000,\"rtt_ns\":7,"
		   "\"last_ack_ns\":1000000,\"retransmissions\":3,"
		   "\"far_retransmissions\":2,\"backoff\":2,\"unacknowledged\":9}\n");
	event.connection.reading =
		(struct connection_reading){ .state = CONNECTION_CLOSED };
	event.connection.died = true;
	event.connection.reason = (char[]){ "Connection timed out" };
	check_line(&event, "{\"t\":30,\"event\":\"connection\",\"stream\":1,"
			   "\"state\":\"closed\",\"rto_ns\":0,\"rtt_ns\":0,"
			   "\"last_ack_ns\":0,\"retransmissions\":0,\"died\":true,"
			   "\"reason\":\"Connection timed out\"}\n");
}

static void probes_are_lists_of_numbers(void **state)
{
	struct probe_sent sent[] = { { 0, 10, 1 }, { 1, 20, 2 } };
	struct probe_received received[] = { { 0, 15, 0, 12, false } };
	struct probe_time heard[] = { { 0, 12 }, { 1, 23 } }, left[] = { { 1, 21 } };
	const struct event event = {
		.kind = EVENT_PROBES,
		.time_ns = 30,
		.step = -1,
		.probes = { .stream = 1,
			    .sent = sent,
			    .sent_count = 2,
			    .received = received,
			    .received_count = 1,
			    .heard = heard,
			    .heard_count = 2,
			    .left = left,
			    .left_count = 1 },
	};

	(void)state;
	check_line(&event, "{\"t\":30,\"event\":\"probes\",\"stream\":1,"
			   "\"sent\":[[0,10,1],[1,20,2]],\"received\":[[0,15,0,12]],"
			   "\"heard\":[[0,12],[1,23]],\"left\":[[1,21]]}\n");
}

static void a_reading_of_a_tunnel_has_its_endpoint(void **state)
{
	const struct event event = {
		.kind = EVENT_TUNNEL,
		.time_ns = 9,
		.step = 1,
		.tunnel = { .has_handshake = true,
			    .handshake_ns = 1000000000,
			    .handshake_at_ns = 5,
			    .received_bytes = 92,
			    .sent_bytes = 148,
			    .endpoint = (char *)"[2001:db8::1]:51820" },
	};

	(void)state;
	check_line(&event, "{\"t\":9,\"event\":\"tunnel\",\"step\":1,"
			   "\"handshake_ns\":1000000000,\"handshake_at\":5,"
			   "\"received_bytes\":92,\"sent_bytes\":148,"
			   "\"endpoint\":\"[2001:db8::1]:51820\"}\n");
}

static void text_that_is_not_utf8_keeps_what_is_ascii(void **state)
{
	const struct event event = { .kind = EVENT_NOTE,
				     .time_ns = 1,
				     .step = -1,
				     .note = { .text = (char *)"a\xff\"b" } };

	(void)state;
	check_line(&event, "{\"t\":1,\"event\":\"note\",\"text\":\"a?\\\"b\"}\n");
}

static void a_line_that_is_no_event_is_refused_with_the_reason(void **state)
{
	static const struct {
		const char *line, *reason;
	} cases[] = {
		{ "{\"t\":1,\"event\":\"frame\",\"header\":3,\"packet\":\"0000\"}",
		  "\"header\" must be" },
		{ "{\"t\":1,\"event\":\"frame\",\"packet\":\"000\"}",
		  "\"packet\" must be octets" },
		{ "", "not JSON" },
		{ "[]", "must be an object" },
		{ "{\"t\":1}", "\"event\"" },
		{ "{\"t\":-1,\"event\":\"alive\"}", "\"t\"" },
		{ "{\"t\":1,\"event\":\"surprise\"}", "\"event\"" },
		{ "{\"t\":1,\"t\":2,\"event\":\"alive\"}", "not JSON" },
		{ "{\"t\":1,\"event\":\"note\",\"text\":5}", "\"text\"" },
		{ "{\"t\":1,\"event\":\"problem\"}", "\"reason\"" },
		{ "{\"t\":1,\"event\":\"run-start\",\"seed\":4294967296}", "\"seed\"" },
		{ "{\"t\":1,\"event\":\"settled\",\"recovered\":1}", "\"recovered\"" },
		{ "{\"t\":1,\"event\":\"probes\",\"sent\":[[1,2]]}", "\"sent\"" },
		{ "{\"t\":1,\"event\":\"probes\",\"stream\":1000}", "\"stream\"" },
		{ "{\"t\":1,\"event\":\"bss\",\"akms\":[1,2,3,4,5,6,7,8,9]}",
		  "\"akms\"" },
		{ "{\"t\":1,\"event\":\"bss\",\"bssid\":\"02:00\"}", "\"bssid\"" },
		{ "{\"t\":1,\"event\":\"kernel\",\"what\":\"other\",\"frame\":5}",
		  "\"frame\"" },
		{ "{\"t\":1,\"event\":\"kernel\",\"what\":\"other\",\"frame\":{\"kind\":"
		  "\"authentication\",\"status\":70000}}",
		  "\"status\"" },
		{ "{\"t\":1,\"event\":\"kernel\",\"what\":\"other\",\"frame\":{\"kind\":"
		  "\"authentication\",\"r0kh_id\":\"0\"}}",
		  "\"r0kh_id\"" },
		{ "{\"t\":1,\"event\":\"kernel\",\"what\":\"other\",\"frame\":{\"kind\":"
		  "\"authentication\",\"pmkid\":\"00\"}}",
		  "\"pmkid\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct error error = { 0 };
		struct event event;

		assert_int_equal(event_parse(cases[i].line, strlen(cases[i].line), &event,
					     &error),
				 -EBADMSG);
		if (!strstr(error.reason, cases[i].reason))
			fail_msg("%s: %s", cases[i].line, error.reason);
		error_clear(&error);
	}
}

static void a_captured_frame_keeps_its_octets(void **state)
{
	uint8_t packet[] = { 0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0xd0, 0x40 };
	const struct event event = { .kind = EVENT_FRAME,
				     .time_ns = 7,
				     .step = 1,
				     .frame = { .sent = true,
						.packet = packet,
						.length = sizeof(packet),
						.header = 8 } };

	(void)state;
	check_line(&event, "{\"t\":7,\"event\":\"frame\",\"step\":1,\"sent\":true,"
			   "\"header\":8,\"packet\":\"0000080000000000d040\"}\n");
}

static void a_next_hop_is_where_a_stream_s_packets_go_first(void **state)
{
	struct event event = { .kind = EVENT_NEXT_HOP, .time_ns = 5, .step = 0 };

	(void)state;
	event.next_hop.stream = 1;
	event.next_hop.destination = (char *)"192.0.2.1";
	event.next_hop.address = (char *)"10.77.0.254";
	check_line(&event,
		   "{\"t\":5,\"event\":\"next-hop\",\"step\":0,\"stream\":1,"
		   "\"destination\":\"192.0.2.1\",\"address\":\"10.77.0.254\"}\n");
	event.next_hop.address = NULL;
	check_line(&event, "{\"t\":5,\"event\":\"next-hop\",\"step\":0,\"stream\":1,"
			   "\"destination\":\"192.0.2.1\"}\n");
}

static void an_access_point_tells_its_configuration_and_its_log(void **state)
{
	struct event conf = { .kind = EVENT_AP_CONF, .time_ns = 1, .step = -1 };
	struct event log = { .kind = EVENT_AP_LOG, .time_ns = 9, .step = 2 };

	(void)state;
	conf.ap_conf.access_point = 1;
	conf.ap_conf.text = (char *)"channel=6\n";
	check_line(&conf, "{\"t\":1,\"event\":\"ap-conf\",\"access_point\":1,"
			  "\"text\":\"channel=6\\n\"}\n");
	log.ap_log.text = (char *)"FT: Invalid MDIE";
	check_line(&log, "{\"t\":9,\"event\":\"ap-log\",\"step\":2,\"access_point\":0,"
			 "\"text\":\"FT: Invalid MDIE\"}\n");
}

static void a_round_is_one_more_or_the_repeat_is_over(void **state)
{
	struct event event = { .kind = EVENT_ROUND, .time_ns = 5, .step = 2 };

	(void)state;
	check_line(&event, "{\"t\":5,\"event\":\"round\",\"step\":2}\n");
	event.round.more = true;
	check_line(&event, "{\"t\":5,\"event\":\"round\",\"step\":2,\"more\":true}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_next_hop_is_where_a_stream_s_packets_go_first),
		cmocka_unit_test(an_access_point_tells_its_configuration_and_its_log),
		cmocka_unit_test(a_round_is_one_more_or_the_repeat_is_over),
		cmocka_unit_test(an_event_is_one_line_of_what_was_seen_and_no_more),
		cmocka_unit_test(outside_a_step_there_is_no_step),
		cmocka_unit_test(a_run_start_holds_its_environment),
		cmocka_unit_test(a_seed_is_recorded_where_there_is_one),
		cmocka_unit_test(a_kernel_event_holds_the_facts_of_its_frame),
		cmocka_unit_test(a_frame_keeps_what_its_elements_say_of_security),
		cmocka_unit_test(what_an_access_point_offers_is_kept),
		cmocka_unit_test(a_captured_frame_keeps_its_octets),
		cmocka_unit_test(probes_are_lists_of_numbers),
		cmocka_unit_test(
			an_answer_to_icmp_echo_has_no_count_and_no_time_of_the_far_end),
		cmocka_unit_test(a_connection_is_what_the_kernel_says_of_it),
		cmocka_unit_test(a_reading_of_a_tunnel_has_its_endpoint),
		cmocka_unit_test(text_that_is_not_utf8_keeps_what_is_ascii),
		cmocka_unit_test(a_line_that_is_no_event_is_refused_with_the_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

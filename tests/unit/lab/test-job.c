/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lab/job.h"

static struct guest_job sample(void)
{
	return (struct guest_job){
		.scenario_file = (char *)"site.yaml",
		.scenario = (char *)"name: \"a\\b\"\n\xff\0end",
		.scenario_length = 16,
		.password = (char *)"correct \"horse\"",
		.wg_quick = (char *)"[Interface]\nPrivateKey = a/b+c=\n",
		.program = (char *)"/usr/bin/roamtest",
		.channel = (char *)"roamtest.events",
		.output = (char *)"output",
		.hostapd = (char *)"/usr/sbin/hostapd",
		.wpa_supplicant = (char *)"/usr/sbin/wpa_supplicant",
		.lab = (char *)"qemu",
		.clock = (char *)"virtual",
		.accelerator = (char *)"tcg",
		.started = (char *)"2026-11-22T12:00:00Z",
		.seed = (char *)"1",
		.without = (char *)"capture,nlmon",
		.air = (char *)"air.pcapng",
		.try_fix = (char *)"arp-evict",
		.beside = (char *)"ping 'a \"b\"'",
		.command = (char *)"exec 'a' 'b\n'",
		.terminal = (char *)"24x80 xterm",
	};
}

static void a_job_comes_out_as_it_went_in(void **state)
{
	cleanup_text_ struct text json = { 0 };
	struct guest_job in = sample(), out;

	(void)state;
	guest_job_format(&in, &json);
	assert_int_equal(guest_job_parse(json.data, json.length, &out, NULL), 0);
	assert_string_equal(out.scenario_file, in.scenario_file);
	assert_int_equal(out.scenario_length, in.scenario_length);
	assert_memory_equal(out.scenario, in.scenario, in.scenario_length);
	assert_int_equal(out.scenario[out.scenario_length], '\0');
	assert_string_equal(out.password, in.password);
	assert_string_equal(out.wg_quick, in.wg_quick);
	assert_string_equal(out.program, in.program);
	assert_string_equal(out.channel, in.channel);
	assert_string_equal(out.output, in.output);
	assert_string_equal(out.hostapd, in.hostapd);
	assert_string_equal(out.wpa_supplicant, in.wpa_supplicant);
	assert_string_equal(out.lab, in.lab);
	assert_string_equal(out.clock, in.clock);
	assert_string_equal(out.accelerator, in.accelerator);
	assert_string_equal(out.started, in.started);
	assert_string_equal(out.seed, in.seed);
	assert_string_equal(out.without, in.without);
	assert_string_equal(out.air, in.air);
	assert_string_equal(out.try_fix, in.try_fix);
	assert_string_equal(out.beside, in.beside);
	assert_string_equal(out.command, in.command);
	assert_string_equal(out.terminal, in.terminal);
	guest_job_clear(&out);
}

static void what_a_job_may_lack_it_lacks(void **state)
{
	cleanup_text_ struct text json = { 0 };
	struct guest_job in = sample(), out;

	(void)state;
	in.password = in.wg_quick = in.accelerator = in.without = NULL;
	guest_job_format(&in, &json);
	assert_int_equal(guest_job_parse(json.data, json.length, &out, NULL), 0);
	assert_null(out.password);
	assert_null(out.wg_quick);
	assert_null(out.accelerator);
	assert_null(out.without);
	guest_job_clear(&out);
}

static void octets_that_are_not_utf_8_survive(void **state)
{
	cleanup_text_ struct text json = { 0 };
	struct guest_job in = sample(), out;

	(void)state;
	in.password = (char *)"caf\xe9";
	in.scenario_file = (char *)"/tmp/\xff.yaml";
	guest_job_format(&in, &json);
	assert_int_equal(guest_job_parse(json.data, json.length, &out, NULL), 0);
	assert_string_equal(out.password, "caf\xe9");
	assert_string_equal(out.scenario_file, "/tmp/\xff.yaml");
	guest_job_clear(&out);
}

static void a_broken_job_is_refused_without_quoting_it(void **state)
{
	static const char *const broken[] = {
		"",
		"[]",
		"{\"password\": \"hunter22\"}",
		"{\"password\": \"hunter22\", \"scenario-hex\": \"6\"}",
		"{\"password\": \"hunter22\", \"scenario-hex\": \"6x\"}",
		"{\"password\": \"hunter22\", \"scenario-hex\": \"61\"}",
		"{\"password\": \"hunter22\"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++) {
		cleanup_error_ struct error error = { 0 };
		struct guest_job job;

		assert_int_equal(guest_job_parse(broken[i], strlen(broken[i]), &job,
						 &error),
				 -EINVAL);
		assert_non_null(error.reason);
		assert_null(strstr(error.reason, "hunter22"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_job_comes_out_as_it_went_in),
		cmocka_unit_test(what_a_job_may_lack_it_lacks),
		cmocka_unit_test(octets_that_are_not_utf_8_survive),
		cmocka_unit_test(a_broken_job_is_refused_without_quoting_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

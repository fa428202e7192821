/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "../cmocka-all.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/diagnostic.h"
#include "base/memory.h"
#include "scenario/scenario.h"

/* A scenario in a test, with what was said about it. */
struct parsed {
	struct diagnostics diagnostics;
	struct scenario *scenario;
	int status;
};

#define NETWORK "network: { ssid: corridor, security: ft-sae, password: correct horse }\n"
#define SITE                                                     \
	"access-points:\n"                                       \
	"  hall: { bssid: \"02:00:00:00:01:00\", channel: 1 }\n" \
	"  stairs: { bssid: \"02:00:00:00:02:00\", channel: 36 }\n"
#define STEPS "steps: [ associate: hall, roam: stairs ]\n"
#define TUNNEL "tunnel: { wireguard: lab }\n"
#define VOICE "traffic: [ { name: voice, through: wifi, every: 20ms } ]\n"

static inline struct parsed parse_file(const char *file, const char *text)
{
	struct parsed p = { 0 };

	p.status = scenario_parse(file, text, strlen(text), &p.diagnostics, &p.scenario);
	assert_int_equal(p.status == 0, p.scenario != NULL);
	assert_int_equal(p.status == 0, p.diagnostics.count == 0);
	return p;
}

static inline void parsed_clear(struct parsed *p)
{
	p->scenario = scenario_free(p->scenario);
	diagnostics_clear(&p->diagnostics);
}
#define cleanup_parsed_ __attribute__((cleanup(parsed_clear)))

/* For a text that must be right. */
static inline struct parsed parse(const char *text)
{
	struct parsed p = parse_file("test.yaml", text);

	for (size_t i = 0; i < p.diagnostics.count; i++)
		fprintf(stderr, "%u:%u: %s\n", p.diagnostics.items[i].place.line,
			p.diagnostics.items[i].place.column,
			p.diagnostics.items[i].message);
	assert_int_equal(p.status, 0);
	return p;
}

/* For a text with one mistake. */
static inline void assert_mistake(const char *text, unsigned line, unsigned column,
				  const char *message)
{
	cleanup_parsed_ struct parsed p = parse_file("test.yaml", text);

	assert_int_equal(p.status, -EINVAL);
	assert_int_equal(p.diagnostics.count, 1);
	assert_string_equal(p.diagnostics.items[0].message, message);
	assert_int_equal(p.diagnostics.items[0].place.line, line);
	assert_int_equal(p.diagnostics.items[0].place.column, column);
}

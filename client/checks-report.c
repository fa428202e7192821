/* SPDX-License-Identifier: BSD-3-Clause */
#include "checks-report.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/wrap.h"
#include "report/json-value.h"
#include "report/style.h"

#define WIDTH 90
#define STATE_WIDTH 7
#define NAME_WIDTH 18
/* Two blanks behind each cell. */
#define INDENT (2 + STATE_WIDTH + 2 + NAME_WIDTH + 2)

static enum colour state_colour(enum check_state state)
{
	switch (state) {
	case CHECK_OK:
		return COLOUR_GOOD;
	case CHECK_WARNING:
		return COLOUR_UNSURE;
	case CHECK_MISSING:
		return COLOUR_BAD;
	case CHECK_STATE_MAX:
		break;
	}
	return COLOUR_NONE;
}

static void add_blanks(struct text *out, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		text_add_char(out, ' ');
}

/* It can quote what somebody else has named. */
static void add_sentence(struct text *out, const char *sentence)
{
	cleanup_text_ struct text plain = { 0 };

	plain_add(&plain, sentence);
	text_add_wrapped(out, plain.data, INDENT, INDENT, WIDTH);
}

static void add_check(const struct check *check, const struct text_style *style,
		      struct text *out)
{
	add_blanks(out, 2);
	cell_add(out, style, state_colour(check->state), STATE_WIDTH,
		 check_state_name(check->state));
	cell_add(out, style, COLOUR_NONE, NAME_WIDTH, check_name(check->id));
	add_sentence(out, check->sentence);
	if (!check->remedy || check->state == CHECK_OK)
		return;
	add_blanks(out, INDENT);
	/* A command in it is for copying. */
	text_add(out, "-> ");
	plain_add(out, check->remedy);
	text_add_char(out, '\n');
}

static void add_title(const struct check_section *section, struct text *out)
{
	switch (section->scope) {
	case SCOPE_MACHINE:
		text_add(out, "this machine\n");
		break;
	case SCOPE_LAB:
		text_add(out, "a lab on this machine\n");
		break;
	case SCOPE_INTERFACE:
		plain_add(
			out,
			section->interface ? section->interface : "wireless interfaces");
		text_add_char(out, '\n');
		break;
	case SCOPE_MAX:
		break;
	}
}

void checks_text(const struct checks *checks, const char *interface,
		 const struct text_style *style, struct text *out)
{
	size_t missing = checks_count(checks, CHECK_MISSING);
	size_t warnings = checks_count(checks, CHECK_WARNING);
	cleanup_text_ struct text verdict = { 0 };

	for (size_t i = 0; i < checks->count; i++) {
		const struct check_section *section = &checks->sections[i];

		add_title(section, out);
		for (size_t j = 0; j < section->count; j++)
			add_check(&section->items[j], style, out);
		text_add_char(out, '\n');
	}
	plain_add(out, interface ? interface : "this machine");
	text_add(out, ": ");
	if (missing > 0)
		text_printf(&verdict, "%zu missing", missing);
	else
		text_add(&verdict, "nothing is missing");
	coloured_add(out, style, state_colour(checks_state(checks)), verdict.data);
	if (warnings > 0)
		text_printf(out, ", %zu warning%s", warnings, warnings == 1 ? "" : "s");
	text_add_char(out, '\n');
}

static json_t *check_value(const struct check *check)
{
	json_t *object = json_object();

	json_put_text(object, "id", check_name(check->id));
	json_put_text(object, "state", check_state_name(check->state));
	json_put_text(object, "value", check->value);
	json_put_text(object, "sentence", check->sentence);
	json_put_text(object, "remedy", check->remedy);
	return object;
}

static json_t *section_value(const struct check_section *section)
{
	json_t *object = json_object(), *items = json_array();

	for (size_t i = 0; i < section->count; i++)
		json_array_append_new(items, check_value(&section->items[i]));
	json_put_text(object, "scope", check_scope_name(section->scope));
	json_put_text(object, "interface", section->interface);
	json_object_set_new(object, "checks", items);
	return object;
}

void checks_json(const struct checks *checks, const char *interface, struct text *out)
{
	json_t *object = json_object(), *sections = json_array();
	char *json;

	for (size_t i = 0; i < checks->count; i++)
		json_array_append_new(sections, section_value(&checks->sections[i]));
	json_put_number(object, "format", 1);
	json_put_text(object, "roamtest", ROAMTEST_VERSION);
	json_put_text(object, "interface", interface);
	json_put_text(object, "state", check_state_name(checks_state(checks)));
	json_object_set_new(object, "sections", sections);
	json = json_dumps(object, JSON_INDENT(2));
	if (!json)
		abort(); /* out of memory: every value above is valid JSON */
	text_add(out, json);
	text_add_char(out, '\n');
	free(json);
	json_decref(object);
}

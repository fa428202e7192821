/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/job.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/memory.h"

/* The fields of a job, in the order in which they are written. The scenario is kept
 * apart: its text may hold any octet (it is checked later, with a place for every
 * mistake), and JSON strings may not, so it travels as hexadecimal. */
struct field {
	const char *key;
	size_t offset;
	bool optional;
};

static const struct field fields[] = {
	{ "scenario-file", offsetof(struct guest_job, scenario_file), false },
	{ "password", offsetof(struct guest_job, password), true },
	{ "wg-quick", offsetof(struct guest_job, wg_quick), true },
	{ "program", offsetof(struct guest_job, program), false },
	{ "channel", offsetof(struct guest_job, channel), false },
	{ "output", offsetof(struct guest_job, output), false },
	{ "hostapd", offsetof(struct guest_job, hostapd), false },
	{ "wpa-supplicant", offsetof(struct guest_job, wpa_supplicant), false },
	{ "lab", offsetof(struct guest_job, lab), false },
	{ "clock", offsetof(struct guest_job, clock), false },
	{ "accelerator", offsetof(struct guest_job, accelerator), true },
	{ "started", offsetof(struct guest_job, started), false },
	{ "seed", offsetof(struct guest_job, seed), false },
	{ "without", offsetof(struct guest_job, without), true },
	{ "air", offsetof(struct guest_job, air), true },
	{ "beside", offsetof(struct guest_job, beside), true },
	{ "command", offsetof(struct guest_job, command), true },
	{ "terminal", offsetof(struct guest_job, terminal), true },
	{ "try-fix", offsetof(struct guest_job, try_fix), true },
};

static char **field_of(const struct guest_job *job, const struct field *field)
{
	return (char **)((char *)(uintptr_t)job + field->offset);
}

/* Ends with a NUL that is not counted. */
static int hex_decode(const char *hex, char **ret, size_t *ret_length)
{
	size_t length = strlen(hex);
	char *octets;

	if (length % 2)
		return -EINVAL;
	octets = memory_zero(length / 2 + 1, 1);
	if (hex_parse(hex, (uint8_t *)octets, length / 2) < 0) {
		free(octets);
		return -EINVAL;
	}
	*ret = octets;
	*ret_length = length / 2;
	return 0;
}

/* A path or a password is octets too. What is not UTF-8 is written in hexadecimal,
 * under the key with "-hex" behind it. */
static void object_add(json_t *object, const char *key, const char *value)
{
	json_t *string = json_string(value);

	if (string) {
		json_object_set_new(object, key, string);
		return;
	}
	struct text hex = { 0 };
	char *hex_key = memory_printf("%s-hex", key);

	text_add_hex(&hex, value, strlen(value));
	json_object_set_new(object, hex_key, json_string(hex.data ? hex.data : ""));
	free(hex_key);
	text_clear(&hex);
}

static int add_dumped(const char *buffer, size_t size, void *userdata)
{
	text_add_bytes(userdata, buffer, size);
	return 0;
}

void guest_job_format(const struct guest_job *job, struct text *out)
{
	json_t *object = json_object();
	struct text hex = { 0 };

	text_add_hex(&hex, job->scenario, job->scenario_length);
	json_object_set_new(object, "scenario-hex",
			    json_string(hex.data ? hex.data : ""));
	text_clear(&hex);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		const char *value = *field_of(job, &fields[i]);

		if (value)
			object_add(object, fields[i].key, value);
	}
	json_dump_callback(object, add_dumped, out, JSON_COMPACT);
	text_add_char(out, '\n');
	json_decref(object);
}

static int object_take(const json_t *object, const char *key, char **ret)
{
	const json_t *string = json_object_get(object, key);
	char *hex_key;
	int r;

	if (json_is_string(string)) {
		*ret = memory_strdup(json_string_value(string));
		return 0;
	}
	hex_key = memory_printf("%s-hex", key);
	string = json_object_get(object, hex_key);
	free(hex_key);
	if (!json_is_string(string))
		return -ENOENT;

	char *octets;
	size_t length;

	r = hex_decode(json_string_value(string), &octets, &length);
	if (r < 0)
		return r;
	*ret = octets;
	return 0;
}

static int take_all(const json_t *object, struct guest_job *job, struct error *error)
{
	const json_t *scenario = json_object_get(object, "scenario-hex");

	if (!json_is_string(scenario) ||
	    hex_decode(json_string_value(scenario), &job->scenario,
		       &job->scenario_length) < 0)
		return error_set(error, -EINVAL, "The guest's job has no scenario");
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		int r = object_take(object, fields[i].key, field_of(job, &fields[i]));

		if (r < 0 && !(r == -ENOENT && fields[i].optional))
			return error_set(error, -EINVAL, "The guest's job has no \"%s\"",
					 fields[i].key);
	}
	return 0;
}

int guest_job_parse(const char *json, size_t length, struct guest_job *ret,
		    struct error *error)
{
	struct guest_job job = { 0 };
	json_error_t mistake;
	json_t *object = json_loadb(json, length, 0, &mistake);
	int r;

	/* Not the offending text: the job holds secrets. */
	if (!json_is_object(object)) {
		json_decref(object);
		return error_set(error, -EINVAL, "The guest's job is not a JSON object");
	}
	r = take_all(object, &job, error);
	json_decref(object);
	if (r < 0) {
		guest_job_clear(&job);
		return r;
	}
	*ret = job;
	return 0;
}

void guest_job_clear(struct guest_job *job)
{
	if (!job)
		return;
	if (job->scenario)
		explicit_bzero(job->scenario, job->scenario_length);
	if (job->password)
		explicit_bzero(job->password, strlen(job->password));
	if (job->wg_quick)
		explicit_bzero(job->wg_quick, strlen(job->wg_quick));
	free(job->scenario);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		free(*field_of(job, &fields[i]));
	memset(job, 0, sizeof(*job));
}

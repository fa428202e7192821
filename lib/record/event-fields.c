/* SPDX-License-Identifier: BSD-3-Clause */
#include "record/event-fields.h"

#include <errno.h>
#include <string.h>

#include "base/hex.h"
#include "base/mac.h"
#include "base/memory.h"

void field_fail(struct fields *r, const char *key, const char *expected)
{
	if (r->result == 0)
		r->result =
			error_set(r->error, -EBADMSG, "\"%s\" must be %s", key, expected);
}

char *field_text(struct fields *r, const char *key)
{
	const json_t *value = json_object_get(r->object, key);

	if (!value)
		return NULL;
	if (!json_is_string(value) ||
	    strlen(json_string_value(value)) != json_string_length(value)) {
		field_fail(r, key, "a string");
		return NULL;
	}
	return memory_strdup(json_string_value(value));
}

uint64_t field_check_number(struct fields *r, const json_t *value, const char *key,
			    uint64_t max)
{
	json_int_t number = json_integer_value(value);

	if (!json_is_integer(value) || number < 0 || (uint64_t)number > max) {
		field_fail(r, key, "a whole number in its range");
		return 0;
	}
	return (uint64_t)number;
}

uint64_t field_number(struct fields *r, const char *key, uint64_t max, bool *ret_present)
{
	const json_t *value = json_object_get(r->object, key);

	if (ret_present)
		*ret_present = value != NULL;
	return value ? field_check_number(r, value, key, max) : 0;
}

bool field_flag(struct fields *r, const char *key)
{
	const json_t *value = json_object_get(r->object, key);

	if (value && !json_is_boolean(value))
		field_fail(r, key, "true or false");
	return json_is_true(value);
}

void field_mac(struct fields *r, const char *key, uint8_t *ret)
{
	const json_t *value = json_object_get(r->object, key);

	if (value && (!json_is_string(value) || mac_parse(json_string_value(value), ret)))
		field_fail(r, key, "an address such as 02:00:00:00:01:00");
}

size_t field_octets(struct fields *r, const char *key, uint8_t *ret, size_t max)
{
	const json_t *value = json_object_get(r->object, key);
	const char *hex = json_string_value(value);
	size_t length;

	if (!value)
		return 0;
	length = hex ? strlen(hex) : 1;
	if (length % 2 || length / 2 > max || hex_parse(hex, ret, length / 2) < 0) {
		field_fail(r, key, "octets in hexadecimal");
		return 0;
	}
	return length / 2;
}

unsigned field_name(struct fields *r, const char *key,
		    const char *(*name)(unsigned value), unsigned count)
{
	const char *wanted = json_string_value(json_object_get(r->object, key));

	for (unsigned i = 0; wanted && i < count; i++)
		if (strcmp(wanted, name(i)) == 0)
			return i;
	field_fail(r, key, "a name that this version knows");
	return 0;
}

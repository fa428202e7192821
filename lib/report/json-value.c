/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/json-value.h"

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/text.h"

json_t *json_text(const char *string)
{
	cleanup_text_ struct text ascii = { 0 };
	json_t *value;

	if (!string)
		return json_null();
	value = json_string(string);
	if (value)
		return value;
	/* Not UTF-8, and JSON has nothing else: keep what is ASCII. */
	for (; *string; string++)
		text_add_char(&ascii,
			      (char)((unsigned char)*string < 0x80 ? *string : '?'));
	return json_string(ascii.data ? ascii.data : "");
}

void json_put_text(json_t *object, const char *key, const char *string)
{
	json_object_set_new(object, key, json_text(string));
}

void json_put_number(json_t *object, const char *key, uint64_t number)
{
	json_object_set_new(object, key, json_integer((json_int_t)number));
}

void json_put_number_or_null(json_t *object, const char *key, bool has, uint64_t number)
{
	json_object_set_new(object, key,
			    has ? json_integer((json_int_t)number) : json_null());
}

void json_put_flag(json_t *object, const char *key, bool flag)
{
	json_object_set_new(object, key, json_boolean(flag));
}

void json_put_mac(json_t *object, const char *key, const uint8_t *mac)
{
	char buffer[MAC_FORMAT_MAX];

	json_put_text(object, key, mac_format(buffer, mac));
}

static void json_put_distribution(json_t *object, const struct distribution *d)
{
	json_put_number(object, "n", d->n);
	json_put_number(object, "min_ns", d->min_ns);
	json_put_number(object, "p50_ns", d->p50_ns);
	json_put_number(object, "p95_ns", d->p95_ns);
	json_put_number(object, "p99_ns", d->p99_ns);
	json_put_number(object, "max_ns", d->max_ns);
}

json_t *json_distribution(const struct distribution *d)
{
	json_t *object = json_object();

	json_put_distribution(object, d);
	return object;
}

void json_put_octets(json_t *object, const char *key, bool has, const uint8_t *octets,
		     size_t length)
{
	cleanup_text_ struct text hex = { 0 };

	text_add_hex(&hex, octets, length);
	json_put_text(object, key, has ? hex.data : NULL);
}

void json_put_connection(json_t *object, const struct connection_result *connection,
			 bool run)
{
	json_t *value;

	if (!connection->present)
		return;
	value = json_object();
	json_put_flag(value, "alive", connection->alive);
	if (run) {
		json_put_number_or_null(value, "died_at_ns", !connection->alive,
					connection->died_at_ns);
		json_put_text(value, "reason", connection->reason);
	}
	json_put_number(value, "stall_ns", connection->stall_ns);
	json_put_number(value, "retransmissions", connection->retransmissions);
	json_put_number(value, "far_retransmissions", connection->far_retransmissions);
	json_put_number(value, "rto_max_ns", connection->rto_max_ns);
	json_object_set_new(object, "connection", value);
}

json_t *json_last_authenticated(const struct last_authenticated *last)
{
	json_t *object;

	if (!last->known)
		return json_null();
	object = json_object();
	json_put_number(object, "at_ns", last->at_ns);
	json_put_number(object, "within_ns", last->within_ns);
	json_put_text(object, "source", last->source);
	return object;
}

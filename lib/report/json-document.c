/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/json-document.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

void document_complain(struct document *document, const char *key, const char *wants)
{
	if (document->code < 0)
		return;
	document->code =
		error_set(document->error, -EBADMSG, "%s%s%s is not %s", document->path,
			  document->path[0] ? "." : "", key, wants);
}

void document_into(struct document *document, char outer[static DOCUMENT_PATH_MAX],
		   const char *key, size_t index)
{
	cleanup_free_ char *path =
		index == SIZE_MAX
			? memory_printf("%s%s%s", document->path,
					document->path[0] ? "." : "", key)
			: memory_printf("%s%s%s[%zu]", document->path,
					document->path[0] ? "." : "", key, index);

	memcpy(outer, document->path, sizeof(document->path));
	strncpy(document->path, path, sizeof(document->path) - 1);
	document->path[sizeof(document->path) - 1] = '\0';
}

void document_out_of(struct document *document,
		     const char outer[static DOCUMENT_PATH_MAX])
{
	memcpy(document->path, outer, sizeof(document->path));
}

uint64_t document_number(struct document *document, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_integer(value) || json_integer_value(value) < 0) {
		document_complain(document, key, "a number from 0");
		return 0;
	}
	return (uint64_t)json_integer_value(value);
}

unsigned document_count(struct document *document, const json_t *object, const char *key)
{
	uint64_t number = document_number(document, object, key);

	if (number > UINT32_MAX) {
		document_complain(document, key, "a number below 2^32");
		return 0;
	}
	return (unsigned)number;
}

bool document_flag(struct document *document, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_boolean(value))
		document_complain(document, key, "true or false");
	return json_is_true(value);
}

const char *document_string(struct document *document, const json_t *object,
			    const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value)) {
		document_complain(document, key, "a string");
		return "";
	}
	return json_string_value(value);
}

char *document_text(struct document *document, const json_t *object, const char *key)
{
	return memory_strdup(document_string(document, object, key));
}

char *document_text_or_null(struct document *document, const json_t *object,
			    const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (json_is_null(value))
		return NULL;
	if (!json_is_string(value)) {
		document_complain(document, key, "a string or null");
		return NULL;
	}
	return memory_strdup(json_string_value(value));
}

char *document_text_if(struct document *document, const json_t *object, const char *key)
{
	return json_object_get(object, key) ? document_text_or_null(document, object, key)
					    : NULL;
}

const json_t *document_object(struct document *document, const json_t *object,
			      const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_object(value))
		document_complain(document, key, "an object");
	return value;
}

const json_t *document_array(struct document *document, const json_t *object,
			     const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_array(value))
		document_complain(document, key, "an array");
	return value;
}

void document_mac(struct document *document, const json_t *object, const char *key,
		  uint8_t mac[static MAC_LENGTH])
{
	if (mac_parse(document_string(document, object, key), mac) < 0)
		document_complain(document, key, "a MAC address");
}

unsigned document_name(struct document *document, const json_t *object, const char *key,
		       unsigned max, const char *(*name)(unsigned))
{
	const char *string = document_string(document, object, key);

	for (unsigned i = 0; i < max; i++)
		if (strcmp(name(i), string) == 0)
			return i;
	document_complain(document, key, "a word that is known here");
	return 0;
}

void document_connection(struct document *document, const json_t *object,
			 struct connection_result *ret)
{
	const json_t *value = json_object_get(object, "connection");
	char outer[DOCUMENT_PATH_MAX];

	if (!value)
		return;
	document_object(document, object, "connection");
	document_into(document, outer, "connection", SIZE_MAX);
	ret->present = true;
	ret->alive = document_flag(document, value, "alive");
	if (!ret->alive && json_object_get(value, "died_at_ns")) {
		ret->died_at_ns = document_number(document, value, "died_at_ns");
		ret->reason = document_text(document, value, "reason");
	}
	ret->stall_ns = document_number(document, value, "stall_ns");
	ret->retransmissions = document_number(document, value, "retransmissions");
	ret->far_retransmissions =
		document_number(document, value, "far_retransmissions");
	ret->rto_max_ns = document_number(document, value, "rto_max_ns");
	document_out_of(document, outer);
}

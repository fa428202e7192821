/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/json-negotiated.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "record/suite-name.h"

static json_t *checks_value(const struct negotiation *n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n->check_count; i++) {
		const struct key_check *check = &n->checks[i];
		json_t *object = json_object();

		json_put_text(object, "check", ft_check_name(check->check));
		json_put_flag(object, "matches", check->matches);
		json_put_octets(object, "expected", true, check->expected, check->length);
		json_put_octets(object, "found", true, check->found, check->length);
		json_array_append_new(array, object);
	}
	return array;
}

static void put_suite(json_t *object, const char *key, uint32_t suite,
		      const char *(*name_of)(char *buffer, uint32_t suite))
{
	char name[SUITE_NAME_MAX];

	json_put_text(object, key, suite ? name_of(name, suite) : NULL);
}

json_t *json_negotiated(const struct negotiation *n)
{
	json_t *object = json_object();
	char domain[8];

	snprintf(domain, sizeof(domain), "%04x", n->mobility_domain);
	put_suite(object, "akm", n->has_security ? n->akm : 0, akm_name);
	put_suite(object, "pairwise_cipher", n->has_security ? n->pairwise_cipher : 0,
		  cipher_name);
	put_suite(object, "group_cipher", n->has_security ? n->group_cipher : 0,
		  cipher_name);
	put_suite(object, "group_management_cipher",
		  n->has_security ? n->group_management_cipher : 0, cipher_name);
	json_object_set_new(object, "pmf",
			    n->has_security ? json_boolean(n->pmf) : json_null());
	json_put_octets(object, "rsnxe", n->has_rsnxe, &n->rsnxe, 1);
	json_put_text(object, "mobility_domain", n->has_mobility_domain ? domain : NULL);
	json_object_set_new(object, "over_ds",
			    n->has_mobility_domain ? json_boolean(n->over_ds)
						   : json_null());
	json_put_octets(object, "r0kh_id", n->r0kh_id_length > 0, n->r0kh_id,
			n->r0kh_id_length);
	json_put_octets(object, "r1kh_id", n->has_r1kh_id, n->r1kh_id, MAC_LENGTH);
	json_put_octets(object, "pmkr0_name", n->has_pmkr0_name, n->pmkr0_name,
			sizeof(n->pmkr0_name));
	json_put_octets(object, "pmkr1_name", n->has_pmkr1_name, n->pmkr1_name,
			sizeof(n->pmkr1_name));
	json_put_number_or_null(object, "reassociation_deadline_tu",
				n->has_reassociation_deadline,
				n->reassociation_deadline_tu);
	json_put_number_or_null(object, "key_lifetime_s", n->has_key_lifetime,
				n->key_lifetime_s);
	json_object_set_new(object, "key_checks", checks_value(n));
	return object;
}

/* Hexadecimal of at most max octets; 0 for null, and where there is no such key. */
static size_t read_octets(struct document *document, const json_t *object,
			  const char *key, uint8_t *ret, size_t max)
{
	cleanup_free_ char *hex = document_text_if(document, object, key);
	size_t length = hex ? strlen(hex) / 2 : 0;

	if (!hex)
		return 0;
	if (strlen(hex) % 2 || length > max || hex_parse(hex, ret, length) < 0) {
		document_complain(document, key, "octets in hexadecimal");
		return 0;
	}
	return length;
}

/* The same of exactly that many; false for null, and where there is no such key. */
static bool read_exactly(struct document *document, const json_t *object, const char *key,
			 uint8_t *ret, size_t length)
{
	size_t found = read_octets(document, object, key, ret, length);

	if (found > 0 && found != length)
		document_complain(document, key, "of its length");
	return found == length;
}

static uint32_t read_suite(struct document *document, const json_t *object,
			   const char *key,
			   bool (*parse)(const char *name, uint32_t *ret))
{
	cleanup_free_ char *name = document_text_if(document, object, key);
	uint32_t suite = 0;

	if (name && !parse(name, &suite))
		document_complain(document, key, "the name of a suite");
	return suite;
}

static bool has(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return value && !json_is_null(value);
}

static const char *name_of_check(unsigned value)
{
	return ft_check_name((enum ft_check)value);
}

static void read_checks(struct document *document, const json_t *object,
			struct negotiation *n)
{
	const json_t *array = document_array(document, object, "key_checks");
	char outer[DOCUMENT_PATH_MAX];

	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *item = json_array_get(array, i);
		struct key_check *check =
			array_add(n->checks, n->check_count, n->check_capacity);

		document_into(document, outer, "key_checks", i);
		check->check = document_name(document, item, "check", FT_CHECK_MAX,
					     name_of_check);
		check->matches = document_flag(document, item, "matches");
		check->length = read_octets(document, item, "expected", check->expected,
					    sizeof(check->expected));
		if (read_octets(document, item, "found", check->found,
				sizeof(check->found)) != check->length)
			document_complain(document, "found",
					  "as long as what was expected");
		document_out_of(document, outer);
	}
}

static void read_mobility_domain(struct document *document, const json_t *object,
				 struct negotiation *n)
{
	uint8_t octets[2] = { 0 };

	n->has_mobility_domain =
		read_exactly(document, object, "mobility_domain", octets, sizeof(octets));
	n->mobility_domain = (uint16_t)(octets[0] << 8 | octets[1]);
	n->over_ds = n->has_mobility_domain && document_flag(document, object, "over_ds");
}

void report_read_negotiated(struct document *document, const json_t *object,
			    struct negotiation *n)
{
	const json_t *value = json_object_get(object, "negotiated");
	char outer[DOCUMENT_PATH_MAX];

	if (!value) /* results from before this was reported */
		return;
	document_object(document, object, "negotiated");
	document_into(document, outer, "negotiated", SIZE_MAX);
	n->has_security = has(value, "pmf");
	n->pmf = n->has_security && document_flag(document, value, "pmf");
	n->akm = read_suite(document, value, "akm", akm_parse);
	n->pairwise_cipher = read_suite(document, value, "pairwise_cipher", cipher_parse);
	n->group_cipher = read_suite(document, value, "group_cipher", cipher_parse);
	n->group_management_cipher =
		read_suite(document, value, "group_management_cipher", cipher_parse);
	n->has_rsnxe = read_exactly(document, value, "rsnxe", &n->rsnxe, 1);
	read_mobility_domain(document, value, n);
	n->r0kh_id_length = (uint8_t)read_octets(document, value, "r0kh_id", n->r0kh_id,
						 sizeof(n->r0kh_id));
	n->has_r1kh_id =
		read_exactly(document, value, "r1kh_id", n->r1kh_id, sizeof(n->r1kh_id));
	n->has_pmkr0_name = read_exactly(document, value, "pmkr0_name", n->pmkr0_name,
					 sizeof(n->pmkr0_name));
	n->has_pmkr1_name = read_exactly(document, value, "pmkr1_name", n->pmkr1_name,
					 sizeof(n->pmkr1_name));
	n->has_reassociation_deadline = has(value, "reassociation_deadline_tu");
	if (n->has_reassociation_deadline)
		n->reassociation_deadline_tu =
			document_count(document, value, "reassociation_deadline_tu");
	n->has_key_lifetime = has(value, "key_lifetime_s");
	if (n->has_key_lifetime)
		n->key_lifetime_s = document_count(document, value, "key_lifetime_s");
	read_checks(document, value, n);
	document_out_of(document, outer);
}

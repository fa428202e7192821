/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/rsne.h"

#include <errno.h>

#define SUITE_LENGTH 4

/* A count and so many items of size octets at *at. Every field of the RSNE behind the
 * version may be missing along with all that follow it (9.4.2.24.1). */
static int take_list(const struct element *element, size_t *at, size_t size,
		     unsigned *ret_count, const uint8_t **ret_items)
{
	size_t left = element->length - *at;
	unsigned count;

	*ret_count = 0;
	*ret_items = NULL;
	if (left == 0)
		return 0;
	if (left < 2)
		return -EINVAL;
	count = get_le16(element->body + *at);
	if (count > (left - 2) / size)
		return -EINVAL;
	*ret_count = count;
	*ret_items = element->body + *at + 2;
	*at += 2 + count * size;
	return 0;
}

/* The first max of a list of suite selectors. */
static int take_suites(const struct element *element, size_t *at, size_t max,
		       uint32_t *ret_suites, size_t *ret_count)
{
	const uint8_t *items;
	unsigned count;
	int r;

	r = take_list(element, at, SUITE_LENGTH, &count, &items);
	if (r < 0)
		return r;
	for (*ret_count = 0; *ret_count < count && *ret_count < max; ++*ret_count)
		ret_suites[*ret_count] = get_be32(items + SUITE_LENGTH * *ret_count);
	return 0;
}

int rsne_parse(const struct element *element, struct rsne *ret)
{
	struct rsne rsne = { 0 };
	size_t at = 2; /* behind the version */
	int r;

	if (element->length < at)
		return -EINVAL;
	if (element->length - at >= SUITE_LENGTH) {
		rsne.group_cipher = get_be32(element->body + at);
		at += SUITE_LENGTH;
	} else if (element->length > at) {
		return -EINVAL;
	}
	r = take_suites(element, &at, BSS_CIPHERS_MAX, rsne.pairwise_ciphers,
			&rsne.pairwise_cipher_count);
	if (r < 0)
		return r;
	r = take_suites(element, &at, BSS_AKMS_MAX, rsne.akms, &rsne.akm_count);
	if (r < 0)
		return r;
	if (element->length - at >= 2) {
		rsne.capabilities = get_le16(element->body + at);
		at += 2;
	} else if (element->length > at) {
		return -EINVAL;
	}
	r = take_list(element, &at, PMKID_LENGTH, &rsne.pmkid_count, &rsne.pmkids);
	if (r < 0)
		return r;
	if (element->length - at >= SUITE_LENGTH)
		rsne.group_management_cipher = get_be32(element->body + at);
	*ret = rsne;
	return 0;
}

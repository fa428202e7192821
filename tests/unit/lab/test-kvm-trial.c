/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lab/kvm-trial.h"

static void an_answer_is_found_by_its_key(void **state)
{
	static const char cache[] = "no boot-1 kernel qemu\nyes boot-2 kernel qemu\n";

	(void)state;
	assert_int_equal(kvm_cache_find(cache, "boot-1 kernel qemu"), KVM_NO);
	assert_int_equal(kvm_cache_find(cache, "boot-2 kernel qemu"), KVM_YES);
	assert_int_equal(kvm_cache_find(cache, "boot-2 kernel"), KVM_UNKNOWN);
	assert_int_equal(kvm_cache_find(cache, "boot-3 kernel qemu"), KVM_UNKNOWN);
	assert_int_equal(kvm_cache_find("", "boot-1"), KVM_UNKNOWN);
}

static void a_broken_cache_knows_nothing(void **state)
{
	(void)state;
	assert_int_equal(kvm_cache_find("perhaps key\n", "key"), KVM_UNKNOWN);
	assert_int_equal(kvm_cache_find("yes", "key"), KVM_UNKNOWN);
	assert_int_equal(kvm_cache_find("yes ", ""), KVM_UNKNOWN);
	assert_int_equal(kvm_cache_find("\n\n\nyes key", "key"), KVM_YES);
}

static void a_new_answer_replaces_the_old_one(void **state)
{
	cleanup_text_ struct text out = { 0 };

	(void)state;
	kvm_cache_update("no b\nyes a\nrubbish\n", "a", false, &out);
	assert_string_equal(out.data, "no a\nno b\n");
}

static void a_cache_does_not_grow_without_end(void **state)
{
	cleanup_text_ struct text cache = { 0 };
	size_t lines = 0;

	(void)state;
	for (int i = 0; i < 3 * KVM_CACHE_MAX; i++) {
		cleanup_text_ struct text next = { 0 };
		char key[32];

		snprintf(key, sizeof(key), "boot-%d", i);
		kvm_cache_update(cache.data ? cache.data : "", key, true, &next);
		text_reset(&cache);
		text_add(&cache, next.data);
	}
	for (size_t i = 0; i < cache.length; i++)
		lines += cache.data[i] == '\n';
	assert_int_equal(lines, KVM_CACHE_MAX);
	assert_int_equal(kvm_cache_find(cache.data, "boot-47"), KVM_YES);
	assert_int_equal(kvm_cache_find(cache.data, "boot-31"), KVM_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_found_by_its_key),
		cmocka_unit_test(a_broken_cache_knows_nothing),
		cmocka_unit_test(a_new_answer_replaces_the_old_one),
		cmocka_unit_test(a_cache_does_not_grow_without_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "cmocka-all.h"

#include "live/checks-fixture.h"

static struct checks judge(struct lab_facts *facts)
{
	struct checks checks = { 0 };

	checks_of_lab(facts, &checks);
	lab_facts_clear(facts);
	return checks;
}

static enum check_state state_of(const struct checks *checks, enum check_id id)
{
	const struct check *check = fixture_find(checks, id);

	assert_non_null(check);
	return check->state;
}

static void a_lab_with_everything_is_ok(void **state)
{
	struct lab_facts facts = fixture_lab();
	struct checks checks = judge(&facts);

	(void)state;
	assert_int_equal(checks_state(&checks), CHECK_OK);
	assert_string_equal(fixture_find(&checks, CHECK_LAB)->value, "uml");
	assert_string_equal(fixture_find(&checks, CHECK_HOSTAPD)->value, "2.10");
	checks_clear(&checks);
}

static void one_engine_will_do(void **state)
{
	struct lab_facts facts = fixture_lab();
	struct checks checks;

	(void)state;
	fixture_lack(&facts.uml_kernel, "there is none", "./dev kernel");
	checks = judge(&facts);
	assert_string_equal(fixture_find(&checks, CHECK_LAB)->value, "qemu");
	assert_int_equal(state_of(&checks, CHECK_UML_KERNEL), CHECK_WARNING);
	assert_int_equal(checks_state(&checks), CHECK_WARNING);
	checks_clear(&checks);

	facts = fixture_lab();
	fixture_lack(&facts.qemu, "it is not installed", NULL);
	checks = judge(&facts);
	assert_string_equal(fixture_find(&checks, CHECK_LAB)->value, "uml");
	assert_int_equal(state_of(&checks, CHECK_QEMU), CHECK_WARNING);
	assert_null(fixture_find(&checks, CHECK_KVM));
	checks_clear(&checks);
}

static void without_either_what_both_lack_is_missing(void **state)
{
	struct lab_facts facts = fixture_lab();
	struct checks checks;

	(void)state;
	fixture_lack(&facts.uml_host, "ptrace is refused", NULL);
	fixture_lack(&facts.guest_kernel, "there is none", NULL);
	checks = judge(&facts);
	assert_int_equal(state_of(&checks, CHECK_LAB), CHECK_MISSING);
	assert_int_equal(state_of(&checks, CHECK_UML_HOST), CHECK_MISSING);
	assert_int_equal(state_of(&checks, CHECK_GUEST_KERNEL), CHECK_MISSING);
	assert_int_equal(state_of(&checks, CHECK_UML_KERNEL), CHECK_OK);
	checks_clear(&checks);
}

static void its_programs_are_needed_by_each_engine(void **state)
{
	struct lab_facts facts = fixture_lab();
	struct checks checks;

	(void)state;
	fixture_lack(&facts.hostapd, "hostapd is not installed", "apt install hostapd");
	checks = judge(&facts);
	assert_int_equal(state_of(&checks, CHECK_LAB), CHECK_MISSING);
	assert_int_equal(state_of(&checks, CHECK_HOSTAPD), CHECK_MISSING);
	checks_clear(&checks);
	facts = fixture_lab();
	fixture_lack(&facts.regdb, "it is not installed", NULL);
	checks = judge(&facts);
	assert_int_equal(state_of(&checks, CHECK_LAB), CHECK_MISSING);
	checks_clear(&checks);
	/* Few scenarios want it. */
	facts = fixture_lab();
	fixture_lack(&facts.nft, "nft is not installed", NULL);
	checks = judge(&facts);
	assert_int_equal(state_of(&checks, CHECK_LAB), CHECK_OK);
	assert_int_equal(state_of(&checks, CHECK_NFTABLES), CHECK_WARNING);
	checks_clear(&checks);
}

static void kvm_matters_where_qemu_is_all_there_is(void **state)
{
	struct lab_facts facts = fixture_lab();
	struct checks checks;

	(void)state;
	facts.kvm = KVM_FACT_NO;
	checks = judge(&facts);
	assert_int_equal(state_of(&checks, CHECK_KVM), CHECK_OK);
	checks_clear(&checks);
	facts = fixture_lab();
	facts.kvm = KVM_FACT_NO;
	fixture_lack(&facts.uml_memory, "no room", NULL);
	checks = judge(&facts);
	assert_int_equal(state_of(&checks, CHECK_KVM), CHECK_WARNING);
	checks_clear(&checks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lab_with_everything_is_ok),
		cmocka_unit_test(one_engine_will_do),
		cmocka_unit_test(without_either_what_both_lack_is_missing),
		cmocka_unit_test(its_programs_are_needed_by_each_engine),
		cmocka_unit_test(kvm_matters_where_qemu_is_all_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/check.h"

/* Either engine will do; uml is there in a tenth of the time. */

static bool uml_works(const struct lab_facts *facts)
{
	return facts->uml_kernel.value && facts->uml_host.value &&
	       facts->uml_memory.value;
}

static bool qemu_works(const struct lab_facts *facts)
{
	return facts->qemu.value && facts->guest_kernel.value;
}

static void check_program(struct checks *checks, enum check_id id,
			  const struct part *program, const char *version)
{
	if (program->value && version)
		checks_add(checks, id, CHECK_OK, version, "%s %s, %s", check_name(id),
			   version, program->value);
	else
		check_part(checks, id, CHECK_MISSING, program, "%s");
}

static void check_summary(const struct lab_facts *facts, struct checks *checks)
{
	bool programs =
		facts->hostapd.value && facts->wpa_supplicant.value && facts->regdb.value;
	bool uml = uml_works(facts), qemu = qemu_works(facts);

	if (programs && uml)
		checks_add(checks, CHECK_LAB, CHECK_OK, "uml",
			   "scenarios run in a lab on User Mode Linux%s",
			   qemu ? ", or on qemu (--lab qemu)" : "");
	else if (programs && qemu)
		checks_add(checks, CHECK_LAB, CHECK_OK, "qemu",
			   "scenarios run in a lab on qemu, which takes longer than User "
			   "Mode Linux");
	else
		checks_add(checks, CHECK_LAB, CHECK_MISSING, "none",
			   "no lab can run here");
}

static void check_kvm(enum kvm_fact kvm, bool needed, struct checks *checks)
{
	switch (kvm) {
	case KVM_FACT_YES:
		checks_add(checks, CHECK_KVM, CHECK_OK, "yes", "KVM boots a guest");
		break;
	case KVM_FACT_NO:
		checks_add(checks, CHECK_KVM, needed ? CHECK_WARNING : CHECK_OK, "no",
			   "KVM boots no guest here: qemu emulates the processor, which "
			   "takes twenty seconds a scenario");
		break;
	case KVM_FACT_UNTRIED:
		checks_add(checks, CHECK_KVM, CHECK_OK, "untried",
			   "the first run on qemu will try whether KVM boots a guest");
		break;
	case KVM_FACT_MAX:
		break;
	}
}

void checks_of_lab(const struct lab_facts *facts, struct checks *checks)
{
	bool uml = uml_works(facts), qemu = qemu_works(facts);
	/* What one engine lacks is only a warning where the other can do. */
	enum check_state for_uml = qemu ? CHECK_WARNING : CHECK_MISSING;
	enum check_state for_qemu = uml ? CHECK_WARNING : CHECK_MISSING;

	checks_section(checks, SCOPE_LAB, NULL);
	check_summary(facts, checks);
	check_part(checks, CHECK_UML_KERNEL, for_uml, &facts->uml_kernel,
		   "the User Mode Linux kernel is %s");
	check_part(checks, CHECK_UML_HOST, for_uml, &facts->uml_host,
		   "this machine lets User Mode Linux run (%s)");
	check_part(checks, CHECK_UML_MEMORY, for_uml, &facts->uml_memory,
		   "its memory has room in %s");
	check_part(checks, CHECK_QEMU, for_qemu, &facts->qemu, "%s");
	check_part(checks, CHECK_GUEST_KERNEL, for_qemu, &facts->guest_kernel,
		   "Linux %s is qemu's guest, with all modules that a lab needs "
		   "(mac80211_hwsim)");
	if (qemu)
		check_kvm(facts->kvm, !uml, checks);
	check_program(checks, CHECK_HOSTAPD, &facts->hostapd, facts->hostapd_version);
	check_program(checks, CHECK_WPA_SUPPLICANT, &facts->wpa_supplicant,
		      facts->wpa_supplicant_version);
	check_part(checks, CHECK_WIRELESS_REGDB, CHECK_MISSING, &facts->regdb,
		   "%s lets access points use 5 GHz");
	check_part(checks, CHECK_NFTABLES, CHECK_WARNING, &facts->nft,
		   "%s makes routers, VLANs and a fault");
	check_part(checks, CHECK_DNSMASQ, CHECK_WARNING, &facts->dnsmasq,
		   "%s serves DHCP");
	check_part(checks, CHECK_DHCPCD, CHECK_WARNING, &facts->dhcpcd,
		   "%s is the station's DHCP client");
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab-facts.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/program.h"
#include "lab/guest-kernel.h"
#include "lab/kvm-trial.h"
#include "lab/qemu.h"
#include "lab/uml-host.h"
#include "lab/uml-kernel.h"
#include "site/programs.h"
#include "site/version.h"

static void gather_uml(struct lab_facts *facts)
{
	uml_kernel_find(&facts->uml_kernel.value, &facts->uml_kernel.why);
	if (uml_host_check_ptrace(&facts->uml_host.why) >= 0)
		facts->uml_host.value = memory_strdup("ptrace");
	uml_host_find_folder((uint64_t)UML_GUEST_MEMORY_MB << 20,
			     &facts->uml_memory.value, &facts->uml_memory.why);
}

static void gather_qemu(struct lab_facts *facts)
{
	struct guest_modules modules = { 0 };
	struct guest_kernel kernel = { 0 };

	qemu_find(&facts->qemu.value, &facts->qemu.why);
	if (guest_kernel_find(NULL, &kernel, &modules, &facts->guest_kernel.why) >= 0) {
		facts->guest_kernel.value = memory_strdup(kernel.version);
		if (facts->qemu.value) {
			switch (kvm_recall(facts->qemu.value, kernel.image)) {
			case KVM_UNKNOWN:
				facts->kvm = KVM_FACT_UNTRIED;
				break;
			case KVM_NO:
				facts->kvm = KVM_FACT_NO;
				break;
			case KVM_YES:
				facts->kvm = KVM_FACT_YES;
				break;
			}
		}
	}
	guest_modules_clear(&modules);
	guest_kernel_clear(&kernel);
}

static void gather_regdb(struct part *ret)
{
	static const char path[] = "/lib/firmware/regulatory.db";

	if (access(path, R_OK) == 0) {
		ret->value = memory_strdup(path);
		return;
	}
	error_set(&ret->why, -ENOENT, "wireless-regdb is not installed");
	error_remedy(&ret->why, "install it: apt install wireless-regdb");
}

void lab_facts_gather(struct lab_facts *ret)
{
	struct lab_facts facts = { 0 };

	gather_uml(&facts);
	gather_qemu(&facts);
	if (program_require("hostapd", "hostapd", &facts.hostapd.value,
			    &facts.hostapd.why) >= 0)
		version_of(facts.hostapd.value, &facts.hostapd_version, NULL);
	if (program_require("wpa_supplicant", "wpasupplicant",
			    &facts.wpa_supplicant.value, &facts.wpa_supplicant.why) >= 0)
		version_of(facts.wpa_supplicant.value, &facts.wpa_supplicant_version,
			   NULL);
	gather_regdb(&facts.regdb);
	site_program(PROGRAM_NFT, &facts.nft.value, &facts.nft.why);
	site_program(PROGRAM_DNSMASQ, &facts.dnsmasq.value, &facts.dnsmasq.why);
	site_program(PROGRAM_DHCPCD, &facts.dhcpcd.value, &facts.dhcpcd.why);
	*ret = facts;
}

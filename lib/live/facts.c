/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/facts.h"

#include <stdlib.h>

#include "base/cleanup.h"

void part_clear(struct part *part)
{
	free(part->value);
	error_clear(&part->why);
	*part = (struct part){ 0 };
}

void machine_facts_clear(struct machine_facts *facts)
{
	for (size_t i = 0; i < facts->leftover_count; i++)
		free(facts->leftovers[i]);
	free(facts->leftovers);
	free(facts->kernel);
	free(facts->program);
	free(facts->clocksource);
	part_clear(&facts->tracefs);
	part_clear(&facts->wireguard);
	part_clear(&facts->stamps);
	*facts = (struct machine_facts){ 0 };
}

void lab_facts_clear(struct lab_facts *facts)
{
	struct part *parts[] = {
		&facts->uml_kernel, &facts->uml_host,	    &facts->uml_memory,
		&facts->qemu,	    &facts->guest_kernel,   &facts->hostapd,
		&facts->regdb,	    &facts->wpa_supplicant, &facts->nft,
		&facts->dnsmasq,    &facts->dhcpcd,
	};

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		part_clear(parts[i]);
	free(facts->hostapd_version);
	free(facts->wpa_supplicant_version);
	*facts = (struct lab_facts){ 0 };
}

void interface_facts_clear(struct interface_facts *facts)
{
	managed_clear(&facts->managed);
	free(facts->driver);
	free(facts->firmware);
	free(facts->supplicant_version);
	free(facts->key_mgmt);
	free(facts->state);
	free(facts->profile_key_mgmt);
	free(facts->ssid);
	*facts = (struct interface_facts){ 0 };
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/programs.h"

#include "base/cleanup.h"
#include "base/program.h"

static const struct {
	const char *name, *package; /* of Debian */
} programs[PROGRAM_MAX] = {
	[PROGRAM_NFT] = { "nft", "nftables" },
	[PROGRAM_DNSMASQ] = { "dnsmasq", "dnsmasq-base" },
	[PROGRAM_DHCPCD] = { "dhcpcd", "dhcpcd-base" },
};

static bool takes_off_the_wire(enum fault_kind kind)
{
	return kind == FAULT_ENDPOINT_UNREACHABLE || kind == FAULT_RRB_BLOCKED ||
	       kind == FAULT_RELAY_BLOCKED;
}

static bool needs_nft(const struct scenario *scenario)
{
	for (size_t i = 0; i < scenario->access_point_count; i++) {
		const struct access_point *ap = &scenario->access_points[i];

		if (ap->router || ap->vlan)
			return true;
	}
	for (size_t i = 0; i < scenario->fault_count; i++)
		if (takes_off_the_wire(scenario->faults[i].kind))
			return true;
	return false;
}

bool site_needs(const struct scenario *scenario, enum site_program program)
{
	switch (program) {
	case PROGRAM_NFT:
		return needs_nft(scenario);
	case PROGRAM_DNSMASQ:
	case PROGRAM_DHCPCD:
		return scenario->station.dhcp;
	case PROGRAM_MAX:
		break;
	}
	return false;
}

int site_program(enum site_program program, char **ret, struct error *error)
{
	return program_require(programs[program].name, programs[program].package, ret,
			       error);
}

int site_check_programs(const struct scenario *scenario, struct error *error)
{
	int r = 0;

	for (enum site_program i = 0; i < PROGRAM_MAX && r >= 0; i++) {
		cleanup_free_ char *path = NULL;

		if (site_needs(scenario, i))
			r = site_program(i, &path, error);
	}
	return r < 0 ? -ENOENT : 0;
}

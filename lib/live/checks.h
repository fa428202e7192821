/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "live/facts.h"

/* What a machine and an interface are fit for, judged from facts. Pure. */

enum check_state {
	CHECK_OK,
	CHECK_WARNING, /* it can be done, but less is seen or it is worth less */
	CHECK_MISSING, /* it cannot be done */
	CHECK_STATE_MAX
};
const char *check_state_name(enum check_state state); /* "ok", "warning", "missing" */

/* In the order in which they are shown. */
enum check_id {
	/* of the machine */
	CHECK_KERNEL,
	CHECK_PRIVILEGES,
	CHECK_TRACEFS,
	CHECK_WIREGUARD,
	CHECK_STAMPS,
	CHECK_CLOCK,
	CHECK_CONTROL_QUEUE,
	CHECK_WIRELESS,
	CHECK_LEFTOVERS,
	/* of a lab on it */
	CHECK_LAB,
	CHECK_UML_KERNEL,
	CHECK_UML_HOST,
	CHECK_UML_MEMORY,
	CHECK_QEMU,
	CHECK_GUEST_KERNEL,
	CHECK_KVM,
	CHECK_HOSTAPD,
	CHECK_WPA_SUPPLICANT,
	CHECK_WIRELESS_REGDB,
	CHECK_NFTABLES,
	CHECK_DNSMASQ,
	CHECK_DHCPCD,
	/* of an interface */
	CHECK_INTERFACE,
	CHECK_DRIVER,
	CHECK_SME,
	CHECK_COMMANDS,
	CHECK_FEATURES,
	CHECK_DRIVER_AKMS,
	CHECK_MONITOR,
	CHECK_POWER_SAVE,
	CHECK_MANAGER,
	CHECK_CONTROL,
	CHECK_SUPPLICANT,
	CHECK_SUPPLICANT_FT,
	CHECK_FT_BETWEEN_DOMAINS,
	CHECK_FT_DS_REFUSAL,
	CHECK_FT_RSNXE,
	CHECK_FT_EXT_KEY,
	CHECK_PROFILE,
	CHECK_ASSOCIATION,
	CHECK_ID_MAX
};
const char *check_name(enum check_id id); /* "control-queue": stable */

struct check {
	enum check_id id;
	enum check_state state;
	char *value;	/* for programs: a version, a path, a word; or NULL */
	char *sentence; /* for people */
	char *remedy;	/* the command that mends it, or what to do; or NULL */
};

enum check_scope { SCOPE_MACHINE, SCOPE_LAB, SCOPE_INTERFACE, SCOPE_MAX };
const char *check_scope_name(enum check_scope scope); /* "machine", … */

/* Checks of one thing. */
struct check_section {
	enum check_scope scope;
	char *interface; /* NULL: of no interface */
	struct check *items;
	size_t count, capacity;
};

struct checks {
	struct check_section *sections;
	size_t count, capacity;
};

void checks_clear(struct checks *checks);
#define cleanup_checks_ __attribute__((cleanup(checks_clear)))

/* The gravest. */
enum check_state checks_state(const struct checks *checks);
size_t checks_count(const struct checks *checks, enum check_state state);

/* A section of its own each. wireless_count: interfaces of the machine. live: whether a
 * real interface is what is asked about, and privileges are needed, or a lab will do. */
void checks_of_machine(const struct machine_facts *facts, size_t wireless_count,
		       bool live, struct checks *checks);
void checks_of_lab(const struct lab_facts *facts, struct checks *checks);
void checks_of_interface(const struct interface_facts *facts, struct checks *checks);
/* One check of each, in a section that they share. */
void checks_of_interface_briefly(const struct interface_facts *facts,
				 struct checks *checks);

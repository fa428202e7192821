/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/checks.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "live/check.h"

const char *check_state_name(enum check_state state)
{
	static const char *const names[CHECK_STATE_MAX] = {
		[CHECK_OK] = "ok",
		[CHECK_WARNING] = "warning",
		[CHECK_MISSING] = "missing",
	};

	return names[state];
}

const char *check_name(enum check_id id)
{
	static const char *const names[CHECK_ID_MAX] = {
		[CHECK_KERNEL] = "kernel",
		[CHECK_PRIVILEGES] = "privileges",
		[CHECK_TRACEFS] = "tracefs",
		[CHECK_WIREGUARD] = "wireguard",
		[CHECK_STAMPS] = "stamps",
		[CHECK_CLOCK] = "clock",
		[CHECK_CONTROL_QUEUE] = "control-queue",
		[CHECK_WIRELESS] = "wireless",
		[CHECK_LEFTOVERS] = "leftovers",
		[CHECK_LAB] = "lab",
		[CHECK_UML_KERNEL] = "uml-kernel",
		[CHECK_UML_HOST] = "uml-host",
		[CHECK_UML_MEMORY] = "uml-memory",
		[CHECK_QEMU] = "qemu",
		[CHECK_GUEST_KERNEL] = "guest-kernel",
		[CHECK_KVM] = "kvm",
		[CHECK_HOSTAPD] = "hostapd",
		[CHECK_WPA_SUPPLICANT] = "wpa_supplicant",
		[CHECK_WIRELESS_REGDB] = "wireless-regdb",
		[CHECK_NFTABLES] = "nftables",
		[CHECK_DNSMASQ] = "dnsmasq",
		[CHECK_DHCPCD] = "dhcpcd",
		[CHECK_INTERFACE] = "interface",
		[CHECK_DRIVER] = "driver",
		[CHECK_SME] = "sme",
		[CHECK_COMMANDS] = "commands",
		[CHECK_FEATURES] = "features",
		[CHECK_DRIVER_AKMS] = "driver-akms",
		[CHECK_MONITOR] = "monitor",
		[CHECK_POWER_SAVE] = "power-save",
		[CHECK_MANAGER] = "manager",
		[CHECK_CONTROL] = "control",
		[CHECK_SUPPLICANT] = "supplicant",
		[CHECK_SUPPLICANT_FT] = "supplicant-ft",
		[CHECK_FT_BETWEEN_DOMAINS] = "ft-between-domains",
		[CHECK_FT_DS_REFUSAL] = "ft-ds-refusal",
		[CHECK_FT_RSNXE] = "ft-rsnxe",
		[CHECK_FT_EXT_KEY] = "ft-ext-key",
		[CHECK_PROFILE] = "profile",
		[CHECK_ASSOCIATION] = "association",
	};

	return names[id];
}

const char *check_scope_name(enum check_scope scope)
{
	static const char *const names[SCOPE_MAX] = {
		[SCOPE_MACHINE] = "machine",
		[SCOPE_LAB] = "lab",
		[SCOPE_INTERFACE] = "interface",
	};

	return names[scope];
}

void checks_clear(struct checks *checks)
{
	for (size_t i = 0; i < checks->count; i++) {
		struct check_section *section = &checks->sections[i];

		for (size_t j = 0; j < section->count; j++) {
			free(section->items[j].value);
			free(section->items[j].sentence);
			free(section->items[j].remedy);
		}
		free(section->items);
		free(section->interface);
	}
	free(checks->sections);
	*checks = (struct checks){ 0 };
}

enum check_state checks_state(const struct checks *checks)
{
	for (enum check_state state = CHECK_MISSING; state > CHECK_OK; state--)
		if (checks_count(checks, state) > 0)
			return state;
	return CHECK_OK;
}

size_t checks_count(const struct checks *checks, enum check_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < checks->count; i++)
		for (size_t j = 0; j < checks->sections[i].count; j++)
			count += checks->sections[i].items[j].state == state;
	return count;
}

struct check_section *checks_section(struct checks *checks, enum check_scope scope,
				     const char *interface)
{
	struct check_section *section =
		array_add(checks->sections, checks->count, checks->capacity);

	section->scope = scope;
	section->interface = interface ? memory_strdup(interface) : NULL;
	return section;
}

struct check *checks_add(struct checks *checks, enum check_id id, enum check_state state,
			 const char *value, const char *sentence, ...)
{
	struct check_section *section = &checks->sections[checks->count - 1];
	struct check *check =
		array_add(section->items, section->count, section->capacity);
	va_list ap;

	check->id = id;
	check->state = state;
	check->value = value ? memory_strdup(value) : NULL;
	va_start(ap, sentence);
	check->sentence = memory_vprintf(sentence, ap);
	va_end(ap);
	return check;
}

void check_remedy(struct check *check, const char *fmt, ...)
{
	va_list ap;

	free(check->remedy);
	va_start(ap, fmt);
	check->remedy = memory_vprintf(fmt, ap);
	va_end(ap);
}

void check_part(struct checks *checks, enum check_id id, enum check_state absent,
		const struct part *part, const char *there)
{
	struct check *check;

	if (part->value) {
		checks_add(checks, id, CHECK_OK, part->value, there, part->value);
		return;
	}
	check = checks_add(checks, id, absent, NULL, "%s",
			   part->why.reason ? part->why.reason : "it is not there");
	if (part->why.remedy)
		check_remedy(check, "%s", part->why.remedy);
}

bool words_have(const char *words, const char *beginning)
{
	size_t length = strlen(beginning);

	while (*words) {
		words += strspn(words, " ");
		if (strncmp(words, beginning, length) == 0)
			return true;
		words += strcspn(words, " ");
	}
	return false;
}

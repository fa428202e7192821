/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "live/manager.h"
#include "live/privileges.h"
#include "wifi/interface.h"
#include "wifi/wiphy.h"

/* What was found out about a machine and its wireless interfaces. Plain data: gather.h
 * finds it out, checks.h judges it. */

/* Something that is there, or the reason why it is not, with its remedy. */
struct part {
	char *value; /* its path, version or name; NULL: it is not there */
	struct error why;
};

void part_clear(struct part *part);

struct machine_facts {
	char *kernel; /* its release: "6.12.117" */
	struct privileges privileges;
	char *program; /* roamtest's own path, for setcap(8); NULL: not known */
	struct part tracefs;
	struct part wireguard; /* "loaded", "built in", or "module" */
	struct part stamps;    /* nanosecond stamps of what a socket receives and sends */
	char *clocksource;     /* "tsc"; NULL: not known */
	uint64_t timer_resolution_ns;
	unsigned datagram_queue; /* net.unix.max_dgram_qlen; 0: not known */
	char **leftovers; /* interfaces on which a run that was killed left changes */
	size_t leftover_count;
};

void machine_facts_clear(struct machine_facts *facts);

/* Whether KVM boots a guest here, which only a trial tells. */
enum kvm_fact { KVM_FACT_UNTRIED, KVM_FACT_NO, KVM_FACT_YES, KVM_FACT_MAX };

/* What a lab needs. */
struct lab_facts {
	struct part uml_kernel, uml_host, uml_memory; /* of the engine uml */
	struct part qemu, guest_kernel;		      /* of the engine qemu */
	enum kvm_fact kvm;
	struct part hostapd, wpa_supplicant; /* paths */
	char *hostapd_version, *wpa_supplicant_version;
	struct part regdb, nft, dnsmasq, dhcpcd;
};

void lab_facts_clear(struct lab_facts *facts);

struct interface_facts {
	struct wireless_interface interface;
	bool up, soft_blocked, hard_blocked; /* blocked: rfkill(8) */
	char *driver, *firmware;	     /* NULL: not known */
	struct wiphy wiphy;
	bool has_power_save, power_save;
	struct managed managed;
	char *supplicant_version; /* "2.10"; NULL: not known, as are the following */
	char *key_mgmt;		  /* what GET_CAPABILITY key_mgmt lists */
	char *state;		  /* wpa_state of STATUS */
	bool has_profile;	  /* a network is chosen */
	int profile_id;
	char *profile_key_mgmt; /* "WPA-PSK FT-PSK" */
	char *ssid;		/* as wpa_supplicant writes it, for people */
	bool associated;
	uint8_t bssid[MAC_LENGTH];
};

void interface_facts_clear(struct interface_facts *facts);

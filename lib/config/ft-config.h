/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mac.h"
#include "config/setting.h"

/* What a BSS's hostapd makes of its settings, as far as it decides who can roam where
 * (hostapd/config_file.c, src/ap/ap_config.c). */

enum akm {
	AKM_PSK,
	AKM_PSK_SHA256,
	AKM_SAE,
	AKM_SAE_EXT_KEY,
	AKM_EAP,
	AKM_EAP_SHA256,
	AKM_SUITE_B_192,
	AKM_OWE,
	AKM_FT_PSK,
	AKM_FT_SAE,
	AKM_FT_SAE_EXT_KEY,
	AKM_FT_EAP,
	AKM_FT_EAP_SHA384,
	AKM_MAX
};

enum cipher {
	CIPHER_TKIP,
	CIPHER_CCMP,
	CIPHER_GCMP,
	CIPHER_CCMP_256,
	CIPHER_GCMP_256,
	CIPHER_MAX
};

/* As hostapd.conf has them. */
const char *config_akm_name(enum akm akm);
const char *config_cipher_name(enum cipher cipher);
bool config_akm_is_ft(enum akm akm);

#define RRB_KEY_OCTETS 32
#define SHORT_RRB_KEY_OCTETS 16

/* A key of an r0kh or r1kh line: 64 digits, or of fewer the first 32, which hostapd
 * stretches. */
struct rrb_key {
	char *text; /* as it is written */
	size_t octets;
	uint8_t value[RRB_KEY_OCTETS];
};

/* An r0kh or r1kh line. */
struct key_entry {
	uint8_t mac[MAC_LENGTH];
	char *id;		     /* of r0kh: R0KH-ID, "*" in a wildcard; else NULL */
	uint8_t r1kh_id[MAC_LENGTH]; /* of r1kh */
	struct rrb_key key;
	size_t setting; /* index; SIZE_MAX: it is in no file yet */
};

struct key_list {
	struct key_entry *items;
	size_t count, capacity;
};

/* Why hostapd, or OpenWrt before it, does not bring the BSS up. */
struct refusal {
	size_t setting; /* index, SIZE_MAX: none */
	char *text;
};

struct ft_config {
	unsigned akms;	  /* bits, 1 << enum akm */
	unsigned ciphers; /* pairwise of RSN; bits, 1 << enum cipher */
	unsigned pmf;	  /* ieee80211w */
	unsigned sae_pwe;
	uint8_t mobility_domain[2];
	char *nas_identifier;	     /* R0KH-ID, or NULL */
	uint8_t r1kh_id[MAC_LENGTH]; /* r1_key_holder; the BSSID unless set */
	bool generate_local, over_ds;
	unsigned deadline_tu;	    /* 0: none is announced */
	struct key_list r0kh, r1kh; /* in the order of the file */
	struct refusal *refusals;
	size_t refusal_count, refusal_capacity;
};

#define NAS_IDENTIFIER_OCTETS_MAX 48 /* FT_R0KH_ID_MAX_LEN */
#define R0KH_ID_OCTETS_MAX 47	     /* that an r0kh line takes: add_r0kh() */

void ft_config_parse(const struct settings *settings,
		     const uint8_t bssid[static MAC_LENGTH], struct ft_config *ret);
void ft_config_refuse(struct ft_config *config, size_t setting, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void ft_config_clear(struct ft_config *config);

/* As an r0kh (r1kh: with r1kh true) line's value. NULL, or why hostapd does not take it;
 * then nothing is in *ret. */
const char *key_entry_parse(const char *value, bool r1kh, struct key_entry *ret);
void key_entry_clear(struct key_entry *entry);
/* "ff:ff:ff:ff:ff:ff * KEY", "00:00:00:00:00:00 00:00:00:00:00:00 KEY". */
bool key_entry_is_wildcard(const struct key_entry *entry);
/* The first one, as hostapd has it; NULL: none. */
struct key_entry *key_list_wildcard(const struct key_list *list);

/* From digits. False: hostapd takes no key from it. */
bool rrb_key_parse(const char *text, struct rrb_key *ret);
void rrb_key_copy(struct rrb_key *to, const struct rrb_key *from);
void rrb_key_clear(struct rrb_key *key);
bool rrb_key_equal(const struct rrb_key *a, const struct rrb_key *b);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/psk.h"
#include "record/event.h"
#include "wifi/ft-keys.h"

/* Holds what a station and its access points say of their keys, in FT exchanges and in
 * the first 4-way handshake of a mobility domain, against what follows from the
 * network's PSK. Of FT-PSK only, whose PSK is all the secret there is (IEEE 802.11-2020
 * 12.7.1.6.3).
 *
 * Names and MICs are computed from the identifiers and nonces that the frames
 * themselves carry. Over the DS that is enough, too: the reassociation request repeats
 * what the action frames, which PMF encrypts, agreed on. */

/* An exchange under way with one access point, the latest. */
struct ft_exchange {
	uint8_t bssid[MAC_LENGTH];
	bool has_anonce, has_holders, has_ptk;
	uint8_t anonce[FTE_NONCE_LENGTH];
	/* As the access point named them in its association response. */
	struct ft_domain domain;
	uint8_t r1kh_id[MAC_LENGTH];
	struct ft_keys keys; /* PTK and PMKR1Name where has_ptk */
};

struct ft_checker {
	uint8_t psk[PSK_LENGTH];
	uint8_t ssid[SSID_LENGTH_MAX];
	uint8_t ssid_length;
	uint8_t station[MAC_LENGTH]; /* as it last sent; zero: nothing yet */
	struct ft_exchange exchange;
	/* Of the first association with it, which made the PMK-R0. */
	bool has_domain;
	uint16_t mobility_domain;
};

/* ssid has at most SSID_LENGTH_MAX octets. Takes 4096 rounds of PBKDF2 unless the
 * password is a raw PSK. */
void ft_checker_init(struct ft_checker *checker, const char *password, const char *ssid);
/* Wipes. */
void ft_checker_clear(struct ft_checker *checker);

/* An EVENT_FT_KEYS with the frame's time, borrowed. */
typedef void (*ft_found_fn)(void *userdata, const struct event *event);

/* The next frame that the station's radio sent or received, from its 802.11 header,
 * without FCS; any frame will do. Who sends is the station, and what it receives is held
 * against the keys if it is for that address. Calls found for each verdict. *ret is what
 * frame_parse() or frame_parse_data() makes of the frame, with the elements in the Key
 * Data of a message 3, which is encrypted. */
void ft_checker_frame(struct ft_checker *checker, uint64_t time_ns, bool sent,
		      const uint8_t *octets, size_t length, struct frame *ret,
		      ft_found_fn found, void *userdata);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostic.h"
#include "base/ip.h"
#include "base/place.h"

/* A WireGuard configuration as wg-quick(8) takes it: what wg(8) understands
 * (wireguard-tools, src/config.c) and what wg-quick adds to it. Plain data; it holds
 * keys. */

#define WG_QUICK_KEY_LENGTH 32

/* Limits on what a file can ask for. */
#define WG_QUICK_SIZE_MAX (1u << 20) /* octets */
#define WG_QUICK_PEER_MAX 1024
#define WG_QUICK_ADDRESS_MAX 64
#define WG_QUICK_ALLOWED_MAX 16384 /* of all peers */
#define WG_QUICK_HOST_MAX 253	   /* octets of a name, RFC 1035 2.3.4 */

struct ip_networks {
	struct ip_network *items;
	size_t count, capacity;
};

struct wg_quick_peer {
	struct place place; /* of its [Peer] */
	uint8_t public_key[WG_QUICK_KEY_LENGTH];
	bool has_public_key, has_preshared_key;
	uint8_t preshared_key[WG_QUICK_KEY_LENGTH];
	struct ip_networks allowed;
	/* A name, or a literal address; NULL: it is the peer that begins. */
	char *endpoint_host;
	struct ip_address endpoint_address; /* family 0: the host is a name */
	uint16_t endpoint_port;
	uint16_t keepalive_s; /* 0: none */
};

/* The routing table for the routes to allowed IPs. */
enum wg_quick_table { WG_QUICK_TABLE_AUTO, WG_QUICK_TABLE_OFF, WG_QUICK_TABLE_NUMBER };

/* Lines that are read and not followed: the first one of each, 0: none. */
struct wg_quick_ignored {
	unsigned dns, command, save_config, table;
};

struct wg_quick {
	struct place place; /* of its [Interface] */
	uint8_t private_key[WG_QUICK_KEY_LENGTH];
	bool has_private_key;
	struct ip_networks addresses; /* each with its network's prefix */
	uint16_t listen_port;	      /* 0: any */
	unsigned mtu;		      /* 0: the kernel's own */
	uint32_t fw_mark;	      /* 0: none */
	enum wg_quick_table table;
	struct wg_quick_ignored ignored;
	struct wg_quick_peer *peers;
	size_t peer_count, peer_capacity;
};

/* Parses and checks text. Every mistake goes to diagnostics, with this number for its
 * file (diagnostics_add_file()); then the result is NULL. */
struct wg_quick *wg_quick_parse(const char *text, size_t length,
				struct diagnostics *diagnostics, size_t file);
/* A copy of a text in which keys are stars, character by character so that places hold,
 * without a byte order mark. Works on text that is no valid configuration, too. */
char *wg_quick_redact(const char *text, size_t length, size_t *ret_length);
struct wg_quick *wg_quick_free(struct wg_quick *config);
static inline void wg_quick_freep(struct wg_quick **config)
{
	wg_quick_free(*config);
}

/* The peer that packets to the address are for: the one with the longest prefix among its
 * allowed IPs, of equal ones the last. NULL: there is none. */
const struct wg_quick_peer *wg_quick_peer_of(const struct wg_quick *config,
					     const struct ip_address *address);
/* The interface's first address of that family, or NULL. */
const struct ip_network *wg_quick_address_of(const struct wg_quick *config,
					     sa_family_t family);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* WireGuard devices over generic netlink (include/uapi/linux/wireguard.h). */

#define WIREGUARD_KEY_LENGTH 32

struct wireguard_keys {
	uint8_t private_key[WIREGUARD_KEY_LENGTH];
	uint8_t public_key[WIREGUARD_KEY_LENGTH];
};

/* The X25519 pair (RFC 7748) whose private key these octets are, clamped as WireGuard
 * wants it. Wipe it after use with wireguard_keys_wipe(). */
int wireguard_keys_make(const uint8_t octets[static WIREGUARD_KEY_LENGTH],
			struct wireguard_keys *ret, struct error *error);
void wireguard_keys_wipe(struct wireguard_keys *keys);

struct wireguard_peer {
	uint8_t public_key[WIREGUARD_KEY_LENGTH];
	bool has_endpoint;
	struct sockaddr_in endpoint;
	struct in_addr allowed; /* one network */
	unsigned allowed_prefix;
	const struct in6_addr *allowed_v6; /* and one address of IPv6; NULL: none */
	uint16_t keepalive_s;		   /* 0: none */
};

struct wireguard_config {
	const char *name;	/* of the interface to make */
	struct in_addr address; /* its own */
	unsigned prefix;
	const struct in6_addr *address_v6; /* NULL: none */
	unsigned prefix_v6;
	uint16_t listen_port; /* 0: any */
	uint8_t private_key[WIREGUARD_KEY_LENGTH];
	struct wireguard_peer peer;
};

/* Makes the interface in the namespace, configures it and sets it up. On failure
 * nothing is left of it. */
int wireguard_make(int netns, const struct wireguard_config *config, struct error *error);

struct wireguard_reading {
	bool has_handshake;
	uint64_t handshake_ns; /* latest, CLOCK_REALTIME since the Unix epoch */
	uint64_t received_bytes, sent_bytes;
};

/* A socket for repeated readings of the first peer of name. */
struct wireguard_reader;
int wireguard_reader_open(struct wireguard_reader **ret, int netns, const char *name,
			  struct error *error);
int wireguard_read(struct wireguard_reader *reader, struct wireguard_reading *ret,
		   struct error *error);
struct wireguard_reader *wireguard_reader_close(struct wireguard_reader *reader);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/ip.h"
#include "net/udp.h"

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

/* Plain data, borrowed. */
struct wireguard_peer {
	uint8_t public_key[WIREGUARD_KEY_LENGTH];
	uint8_t preshared_key[WIREGUARD_KEY_LENGTH]; /* zeros: none */
	union udp_address endpoint;		     /* of family 0: none */
	const struct ip_network *allowed;
	size_t allowed_count;
	uint16_t keepalive_s; /* 0: none */
};

struct wireguard_config {
	const char *name; /* of the interface to make */
	const struct ip_network *addresses;
	size_t address_count;
	const struct ip_network *routes; /* to it, on the link */
	size_t route_count;
	unsigned mtu;	      /* 0: the kernel's own */
	uint16_t listen_port; /* 0: any */
	uint32_t fw_mark;     /* 0: none */
	uint8_t private_key[WIREGUARD_KEY_LENGTH];
	const struct wireguard_peer *peers;
	size_t peer_count;
};

/* Makes the interface in the namespace, configures it and sets it up, in as many messages
 * as it takes. On failure nothing is left of it. -EEXIST: there is an interface of that
 * name, which stays as it is. */
int wireguard_make(int netns, const struct wireguard_config *config, struct error *error);
/* Deletes it, and with it its addresses and routes. */
int wireguard_delete(int netns, const char *name, struct error *error);

struct wireguard_reading {
	bool has_handshake;
	uint64_t handshake_ns; /* latest, CLOCK_REALTIME since the Unix epoch */
	uint64_t received_bytes, sent_bytes;
	union udp_address endpoint; /* of family 0: none */
	uint16_t listen_port;	    /* of the interface */
};

/* A socket for repeated readings of the peer of name to which WireGuard sends what is for
 * far_end: by the longest prefix among its allowed IPs. Nothing about the interface is
 * changed. */
struct wireguard_reader;
int wireguard_reader_open(struct wireguard_reader **ret, int netns, const char *name,
			  const struct ip_address *far_end, struct error *error);
/* -ENODEV: there is no such interface; -EOPNOTSUPP: it is none of WireGuard's; -ENOENT:
 * no peer serves the far end. */
int wireguard_read(struct wireguard_reader *reader, struct wireguard_reading *ret,
		   struct error *error);
struct wireguard_reader *wireguard_reader_close(struct wireguard_reader *reader);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "scenario/wg-quick.h"

/* Shared by the files that read a WireGuard configuration. No message quotes a value: a
 * key can stand in any of them. */

/* A part of a line, without blanks around it. */
struct wg_piece {
	const char *text;
	size_t length;
	struct place place;
};

struct wg_parser {
	struct diagnostics *diagnostics;
	size_t file;
	struct wg_quick *config;
	struct place mtu_place;
	size_t allowed_count; /* of all peers */
};

struct diagnostic *wg_mistake(struct wg_parser *p, struct place place, const char *fmt,
			      ...) __attribute__((format(printf, 3, 4)));
/* Names that are longer are not shown: they may be keys. */
#define WG_NAME_SHOWN_MAX 24

bool wg_is_blank(char c);
/* Whether a name that is no key's may be shown: it is letters alone, and near to one.
 * What else stands there may be a piece of a key. */
bool wg_name_is_near(const char *name, size_t length);
/* From one character up to another, without the blanks around it. */
struct wg_piece wg_part_of(const struct wg_piece *piece, size_t from, size_t to);
/* The text behind a byte order mark, if it begins with one. */
const char *wg_without_mark(const char *text, size_t *length);

/* The next item of a list with commas, taken off rest; false at its end. */
bool wg_next_item(struct wg_piece *rest, struct wg_piece *ret);

enum wg_section { WG_NOWHERE, WG_INTERFACE, WG_PEER, WG_UNKNOWN };

struct wg_key {
	const char *name;
	enum wg_section section;
	bool repeated; /* several lines add up */
	void (*read)(struct wg_parser *p, const struct wg_piece *value);
};

extern const struct wg_key wg_keys[];
extern const size_t wg_key_count;
/* In any case of letters, as wg(8) takes it; NULL: there is none. */
const struct wg_key *wg_find_key(const char *name, size_t length);

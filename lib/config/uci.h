/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostic.h"
#include "config/note.h"
#include "config/value.h"

/* OpenWrt's wireless configuration as UCI has it, in any of three forms: the file
 * /etc/config/wireless, the output of "uci export wireless", and that of "uci show
 * wireless". Read as libuci does (file.c, cli.c), with the places of everything. */

struct uci_option {
	char *name;
	struct place place; /* of the name */
	bool list;	    /* "list", or several values of "uci show" */
	struct config_value *values;
	size_t count, capacity;
};

struct uci_section {
	char *type;	 /* "wifi-iface" */
	char *name;	 /* NULL: anonymous */
	char *reference; /* "@wifi-iface[0]", as "uci show" calls it; else NULL */
	struct place place;
	struct uci_option *options;
	size_t count, capacity;
	size_t end; /* octets of the file: behind the last line that belongs to it */
};

struct uci {
	bool show; /* the lines are "wireless.SECTION.OPTION='VALUE'" */
	struct uci_section *sections;
	size_t count, capacity;
};

/* Reads text, of which nothing is released. Every mistake goes to diagnostics, with its
 * place; then *ret is NULL and the result is -EINVAL. What is read and has no effect is
 * noted. */
int uci_parse(const char *text, size_t length, struct diagnostics *diagnostics,
	      struct config_notes *notes, struct uci **ret);
struct uci *uci_free(struct uci *uci);
static inline void uci_freep(struct uci **uci)
{
	uci_free(*uci);
}

/* The option of that name, or NULL. */
const struct uci_option *uci_get(const struct uci_section *section, const char *name);
/* Its last value, or NULL: what an option has that is no list. */
const struct config_value *uci_get_value(const struct uci_section *section,
					 const char *name);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>

#include "base/text.h"
#include "explain/cause.h"

/* IEEE 802.11-2020 table 9-50 (status codes) and table 9-49 (reason codes): those that a
 * station meets on the way into an infrastructure network. */

enum code_kind { CODE_STATUS, CODE_REASON, CODE_KIND_MAX };

#define CODE_CAUSES 6

struct code_text {
	unsigned number;
	const char *name;
	const char *meaning;		 /* on the way of an FT roam, or NULL */
	const char *causes[CODE_CAUSES]; /* ids that it hints at, NULL behind them */
};

const char *code_kind_name(enum code_kind kind); /* "status", "reason" */
size_t code_count(enum code_kind kind);
const struct code_text *code_text(enum code_kind kind, size_t index);
/* NULL: not among them. */
const struct code_text *code_find(enum code_kind kind, unsigned number);

/* "status 53 (invalid PMKID)", "reason 15 (4-way handshake timeout)". */
void status_code_add(struct text *out, unsigned status);
void reason_code_add(struct text *out, unsigned reason);
/* Where it is not said which of the two it is: "53 (invalid PMKID)", "15 (challenge
 * failure, or 4-way handshake timeout)". */
void either_code_add(struct text *out, unsigned number);
/* "invalid PMKID", or NULL. */
const char *status_code_name(unsigned status);
const char *reason_code_name(unsigned reason);

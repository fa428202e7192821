/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "live/checks.h"

/* Facts for tests, of a machine and an interface that lack nothing: to be changed. The
 * strings are to be freed with the facts. */

struct machine_facts fixture_machine(void);
struct lab_facts fixture_lab(void);
struct interface_facts fixture_interface(void);

/* Frees what was there. */
void fixture_set(char **string, const char *value);
/* Takes it away, for that reason. */
void fixture_lack(struct part *part, const char *reason, const char *remedy);
void fixture_command(struct wiphy *wiphy, unsigned command, bool has);

/* The check of that kind, or NULL. */
const struct check *fixture_find(const struct checks *checks, enum check_id id);

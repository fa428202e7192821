/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

#include "base/error.h"
#include "scenario/scenario.h"

/* Programs that a site needs beside those under test, where its scenario asks for what
 * they do. */
enum site_program { PROGRAM_NFT, PROGRAM_DNSMASQ, PROGRAM_DHCPCD, PROGRAM_MAX };

bool site_needs(const struct scenario *scenario, enum site_program program);
/* Its absolute path. -ENOENT: error says what to install. */
int site_program(enum site_program program, char **ret, struct error *error);
/* Whether all that the scenario needs are there: -ENOENT and the error if not. */
int site_check_programs(const struct scenario *scenario, struct error *error);

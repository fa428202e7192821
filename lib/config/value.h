/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>

#include "base/place.h"

/* A value as a configuration file has it: what it says, and where, so that it can be
 * pointed at, and replaced with everything around it left as it is. */
struct config_value {
	char *text;	    /* without quotes */
	struct place place; /* of it as it is written, quotes included */
	size_t start, end;  /* octets of the file that it is written in, likewise */
};

/* Releases what is in it; it may hold a password. */
void config_value_clear(struct config_value *value);

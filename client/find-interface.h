/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "wifi/interface.h"

/* The wireless interface of that name, or NULL, which command ("doctor") has told, with
 * those that there are. */
const struct wireless_interface *
find_interface(const char *command, const struct wireless_interfaces *interfaces,
	       const char *name);

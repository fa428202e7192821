/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "live/facts.h"

/* Finds out what facts.h holds. Changes nothing on the machine, and works with what the
 * caller may do: what cannot be told is left out. In the calling thread's network
 * namespace. */

void gather_machine(struct machine_facts *ret);
/* Also where no wpa_supplicant answers. -ENODEV: there is no such interface any more. */
int gather_interface(const struct wireless_interface *interface,
		     struct interface_facts *ret, struct error *error);

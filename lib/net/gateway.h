/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>

#include "base/error.h"

/* The gateway of the default route through that interface of the namespace behind netns
 * (-1: the calling thread's own), of the best metric if there are several; family:
 * AF_INET (as ::ffff:a.b.c.d) or AF_INET6. Another interface may have a better one.
 * -ENETUNREACH: there is none, or one without a gateway. */
int gateway_find(int netns, const char *interface, int family, struct in6_addr *ret,
		 struct error *error);

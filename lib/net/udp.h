/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>

#include "base/error.h"

/* A nonblocking, close-on-exec UDP socket of the namespace behind netns (-1: the
 * calling thread's own), bound to address. */
int udp_open(int netns, const struct sockaddr_in *address, struct error *error);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/error.h"

/* Has nft(8) put rules, as it reads them from a file, into a network namespace (-1: the
 * calling thread's own). Waits for it; what it complains about is the error's reason. */
int nft_apply(int netns, const char *rules, struct error *error);

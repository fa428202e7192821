/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "base/error.h"

/* Writes folder/capture.pcapng from the frames in folder/events.jsonl; nothing where
 * there are none. */
int capture_file_write(const char *folder, const struct results *results,
		       struct error *error);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "base/error.h"

/* Writes what a run leaves beside its recording: results.json, junit.xml and, where the
 * recording (events.jsonl; NULL: there is none) has frames, capture.pcapng. */
int output_folder_write(const char *folder, const struct results *results,
			const char *recording, struct error *error);

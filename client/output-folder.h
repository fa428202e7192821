/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "base/error.h"

/* Makes the folder, and takes out of it what an earlier run has left. ret_fd: the empty
 * recording at path, which is in it; locked until it is closed. -EBUSY: another run has
 * it. */
int output_folder_begin(const char *folder, const char *path, int *ret_fd,
			struct error *error);
/* Takes what the guest could only write beside its logs to where it belongs. */
void output_folder_take_logged(const char *folder, struct error *error);
/* Writes what a run leaves beside its recording: results.json, junit.xml and, where the
 * recording (events.jsonl; NULL: there is none) has frames, capture.pcapng. */
int output_folder_write(const char *folder, const struct results *results,
			const char *recording, struct error *error);

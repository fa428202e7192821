/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

#include "base/error.h"
#include "lab/job.h"

/* The guest's side of a lab, before and after the run: roamtest is its first
 * process (lib/lab/guest-init.c has mounted the root and executed it). */

/* Reads the job; mounts the output folder at GUEST_OUTPUT and /dev/shm; sets loopback
 * up; opens the event channel. The modules of the site are there already: guest-init
 * has loaded them. What fails is only told in error: a line on the console that starts
 * with GUEST_FAILURE (lab/machine.h) reaches the host's user as the reason. */
int guest_begin(struct guest_job *ret_job, int *ret_channel, struct error *error);
/* Whether on this virtual clock runs may differ all the same: the kernel does not take
 * its random numbers from the job's seed. One without
 * lib/lab/kernel/0003-random-seed.patch leaves the option on its command line. */
bool guest_lacks_seed(const struct guest_job *job);
/* Syncs and powers off. Does not return. */
_Noreturn void guest_end(void);

/* Not /run/roamtest, which is that of a roamtest that works on an interface of the
 * guest's as on one of a real machine. */
#define GUEST_FOLDER "/run/roamtest-lab"
#define GUEST_OUTPUT GUEST_FOLDER "/output"
#define GUEST_RUN GUEST_FOLDER "/site"
#define GUEST_JOB GUEST_FOLDER "/job.json"

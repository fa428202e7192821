/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

#include "base/error.h"
#include "base/text.h"

/* Whether KVM boots a guest here, by booting one. /dev/kvm can be there, answer, make
 * a machine, and never run it (a nested hypervisor without nested virtualisation);
 * only a boot with a deadline tells. */

enum kvm_answer { KVM_UNKNOWN, KVM_NO, KVM_YES };

/* What is known without a trial: the answer of an earlier one, which is kept below
 * $XDG_CACHE_HOME or ~/.cache until the machine boots or the kernel or qemu changes;
 * KVM_NO where /dev/kvm cannot be opened. */
enum kvm_answer kvm_recall(const char *qemu, const char *kernel);

/* Tries, and keeps the answer. interrupt: a signalfd; when it becomes readable the
 * trial ends with -EINTR, nothing read from it. 0 with *ret; whatever else goes wrong
 * means "no". Takes 15 s at most; where another roamtest is at it, its answer is
 * waited for first. */
int kvm_trial(const char *qemu, const char *kernel, int interrupt, bool *ret);

/* The cache file: a line an answer, "yes KEY" or "no KEY". Pure. */
enum kvm_answer kvm_cache_find(const char *cache, const char *key);
/* The new content: the answer for key first, then the other lines of cache that are
 * well-formed, KVM_CACHE_MAX in all. */
#define KVM_CACHE_MAX 16
void kvm_cache_update(const char *cache, const char *key, bool answer, struct text *out);

/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "record/event.h"

/* "run-start", "kernel", …: the value of an event line's "event". Internal to the
 * recording's codec. */
const char *event_kind_name(enum event_kind kind);

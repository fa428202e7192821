/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/json-document.h"
#include "report/json-value.h"

/* What station and access point agreed on, in results.json, and back. */

json_t *json_negotiated(const struct negotiation *n);
/* Nothing where the step has no such key. */
void report_read_negotiated(struct document *document, const json_t *step,
			    struct negotiation *n);

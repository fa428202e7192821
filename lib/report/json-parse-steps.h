/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "report/json-document.h"

/* Elements of results.json's "associations" and "roams", back into results. */
void report_read_association(struct document *document, const json_t *object,
			     struct association *a);
void report_read_roam(struct document *document, const json_t *object, struct roam *roam);
/* Of a roam's tunnel, or of the run's. */
void report_read_last_authenticated(struct document *document, const json_t *object,
				    struct last_authenticated *last);

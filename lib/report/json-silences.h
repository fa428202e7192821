/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/json-document.h"
#include "report/json-stream.h"
#include "report/json-value.h"

/* A stream's silences in results.json, and back. */

void json_stream_silences(struct json_stream *out, const struct traffic *t);
void report_read_silences(struct document *document, const json_t *stream,
			  struct traffic *t);

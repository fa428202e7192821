/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/json-document.h"
#include "report/json-value.h"

/* The run's matrices in results.json, and back. */

json_t *json_matrix(const struct matrix_result *matrix);
void report_read_matrices(struct document *document, const json_t *root,
			  struct results *results);

/* A roam's "leg". Of a version before there were matrices it has none. */
void json_put_leg(json_t *roam, bool of_matrix, enum leg leg);
void document_leg(struct document *document, const json_t *roam, bool *ret_of_matrix,
		  enum leg *ret_leg);

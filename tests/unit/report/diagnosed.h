/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"

/* Results with causes, made by hand, for the tests of what shows them. */

struct results *diagnosed_results(void);
/* Over the air, with its index. status < 0: none. */
struct roam *diagnosed_roam(struct results *results, const char *from, const char *to,
			    enum outcome result, int status);
struct association *diagnosed_association(struct results *results, const char *to,
					  enum outcome result, int status);
/* What lib/explain has for it, on that access point; CAUSE_MAX: not decided. */
void diagnosed_as(struct diagnosis *diagnosis, enum cause cause,
		  const char *access_point);
void diagnosed_candidate(struct diagnosis *diagnosis, enum cause cause);
void diagnosed_evidence(struct diagnosis *diagnosis, const char *sentence);
void diagnosed_warning(struct results *results, enum cause cause,
		       const char *access_point, const char *evidence);

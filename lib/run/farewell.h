/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scenario/scenario.h"

/* Which access points still have an association of the station's, and how it takes leave
 * of them (farewell.c says why it must). */

struct run;

#define FAREWELL_NOBODY SIZE_MAX

/* What an access point still has of the station. */
struct acquaintance {
	bool met;      /* the station was there in this run */
	bool lingers;  /* an association that began by FT, and that it did not end */
	size_t holder; /* R0KH of its keys */
	enum via via;  /* by which the station came */
};

struct farewells {
	struct acquaintance *of; /* one an access point */
	size_t holder;		 /* R0KH of the station's keys, or FAREWELL_NOBODY */
	bool by_ft;		 /* it came by FT to where it stands */
	enum via via;
};

struct farewells *farewells_new(const struct scenario *scenario);
struct farewells *farewells_free(struct farewells *farewells);
/* Before a step that associates: goes wherever the station has to take leave for its
 * sake. Negative: the run ends. */
int farewell(struct run *run, const struct access_point *ap);
/* Until the access point that the station stands on can decipher what it sends. Negative:
 * the run ends. */
int farewell_await_keys(struct run *run);
/* The station will be told to disconnect from where it stands. Negative: the run ends. */
int farewell_leaving(struct run *run);
/* It has associated, anew. */
void farewell_associated(struct run *run, const struct access_point *ap);
/* To be kept for farewell_roamed(), once it is known how the roam went. */
size_t farewell_before_roam(const struct run *run);
void farewell_roamed(struct run *run, size_t before, const struct access_point *to,
		     enum via via);

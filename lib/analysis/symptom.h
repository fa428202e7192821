/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "analysis/window.h"
#include "base/time.h"

/* What the station saw of a step that went as it should not: the facts that a sentence
 * and a diagnosis are made of. */

/* What an access point advertised last, if it was seen. */
struct advertised {
	bool seen;
	struct bss_elements elements;
	unsigned frequency_mhz; /* where it was seen */
};

enum symptom_kind {
	SYMPTOM_NONE,
	SYMPTOM_NOT_FOUND,	 /* no scan of its channel found the target */
	SYMPTOM_NOT_BROUGHT,	 /* the station did not get to where the roam starts */
	SYMPTOM_COMMAND_REFUSED, /* by wpa_supplicant itself */
	SYMPTOM_REFUSED,	 /* the target said no */
	SYMPTOM_SILENT,		 /* the target did not answer */
	SYMPTOM_PUT_OFF,   /* it asked to come back later, until the kernel gave up */
	SYMPTOM_NOT_TRIED, /* nothing went to the target before the deadline */
	SYMPTOM_TOO_SLOW,  /* something did, and the deadline passed */
	SYMPTOM_DISCONNECTED,
	SYMPTOM_ELSEWHERE,
	SYMPTOM_FELL_BACK,	/* it arrived by a full authentication */
	SYMPTOM_CACHED,		/* it arrived by a cached PMKSA */
	SYMPTOM_ANOTHER_WAY,	/* it arrived by FT, over the air in place of the DS */
	SYMPTOM_ACROSS_CIPHERS, /* it arrived by FT, with another pairwise cipher */
	SYMPTOM_ACROSS_DOMAINS, /* it arrived by FT, in another mobility domain */
	SYMPTOM_MAX
};

/* What the target was asked. */
enum asked {
	ASKED_NOTHING,
	ASKED_AUTHENTICATION,
	ASKED_ASSOCIATION,
	ASKED_REASSOCIATION,
	ASKED_FT_REQUEST, /* over the DS */
};

/* Who says no for lack of a key says so at once, or after a pull in vain, which takes
 * rkh_pull_timeout times rkh_pull_retries (4 s; hostapd from 2.12 on (its commit
 * 44fcb0f1d) then answers an FT request with status 53, 2.10 with 0). */
#define LATE_ANSWER_NS (500 * NS_PER_MS)

struct symptom {
	enum symptom_kind kind;
	/* Of one that arrived all the same: REFUSED, SILENT or PUT_OFF, if that was on
	 * its way. */
	enum symptom_kind before;
	enum asked asked; /* of REFUSED and SILENT, before too */
	bool has_algorithm;
	unsigned algorithm; /* of an authentication, as its frame says it */
	unsigned transaction;
	bool has_status;
	unsigned status; /* of REFUSED a status code, of DISCONNECTED a reason code */
	uint64_t at_ns;	 /* when it was seen; of SILENT, when it was given up */
	/* It was an answer that was long in coming, so long after the station was told to
	 * move: a no, or over the DS one from which wpa_supplicant did not go on. */
	bool late;
	uint64_t after_ns;
	/* Management frames to the target, of those that were captured. */
	unsigned sent, unacknowledged;
	bool tried_ft; /* one of them was an FT authentication, or it went over the DS */
};

void symptom_find(const struct window *window, const struct scenario *scenario,
		  enum method used, const struct advertised *from,
		  const struct advertised *target, struct symptom *ret);

/* Both advertise a mobility domain, and not the same. */
bool domains_differ(const struct advertised *from, const struct advertised *target);
/* Both advertise pairwise ciphers, and none of the one's is one of the other's. */
bool lacks_common_cipher(const struct advertised *from, const struct advertised *target);
/* An AKM of the FT family is among those that it advertises. */
bool offers_ft_akm(const struct bss_elements *elements);

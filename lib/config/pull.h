/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "config/site.h"

/* Whether a station that associated with one BSS gets to another one by FT: hostapd's own
 * rules for the way of PMK-R1 from its R0KH to the target, on the configurations alone
 * (src/ap/wpa_auth_ft.c of 2.10; the same in 2.12: wpa_ft_pull_pmk_r1(),
 * wpa_ft_rrb_rx_pull(), wpa_ft_rrb_rx_seq()). That frames get from one to the other is
 * taken for granted. */

/* Where it ends, in the order in which hostapd comes to it. */
enum pull_end {
	PULL_NO_FT,	    /* they have no FT AKM in common */
	PULL_NOT_STARTED,   /* hostapd refuses one of the two configurations */
	PULL_GENERATED_NOT, /* the R0KH generates keys locally, and so holds none for the
			     * target, which wants to pull it */
	PULL_NO_R0KH,	    /* the target has no r0kh entry for the R0KH-ID */
	PULL_TO_SELF,	    /* its entry has its own address */
	PULL_WRONG_MAC,	    /* its entry has an address that is not the R0KH's */
	PULL_NO_R1KH,	    /* the R0KH has no r1kh entry for the target's R1KH-ID */
	PULL_KEYS,	    /* the two entries have different keys */
	PULL_SAME_R0KH_ID,  /* the two have the same R0KH-ID */
	PULL_SAME_R1KH_ID,  /* the same R1KH-ID */
	PULL_R1KH_MAC,	    /* the R0KH's entry has an address that is not the target's */
	PULL_R0KH_MAC,	    /* the target's has, behind an address of a group */
	PULL_OK,
};

struct pull {
	enum pull_end end;
	bool locally;	  /* the target makes the key from the password */
	bool by_wildcard; /* the target does not know where the R0KH is */
	/* The entries that count, as indexes into the lists; SIZE_MAX: none. */
	size_t r0kh, r1kh;
};

/* For a station that uses this AKM, one of FT. */
void pull_try(const struct config_bss *r0kh, const struct config_bss *target,
	      enum akm akm, struct pull *ret);
/* For a station that uses any AKM of FT that both have, the worst of them. */
void pull_try_all(const struct config_bss *r0kh, const struct config_bss *target,
		  struct pull *ret);

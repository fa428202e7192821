/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

#include "config/site.h"

/* Whether what two BSSs announce breaks roams by FT from the one to the other, for a
 * station that can do everything. Over the DS wpa_supplicant compares the RSNE and RSNXE
 * of the answer with those of the access point that it leaves, and where they differ it
 * does not go on (src/rsn_supp/wpa_ft.c, wpa_ft_validate_reassoc_resp()); over the air it
 * has the target's. */

/* It keeps the AKM of its first association: that has to be there, too. */
bool roam_breaks_by_akm(const struct config_bss *from, const struct config_bss *to);
bool roam_breaks_by_cipher(const struct config_bss *from, const struct config_bss *to);
bool roam_breaks_by_protection(const struct config_bss *from,
			       const struct config_bss *to);
bool roam_breaks_by_rsnxe(const struct config_bss *from, const struct config_bss *to);
/* By AKMs that have nothing to do with FT, where all else is alike. */
bool roam_breaks_by_other_akms(const struct config_bss *from,
			       const struct config_bss *to);

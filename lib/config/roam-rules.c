/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/roam-rules.h"

#include "base/cleanup.h"

/* What such a station uses there; AKM_MAX: no FT. */
static enum akm best_akm(const struct config_bss *bss)
{
	static const enum akm akms[] = { AKM_FT_SAE_EXT_KEY, AKM_FT_SAE, AKM_FT_PSK,
					 AKM_FT_EAP_SHA384, AKM_FT_EAP };

	for (size_t i = 0; i < ARRAY_SIZE(akms); i++)
		if (bss->ft.akms & 1u << akms[i])
			return akms[i];
	return AKM_MAX;
}

static unsigned ft_akms(const struct config_bss *bss)
{
	unsigned akms = 0;

	for (enum akm akm = 0; akm < AKM_MAX; akm++)
		if (config_akm_is_ft(akm))
			akms |= bss->ft.akms & 1u << akm;
	return akms;
}

bool roam_breaks_by_akm(const struct config_bss *from, const struct config_bss *to)
{
	enum akm akm = best_akm(from);

	return akm == AKM_MAX || !(to->ft.akms & 1u << akm) ||
	       (from->ft.over_ds && ft_akms(from) != ft_akms(to));
}

bool roam_breaks_by_cipher(const struct config_bss *from, const struct config_bss *to)
{
	return !(from->ft.ciphers & to->ft.ciphers) ||
	       (from->ft.over_ds && from->ft.ciphers != to->ft.ciphers);
}

bool roam_breaks_by_protection(const struct config_bss *from, const struct config_bss *to)
{
	return from->ft.over_ds && from->ft.pmf != to->ft.pmf;
}

bool roam_breaks_by_rsnxe(const struct config_bss *from, const struct config_bss *to)
{
	/* There is none where sae_pwe is 0. That one is gone is noticed by a station only
	 * that would have sent one itself. */
	return from->ft.over_ds && !from->ft.sae_pwe && to->ft.sae_pwe;
}

bool roam_breaks_by_other_akms(const struct config_bss *from, const struct config_bss *to)
{
	return from->ft.over_ds && from->ft.akms != to->ft.akms &&
	       ft_akms(from) == ft_akms(to) && from->ft.pmf == to->ft.pmf &&
	       from->ft.ciphers == to->ft.ciphers;
}

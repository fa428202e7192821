/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/survey-fixture.h"

#include <string.h>

#include "base/memory.h"

struct survey fixture_new(void)
{
	struct survey survey = {
		.interface = "wlan0",
		.date = memory_strdup("2026-01-02T03:04:05Z"),
		.has_gateway = true,
	};

	fixture_set_ssid(&survey, "corridor", 8);
	return survey;
}

void fixture_set_ssid(struct survey *survey, const void *ssid, size_t length)
{
	memcpy(survey->ssid, ssid, length);
	survey->ssid_length = length;
	for (size_t i = 0; i < survey->results.count; i++) {
		memcpy(survey->results.items[i].ssid, ssid, length);
		survey->results.items[i].ssid_length = length;
	}
}

struct scanned_bss *fixture_add(struct survey *survey, uint8_t number, unsigned channel,
				int signal_dbm)
{
	struct scan_results *results = &survey->results;
	struct scanned_bss *bss;

	/* Earlier ones stay where they are: the caller may hold them. */
	if (results->capacity == 0) {
		results->capacity = 128;
		results->items = memory_zero(results->capacity, sizeof(*results->items));
	}
	bss = &results->items[results->count++];
	*bss = (struct scanned_bss){
		.bssid = { 2, 0, 0, 0, number, number },
		.frequency_mhz = channel_frequency_mhz(channel),
		.has_signal = true,
		.signal_dbm = signal_dbm,
		.associated = results->count == 1,
		.privacy = true,
		.elements = {
			.has_mde = true,
			.has_rsne = true,
			.mobility_domain = 0xa1b2,
			.ft_capability = FT_CAPABILITY_OVER_DS,
			.group_cipher = AKM(4),
			.pairwise_ciphers = { AKM(4) },
			.pairwise_cipher_count = 1,
			.akms = { AKM(9) },
			.akm_count = 1,
			.rsn_capabilities = FIXTURE_MFPC | FIXTURE_MFPR,
		},
	};
	memcpy(bss->ssid, survey->ssid, survey->ssid_length);
	bss->ssid_length = survey->ssid_length;
	return bss;
}

void fixture_set_akms(struct scanned_bss *bss, const uint8_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		bss->elements.akms[i] = AKM(numbers[i]);
	bss->elements.akm_count = count;
}

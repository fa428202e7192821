/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "config/build.h"

/* A wifi-device: its band and its channel. */

static bool is(const struct config_value *value, const char *text)
{
	return value && strcasecmp(value->text, text) == 0;
}

static bool begins(const struct config_value *value, const char *text)
{
	return value && strncasecmp(value->text, text, strlen(text)) == 0;
}

static enum band band_of(const struct uci_section *device, unsigned channel)
{
	const struct config_value *band = uci_get_value(device, "band"),
				  *mode = uci_get_value(device, "hwmode");

	if (!mode)
		mode = uci_get_value(device, "hw_mode");
	if (is(band, "2g") || is(mode, "11g") || is(mode, "11b") || is(mode, "11bg"))
		return BAND_2GHZ;
	if (is(band, "5g") || is(mode, "11a"))
		return BAND_5GHZ;
	if (is(band, "6g"))
		return BAND_6GHZ;
	if (channel > 0)
		return channel <= 14 ? BAND_2GHZ : BAND_5GHZ;
	if (begins(uci_get_value(device, "htmode"), "VHT"))
		return BAND_5GHZ;
	return BAND_UNKNOWN;
}

void openwrt_radio(struct config_ap *ap, struct config_bss *bss)
{
	const struct config_value *channel;
	unsigned long number;
	char *end;

	if (!bss->device)
		return;
	channel = uci_get_value(bss->device, "channel");
	if (channel && strcmp(channel->text, "auto") != 0) {
		number = strtoul(channel->text, &end, 10);
		if (*end || number == 0 || number > 253)
			config_note_add(&ap->notes, CONFIG_NOTE_IGNORED, channel->place,
					"there is no channel \"%s\"", channel->text);
		else
			bss->radio.channel = (unsigned)number;
	}
	bss->radio.band = band_of(bss->device, bss->radio.channel);
}
